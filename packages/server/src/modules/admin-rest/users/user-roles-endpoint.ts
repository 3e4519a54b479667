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
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireClient, requireUser } from '../find-in-realm.ts'
import {
  addMappedRoles,
  listAvailableRoles,
  listMappedRoles,
  listMappings,
  type RoleHolder,
  removeMappedRoles,
} from '../roles/role-mapping.ts'
import { toRoleList } from '../roles/to-representation.ts'

export const userRolesEndpoints = [
  implement(listUserRoleMappings, async ({ params }, context) =>
    json(await listMappings(context, await holderOf(context, params.id))),
  ),

  implement(listUserRealmRoles, async ({ params }, context) => {
    const holder = await holderOf(context, params.id)
    return json(await toRoleList(context, await listMappedRoles(context, holder, context.realm.realm.id)))
  }),
  implement(listAvailableUserRealmRoles, async ({ params }, context) => {
    const holder = await holderOf(context, params.id)
    return json(await toRoleList(context, await listAvailableRoles(context, holder, context.realm.realm.id)))
  }),
  implement(listEffectiveUserRealmRoles, async ({ params, query }, context) => {
    const user = await requireUser(context, params.id)
    const roles = await effectiveRoles(context.server.storage, context.realm, user)
    const ofRealm = roles.filter((role) => role.clientId === undefined)
    return json(await toRoleList(context, ofRealm, query.briefRepresentation !== false))
  }),
  implement(addUserRealmRoles, async ({ params, body }, context) => {
    await addMappedRoles(context, await holderOf(context, params.id), undefined, body)
    return empty()
  }),
  implement(removeUserRealmRoles, async ({ params, body }, context) => {
    await removeMappedRoles(context, await holderOf(context, params.id), undefined, body)
    return empty()
  }),

  implement(listUserClientRoles, async ({ params }, context) => {
    const holder = await holderOf(context, params.id)
    const client = await requireClient(context, params.client)
    return json(await toRoleList(context, await listMappedRoles(context, holder, client.id)))
  }),
  implement(listAvailableUserClientRoles, async ({ params }, context) => {
    const holder = await holderOf(context, params.id)
    const client = await requireClient(context, params.client)
    return json(await toRoleList(context, await listAvailableRoles(context, holder, client.id)))
  }),
  implement(listEffectiveUserClientRoles, async ({ params, query }, context) => {
    const user = await requireUser(context, params.id)
    const client = await requireClient(context, params.client)
    const roles = await effectiveRoles(context.server.storage, context.realm, user)
    const ofClient = roles.filter((role) => role.clientId === client.id)
    return json(await toRoleList(context, ofClient, query.briefRepresentation !== false))
  }),
  implement(addUserClientRoles, async ({ params, body }, context) => {
    const holder = await holderOf(context, params.id)
    await addMappedRoles(context, holder, (await requireClient(context, params.client)).id, body)
    return empty()
  }),
  implement(removeUserClientRoles, async ({ params, body }, context) => {
    const holder = await holderOf(context, params.id)
    await removeMappedRoles(context, holder, (await requireClient(context, params.client)).id, body)
    return empty()
  }),
]

async function holderOf(context: AdminContext, id: string): Promise<RoleHolder> {
  const user = await requireUser(context, id)
  return {
    path: ['users', user.id],
    listRoleIds: (db) => listUserRoleIds(db, user.realmId, user.id),
    grant: (tx, roleIds) => grantRoles(tx, user.realmId, user.id, roleIds),
    revoke: (tx, roleIds) => revokeRoles(tx, user.realmId, user.id, roleIds),
  }
}
