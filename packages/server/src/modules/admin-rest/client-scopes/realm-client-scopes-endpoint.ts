import {
  addRealmDefaultClientScope,
  addRealmOptionalClientScope,
  listRealmDefaultClientScopes,
  listRealmOptionalClientScopes,
  removeRealmDefaultClientScope,
  removeRealmOptionalClientScope,
} from '@ztrust/contract/admin/client-scopes'
import {
  addRealmClientScope,
  listRealmClientScopes,
  removeRealmClientScope,
} from '../../../model/client-scope/client-scope.store.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireClientScope } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'

export const realmClientScopesEndpoints = [
  implement(listRealmDefaultClientScopes, async (_, context) => json(await listScopes(context, true))),
  implement(listRealmOptionalClientScopes, async (_, context) => json(await listScopes(context, false))),
  implement(addRealmDefaultClientScope, async ({ params }, context) => add(context, params.id, true)),
  implement(addRealmOptionalClientScope, async ({ params }, context) => add(context, params.id, false)),
  implement(removeRealmDefaultClientScope, async ({ params }, context) => remove(context, params.id)),
  implement(removeRealmOptionalClientScope, async ({ params }, context) => remove(context, params.id)),
]

async function listScopes({ server, realm }: AdminContext, isDefault: boolean) {
  const scopes = await listRealmClientScopes(server.storage, realm.realm.id)
  return scopes
    .filter((entry) => entry.isDefault === isDefault)
    .map(({ scope }) => ({ id: scope.id, name: scope.name, protocol: scope.protocol }))
}

async function add(context: AdminContext, id: string, isDefault: boolean) {
  const scope = await requireClientScope(context, id)
  await transact(context.server.storage, async (tx) => {
    await addRealmClientScope(tx, scope.realmId, scope.id, isDefault)
    await recordChange(tx, context, {
      operation: 'CREATE',
      resourceType: 'CLIENT_SCOPE',
      path: ['client-scopes', scope.id],
    })
  })
  return empty()
}

async function remove(context: AdminContext, id: string) {
  const scope = await requireClientScope(context, id)
  await transact(context.server.storage, async (tx) => {
    await removeRealmClientScope(tx, scope.realmId, scope.id)
    await recordChange(tx, context, {
      operation: 'DELETE',
      resourceType: 'CLIENT_SCOPE',
      path: ['client-scopes', scope.id],
    })
  })
  return empty()
}
