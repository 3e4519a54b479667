import { OAuthError } from '../kernel/error.ts'
import { findTokenState } from '../model/token/token-state.store.ts'
import type { User } from '../model/user/user.ts'
import { isSessionAlive } from '../model/user-session/session-lifespan.ts'
import type { ClientSession, UserSession } from '../model/user-session/user-session.ts'
import type { GrantContext } from '../spi/grant.ts'

export interface LiveSession {
  readonly user: User
  readonly userSession: UserSession
  readonly clientSession: ClientSession
}

/** The session of that name with what this client has in it and its user. Throws when any of them has ended or is disabled. */
export async function requireLiveSession(
  { server, realm, client }: Pick<GrantContext, 'server' | 'realm' | 'client'>,
  sid: string,
  kind: 'online' | 'offline' = 'online',
): Promise<LiveSession> {
  const { storage, users } = server
  const offline = kind === 'offline'
  const named = { realmId: realm.realm.id, sessionId: sid, clientId: client.client.id, offline }
  const { userSession, clientSession } = await findTokenState(storage, named)
  if (
    !userSession ||
    userSession.offline !== offline ||
    !isSessionAlive(realm.realm, userSession, storage.clock.now())
  ) {
    const description = offline ? 'Offline user session not found' : 'Session not active'
    throw new OAuthError('invalid_grant', description, { event: 'user_session_not_found' })
  }
  if (!clientSession) {
    throw new OAuthError('invalid_grant', "Session doesn't have required client", { event: 'invalid_token' })
  }
  const user = (await users.byId(realm, userSession.userId))?.user
  if (!user) throw new OAuthError('invalid_grant', 'User not found', { event: 'user_not_found' })
  if (!user.enabled) throw new OAuthError('invalid_grant', 'User disabled', { event: 'user_disabled' })
  return { user, userSession, clientSession }
}
