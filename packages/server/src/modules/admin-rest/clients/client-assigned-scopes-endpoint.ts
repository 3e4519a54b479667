import {
  addClientDefaultScope,
  addClientOptionalScope,
  listClientDefaultScopes,
  listClientOptionalScopes,
  removeClientDefaultScope,
  removeClientOptionalScope,
} from '@ztrust/contract/admin/clients'
import {
  assignClientScope,
  listAssignedScopes,
  unassignClientScope,
} from '../../../model/client-scope/client-scope.store.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import type { Tx } from '../../../storage/db.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireClient, requireClientScope } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'

interface Names {
  readonly id: string
  readonly scope: string
}

export const clientAssignedScopesEndpoints = [
  implement(listClientDefaultScopes, async ({ params }, context) => json(await listScopes(context, params.id, true))),
  implement(listClientOptionalScopes, async ({ params }, context) => json(await listScopes(context, params.id, false))),
  implement(addClientDefaultScope, async ({ params }, context) => assign(context, params, true)),
  implement(addClientOptionalScope, async ({ params }, context) => assign(context, params, false)),
  implement(removeClientDefaultScope, async ({ params }, context) => unassign(context, params, true)),
  implement(removeClientOptionalScope, async ({ params }, context) => unassign(context, params, false)),
]

async function listScopes(context: AdminContext, id: string, isDefault: boolean) {
  const client = await requireClient(context, id)
  const assigned = await listAssignedScopes(context.server.storage, client.realmId, client.id)
  return assigned
    .filter((entry) => entry.isDefault === isDefault)
    .map(({ scope }) => ({ id: scope.id, name: scope.name }))
}

function assign(context: AdminContext, names: Names, isDefault: boolean) {
  return change(context, names, isDefault, 'CREATE', (tx, realmId, clientId, scopeId) =>
    assignClientScope(tx, realmId, clientId, scopeId, isDefault),
  )
}

function unassign(context: AdminContext, names: Names, isDefault: boolean) {
  return change(context, names, isDefault, 'DELETE', unassignClientScope)
}

async function change(
  context: AdminContext,
  names: Names,
  isDefault: boolean,
  operation: 'CREATE' | 'DELETE',
  write: (tx: Tx, realmId: string, clientId: string, scopeId: string) => Promise<void>,
) {
  const client = await requireClient(context, names.id)
  const scope = await requireClientScope(context, names.scope)
  const kind = isDefault ? 'default-client-scopes' : 'optional-client-scopes'
  await transact(context.server.storage, async (tx) => {
    await write(tx, client.realmId, client.id, scope.id)
    await recordChange(tx, context, {
      operation,
      resourceType: 'CLIENT_SCOPE_CLIENT_MAPPING',
      path: ['clients', client.id, kind, scope.id],
    })
  })
  return empty()
}
