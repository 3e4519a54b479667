import type { Group } from '../../../model/group/group.ts'
import { listGroupRoleIds } from '../../../model/group/group-role.store.ts'
import type { Role } from '../../../model/role/role.ts'
import type { AdminContext } from '../admin-context.ts'

/** The roles of a group with everything they contain; what comes from the groups above is not among them, as in Keycloak. */
export async function effectiveGroupRoles({ server, realm }: AdminContext, group: Group): Promise<readonly Role[]> {
  const ids = await listGroupRoleIds(server.storage, group.realmId, group.id)
  return (await realm.roles()).closure(ids)
}
