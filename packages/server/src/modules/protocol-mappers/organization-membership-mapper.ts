import type { Organization } from '../../model/organization/organization.ts'
import type { User } from '../../model/user/user.ts'
import { listScopedOrganizations } from '../../oauth/organization-scope.ts'
import type { ConfigProperty } from '../../spi/config-property.ts'
import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { setClaim, toClaimPath } from './claim.ts'
import { claimName, inAllTokens, multivalued, priorities, tokenMapperCategory } from './mapper-config.ts'

type Config = Readonly<Record<string, string>>

const detail = (name: string): ConfigProperty => ({
  name,
  label: `${name}.label`,
  helpText: `${name}.help`,
  type: 'boolean',
  defaultValue: 'false',
})

/** Keycloak's: the aliases of the organizations that the scope is about, or an object with more of each. */
export const organizationMembershipMapper: ProtocolMapperType = {
  id: 'oidc-organization-membership-mapper',
  protocol: 'openid-connect',
  displayName: 'Organization Membership',
  category: tokenMapperCategory,
  helpText: 'Map user Organization membership',
  priority: priorities.claim,
  config: [
    claimName,
    ...inAllTokens,
    {
      name: 'jsonType.label',
      label: 'jsonType.label',
      helpText: 'jsonType.tooltip',
      type: 'List',
      defaultValue: 'String',
      options: ['String', 'JSON'],
    },
    { ...multivalued, defaultValue: 'true' },
    detail('addOrganizationAttributes'),
    detail('addOrganizationId'),
    detail('addOrganizationDomain'),
  ],
  async apply(claims, { config }, { server, realm, client, user, scopes }) {
    const organizations = await listScopedOrganizations(server.storage, realm, user, scopes)
    const value = organizations.length === 0 ? undefined : describe(organizations, config, user)
    if (value === undefined) return
    setClaim(claims, toClaimPath(config['claim.name'] || 'organization', client.client.clientId), value)
  },
}

function describe(organizations: readonly Organization[], config: Config, user: User): unknown {
  const isJson = config['jsonType.label'] === 'JSON'
  // An alias is no JSON, and Keycloak writes nothing then.
  if (config['multivalued'] === 'false') return isJson ? undefined : organizations[0]?.alias
  const shows = (name: string) => config['multivalued'] === 'true' && config[name] === 'true'
  const parts = {
    attributes: shows('addOrganizationAttributes'),
    id: shows('addOrganizationId'),
    domain: isJson && shows('addOrganizationDomain'),
  }
  if (!isJson && !parts.attributes && !parts.id) return organizations.map(({ alias }) => alias)
  return Object.fromEntries(organizations.map((one) => [one.alias, describeOne(one, parts, user)]))
}

function describeOne(
  { id, attributes, domains }: Organization,
  shown: { readonly attributes: boolean; readonly id: boolean; readonly domain: boolean },
  { email = '' }: User,
) {
  const ofUser = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  const domain = shown.domain ? domains.find(({ name }) => name === ofUser)?.name : undefined
  return {
    ...(shown.attributes ? attributes : {}),
    ...(shown.id ? { id } : {}),
    ...(domain === undefined ? {} : { domain }),
  }
}
