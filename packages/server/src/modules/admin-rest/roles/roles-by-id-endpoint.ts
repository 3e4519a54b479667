import { manageClients, manageRealm, viewClients, viewRealm } from '@ztrust/contract/admin/permissions'
import {
  addRoleByIdComposites,
  deleteRoleById,
  getRoleById,
  listRoleByIdClientComposites,
  listRoleByIdComposites,
  listRoleByIdRealmComposites,
  removeRoleByIdComposites,
  updateRoleById,
} from '@ztrust/contract/admin/roles'
import { AccessDenied } from '../../../kernel/error.ts'
import { toKey } from '../../../kernel/text.ts'
import type { Role } from '../../../model/role/role.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireClient, requireRole } from '../find-in-realm.ts'
import {
  addCompositesAsAdministrator,
  deleteRoleAsAdministrator,
  listContents,
  removeCompositesAsAdministrator,
  updateRoleAsAdministrator,
} from './change-role.ts'
import { toRoleList } from './to-representation.ts'

export const rolesByIdEndpoints = [
  implement(getRoleById, async ({ params }, context) => {
    const [representation] = await toRoleList(context, [await roleToView(context, params.id)], false)
    return json(representation)
  }),

  implement(updateRoleById, async ({ params, body }, context) => {
    await updateRoleAsAdministrator(context, await roleToManage(context, params.id), body)
    return empty()
  }),

  implement(deleteRoleById, async ({ params }, context) => {
    await deleteRoleAsAdministrator(context, await roleToManage(context, params.id))
    return empty()
  }),

  implement(listRoleByIdComposites, async ({ params, query }, context) => {
    const contents = await listContents(context, await roleToView(context, params.id))
    const key = toKey(query.search ?? '')
    const { first, max } = toPage(query)
    const found = contents.filter((role) => toKey(role.name).includes(key))
    return json(await toRoleList(context, found.slice(first, first + max)))
  }),

  implement(listRoleByIdRealmComposites, async ({ params }, context) => {
    const role = await roleToView(context, params.id)
    return json(await toRoleList(context, await listContents(context, role, role.realmId)))
  }),

  implement(listRoleByIdClientComposites, async ({ params }, context) => {
    const role = await roleToView(context, params.id)
    const client = await requireClient(context, params.client)
    return json(await toRoleList(context, await listContents(context, role, client.id)))
  }),

  implement(addRoleByIdComposites, async ({ params, body }, context) => {
    await addCompositesAsAdministrator(context, await roleToManage(context, params.id), body)
    return empty()
  }),

  implement(removeRoleByIdComposites, async ({ params, body }, context) => {
    await removeCompositesAsAdministrator(context, await roleToManage(context, params.id), body)
    return empty()
  }),
]

/** Realm roles belong to who may see the realm, client roles to who may see its clients. */
async function roleToView(context: AdminContext, id: string): Promise<Role> {
  return requireRight(context, await requireRole(context, id), viewRealm, viewClients)
}

async function roleToManage(context: AdminContext, id: string): Promise<Role> {
  return requireRight(context, await requireRole(context, id), manageRealm, manageClients)
}

function requireRight(
  { caller }: AdminContext,
  role: Role,
  forRealmRoles: readonly string[],
  forClientRoles: readonly string[],
): Role {
  const names = role.clientId === undefined ? forRealmRoles : forClientRoles
  if (!caller.can(...names)) throw new AccessDenied(names.join(' or '))
  return role
}
