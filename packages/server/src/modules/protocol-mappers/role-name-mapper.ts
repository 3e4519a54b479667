import type { ConfigProperty } from '../../spi/config-property.ts'
import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { priorities, roleProperty, tokenMapperCategory } from './mapper-config.ts'
import { addRole, findRole, realmContainer, resolveRoles } from './resolved-roles.ts'

const newName: ConfigProperty = {
  name: 'new.role.name',
  label: 'New Role Name',
  helpText: "Its name in the token: 'client.name' makes it a role of that client, a plain name one of the realm.",
  type: 'String',
}

export const roleNameMapper: ProtocolMapperType = {
  id: 'oidc-role-name-mapper',
  protocol: 'openid-connect',
  displayName: 'Role Name Mapper',
  category: tokenMapperCategory,
  helpText: 'Map an assigned role to a new name or position in the token.',
  priority: priorities.roleName,
  isSteady: true,
  config: [roleProperty, newName],
  async apply(claims, { config }, source) {
    const target = config['new.role.name'] ?? ''
    const resolved = await resolveRoles(claims, source)
    const role = findRole(resolved, config['role'] ?? '')
    if (target === '' || !role) return
    resolved.get(role.container)?.delete(role.name)
    const dot = target.indexOf('.')
    // `client.name` moves the role to a client; a plain name makes it a realm role.
    if (dot > 0) addRole(resolved, target.slice(0, dot), target.slice(dot + 1))
    else addRole(resolved, realmContainer, target)
  },
}
