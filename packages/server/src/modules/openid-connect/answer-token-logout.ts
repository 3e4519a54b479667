import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { subjectOf } from '../../model/token/subject.ts'
import { endUserSession } from '../../model/user-session/end-user-session.ts'
import { findOfflineSession, findUserSession } from '../../model/user-session/user-session.store.ts'
import { applyClientPolicies } from '../../oauth/apply-client-policies.ts'
import { authenticateClient } from '../../oauth/authenticate-client.ts'
import { answerOAuthError } from '../../oauth/oauth-reply.ts'
import { requireFormParameters } from '../../oauth/parameters.ts'
import { publishEvent, recordRefusal } from '../../oauth/publish-event.ts'
import { requireClientOrigin } from '../../oauth/require-client-origin.ts'
import { verifyRefreshToken } from '../../oauth/verify-refresh-token.ts'
import { empty, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'

const noCache = { 'cache-control': 'no-cache' } as const

/** Keycloak's logout for applications without a browser: client and refresh token end the session; 204. */
export async function answerTokenLogout(context: RealmContext): Promise<Reply> {
  const state: { client?: ClientSnapshot } = {}
  try {
    return await endByToken(context, state)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    await recordRefusal(context, 'LOGOUT', error, state.client)
    return answerOAuthError(error, context.request, context.realm.realm.name)
  }
}

async function endByToken(context: RealmContext, state: { client?: ClientSnapshot }): Promise<Reply> {
  const { server, realm, request } = context
  const parameters = requireFormParameters(request)
  const { client } = await authenticateClient({ server, realm, request, parameters })
  state.client = client
  requireClientOrigin(context, client.client)
  await applyClientPolicies('LOGOUT_REQUEST', { server, realm, request, client, parameters })
  const claims = await verifyRefreshToken(server, realm, parameters['refresh_token'] ?? '')
  if (claims.authorizedParty !== client.client.clientId) {
    const description = "Invalid refresh token. Token client and authorized client don't match"
    throw new OAuthError('invalid_grant', description, { event: 'invalid_token' })
  }
  const find = claims.offline ? findOfflineSession : findUserSession
  const session = await find(server.storage, realm.realm.id, claims.sessionId)
  // Ended already is as good as ended now.
  if (!session || subjectOf(server, client, session.userId) !== claims.subject) return empty(204, noCache)
  const event = {
    type: 'LOGOUT',
    clientId: client.client.clientId,
    userId: session.userId,
    sessionId: session.sid,
    ip: request.ip,
    details: {},
  }
  await publishEvent(server, realm, event, async (tx) => {
    await endUserSession(tx, session)
  })
  return empty(204, noCache)
}
