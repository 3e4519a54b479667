import {
  type AuthenticationProviderRepresentation,
  describeAuthenticatorConfig,
  describeClientAuthenticators,
  listAuthenticatorProviders,
  listClientAuthenticatorProviders,
  listFormActionProviders,
  listFormProviders,
} from '@ztrust/contract/admin/authenticator-configs'
import { NotFound } from '../../../kernel/error.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { json } from '../../../spi/reply.ts'
import { type FlowProvider, findFlowProvider } from './flow-providers.ts'
import { toPropertyRepresentation } from './to-representation.ts'

export const providersEndpoints = [
  implement(listAuthenticatorProviders, async (_, { server }) =>
    json([...server.registry.authenticators.values()].filter((one) => !one.showsForm).map(toProvider)),
  ),

  implement(listFormProviders, async (_, { server }) =>
    json([...server.registry.authenticators.values()].filter((one) => one.showsForm).map(toProvider)),
  ),

  implement(listFormActionProviders, async (_, { server }) =>
    json([...server.registry.formActions.values()].map(toProvider)),
  ),

  implement(listClientAuthenticatorProviders, async (_, { server }) =>
    json(
      [...server.registry.clientAuthenticators.values()].map(({ id, displayName, helpText, supportsSecret }) => ({
        supportsSecret: supportsSecret ?? false,
        displayName,
        description: helpText,
        id,
      })),
    ),
  ),

  implement(describeAuthenticatorConfig, async ({ params }, { server }) => {
    const provider = findFlowProvider(server.registry, params.providerId)
    if (!provider) throw new NotFound('authenticator', 'Could not find authenticator provider')
    return json({
      name: provider.displayName,
      providerId: provider.id,
      helpText: provider.helpText,
      properties: provider.config.map(toPropertyRepresentation),
    })
  }),

  implement(describeClientAuthenticators, async (_, { server }) => {
    const described = [...server.registry.clientAuthenticators.values()].map(({ id, clientConfig }) => [
      id,
      (clientConfig ?? []).map(toPropertyRepresentation),
    ])
    return json(Object.fromEntries(described))
  }),
]

function toProvider({ id, displayName, helpText = '' }: FlowProvider): AuthenticationProviderRepresentation {
  return { displayName, description: helpText, id }
}
