import {
  addGroupClientRoles,
  addGroupRealmRoles,
  listAvailableGroupClientRoles,
  listAvailableGroupRealmRoles,
  listEffectiveGroupClientRoles,
  listEffectiveGroupRealmRoles,
  listGroupClientRoles,
  listGroupRealmRoles,
  listGroupRoleMappings,
  removeGroupClientRoles,
  removeGroupRealmRoles,
} from '@ztrust/contract/admin/role-mappings'
import { grantGroupRoles, listGroupRoleIds, revokeGroupRoles } from '../../../model/group/group-role.store.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireGroup } from '../find-in-realm.ts'
import { implementRoleMappings } from '../roles/implement-role-mappings.ts'
import { type RoleHolder, roleMappingOperations } from '../roles/role-mapping.ts'
import { effectiveGroupRoles } from './effective-group-roles.ts'

export const groupRolesEndpoints = implementRoleMappings(
  {
    listAll: listGroupRoleMappings,
    realm: {
      list: listGroupRealmRoles,
      available: listAvailableGroupRealmRoles,
      effective: listEffectiveGroupRealmRoles,
      add: addGroupRealmRoles,
      remove: removeGroupRealmRoles,
    },
    client: {
      list: listGroupClientRoles,
      available: listAvailableGroupClientRoles,
      effective: listEffectiveGroupClientRoles,
      add: addGroupClientRoles,
      remove: removeGroupClientRoles,
    },
  },
  holderOf,
  roleMappingOperations,
)

async function holderOf(context: AdminContext, id: string): Promise<RoleHolder> {
  const group = await requireGroup(context, id)
  return {
    path: ['groups', group.id],
    listRoleIds: (db) => listGroupRoleIds(db, group.realmId, group.id),
    listEffective: () => effectiveGroupRoles(context, group),
    grant: (tx, roleIds) => grantGroupRoles(tx, group.realmId, group.id, roleIds),
    revoke: (tx, roleIds) => revokeGroupRoles(tx, group.realmId, group.id, roleIds),
  }
}
