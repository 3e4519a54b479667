import type { User } from '../../model/user/user.ts'
import type { ConfigProperty } from '../../spi/config-property.ts'
import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import type { TokenSource } from '../../spi/token-issue.ts'
import { writeClaim } from './claim.ts'
import { findPicture } from './find-picture.ts'
import { listInheritedValues } from './inherited-attributes.ts'
import {
  claimName,
  claimType,
  inAllTokens,
  multivalued,
  priorities,
  textProperty,
  tokenMapperCategory,
} from './mapper-config.ts'

const aggregateAttributes: ConfigProperty = {
  name: 'aggregate.attrs',
  label: 'aggregate.attrs.label',
  helpText: 'aggregate.attrs.tooltip',
  type: 'boolean',
}

export const userAttributeMapper: ProtocolMapperType = {
  id: 'oidc-usermodel-attribute-mapper',
  protocol: 'openid-connect',
  displayName: 'User Attribute',
  category: tokenMapperCategory,
  helpText: 'Map a custom user attribute to a token claim.',
  priority: priorities.claim,
  isSteady: true,
  config: [
    textProperty('user.attribute', 'usermodel.attr', 'UserProfileAttributeList'),
    claimName,
    claimType,
    ...inAllTokens,
    multivalued,
    aggregateAttributes,
  ],
  async apply(claims, { config }, source) {
    const name = config['user.attribute'] ?? ''
    writeClaim(claims, config, await resolveAttribute(source, name, config['aggregate.attrs'] === 'true'))
  },
}

/** The user's own values, else those of the first group that has some; with `isAggregated` all of them. */
async function resolveAttribute(source: TokenSource, name: string, isAggregated: boolean): Promise<readonly string[]> {
  const own = readAttribute(source.user, name)
  if (own.length > 0 && !isAggregated) return own
  const inherited = await listInheritedValues(source, name)
  const values = isAggregated ? [...new Set([...own, ...inherited.flat()])] : (inherited[0] ?? [])
  return values.length === 0 && name === 'picture' ? await findPicture(source) : values
}

/** The basic properties are attributes too, under the names of the user profile. */
export function readAttribute(user: User, name: string): readonly string[] {
  switch (name) {
    case 'username':
      return [user.username]
    case 'email':
      return user.email === undefined ? [] : [user.email]
    case 'firstName':
      return user.firstName === undefined ? [] : [user.firstName]
    case 'lastName':
      return user.lastName === undefined ? [] : [user.lastName]
    default:
      return Object.hasOwn(user.attributes, name) ? (user.attributes[name] ?? []) : []
  }
}
