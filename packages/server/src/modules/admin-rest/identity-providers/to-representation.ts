import type {
  IdentityProviderMapperRepresentation,
  IdentityProviderRepresentation,
} from '@ztrust/contract/admin/identity-provider-representation'
import type { IdentityProvider, IdentityProviderMapper } from '../../../model/identity-provider/identity-provider.ts'
import { maskIdentityProviderConfig } from '../../../model/identity-provider/identity-provider-secrets.ts'
import { describeProperty } from '../../../spi/describe-property.ts'
import type { IdentityProviderMapperType, IdentityProviderType } from '../../../spi/identity-provider-type.ts'
import type { AdminContext } from '../admin-context.ts'

type Place = Pick<AdminContext, 'server' | 'realm'>

/** What lists give with `briefRepresentation=true`. */
export function toBriefIdentityProvider(
  provider: IdentityProvider,
  { realm }: Pick<Place, 'realm'>,
): IdentityProviderRepresentation {
  const { id, alias, displayName, providerId, organizationId } = provider
  // Nobody comes from an organization where there are none any more.
  const enabled = provider.enabled && (organizationId === undefined || realm.realm.settings.organizationsEnabled)
  return { alias, displayName, internalId: id, providerId, enabled, organizationId, config: {} }
}

/** As administrators see it: no secret in clear, and nothing that was never set. */
export function toIdentityProviderRepresentation(
  provider: IdentityProvider,
  { server, realm }: Place,
): IdentityProviderRepresentation {
  const { firstBrokerLoginFlowId, postBrokerLoginFlowId, ...options } = provider.options
  const aliasOf = (flowId: string | undefined) => (flowId === undefined ? undefined : realm.flow(flowId)?.alias)
  const type = server.registry.identityProviderTypes.get(provider.providerId)
  return {
    ...toBriefIdentityProvider(provider, { realm }),
    ...options,
    firstBrokerLoginFlowAlias: aliasOf(firstBrokerLoginFlowId),
    postBrokerLoginFlowAlias: aliasOf(postBrokerLoginFlowId),
    config: { ...maskIdentityProviderConfig(provider.config) },
    // Keycloak tells it of protocols only.
    types: type?.isSocial ? [] : [...(type?.purposes ?? [])],
  }
}

export function toIdentityProviderMapperRepresentation(
  { id, name, type, config }: IdentityProviderMapper,
  alias: string,
): IdentityProviderMapperRepresentation {
  return { id, name, identityProviderAlias: alias, identityProviderMapper: type, config: { ...config } }
}

export function toFactoryRepresentation({ id, displayName, config }: IdentityProviderType) {
  const configProperties = config.map(describeProperty)
  return { name: displayName, id, configProperties, helpText: '', configMetadata: [] }
}

export function toMapperTypeRepresentation({
  id,
  displayName,
  category,
  helpText,
  config,
}: IdentityProviderMapperType) {
  return { id, name: displayName, category, helpText, properties: config.map(describeProperty) }
}
