import { revokeToken as revokeTokenDeclaration } from '@ztrust/contract/oidc'
import { OAuthError, Unauthenticated } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { revokeToken } from '../../model/token/revoked-token.store.ts'
import { verifyAccessToken } from '../../model/token/verify-access-token.ts'
import { endOfflineAccess } from '../../model/user-session/end-offline-access.ts'
import { leaveUserSession } from '../../model/user-session/end-user-session.ts'
import { findOfflineSession, findUserSession } from '../../model/user-session/user-session.store.ts'
import { answerClient, type ClientRequest } from '../../oauth/answer-client.ts'
import { applyClientPolicies } from '../../oauth/apply-client-policies.ts'
import { noStore } from '../../oauth/oauth-reply.ts'
import { publishEvent } from '../../oauth/publish-event.ts'
import { verifyRefreshToken } from '../../oauth/verify-refresh-token.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { empty, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import type { Tx } from '../../storage/db.ts'

export const revocationEndpoint = implement(revokeTokenDeclaration, (_request, context) =>
  answerClient(context, 'REVOKE_GRANT', (asked) => answerRevocation(context, asked)),
)

async function answerRevocation(context: RealmContext, { client, parameters }: ClientRequest): Promise<Reply> {
  const { server, realm, request } = context
  await applyClientPolicies('TOKEN_REVOKE', { server, realm, request, client, parameters })
  const token = parameters['token']
  if (token === undefined) throw new OAuthError('invalid_request', 'Token not provided', { event: 'invalid_token' })
  const revocation = (await findAccessToken(context, client, token)) ?? (await findRefreshToken(context, client, token))
  // RFC 7009, section 2.2: a token that is worth nothing is as good as revoked.
  if (!revocation) return empty(200, noStore)
  const event = {
    type: 'REVOKE_GRANT',
    clientId: client.client.clientId,
    ...(revocation.userId === undefined ? {} : { userId: revocation.userId }),
    ...(revocation.sessionId === undefined ? {} : { sessionId: revocation.sessionId }),
    ip: request.ip,
    details: { client_auth_method: client.client.settings.clientAuthenticatorType },
  }
  await publishEvent(server, realm, event, revocation.persist)
  return empty(200, noStore)
}

interface Revocation {
  readonly userId?: string
  readonly sessionId?: string
  persist(tx: Tx): Promise<void>
}

async function findAccessToken(
  { server, realm }: RealmContext,
  { client }: ClientSnapshot,
  token: string,
): Promise<Revocation | undefined> {
  try {
    const {
      claims,
      user,
      userSession,
      client: owner,
    } = await verifyAccessToken(server, realm, token, { takesBound: true })
    if (owner.client.id !== client.id) throw refuseForeign()
    const { jti, exp } = claims
    if (typeof jti !== 'string' || typeof exp !== 'number') return undefined
    return {
      userId: user.id,
      ...(userSession ? { sessionId: userSession.sid } : {}),
      persist: (tx) => revokeToken(tx, realm.realm.id, jti, exp * 1000),
    }
  } catch (error) {
    if (error instanceof Unauthenticated) return undefined
    throw error
  }
}

/** Ends what the client has in the session, and so all tokens of the same grant (RFC 7009, section 2.1). */
async function findRefreshToken(
  { server, realm }: RealmContext,
  { client }: ClientSnapshot,
  token: string,
): Promise<Revocation | undefined> {
  const claims = await verifyRefreshToken(server, realm, token).catch((error: unknown) => {
    if (error instanceof OAuthError) return undefined
    throw error
  })
  if (!claims) return undefined
  if (claims.authorizedParty !== client.clientId) throw refuseForeign()
  const find = claims.offline ? findOfflineSession : findUserSession
  const session = await find(server.storage, realm.realm.id, claims.sessionId)
  return {
    ...(session ? { userId: session.userId } : {}),
    sessionId: claims.sessionId,
    async persist(tx) {
      const part = { realmId: realm.realm.id, clientId: client.id }
      if (claims.offline) await endOfflineAccess(tx, { ...part, sid: claims.sessionId })
      else await leaveUserSession(tx, { ...part, userSessionId: claims.sessionId })
    },
  }
}

function refuseForeign(): OAuthError {
  return new OAuthError('invalid_request', 'Unmatching clients', { event: 'invalid_token' })
}
