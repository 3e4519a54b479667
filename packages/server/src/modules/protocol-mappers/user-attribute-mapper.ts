import type { User } from '../../model/user/user.ts'
import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { writeClaim } from './claim.ts'
import { findPicture } from './find-picture.ts'
import {
  claimName,
  claimType,
  inAllTokens,
  multivalued,
  priorities,
  textProperty,
  tokenMapperCategory,
} from './mapper-config.ts'

export const userAttributeMapper: ProtocolMapperType = {
  id: 'oidc-usermodel-attribute-mapper',
  protocol: 'openid-connect',
  displayName: 'User Attribute',
  category: tokenMapperCategory,
  helpText: 'Map a custom user attribute to a token claim.',
  priority: priorities.claim,
  config: [
    textProperty('user.attribute', 'usermodel.attr', 'UserProfileAttributeList'),
    claimName,
    claimType,
    ...inAllTokens,
    multivalued,
  ],
  async apply(claims, { config }, source) {
    const name = config['user.attribute'] ?? ''
    const values = readAttribute(source.user, name)
    writeClaim(claims, config, values.length === 0 && name === 'picture' ? await findPicture(source) : values)
  },
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
