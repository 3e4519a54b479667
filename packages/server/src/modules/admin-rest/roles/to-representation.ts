import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import type { RoleGraph } from '../../../model/realm/realm-snapshot.ts'
import type { Role } from '../../../model/role/role.ts'
import type { AdminContext } from '../admin-context.ts'
import { copyAttributes } from '../copy-attributes.ts'

/** As lists of roles give it. */
export function toBriefRole(role: Role, graph: RoleGraph): RoleRepresentation {
  return {
    id: role.id,
    name: role.name,
    description: role.description,
    composite: graph.children(role.id).length > 0,
    clientRole: role.clientId !== undefined,
    containerId: role.clientId ?? role.realmId,
  }
}

export function toRoleRepresentation(role: Role, graph: RoleGraph): RoleRepresentation {
  return { ...toBriefRole(role, graph), attributes: copyAttributes(role.attributes) }
}

export async function toRoleList(
  { realm }: Pick<AdminContext, 'realm'>,
  roles: readonly Role[],
  isBrief = true,
): Promise<RoleRepresentation[]> {
  const graph = await realm.roles()
  return roles.map((role) => (isBrief ? toBriefRole(role, graph) : toRoleRepresentation(role, graph)))
}
