import { fromBoolean, fromJson, toBoolean, toJson } from '../../storage/columns.ts'
import type { FederatedIdentity, IdentityProvider } from './identity-provider.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    identity_provider: IdentityProviderRow
    federated_identity: FederatedIdentityRow
  }
}

export interface IdentityProviderRow {
  id: string
  realm_id: string
  alias: string
  provider_id: string
  enabled: number
  /** Of the configuration, to be looked for. */
  issuer: string
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
    config: toJson<IdentityProvider['config']>(row.config),
  }
}

export function fromIdentityProvider(provider: IdentityProvider): IdentityProviderRow {
  return {
    id: provider.id,
    realm_id: provider.realmId,
    alias: provider.alias,
    provider_id: provider.providerId,
    enabled: fromBoolean(provider.enabled),
    issuer: provider.config['issuer'] ?? '',
    config: fromJson(provider.config),
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
