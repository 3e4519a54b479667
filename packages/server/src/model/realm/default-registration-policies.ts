import type { Ids } from '../../kernel/ids.ts'
import { type Component, type ComponentConfig, registrationPolicyType } from '../component/component.ts'

const mapperTypes: ComponentConfig = {
  'allowed-protocol-mapper-types': [
    'oidc-address-mapper',
    'oidc-full-name-mapper',
    'oidc-sha256-pairwise-sub-mapper',
    'oidc-usermodel-attribute-mapper',
    'oidc-usermodel-property-mapper',
    'saml-role-list-mapper',
    'saml-user-attribute-mapper',
    'saml-user-property-mapper',
  ],
}
const clientScopes: ComponentConfig = { 'allow-default-scopes': ['true'] }

const presets: readonly (readonly [subType: string, name: string, providerId: string, config: ComponentConfig])[] = [
  [
    'anonymous',
    'Trusted Hosts',
    'trusted-hosts',
    { 'host-sending-registration-request-must-match': ['true'], 'client-uris-must-match': ['true'] },
  ],
  ['anonymous', 'Consent Required', 'consent-required', {}],
  ['anonymous', 'Full Scope Disabled', 'scope', {}],
  ['anonymous', 'Max Clients Limit', 'max-clients', { 'max-clients': ['200'] }],
  ['anonymous', 'Allowed Protocol Mapper Types', 'allowed-protocol-mappers', mapperTypes],
  ['anonymous', 'Allowed Client Scopes', 'allowed-client-templates', clientScopes],
  ['authenticated', 'Allowed Protocol Mapper Types', 'allowed-protocol-mappers', mapperTypes],
  ['authenticated', 'Allowed Client Scopes', 'allowed-client-templates', clientScopes],
]

/** What dynamic client registration may do in a new realm: anonymous callers must come from trusted hosts. */
export function makeDefaultRegistrationPolicies(realmId: string, ids: Ids, now: number): readonly Component[] {
  return presets.map(([subType, name, providerId, config]) => ({
    id: ids.ordered(),
    realmId,
    parentId: realmId,
    providerType: registrationPolicyType,
    providerId,
    subType,
    name,
    config,
    createdAt: now,
  }))
}
