import {
  addUserClientRoles,
  addUserRealmRoles,
  listAvailableUserClientRoles,
  listAvailableUserRealmRoles,
  listEffectiveUserClientRoles,
  listEffectiveUserRealmRoles,
  listUserClientRoles,
  listUserRealmRoles,
  listUserRoleMappings,
  removeUserClientRoles,
  removeUserRealmRoles,
} from '@ztrust/contract/admin/role-mappings'
import { effectiveRoles, grantRoles, listUserRoleIds, revokeRoles } from '../../../model/user/user-role.store.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireUser } from '../find-in-realm.ts'
import { implementRoleMappings } from '../roles/implement-role-mappings.ts'
import { type RoleHolder, roleMappingOperations } from '../roles/role-mapping.ts'

export const userRolesEndpoints = implementRoleMappings(
  {
    listAll: listUserRoleMappings,
    realm: {
      list: listUserRealmRoles,
      available: listAvailableUserRealmRoles,
      effective: listEffectiveUserRealmRoles,
      add: addUserRealmRoles,
      remove: removeUserRealmRoles,
    },
    client: {
      list: listUserClientRoles,
      available: listAvailableUserClientRoles,
      effective: listEffectiveUserClientRoles,
      add: addUserClientRoles,
      remove: removeUserClientRoles,
    },
  },
  holderOf,
  roleMappingOperations,
)

async function holderOf(context: AdminContext, id: string): Promise<RoleHolder> {
  const user = await requireUser(context, id)
  return {
    path: ['users', user.id],
    listRoleIds: (db) => listUserRoleIds(db, user.realmId, user.id),
    listEffective: () => effectiveRoles(context.server.storage, context.realm, user),
    grant: (tx, roleIds) => grantRoles(tx, user.realmId, user.id, roleIds),
    revoke: (tx, roleIds) => revokeRoles(tx, user.realmId, user.id, roleIds),
  }
}
