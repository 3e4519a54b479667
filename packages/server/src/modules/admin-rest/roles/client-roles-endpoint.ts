import {
  addClientRoleComposites,
  createClientRole,
  deleteClientRole,
  getClientRole,
  listClientRoleComposites,
  listClientRoles,
  listClientRoleUsers,
  removeClientRoleComposites,
  updateClientRole,
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

export const clientRolesEndpoints = [
  implement(listClientRoles, async ({ params, query }, context) => {
    const client = await requireClient(context, params.id)
    const filter = { page: toPage(query), ...(query.search ? { search: query.search } : {}) }
    const roles = await listRoles(context.server.storage, client.realmId, client.id, filter)
    return json(await toRoleList(context, roles, query.briefRepresentation !== false))
  }),

  implement(createClientRole, async ({ params, body }, context) => {
    const client = await requireClient(context, params.id)
    const role = await createRoleAsAdministrator(context, client.id, body)
    return created(addressOf(context, ...pathOfRole(role)))
  }),

  implement(getClientRole, async ({ params }, context) => {
    const [representation] = await toRoleList(context, [await roleOf(context, params)], false)
    return json(representation)
  }),

  implement(updateClientRole, async ({ params, body }, context) => {
    await updateRoleAsAdministrator(context, await roleOf(context, params), body)
    return empty()
  }),

  implement(deleteClientRole, async ({ params }, context) => {
    await deleteRoleAsAdministrator(context, await roleOf(context, params))
    return empty()
  }),

  implement(listClientRoleComposites, async ({ params }, context) =>
    json(await toRoleList(context, await listContents(context, await roleOf(context, params)))),
  ),

  implement(addClientRoleComposites, async ({ params, body }, context) => {
    await addCompositesAsAdministrator(context, await roleOf(context, params), body)
    return empty()
  }),

  implement(removeClientRoleComposites, async ({ params, body }, context) => {
    await removeCompositesAsAdministrator(context, await roleOf(context, params), body)
    return empty()
  }),

  implement(listClientRoleUsers, async ({ params, query }, context) => {
    const role = await roleOf(context, params)
    const users = await listRoleMembers(context.server.storage, role.realmId, role.id, toPage(query))
    return json(await toUserList(context, users, query.briefRepresentation === true))
  }),
]

async function roleOf(context: AdminContext, params: { readonly id: string; readonly role: string }) {
  const client = await requireClient(context, params.id)
  return requireRoleNamed(context, client.id, params.role)
}
