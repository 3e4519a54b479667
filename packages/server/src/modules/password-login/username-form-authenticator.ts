import { findUserByLogin } from '../../model/user/user.store.ts'
import type { Authenticator, FlowContext, FormInput, Step } from '../../spi/authenticator.ts'
import { text } from '../../spi/form.ts'
import { usernameForm } from './login-form.ts'
import { rememberUsername } from './remembered-username.ts'
import { longestUsername } from './username-password-form-authenticator.ts'

/** Only the name; how to prove it comes next. As in Keycloak, an unknown name is told: choose the flow knowingly. */
export const usernameFormAuthenticator: Authenticator = {
  id: 'auth-username-form',
  displayName: 'Username Form',
  helpText: 'Selects a user from his username.',
  choice: {
    label: text('auth-username-form-display-name'),
    help: text('auth-username-form-help-text'),
    icon: 'kcAuthenticatorDefaultClass',
  },
  requiresUser: false,
  config: [],
  requirements: ['REQUIRED'],
  isConfiguredFor: async () => true,
  authenticate: async (context) =>
    context.user ? { kind: 'success' } : { kind: 'challenge', form: usernameForm(context) },
  action: identify,
}

async function identify(context: FlowContext, input: FormInput): Promise<Step> {
  const username = (input['username'] ?? '').trim()
  const { settings } = context.realm.realm
  const rememberMe = settings.rememberMe && input['rememberMe'] === 'on'
  const user =
    username === '' || username.length > longestUsername
      ? undefined
      : await findUserByLogin(context.server.storage, context.realm.realm, username)
  if (!user?.enabled || user.serviceAccountClientId !== undefined) {
    return {
      kind: 'failure',
      error: user ? 'user_disabled' : 'user_not_found',
      form: usernameForm(context, { username, rememberMe, error: text('invalidUserMessage') }),
      eventDetails: { username },
    }
  }
  return {
    kind: 'success',
    user,
    rememberMe,
    eventDetails: { username },
    cookies: settings.rememberMe ? [rememberUsername(rememberMe ? username : undefined)] : [],
  }
}
