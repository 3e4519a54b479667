import {
  addClientScopeScopeClientRoles,
  addClientScopeScopeRealmRoles,
  listAvailableClientScopeScopeClientRoles,
  listAvailableClientScopeScopeRealmRoles,
  listClientScopeScopeClientRoles,
  listClientScopeScopeMappings,
  listClientScopeScopeRealmRoles,
  listEffectiveClientScopeScopeClientRoles,
  listEffectiveClientScopeScopeRealmRoles,
  removeClientScopeScopeClientRoles,
  removeClientScopeScopeRealmRoles,
} from '@ztrust/contract/admin/scope-mappings'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireClient, requireClientScope } from '../find-in-realm.ts'
import { toMappings } from '../roles/role-mapping.ts'
import { toRoleList } from '../roles/to-representation.ts'
import {
  addScopeRoles,
  listAvailableScopeRoles,
  listEffectiveScopeRoles,
  listScopeRoles,
  removeScopeRoles,
  type ScopeOwner,
} from './change-scope-mappings.ts'

export const clientScopeScopeMappingsEndpoints = [
  implement(listClientScopeScopeMappings, async ({ params }, context) =>
    json(await toMappings(context, await listScopeRoles(context, await ownerOf(context, params.id)))),
  ),

  implement(listClientScopeScopeRealmRoles, async ({ params }, context) => {
    const owner = await ownerOf(context, params.id)
    return json(await toRoleList(context, await listScopeRoles(context, owner, context.realm.realm.id)))
  }),
  implement(listAvailableClientScopeScopeRealmRoles, async ({ params }, context) => {
    const owner = await ownerOf(context, params.id)
    return json(await toRoleList(context, await listAvailableScopeRoles(context, owner, context.realm.realm.id)))
  }),
  implement(listEffectiveClientScopeScopeRealmRoles, async ({ params, query }, context) => {
    const owner = await ownerOf(context, params.id)
    const roles = await listEffectiveScopeRoles(context, owner, context.realm.realm.id)
    return json(await toRoleList(context, roles, query.briefRepresentation !== false))
  }),
  implement(addClientScopeScopeRealmRoles, async ({ params, body }, context) => {
    await addScopeRoles(context, await ownerOf(context, params.id), undefined, body)
    return empty()
  }),
  implement(removeClientScopeScopeRealmRoles, async ({ params, body }, context) => {
    await removeScopeRoles(context, await ownerOf(context, params.id), undefined, body)
    return empty()
  }),

  implement(listClientScopeScopeClientRoles, async ({ params }, context) => {
    const owner = await ownerOf(context, params.id)
    const client = await requireClient(context, params.client)
    return json(await toRoleList(context, await listScopeRoles(context, owner, client.id)))
  }),
  implement(listAvailableClientScopeScopeClientRoles, async ({ params }, context) => {
    const owner = await ownerOf(context, params.id)
    const client = await requireClient(context, params.client)
    return json(await toRoleList(context, await listAvailableScopeRoles(context, owner, client.id)))
  }),
  implement(listEffectiveClientScopeScopeClientRoles, async ({ params, query }, context) => {
    const owner = await ownerOf(context, params.id)
    const client = await requireClient(context, params.client)
    const roles = await listEffectiveScopeRoles(context, owner, client.id)
    return json(await toRoleList(context, roles, query.briefRepresentation !== false))
  }),
  implement(addClientScopeScopeClientRoles, async ({ params, body }, context) => {
    const owner = await ownerOf(context, params.id)
    await addScopeRoles(context, owner, (await requireClient(context, params.client)).id, body)
    return empty()
  }),
  implement(removeClientScopeScopeClientRoles, async ({ params, body }, context) => {
    const owner = await ownerOf(context, params.id)
    await removeScopeRoles(context, owner, (await requireClient(context, params.client)).id, body)
    return empty()
  }),
]

async function ownerOf(context: AdminContext, id: string): Promise<ScopeOwner> {
  const owner = await requireClientScope(context, id)
  return { id: owner.id, path: ['client-scopes', owner.id] }
}
