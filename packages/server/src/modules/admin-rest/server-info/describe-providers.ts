import type { ServerInfoRepresentation } from '@ztrust/contract/admin/server-info'
import type { ConfigProperty } from '../../../spi/config-property.ts'
import type { Registry } from '../../../spi/registry.ts'
import { toComponentTypeRepresentation } from '../components/to-representation.ts'

/** What the modules contribute, as consoles and tools read it. */
export function describeProviders(
  registry: Registry,
): Pick<ServerInfoRepresentation, 'providers' | 'protocolMapperTypes' | 'componentTypes' | 'passwordPolicies'> {
  return {
    providers: {
      authenticator: toSpi(registry.authenticators.keys()),
      'client-authenticator': toSpi(registry.clientAuthenticators.keys()),
      'required-action': toSpi(registry.requiredActions.keys()),
      'protocol-mapper': toSpi(registry.protocolMappers.keys()),
      'login-protocol': toSpi(registry.loginProtocols.keys()),
      'oauth2-grant-type': toSpi(registry.grants.keys()),
      'password-policy': toSpi(registry.passwordPolicies.keys()),
      eventsListener: toSpi(registry.eventListeners.keys()),
    },
    protocolMapperTypes: toMapperTypes(registry),
    componentTypes: toComponentTypes(registry),
    passwordPolicies: [...registry.passwordPolicies.values()].map((policy) => ({
      id: policy.id,
      displayName: policy.displayName,
      ...(policy.defaultValue === undefined
        ? {}
        : { configType: /^\d+$/.test(policy.defaultValue) ? 'int' : 'String', defaultValue: policy.defaultValue }),
      multipleSupported: policy.id === 'regexPattern',
    })),
  }
}

function toSpi(ids: Iterable<string>) {
  const providers = Object.fromEntries([...ids].sort().map((id) => [id, { order: 0 }]))
  return { internal: false, providers }
}

function toMapperTypes({ protocolMappers }: Registry): ServerInfoRepresentation['protocolMapperTypes'] {
  const types: ServerInfoRepresentation['protocolMapperTypes'] = { 'openid-connect': [], saml: [] }
  for (const mapper of protocolMappers.values()) {
    types[mapper.protocol]?.push({
      id: mapper.id,
      name: mapper.displayName,
      category: mapper.category,
      helpText: mapper.helpText,
      priority: mapper.priority,
      properties: mapper.config.map(toProperty),
    })
  }
  return types
}

function toComponentTypes({ componentTypes }: Registry): ServerInfoRepresentation['componentTypes'] {
  const byProvider = Object.groupBy(componentTypes.values(), ({ providerType }) => providerType)
  return Object.fromEntries(
    Object.entries(byProvider).map(([name, types = []]) => [name, types.map(toComponentTypeRepresentation)]),
  )
}

function toProperty({ options, ...property }: ConfigProperty) {
  return { ...property, ...(options ? { options: [...options] } : {}) }
}
