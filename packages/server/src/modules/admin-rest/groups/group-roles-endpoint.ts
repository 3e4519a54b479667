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
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireClient, requireGroup } from '../find-in-realm.ts'
import {
  addMappedRoles,
  listAvailableRoles,
  listMappedRoles,
  listMappings,
  type RoleHolder,
  removeMappedRoles,
} from '../roles/role-mapping.ts'
import { toRoleList } from '../roles/to-representation.ts'
import { effectiveGroupRoles } from './effective-group-roles.ts'

export const groupRolesEndpoints = [
  implement(listGroupRoleMappings, async ({ params }, context) =>
    json(await listMappings(context, await holderOf(context, params.id))),
  ),

  implement(listGroupRealmRoles, async ({ params }, context) => {
    const holder = await holderOf(context, params.id)
    return json(await toRoleList(context, await listMappedRoles(context, holder, context.realm.realm.id)))
  }),
  implement(listAvailableGroupRealmRoles, async ({ params }, context) => {
    const holder = await holderOf(context, params.id)
    return json(await toRoleList(context, await listAvailableRoles(context, holder, context.realm.realm.id)))
  }),
  implement(listEffectiveGroupRealmRoles, async ({ params, query }, context) => {
    const group = await requireGroup(context, params.id)
    const roles = await effectiveGroupRoles(context, group)
    const ofRealm = roles.filter((role) => role.clientId === undefined)
    return json(await toRoleList(context, ofRealm, query.briefRepresentation !== false))
  }),
  implement(addGroupRealmRoles, async ({ params, body }, context) => {
    await addMappedRoles(context, await holderOf(context, params.id), undefined, body)
    return empty()
  }),
  implement(removeGroupRealmRoles, async ({ params, body }, context) => {
    await removeMappedRoles(context, await holderOf(context, params.id), undefined, body)
    return empty()
  }),

  implement(listGroupClientRoles, async ({ params }, context) => {
    const holder = await holderOf(context, params.id)
    const client = await requireClient(context, params.client)
    return json(await toRoleList(context, await listMappedRoles(context, holder, client.id)))
  }),
  implement(listAvailableGroupClientRoles, async ({ params }, context) => {
    const holder = await holderOf(context, params.id)
    const client = await requireClient(context, params.client)
    return json(await toRoleList(context, await listAvailableRoles(context, holder, client.id)))
  }),
  implement(listEffectiveGroupClientRoles, async ({ params, query }, context) => {
    const group = await requireGroup(context, params.id)
    const client = await requireClient(context, params.client)
    const roles = await effectiveGroupRoles(context, group)
    const ofClient = roles.filter((role) => role.clientId === client.id)
    return json(await toRoleList(context, ofClient, query.briefRepresentation !== false))
  }),
  implement(addGroupClientRoles, async ({ params, body }, context) => {
    const holder = await holderOf(context, params.id)
    await addMappedRoles(context, holder, (await requireClient(context, params.client)).id, body)
    return empty()
  }),
  implement(removeGroupClientRoles, async ({ params, body }, context) => {
    const holder = await holderOf(context, params.id)
    await removeMappedRoles(context, holder, (await requireClient(context, params.client)).id, body)
    return empty()
  }),
]

async function holderOf(context: AdminContext, id: string): Promise<RoleHolder> {
  const group = await requireGroup(context, id)
  return {
    path: ['groups', group.id],
    listRoleIds: (db) => listGroupRoleIds(db, group.realmId, group.id),
    grant: (tx, roleIds) => grantGroupRoles(tx, group.realmId, group.id, roleIds),
    revoke: (tx, roleIds) => revokeGroupRoles(tx, group.realmId, group.id, roleIds),
  }
}
