import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { inAllTokens, priorities, textProperty, tokenMapperCategory } from './mapper-config.ts'
import { readAttribute } from './user-attribute-mapper.ts'

/** Members of the `address` claim (OpenID Connect Core, section 5.1.1), with the attributes they come from by default. */
const members = {
  street_address: ['user.attribute.street', 'street'],
  locality: ['user.attribute.locality', 'locality'],
  region: ['user.attribute.region', 'region'],
  postal_code: ['user.attribute.postal_code', 'postal_code'],
  country: ['user.attribute.country', 'country'],
  formatted: ['user.attribute.formatted', 'formatted'],
} as const

export const addressMapper: ProtocolMapperType = {
  id: 'oidc-address-mapper',
  protocol: 'openid-connect',
  displayName: 'User Address',
  category: tokenMapperCategory,
  helpText: "Maps user address attributes (street, locality, region, postal_code, country) to the 'address' claim.",
  priority: priorities.claim,
  isSteady: true,
  config: [
    ...Object.values(members).map(([key, attribute]) => ({
      ...textProperty(key, `addressClaim.${attribute}`),
      defaultValue: attribute,
    })),
    ...inAllTokens,
  ],
  apply(claims, { config }, { user }) {
    const address: Record<string, string> = {}
    for (const [member, [key, fallback]] of Object.entries(members)) {
      const [value] = readAttribute(user, config[key] || fallback)
      if (value !== undefined) address[member] = value
    }
    if (Object.keys(address).length > 0) claims['address'] = address
  },
}
