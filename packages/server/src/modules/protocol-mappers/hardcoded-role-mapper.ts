import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { priorities, roleProperty, tokenMapperCategory } from './mapper-config.ts'
import { addRole, realmContainer, resolveRoles } from './resolved-roles.ts'

export const hardcodedRoleMapper: ProtocolMapperType = {
  id: 'oidc-hardcoded-role-mapper',
  protocol: 'openid-connect',
  displayName: 'Hardcoded Role',
  category: tokenMapperCategory,
  helpText: 'Hardcode a role into the access token.',
  priority: priorities.hardcodedRole,
  isSteady: true,
  config: [roleProperty],
  async apply(claims, { config }, source, kind) {
    const text = config['role'] ?? ''
    if (text === '' || (kind !== 'access' && kind !== 'introspection')) return
    const { container, name } = await splitRole(text, source.realm)
    addRole(await resolveRoles(claims, source), container, name)
  },
}

/** `client.role` names a client's role when there is such a client; otherwise the whole text is a realm role. */
async function splitRole(text: string, realm: Parameters<ProtocolMapperType['apply']>[2]['realm']) {
  for (let dot = text.lastIndexOf('.'); dot > 0; dot = text.lastIndexOf('.', dot - 1)) {
    const container = text.slice(0, dot)
    if (await realm.client(container)) return { container, name: text.slice(dot + 1) }
  }
  return { container: realmContainer, name: text }
}
