import { introspectToken } from '@ztrust/contract/oidc'
import { OAuthError, Unauthenticated } from '../../kernel/error.ts'
import type { Client } from '../../model/client/client.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { verifyAccessToken } from '../../model/token/verify-access-token.ts'
import { findUserById } from '../../model/user/user.store.ts'
import { findClientSession, findOfflineSession, findUserSession } from '../../model/user-session/user-session.store.ts'
import { authenticateClient } from '../../oauth/authenticate-client.ts'
import { applyMappers } from '../../oauth/build-claims.ts'
import { answerOAuthError, noStore } from '../../oauth/oauth-reply.ts'
import { requireFormParameters } from '../../oauth/parameters.ts'
import { loadPresentedToken } from '../../oauth/presented-token.ts'
import { publishEvent, recordRefusal } from '../../oauth/publish-event.ts'
import { requireHttps } from '../../oauth/require-https.ts'
import { audienceNames } from '../../oauth/resource-indicator.ts'
import { verifyRefreshToken } from '../../oauth/verify-refresh-token.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { json, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import type { Claims } from '../../spi/token-issue.ts'

export const introspectionEndpoint = implement(introspectToken, async (_request, context) => {
  try {
    return await answerIntrospection(context)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    await recordRefusal(context, 'INTROSPECT_TOKEN', error, undefined)
    return answerOAuthError(error, context.request, context.realm.realm.name)
  }
})

/** The kinds of tokens that hints name; whichever is named, all are tried (RFC 7662, section 2.1). */
const knownHints: ReadonlySet<string> = new Set(['access_token', 'refresh_token', 'requesting_party_token'])

async function answerIntrospection(context: RealmContext): Promise<Reply> {
  const { server, realm, request } = context
  requireHttps(server.urls, realm, request)
  const parameters = requireFormParameters(request)
  const { client } = await authenticateClient({ server, realm, request, parameters }).catch(reword)
  if (client.client.settings.publicClient) {
    throw new OAuthError('invalid_request', 'Client not allowed.', { status: 403, event: 'not_allowed' })
  }
  const token = parameters['token']
  if (token === undefined) throw new OAuthError('invalid_request', 'Token not provided.', { event: 'invalid_token' })
  const hint = parameters['token_type_hint']
  if (hint !== undefined && !knownHints.has(hint)) {
    throw new OAuthError('invalid_request', 'Unsupported token type.', { event: 'invalid_token' })
  }
  const claims =
    (await describeAccessToken(context, client, token)) ?? (await describeRefreshToken(context, client, token))
  const event = {
    type: claims ? 'INTROSPECT_TOKEN' : 'INTROSPECT_TOKEN_ERROR',
    ...(claims ? {} : { error: 'invalid_token' }),
    clientId: client.client.clientId,
    ip: request.ip,
    details: {},
  }
  await publishEvent(server, realm, event)
  // RFC 7662, section 2.2: nothing is told of a token that is not active, nor why.
  return json(claims ?? { active: false }, 200, noStore)
}

/** Keycloak has other words here for a client that proved nothing. */
function reword(error: unknown): never {
  if (!(error instanceof OAuthError) || error.code !== 'unauthorized_client') throw error
  const { status, event } = error
  throw new OAuthError('invalid_client', 'Client authentication failed.', { status, event, cause: error })
}

async function describeAccessToken(
  context: RealmContext,
  caller: ClientSnapshot,
  token: string,
): Promise<Claims | undefined> {
  const { server, realm } = context
  try {
    const verified = await verifyAccessToken(server, realm, token, { takesBound: true })
    const loaded = await loadPresentedToken(context, verified)
    const claims: Claims = await applyMappers(structuredClone(verified.claims), loaded.source, 'introspection')
    // Mappers fill in what a lightweight token left out, and never widen what a token was narrowed to (RFC 8707).
    if (verified.claims['aud'] !== undefined) claims['aud'] = verified.claims['aud']
    if (!isAudience(caller.client, claims)) return undefined
    return {
      ...claims,
      sub: verified.user.id,
      username: verified.user.username,
      client_id: verified.client.client.clientId,
      token_type: claims['typ'],
      active: true,
    }
  } catch (error) {
    if (error instanceof Unauthenticated) return undefined
    throw error
  }
}

/** Only those a token is meant for, or was given to, may learn what it says (CVE-2026-37979). */
function isAudience({ clientId, settings }: Client, { aud, azp }: Claims): boolean {
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  return azp === clientId || audienceNames(clientId, settings.attributes).some((name) => audiences.includes(name))
}

/** Clients may ask for their own refresh tokens. */
async function describeRefreshToken(
  { server, realm }: RealmContext,
  { client }: ClientSnapshot,
  token: string,
): Promise<Claims | undefined> {
  try {
    const refresh = await verifyRefreshToken(server, realm, token)
    if (refresh.authorizedParty !== client.clientId) return undefined
    const db = server.storage
    const find = refresh.offline ? findOfflineSession : findUserSession
    const session = await find(db, realm.realm.id, refresh.sessionId)
    const clientSession = session && (await findClientSession(db, realm.realm.id, session.id, client.id))
    const user = session && (await findUserById(db, realm.realm.id, session.userId))
    if (!clientSession || !user?.enabled || user.id !== refresh.userId) return undefined
    const { settings } = realm.realm
    if (refresh.issuedAt < Math.max(settings.notBefore, client.settings.notBefore, user.notBefore)) return undefined
    if (settings.revokeRefreshToken && clientSession.refreshTokenId !== refresh.tokenId) return undefined
    return {
      iat: refresh.issuedAt,
      jti: refresh.tokenId,
      iss: server.urls.realm(realm.realm.name),
      sub: user.id,
      sid: refresh.sessionId,
      typ: refresh.offline ? 'Offline' : 'Refresh',
      azp: client.clientId,
      scope: refresh.scope,
      username: user.username,
      client_id: client.clientId,
      token_type: refresh.offline ? 'Offline' : 'Refresh',
      active: true,
    }
  } catch (error) {
    if (error instanceof OAuthError) return undefined
    throw error
  }
}
