import type { ConfigProperty } from '../../spi/config-property.ts'

export const claimName: ConfigProperty = {
  name: 'claim.name',
  label: 'tokenClaimName.label',
  helpText: 'tokenClaimName.tooltip',
  type: 'String',
  required: true,
}

export const claimType: ConfigProperty = {
  name: 'jsonType.label',
  label: 'jsonType.label',
  helpText: 'jsonType.tooltip',
  type: 'List',
  options: ['String', 'long', 'int', 'boolean', 'JSON'],
}

export const multivalued: ConfigProperty = {
  name: 'multivalued',
  label: 'multivalued.label',
  helpText: 'multivalued.tooltip',
  type: 'boolean',
}

const inToken = (name: string, text: string, defaultValue: 'true' | 'false'): ConfigProperty => ({
  name,
  label: `${text}.label`,
  helpText: `${text}.tooltip`,
  type: 'boolean',
  defaultValue,
})

export const inIdToken = inToken('id.token.claim', 'includeInIdToken', 'true')
export const inAccessToken = inToken('access.token.claim', 'includeInAccessToken', 'true')
export const inLightweightToken = inToken('lightweight.claim', 'includeInLightweight', 'false')
export const inUserInfo = inToken('userinfo.token.claim', 'includeInUserInfo', 'true')
export const inIntrospection = inToken('introspection.token.claim', 'includeInIntrospection', 'true')
export const inTokenResponse = inToken('access.tokenResponse.claim', 'includeInAccessTokenResponse', 'false')

/** For claims that may stand anywhere. */
export const inAllTokens = [inIdToken, inAccessToken, inLightweightToken, inUserInfo, inIntrospection]
/** For what only resource servers need. */
export const inAccessTokens = [inAccessToken, inLightweightToken, inIntrospection]

/** Of mappers that are about one role. */
export const roleProperty: ConfigProperty = {
  name: 'role',
  label: 'Role',
  helpText: "The role's name; a client's role is written client.role.",
  type: 'Role',
}

export function textProperty(name: string, label: string, type: ConfigProperty['type'] = 'String'): ConfigProperty {
  return { name, label: `${label}.label`, helpText: `${label}.tooltip`, type }
}

export const tokenMapperCategory = 'Token mapper'
/** Keycloak's order: most mappers run at 0, those on roles after them. A role that is hardcoded keeps its name. */
export const priorities = {
  subject: -10,
  claim: 0,
  roleName: 10,
  hardcodedRole: 20,
  resolvedAudience: 30,
  role: 40,
} as const
