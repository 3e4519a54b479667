import { listCredentials } from '../../model/credential/credential.store.ts'
import type { Authenticator, FlowContext, FormInput, Step } from '../../spi/authenticator.ts'
import { text } from '../../spi/form.ts'
import { passwordForm } from './login-form.ts'
import { verifyPassword } from './verify-password.ts'

/** The password of a user who is known by now. */
export const passwordFormAuthenticator: Authenticator = {
  id: 'auth-password-form',
  displayName: 'Password Form',
  helpText: 'Validates a password from login form.',
  referenceCategory: 'password',
  choice: {
    label: text('password-display-name'),
    help: text('password-help-text'),
    icon: 'kcAuthenticatorPasswordClass',
  },
  requiresUser: true,
  config: [],
  requirements: ['REQUIRED', 'ALTERNATIVE', 'DISABLED'],
  isConfiguredFor: async (user, { server, realm }) =>
    (await listCredentials(server.storage, realm.realm.id, user.id, 'password')).length > 0,
  authenticate: async (context) => ({ kind: 'challenge', form: passwordForm(context) }),
  action: prove,
}

async function prove(context: FlowContext, input: FormInput): Promise<Step> {
  const { user } = context
  const check = await verifyPassword(context, user, input['password'] ?? '')
  if (check.kind === 'right') return { kind: 'success' }
  const key = check.error === 'user_disabled' ? 'accountDisabledMessage' : 'invalidPasswordMessage'
  return {
    kind: 'failure',
    error: check.error,
    form: passwordForm(context, text(key)),
    countsAsLoginFailure: check.countsAsLoginFailure,
    ...(user ? { user } : {}),
  }
}
