import { noLevel, reachedLevel } from '../model/authentication-session/level-of-authentication.ts'
import type { UserSession } from '../model/user-session/user-session.ts'
import type { LoginContext } from '../spi/login-protocol.ts'
import { toAcr } from './acr.ts'

/**
 * The `acr` of a sign-in that has ended well. Where its flow knows no levels, a proof made for it is level 1, and an SSO
 * session that spoke for the user level 0 (OpenID Connect Core, section 2).
 */
export function reachedAcr(
  login: Pick<LoginContext, 'session' | 'realm' | 'client'>,
  userSession: UserSession,
): string {
  const { session } = login
  const reached = reachedLevel(session)
  const level = reached > noLevel ? reached : isFromThisLogin(session, userSession) ? 1 : 0
  return toAcr(level, session.state.clientNotes, login)
}

/** Did the user prove who they are for this request? Otherwise the SSO session spoke for them. */
export function isFromThisLogin(session: LoginContext['session'], userSession: UserSession): boolean {
  return userSession.authenticatedAt >= session.createdAt
}
