import type { User } from '../../model/user/user.ts'
import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { inIdToken, inUserInfo, priorities, tokenMapperCategory } from './mapper-config.ts'
import { readWish } from './requested-claims.ts'

/** Claims that the `claims` parameter may ask for, with what they say. Keycloak's five. */
const claimsOfUsers: Readonly<Record<string, (user: User) => string | undefined>> = {
  name: ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' ') || undefined,
  given_name: ({ firstName }) => firstName,
  family_name: ({ lastName }) => lastName,
  preferred_username: ({ username }) => username,
  email: ({ email }) => email,
}

/**
 * Gives an application what it asked for by the `claims` parameter (OpenID Connect Core, section 5.5) though its scopes
 * would not: as in Keycloak when it called the claim essential.
 */
export const claimsParameterTokenMapper: ProtocolMapperType = {
  id: 'oidc-claims-param-token-mapper',
  protocol: 'openid-connect',
  displayName: 'Claims parameter Token',
  category: tokenMapperCategory,
  helpText: 'Claims specified by Claims parameter are put into tokens.',
  priority: priorities.claim,
  config: [inIdToken, inUserInfo],
  apply(claims, _mapper, { clientSession, user }, kind) {
    const asked = clientSession.notes['claims']
    if (asked === undefined) return
    const place = kind === 'userinfo' ? 'userinfo' : 'id_token'
    for (const [name, read] of Object.entries(claimsOfUsers)) {
      const value = readWish(asked, place, name)?.essential === true ? read(user) : undefined
      if (value !== undefined) claims[name] = value
    }
  },
}
