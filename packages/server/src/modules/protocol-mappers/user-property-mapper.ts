import type { User } from '../../model/user/user.ts'
import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { writeClaim } from './claim.ts'
import { claimName, claimType, inAllTokens, priorities, textProperty, tokenMapperCategory } from './mapper-config.ts'

export const userPropertyMapper: ProtocolMapperType = {
  id: 'oidc-usermodel-property-mapper',
  protocol: 'openid-connect',
  displayName: 'User Property',
  category: tokenMapperCategory,
  helpText: 'Map a built in user property (email, firstName, lastName) to a token claim.',
  priority: priorities.claim,
  isSteady: true,
  config: [textProperty('user.attribute', 'usermodel.prop'), claimName, claimType, ...inAllTokens],
  apply(claims, { config }, { user }) {
    const value = readProperty(user, config['user.attribute'] ?? '')
    if (value !== undefined) writeClaim(claims, config, [value])
  },
}

function readProperty(user: User, name: string): string | number | boolean | undefined {
  switch (name) {
    case 'id':
      return user.id
    case 'username':
      return user.username
    case 'email':
      return user.email
    case 'firstName':
      return user.firstName
    case 'lastName':
      return user.lastName
    case 'emailVerified':
      return user.emailVerified
    case 'enabled':
      return user.enabled
    case 'createdTimestamp':
      return user.createdAt
    default:
      return undefined
  }
}
