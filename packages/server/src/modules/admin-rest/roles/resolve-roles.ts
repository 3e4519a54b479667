import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import { InvalidInput, NotFound } from '../../../kernel/error.ts'
import { findRole, findRoleByName } from '../../../model/role/role.store.ts'
import type { Role } from '../../../model/role/role.ts'
import type { AdminContext } from '../admin-context.ts'

/**
 * The roles that a list names: by id, or by name within `containerId` (a client's id or the realm's). Roles of another
 * realm, or of another container where one is given, do not exist here.
 */
export async function resolveRoles(
  { server, realm }: Pick<AdminContext, 'server' | 'realm'>,
  named: readonly RoleRepresentation[],
  containerId?: string,
): Promise<readonly Role[]> {
  const realmId = realm.realm.id
  const roles: Role[] = []
  for (const { id, name } of named) {
    if (id === undefined && (name === undefined || containerId === undefined))
      throw new InvalidInput('id', 'error-empty')
    const role =
      id === undefined
        ? await findRoleByName(server.storage, realmId, containerId ?? realmId, name ?? '')
        : await findRole(server.storage, realmId, id)
    const isHere = role && (containerId === undefined || (role.clientId ?? realmId) === containerId)
    if (!isHere) throw new NotFound('role', 'Role not found')
    roles.push(role)
  }
  return roles
}
