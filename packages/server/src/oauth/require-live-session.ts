import { OAuthError } from '../kernel/error.ts'
import { findUserById } from '../model/user/user.store.ts'
import type { User } from '../model/user/user.ts'
import { isSessionAlive } from '../model/user-session/session-lifespan.ts'
import { findClientSession, findOfflineSession, findUserSession } from '../model/user-session/user-session.store.ts'
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
  const db = server.storage
  const realmId = realm.realm.id
  const userSession = await (kind === 'offline' ? findOfflineSession : findUserSession)(db, realmId, sid)
  if (!userSession || !isSessionAlive(realm.realm, userSession, db.clock.now())) {
    const description = kind === 'offline' ? 'Offline user session not found' : 'Session not active'
    throw new OAuthError('invalid_grant', description, { event: 'user_session_not_found' })
  }
  const clientSession = await findClientSession(db, realmId, userSession.id, client.client.id)
  if (!clientSession) {
    throw new OAuthError('invalid_grant', "Session doesn't have required client", { event: 'invalid_token' })
  }
  const user = await findUserById(db, realmId, userSession.userId)
  if (!user) throw new OAuthError('invalid_grant', 'User not found', { event: 'user_not_found' })
  if (!user.enabled) throw new OAuthError('invalid_grant', 'User disabled', { event: 'user_disabled' })
  return { user, userSession, clientSession }
}
