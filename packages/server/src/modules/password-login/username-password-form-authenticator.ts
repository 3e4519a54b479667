import { findUserByLogin } from '../../model/user/user.store.ts'
import type { Authenticator, FlowContext, FormInput, Step } from '../../spi/authenticator.ts'
import { text } from '../../spi/form.ts'
import { loginForm } from './login-form.ts'
import { rememberUsername } from './remembered-username.ts'
import { verifyPassword } from './verify-password.ts'

/** Name and password on one page. */
export const usernamePasswordFormAuthenticator: Authenticator = {
  id: 'auth-username-password-form',
  displayName: 'Username Password Form',
  helpText: 'Validates a username and password from login form.',
  referenceCategory: 'password',
  choice: {
    label: text('auth-username-password-form-display-name'),
    help: text('auth-username-password-form-help-text'),
    icon: 'kcAuthenticatorPasswordClass',
  },
  requiresUser: false,
  config: [],
  requirements: ['REQUIRED'],
  isConfiguredFor: async () => true,
  authenticate: async (context) => ({ kind: 'challenge', form: loginForm(context) }),
  action: signIn,
}

/** Longer than any name: refused before it is looked for. */
export const longestUsername = 255

async function signIn(context: FlowContext, input: FormInput): Promise<Step> {
  const username = (input['username'] ?? '').trim()
  const password = input['password'] ?? ''
  const rememberMe = context.realm.realm.settings.rememberMe && input['rememberMe'] === 'on'
  const typed = { username, rememberMe }
  const user =
    context.user ??
    (await findUserByLogin(context.server.storage, context.realm.realm, username.slice(0, longestUsername + 1)))
  const check = await verifyPassword(context, user, password)
  const eventDetails = username === '' ? {} : { username }
  if (check.kind === 'wrong') {
    const key = check.error === 'user_disabled' ? 'accountDisabledMessage' : 'invalidUserMessage'
    return {
      kind: 'failure',
      error: check.error,
      form: loginForm(context, { ...typed, error: text(key) }),
      countsAsLoginFailure: check.countsAsLoginFailure,
      eventDetails,
      ...(user ? { user } : {}),
    }
  }
  if (!user) throw new Error('A right password has a user')
  return {
    kind: 'success',
    user,
    rememberMe,
    eventDetails,
    cookies: context.realm.realm.settings.rememberMe ? [rememberUsername(rememberMe ? username : undefined)] : [],
  }
}
