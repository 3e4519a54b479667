import { listAncestors } from '../../../model/group/group.store.ts'
import type { Group } from '../../../model/group/group.ts'
import { listGroupRoleIds } from '../../../model/group/group-role.store.ts'
import type { Role } from '../../../model/role/role.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireGrantable } from '../require-grantable.ts'

/**
 * Throws `AccessDenied` unless the caller may hand on every role that members of the group get, from the groups above
 * it too.
 */
export async function requireGrantableGroup(context: AdminContext, group: Group): Promise<void> {
  const { server, realm } = context
  const graph = await realm.roles()
  const roles: Role[] = []
  for (const { id } of await listAncestors(server.storage, realm.realm.id, group.id)) {
    for (const roleId of await listGroupRoleIds(server.storage, realm.realm.id, id)) {
      const role = graph.role(roleId)
      if (role) roles.push(role)
    }
  }
  await requireGrantable(context, roles)
}
