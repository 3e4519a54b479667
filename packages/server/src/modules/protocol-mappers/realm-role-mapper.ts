import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { writeClaim } from './claim.ts'
import {
  claimName,
  claimType,
  inAllTokens,
  multivalued,
  priorities,
  textProperty,
  tokenMapperCategory,
} from './mapper-config.ts'
import { realmContainer, resolveRoles } from './resolved-roles.ts'

export const realmRoleMapper: ProtocolMapperType = {
  id: 'oidc-usermodel-realm-role-mapper',
  protocol: 'openid-connect',
  displayName: 'User Realm Role',
  category: tokenMapperCategory,
  helpText: 'Map a user realm role to a token claim.',
  priority: priorities.role,
  isSteady: true,
  config: [
    textProperty('usermodel.realmRoleMapping.rolePrefix', 'usermodel.realmRoleMapping.rolePrefix'),
    { ...multivalued, defaultValue: 'true' },
    claimName,
    claimType,
    ...inAllTokens,
  ],
  async apply(claims, { config }, source) {
    const names = (await resolveRoles(claims, source)).get(realmContainer) ?? []
    const prefix = config['usermodel.realmRoleMapping.rolePrefix'] ?? ''
    const roles = [...names].map((name) => prefix + name)
    writeClaim(claims, config, roles, source.client.client.clientId)
  },
}
