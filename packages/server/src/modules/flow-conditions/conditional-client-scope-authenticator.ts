import type { FlowContext } from '../../spi/authenticator.ts'
import { condition } from './condition.ts'

const keys = { scope: 'client_scope', negate: 'negate' } as const

/** Is this client scope one of the request's: a default of the client, or an optional one that it asks for? */
export const conditionalClientScopeAuthenticator = condition({
  id: 'conditional-client-scope',
  displayName: 'Condition - client scope',
  helpText:
    'Condition to evaluate if a configured client scope is present as a client scope of the client requesting authentication',
  requiresUser: false,
  config: [
    {
      name: keys.scope,
      label: 'Client scope name',
      helpText:
        "The name of the client scope. A default scope of the client always counts, an optional one when the request asks for it (parameter 'scope').",
      type: 'String',
      required: true,
    },
    {
      name: keys.negate,
      label: 'Negate output',
      helpText: 'On: the condition holds just if the client scope is not one of the request.',
      type: 'boolean',
      required: true,
    },
  ],
  holds,
})

async function holds({ client, config, session }: FlowContext): Promise<boolean> {
  const name = config[keys.scope] ?? ''
  const asked = (session.state.clientNotes['scope'] ?? '').split(' ')
  const isPresent =
    client.defaultScopes.some((scope) => scope.name === name) ||
    (asked.includes(name) && client.optionalScopes.some((scope) => scope.name === name))
  return isPresent !== (config[keys.negate] === 'true')
}
