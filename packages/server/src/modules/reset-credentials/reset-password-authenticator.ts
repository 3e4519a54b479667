import { listCredentials } from '../../model/credential/credential.store.ts'
import type { Authenticator, Step } from '../../spi/authenticator.ts'

/** The user chooses a new password before the sign-in ends. */
export const resetPasswordAuthenticator: Authenticator = {
  id: 'reset-password',
  displayName: 'Reset Password',
  helpText:
    'Sets the Update Password required action if execution is REQUIRED.  Will also set it if execution is OPTIONAL and the password is currently configured for it.',
  requiresUser: true,
  config: [],
  requirements: ['REQUIRED', 'ALTERNATIVE', 'DISABLED'],
  isConfiguredFor: async () => true,
  authenticate: async ({ server, realm, user, execution }): Promise<Step> => {
    const isAsked =
      execution.requirement === 'REQUIRED' ||
      (user !== undefined && (await listCredentials(server.storage, realm.realm.id, user.id, 'password')).length > 0)
    return { kind: 'success', ...(isAsked ? { requiredActions: ['UPDATE_PASSWORD'] } : {}) }
  },
  action: async () => ({ kind: 'attempted' }),
}
