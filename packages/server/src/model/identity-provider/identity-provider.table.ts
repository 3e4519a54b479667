import { toKey } from '../../kernel/text.ts'
import { fromBoolean, fromJson, toBoolean, toJson } from '../../storage/columns.ts'
import {
  type FederatedIdentity,
  type IdentityProvider,
  type IdentityProviderMapper,
  issuerOfClientAssertions,
  issuerOfGrants,
} from './identity-provider.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    identity_provider: IdentityProviderRow
    identity_provider_mapper: IdentityProviderMapperRow
    federated_identity: FederatedIdentityRow
  }
}

export interface IdentityProviderRow {
  id: string
  realm_id: string
  alias: string
  alias_key: string
  provider_id: string
  enabled: number
  display_name: string | null
  display_name_key: string | null
  organization_id: string | null
  options: string
  /** Of the configuration, to be looked for by grants; empty for none. */
  issuer: string
  /** As `issuer`, by clients that authenticate. */
  assertion_issuer: string
  config: string
}

export interface IdentityProviderMapperRow {
  id: string
  realm_id: string
  identity_provider_id: string
  name: string
  type: string
  config: string
}

export interface FederatedIdentityRow {
  realm_id: string
  user_id: string
  identity_provider_id: string
  external_id: string
  external_name: string
}

export function toIdentityProvider(row: IdentityProviderRow): IdentityProvider {
  return {
    id: row.id,
    realmId: row.realm_id,
    alias: row.alias,
    providerId: row.provider_id,
    enabled: toBoolean(row.enabled),
    ...(row.display_name === null ? {} : { displayName: row.display_name }),
    ...(row.organization_id === null ? {} : { organizationId: row.organization_id }),
    options: toJson<IdentityProvider['options']>(row.options),
    config: toJson<IdentityProvider['config']>(row.config),
  }
}

export function fromIdentityProvider(provider: IdentityProvider): IdentityProviderRow {
  const { displayName } = provider
  return {
    id: provider.id,
    realm_id: provider.realmId,
    alias: provider.alias,
    alias_key: toKey(provider.alias),
    provider_id: provider.providerId,
    enabled: fromBoolean(provider.enabled),
    display_name: displayName ?? null,
    display_name_key: displayName === undefined ? null : toKey(displayName),
    organization_id: provider.organizationId ?? null,
    options: fromJson(provider.options),
    issuer: issuerOfGrants(provider) ?? '',
    assertion_issuer: issuerOfClientAssertions(provider) ?? '',
    config: fromJson(provider.config),
  }
}

export function toIdentityProviderMapper(row: IdentityProviderMapperRow): IdentityProviderMapper {
  return {
    id: row.id,
    realmId: row.realm_id,
    identityProviderId: row.identity_provider_id,
    name: row.name,
    type: row.type,
    config: toJson<IdentityProviderMapper['config']>(row.config),
  }
}

export function fromIdentityProviderMapper(mapper: IdentityProviderMapper): IdentityProviderMapperRow {
  return {
    id: mapper.id,
    realm_id: mapper.realmId,
    identity_provider_id: mapper.identityProviderId,
    name: mapper.name,
    type: mapper.type,
    config: fromJson(mapper.config),
  }
}

export function toFederatedIdentity(row: FederatedIdentityRow): FederatedIdentity {
  return {
    userId: row.user_id,
    identityProviderId: row.identity_provider_id,
    externalId: row.external_id,
    externalName: row.external_name,
  }
}
