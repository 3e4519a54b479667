import { findUserByLogin } from '../../model/user/user.store.ts'
import type { Authenticator, FlowContext, Step } from '../../spi/authenticator.ts'
import { longestUsername } from './username-password-form-authenticator.ts'
import { verifyPassword } from './verify-password.ts'

/** An unknown name costs one hash and gets the answer of a wrong password. */
export const directGrantUsernameAuthenticator: Authenticator = {
  id: 'direct-grant-validate-username',
  displayName: 'Username Validation',
  helpText: "Validates the username supplied as a 'username' form parameter in direct grant request",
  requiresUser: false,
  config: [],
  requirements: ['REQUIRED'],
  isConfiguredFor: async () => true,
  authenticate: identify,
  action: async () => ({ kind: 'attempted' }),
}

export const directGrantPasswordAuthenticator: Authenticator = {
  id: 'direct-grant-validate-password',
  displayName: 'Password',
  helpText: "Validates the password supplied as a 'password' form parameter in direct grant request",
  referenceCategory: 'password',
  requiresUser: true,
  config: [],
  requirements: ['REQUIRED', 'ALTERNATIVE', 'DISABLED'],
  isConfiguredFor: async () => true,
  authenticate: prove,
  action: async () => ({ kind: 'attempted' }),
}

/** The parameters of the request are the notes of its session. */
const parameters = (context: FlowContext) => context.session.state.clientNotes

async function identify(context: FlowContext): Promise<Step> {
  const { username = '', password = '' } = parameters(context)
  if (username === '') return { kind: 'failure', error: 'missing_username' }
  // PostgreSQL takes no NUL in texts.
  const isNobody = username.length > longestUsername || username.includes('\0')
  const user = isNobody
    ? undefined
    : await findUserByLogin(context.server.storage, context.realm.realm, username.trim())
  if (user && user.serviceAccountClientId === undefined) return { kind: 'success', user, eventDetails: { username } }
  await context.server.hashing.burn(password)
  return { kind: 'failure', error: 'user_not_found', eventDetails: { username } }
}

async function prove(context: FlowContext): Promise<Step> {
  const { user } = context
  const check = await verifyPassword(context, user, parameters(context)['password'] ?? '')
  if (check.kind === 'right') return { kind: 'success' }
  const { error, countsAsLoginFailure } = check
  return { kind: 'failure', error, countsAsLoginFailure, ...(user ? { user } : {}) }
}
