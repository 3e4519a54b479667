import type { Authenticator } from '../../spi/authenticator.ts'
import { usedCredentialsNote } from './flow-world.ts'

/** Has the user signed in by one of these kinds of credential so far, or by none of them (the default)? */
export const conditionalCredentialAuthenticator: Authenticator = {
  id: 'conditional-credential',
  displayName: 'Condition - credential',
  helpText:
    'Condition to evaluate if a specific credential type has been used (or not used) by the user during the authentication process',
  requiresUser: false,
  config: [
    {
      name: 'credentials',
      label: 'Credentials',
      helpText: 'The list of credentials to be considered by the condition.',
      type: 'MultivaluedList',
      options: [
        'webauthn',
        'recovery-authn-codes',
        'otp',
        'password',
        'webauthn-passwordless',
        'kerberos',
        'cert',
        'none',
      ],
      required: true,
    },
    {
      name: 'included',
      label: 'Included',
      helpText: 'On: the condition holds when one of them was used. Off: when none of them was used.',
      type: 'boolean',
      defaultValue: false,
    },
  ],
  requirements: ['REQUIRED', 'DISABLED'],
  condition: async ({ config, session }) => {
    const named = (config['credentials'] ?? '')
      .split('##')
      .flatMap((part) => part.split(','))
      .map((part) => part.trim())
    const used = (session.state.authNotes[usedCredentialsNote] ?? '').split(' ')
    const wasUsed = named.some((kind) => kind !== '' && used.includes(kind))
    return config['included'] === 'true' ? wasUsed : !wasUsed
  },
  isConfiguredFor: async () => true,
  authenticate: async () => ({ kind: 'attempted' }),
  action: async () => ({ kind: 'attempted' }),
}
