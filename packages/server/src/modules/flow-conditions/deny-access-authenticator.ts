import type { Authenticator, FlowContext, Step } from '../../spi/authenticator.ts'
import { refusalPage } from '../../spi/form.ts'

const messageKey = 'denyErrorMessage'

/** Always refuses, with a page that says so; no other way leads on. */
export const denyAccessAuthenticator: Authenticator = {
  id: 'deny-access-authenticator',
  displayName: 'Deny access',
  helpText:
    'Access will be always denied. Useful for example in the conditional flows to be used after satisfying the previous conditions',
  requiresUser: false,
  config: [
    {
      name: messageKey,
      label: 'Error message',
      helpText: "What the user is told: a text, or the key of a message. 'access-denied' when left out.",
      type: 'String',
    },
  ],
  requirements: ['REQUIRED', 'DISABLED'],
  isConfiguredFor: async () => true,
  authenticate: async (context) => refuse(context),
  action: async (context) => refuse(context),
}

function refuse({ config }: FlowContext): Step {
  return {
    kind: 'failure',
    error: 'access_denied',
    form: refusalPage(config[messageKey] || 'access-denied'),
    status: 401,
  }
}
