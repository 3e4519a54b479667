import { OAuthError } from '../../kernel/error.ts'
import { sha256 } from '../../kernel/random.ts'
import { subjectOf } from '../../model/token/subject.ts'
import { endOfflineAccess } from '../../model/user-session/end-offline-access.ts'
import { endClientSession } from '../../model/user-session/end-user-session.ts'
import { rotateRefreshToken } from '../../model/user-session/rotate-refresh-token.ts'
import { refreshExpiry } from '../../model/user-session/session-lifespan.ts'
import { touchClientSession } from '../../model/user-session/touch-client-session.ts'
import { touchUserSession } from '../../model/user-session/touch-user-session.ts'
import { mayStayOffline } from '../../oauth/grant-offline-access.ts'
import { listScopesToConsent } from '../../oauth/list-scopes-to-consent.ts'
import { narrowScope } from '../../oauth/narrow-scope.ts'
import { requireSameHolder } from '../../oauth/prove-holder.ts'
import { type LiveSession, requireLiveSession } from '../../oauth/require-live-session.ts'
import { TokenRefusal } from '../../oauth/token-refusal.ts'
import { type RefreshClaims, verifyRefreshToken } from '../../oauth/verify-refresh-token.ts'
import type { Grant, GrantContext } from '../../spi/grant.ts'
import type { Tx } from '../../storage/db.ts'

/** RFC 6749, section 6; rotation and reuse detection: RFC 9700, section 4.14. */
export const refreshTokenGrant: Grant = {
  type: 'refresh_token',
  parameters: ['refresh_token'],
  clientAuthentication: 'public-allowed',
  eventType: 'REFRESH_TOKEN',
  policyEvent: 'TOKEN_REFRESH',
  async authorize({ parameters, scope }, context) {
    const { server, realm, client } = context
    const token = parameters['refresh_token']
    if (token === undefined) {
      throw new OAuthError('invalid_request', 'No refresh token', { event: 'invalid_token' })
    }
    const claims = await verifyRefreshToken(server, realm, token)
    if (claims.authorizedParty !== client.client.clientId) {
      const description = "Invalid refresh token. Token client and authorized client don't match"
      throw new OAuthError('invalid_grant', description, { event: 'invalid_token' })
    }
    requireSameHolder(claims.confirmation, context.holder)
    const live = await requireLiveSession(context, claims.sessionId, claims.offline ? 'offline' : 'online')
    requireFresh(claims, live, context)
    await requireOfflineAccess(claims, live, context)
    const narrowed = narrowScope(claims.scope, scope, client)
    await requireConsent(context, live, narrowed)
    const newTokenId = realm.realm.settings.revokeRefreshToken ? successorOf(claims.tokenId) : server.ids.uuid()
    const { attributes } = client.client.settings
    return {
      user: live.user,
      userSession: live.userSession,
      clientSession: { ...live.clientSession, scope: claims.scope, refreshTokenId: newTokenId },
      scope: narrowed,
      refreshToken: attributes['use.refresh.tokens'] !== 'false',
      idToken: true,
      resource: claims.resource ?? null,
      requestNotes: live.clientSession.notes,
      eventType: 'REFRESH_TOKEN',
      eventDetails: { updated_refresh_token_id: newTokenId, refresh_token_id: claims.tokenId },
      persist: (tx) => renew(tx, context, live, claims, newTokenId),
    }
  },
}

/**
 * Of a token that may be used several times (`refreshTokenMaxReuse`), each use gives the same next one: whoever refreshes
 * at the same moment in two windows goes on in both.
 */
function successorOf(tokenId: string): string {
  return sha256(`refresh token after ${tokenId}`)
}

function requireFresh(claims: RefreshClaims, live: LiveSession, { server, realm, client }: GrantContext): void {
  const refuse = (description: string) =>
    new TokenRefusal('invalid_grant', description, {
      event: 'invalid_token',
      userId: live.user.id,
      sessionId: live.userSession.sid,
    })
  if (subjectOf(server, client, live.userSession.userId) !== claims.subject) throw refuse('Invalid refresh token')
  const notBefore = Math.max(realm.realm.settings.notBefore, client.client.settings.notBefore, live.user.notBefore)
  if (claims.issuedAt < notBefore) throw refuse('Stale token')
  if (claims.issuedAt < Math.floor(live.clientSession.startedAt / 1000)) throw refuse('Stale token')
}

/** Tokens without an end of their own end with what the client may do offline, and with the role for it. */
async function requireOfflineAccess(claims: RefreshClaims, live: LiveSession, context: GrantContext): Promise<void> {
  if (!claims.offline) return
  const { server, realm, client } = context
  const { user, userSession, clientSession } = live
  const refuse = (description: string, event: string) =>
    new TokenRefusal('invalid_grant', description, {
      event,
      userId: user.id,
      sessionId: userSession.sid,
      consequence: async (tx) => {
        await endOfflineAccess(tx, { ...clientSession, sid: userSession.sid })
      },
    })
  const end = refreshExpiry(realm.realm, client.client, userSession, clientSession, clientSession.refreshedAt)
  if (end <= server.clock.now()) throw refuse('Client session not active', 'invalid_token')
  if (await mayStayOffline({ user, scope: claims.scope }, context)) return
  throw refuse('Offline session invalid because offline access not granted anymore', 'not_allowed')
}

/** The user may have taken the consent back since. */
async function requireConsent(context: GrantContext, { user, userSession }: LiveSession, scope: string): Promise<void> {
  const missing = await listScopesToConsent(context, user, scope)
  if (missing.length === 0) return
  throw new TokenRefusal('invalid_grant', 'Client no longer has requested consent from user', {
    event: 'consent_denied',
    userId: user.id,
    sessionId: userSession.sid,
  })
}

async function renew(
  tx: Tx,
  { realm }: GrantContext,
  { user, userSession, clientSession }: LiveSession,
  { tokenId }: RefreshClaims,
  newTokenId: string,
): Promise<void> {
  const { revokeRefreshToken, refreshTokenMaxReuse } = realm.realm.settings
  const touched = await touchUserSession(tx, realm.realm, userSession)
  if (!touched) throw new OAuthError('invalid_grant', 'Session not active', { event: 'user_session_not_found' })
  if (!revokeRefreshToken) {
    await touchClientSession(tx, clientSession, { refreshTokenId: newTokenId })
    return
  }
  if (await rotateRefreshToken(tx, clientSession, tokenId, newTokenId, refreshTokenMaxReuse)) return
  throw new TokenRefusal('invalid_grant', 'Maximum allowed refresh token reuse exceeded', {
    event: 'invalid_token',
    userId: user.id,
    sessionId: userSession.sid,
    // Thief and owner cannot be told apart: the whole family ends.
    consequence: async (after) => {
      if (userSession.offline) await endOfflineAccess(after, { ...clientSession, sid: userSession.sid })
      else await endClientSession(after, clientSession)
    },
  })
}
