import { OAuthError } from '../kernel/error.ts'
import { findUserById } from '../model/user/user.store.ts'
import type { User } from '../model/user/user.ts'
import { findClientSession, findUserSession } from '../model/user-session/user-session.store.ts'
import type { ClientSession, UserSession } from '../model/user-session/user-session.ts'
import type { GrantContext } from '../spi/grant.ts'

export interface LiveSession {
  readonly user: User
  readonly userSession: UserSession
  readonly clientSession: ClientSession
}

/** The session with what this client has in it and its user. Throws when any of them has ended or is disabled. */
export async function requireLiveSession(
  { server, realm, client }: Pick<GrantContext, 'server' | 'realm' | 'client'>,
  userSessionId: string,
): Promise<LiveSession> {
  const db = server.storage
  const realmId = realm.realm.id
  const userSession = await findUserSession(db, realmId, userSessionId)
  if (!userSession) throw new OAuthError('invalid_grant', 'Session not active', { event: 'user_session_not_found' })
  const clientSession = await findClientSession(db, realmId, userSessionId, client.client.id)
  if (!clientSession) {
    throw new OAuthError('invalid_grant', "Session doesn't have required client", { event: 'invalid_token' })
  }
  const user = await findUserById(db, realmId, userSession.userId)
  if (!user) throw new OAuthError('invalid_grant', 'User not found', { event: 'user_not_found' })
  if (!user.enabled) throw new OAuthError('invalid_grant', 'User disabled', { event: 'user_disabled' })
  return { user, userSession, clientSession }
}
