import type { Authenticator } from '../../spi/authenticator.ts'

/** Always succeeds: the end of a conditional sub-flow whose conditions are all that matters. */
export const allowAccessAuthenticator: Authenticator = {
  id: 'allow-access-authenticator',
  displayName: 'Allow access',
  helpText:
    'Authenticator will always successfully authenticate. Useful for example in the conditional flows to be used after satisfying the previous conditions',
  requiresUser: false,
  config: [],
  requirements: ['REQUIRED', 'DISABLED'],
  isConfiguredFor: async () => true,
  authenticate: async () => ({ kind: 'success' }),
  action: async () => ({ kind: 'success' }),
}
