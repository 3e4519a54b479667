import {
  addRealmRoleComposites,
  createRealmRole,
  deleteRealmRole,
  getRealmRole,
  listRealmRoleClientComposites,
  listRealmRoleComposites,
  listRealmRoleRealmComposites,
  listRealmRoles,
  listRealmRoleUsers,
  removeRealmRoleComposites,
  updateRealmRole,
} from '@ztrust/contract/admin/roles'
import { listRoles } from '../../../model/role/role.store.ts'
import { listRoleMembers } from '../../../model/user/user-role.store.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { type AdminContext, addressOf } from '../admin-context.ts'
import { requireClient, requireRoleNamed } from '../find-in-realm.ts'
import { toUserList } from '../users/list-users.ts'
import {
  addCompositesAsAdministrator,
  createRoleAsAdministrator,
  deleteRoleAsAdministrator,
  listContents,
  pathOfRole,
  removeCompositesAsAdministrator,
  updateRoleAsAdministrator,
} from './change-role.ts'
import { toRoleList } from './to-representation.ts'

export const realmRolesEndpoints = [
  implement(listRealmRoles, async ({ query }, context) => {
    const { id } = context.realm.realm
    const filter = { page: toPage(query), ...(query.search ? { search: query.search } : {}) }
    const roles = await listRoles(context.server.storage, id, id, filter)
    return json(await toRoleList(context, roles, query.briefRepresentation !== false))
  }),

  implement(createRealmRole, async ({ body }, context) => {
    const role = await createRoleAsAdministrator(context, undefined, body)
    return created(addressOf(context, ...pathOfRole(role)))
  }),

  implement(getRealmRole, async ({ params }, context) => {
    const [representation] = await toRoleList(context, [await roleOf(context, params.role)], false)
    return json(representation)
  }),

  implement(updateRealmRole, async ({ params, body }, context) => {
    await updateRoleAsAdministrator(context, await roleOf(context, params.role), body)
    return empty()
  }),

  implement(deleteRealmRole, async ({ params }, context) => {
    await deleteRoleAsAdministrator(context, await roleOf(context, params.role))
    return empty()
  }),

  implement(listRealmRoleComposites, async ({ params }, context) =>
    json(await toRoleList(context, await listContents(context, await roleOf(context, params.role)))),
  ),

  implement(listRealmRoleRealmComposites, async ({ params }, context) => {
    const role = await roleOf(context, params.role)
    return json(await toRoleList(context, await listContents(context, role, role.realmId)))
  }),

  implement(listRealmRoleClientComposites, async ({ params }, context) => {
    const role = await roleOf(context, params.role)
    const client = await requireClient(context, params.client)
    return json(await toRoleList(context, await listContents(context, role, client.id)))
  }),

  implement(addRealmRoleComposites, async ({ params, body }, context) => {
    await addCompositesAsAdministrator(context, await roleOf(context, params.role), body)
    return empty()
  }),

  implement(removeRealmRoleComposites, async ({ params, body }, context) => {
    await removeCompositesAsAdministrator(context, await roleOf(context, params.role), body)
    return empty()
  }),

  implement(listRealmRoleUsers, async ({ params, query }, context) => {
    const role = await roleOf(context, params.role)
    const users = await listRoleMembers(context.server.storage, role.realmId, role.id, toPage(query))
    return json(await toUserList(context, users, query.briefRepresentation === true))
  }),
]

function roleOf(context: AdminContext, name: string) {
  return requireRoleNamed(context, context.realm.realm.id, name)
}
