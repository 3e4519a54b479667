import type { ServerInfoRepresentation } from '@ztrust/contract/admin/server-info'
import type { ClientPolicyCondition, ClientPolicyExecutor } from '../../../spi/client-policy.ts'
import { describeProperty } from '../../../spi/describe-property.ts'
import type { IdentityProviderMapperType, IdentityProviderType } from '../../../spi/identity-provider-type.ts'
import type { Registry } from '../../../spi/registry.ts'
import { toComponentTypeRepresentation } from '../components/to-representation.ts'

/** What the modules contribute, as consoles and tools read it. */
export function describeProviders(
  registry: Registry,
): Pick<
  ServerInfoRepresentation,
  'providers' | 'protocolMapperTypes' | 'componentTypes' | 'passwordPolicies' | 'identityProviders' | 'socialProviders'
> {
  const identityProviders = [...registry.identityProviderTypes.values()]
  const social = identityProviders.filter(({ isSocial }) => isSocial)
  const protocols = identityProviders.filter(({ isSocial }) => !isSocial)
  return {
    identityProviders: identityProviders.map(toProviderEntry),
    socialProviders: social.map(toProviderEntry),
    providers: {
      authenticator: toSpi(registry.authenticators.keys()),
      'client-authenticator': toSpi(registry.clientAuthenticators.keys()),
      'client-policy-condition': toSpi(registry.clientPolicyConditions.keys()),
      'client-policy-executor': toSpi(registry.clientPolicyExecutors.keys()),
      'required-action': toSpi(registry.requiredActions.keys()),
      'protocol-mapper': toSpi(registry.protocolMappers.keys()),
      'login-protocol': toSpi(registry.loginProtocols.keys()),
      'oauth2-grant-type': toSpi(registry.grants.keys()),
      'password-policy': toSpi(registry.passwordPolicies.keys()),
      eventsListener: toSpi(registry.eventListeners.keys()),
      identity_provider: toSpi(protocols.map(({ id }) => id)),
      social: toSpi(social.map(({ id }) => id)),
      'identity-provider-mapper': toSpi(registry.identityProviderMapperTypes.keys()),
    },
    protocolMapperTypes: toMapperTypes(registry),
    componentTypes: {
      ...toComponentTypes(registry),
      ...toPolicyTypes(registry),
      'org.keycloak.broker.provider.IdentityProvider': protocols.map(toTypeEntry),
      'org.keycloak.broker.social.SocialIdentityProvider': social.map(toTypeEntry),
      'org.keycloak.broker.provider.IdentityProviderMapper': [...registry.identityProviderMapperTypes.values()].map(
        toTypeEntry,
      ),
    },
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

function toProviderEntry({ id, displayName, isSocial }: IdentityProviderType) {
  return { id, name: displayName, groupName: isSocial ? 'Social' : 'User-defined' }
}

function toTypeEntry({
  id,
  config,
  ...more
}: Pick<IdentityProviderMapperType, 'id' | 'config'> & { helpText?: string }) {
  return { id, helpText: more.helpText ?? '', properties: config.map(describeProperty), metadata: {} }
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
      properties: mapper.config.map(describeProperty),
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

/** Client policies are no components, but Keycloak describes their parts among these. */
function toPolicyTypes({ clientPolicyExecutors, clientPolicyConditions }: Registry) {
  const place = 'org.keycloak.services.clientpolicy'
  return {
    [`${place}.executor.ClientPolicyExecutorProvider`]: describeParts(clientPolicyExecutors),
    [`${place}.condition.ClientPolicyConditionProvider`]: describeParts(clientPolicyConditions),
  }
}

function describeParts(parts: ReadonlyMap<string, ClientPolicyExecutor | ClientPolicyCondition>) {
  return [...parts.values()]
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, helpText, properties }) => ({
      ...{ id, helpText },
      properties: properties.map(describeProperty),
      metadata: {},
    }))
}
