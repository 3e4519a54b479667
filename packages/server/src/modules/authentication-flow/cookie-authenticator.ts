import {
  noLevel,
  reachedLevelNote,
  requestedLevel,
} from '../../model/authentication-session/level-of-authentication.ts'
import type { User } from '../../model/user/user.ts'
import type { UserSession } from '../../model/user-session/user-session.ts'
import type { Authenticator, FlowContext, Step } from '../../spi/authenticator.ts'
import { findLevelOfSession, fullProofNote } from './level-of-authentication.ts'

/** Keycloak's `maxAuthAge` of application-initiated actions: changing how one signs in needs a recent proof. */
const defaultActionMaxAge = 300

/** SSO: the session that this browser has already, unless the application demands a fresh proof. */
export const cookieAuthenticator: Authenticator = {
  id: 'auth-cookie',
  displayName: 'Cookie',
  helpText: 'Validates the SSO cookie set by the auth server.',
  requiresUser: false,
  config: [],
  requirements: ['REQUIRED', 'ALTERNATIVE', 'DISABLED'],
  isConfiguredFor: async () => true,
  authenticate: async (context) => continueSession(context),
  action: async () => ({ kind: 'attempted' }),
}

function continueSession(context: FlowContext): Step {
  const { server, session, sso } = context
  if (!sso) return { kind: 'attempted' }
  const { user, userSession } = sso
  const protocol = server.registry.loginProtocols.get(session.protocol)
  if (protocol?.requiresReauthentication(context, userSession) || isTooOldForAction(context, userSession)) {
    return reauthenticate(user, { [fullProofNote]: 'true' })
  }
  const level = findLevelOfSession(context, userSession)
  const authNotes = { [reachedLevelNote]: String(level) }
  if (requestedLevel(session).level > level) {
    // What the session proved stays; only where it proved no level at all does everything begin anew.
    return level > noLevel ? { kind: 'attempted', user, authNotes } : reauthenticate(user)
  }
  return {
    kind: 'success',
    user,
    attachedSession: userSession,
    authNotes,
    rememberMe: userSession.rememberMe,
    eventDetails: { username: user.username },
  }
}

function reauthenticate(user: User, authNotes: Readonly<Record<string, string>> = {}): Step {
  const shown = { 'forwarded-message': 'reauthenticate', 'reauthenticated-username': user.username }
  return { kind: 'attempted', authNotes: { ...authNotes, ...shown } }
}

function isTooOldForAction({ server, realm, session }: FlowContext, userSession: UserSession): boolean {
  const alias = session.state.clientNotes['kc_action']
  if (alias === undefined) return false
  const setting = realm.requiredActions.find((one) => one.alias === alias)
  const configured = Number(setting?.config['max_auth_age'] || defaultActionMaxAge)
  // What is no number must not mean "however long ago".
  const maximum = Number.isNaN(configured) ? defaultActionMaxAge : configured
  return server.clock.now() - userSession.authenticatedAt > maximum * 1000
}
