import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { inAllTokens, priorities, tokenMapperCategory } from './mapper-config.ts'

export const fullNameMapper: ProtocolMapperType = {
  id: 'oidc-full-name-mapper',
  protocol: 'openid-connect',
  displayName: "User's full name",
  category: tokenMapperCategory,
  helpText: "Maps the user's first and last name to the OpenID Connect 'name' claim.",
  priority: priorities.claim,
  isSteady: true,
  config: inAllTokens,
  apply(claims, _mapper, { user }) {
    const name = [user.firstName, user.lastName].filter((part) => part !== undefined && part !== '').join(' ')
    if (name !== '') claims['name'] = name
  },
}
