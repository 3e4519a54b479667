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

export const clientRoleMapper: ProtocolMapperType = {
  id: 'oidc-usermodel-client-role-mapper',
  protocol: 'openid-connect',
  displayName: 'User Client Role',
  category: tokenMapperCategory,
  helpText: 'Map a user client role to a token claim.',
  priority: priorities.role,
  isSteady: true,
  config: [
    textProperty('usermodel.clientRoleMapping.clientId', 'usermodel.clientRoleMapping.clientId', 'ClientList'),
    textProperty('usermodel.clientRoleMapping.rolePrefix', 'usermodel.clientRoleMapping.rolePrefix'),
    { ...multivalued, defaultValue: 'true' },
    { ...claimName, helpText: 'usermodel.clientRoleMapping.tokenClaimName.tooltip' },
    claimType,
    ...inAllTokens,
  ],
  async apply(claims, { config }, source) {
    const only = config['usermodel.clientRoleMapping.clientId'] ?? ''
    const prefix = config['usermodel.clientRoleMapping.rolePrefix'] ?? ''
    for (const [container, names] of await resolveRoles(claims, source)) {
      if (container === realmContainer || (only !== '' && container !== only)) continue
      const roles = [...names].map((name) => prefix + name)
      writeClaim(claims, config, roles, container)
    }
  },
}
