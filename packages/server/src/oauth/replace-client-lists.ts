import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { Client } from '../model/client/client.ts'
import {
  assignClientScopes,
  listAssignedScopes,
  unassignClientScope,
} from '../model/client-scope/client-scope.store.ts'
import { deleteMapper, listMappers } from '../model/client-scope/protocol-mapper.store.ts'
import type { RealmContext } from '../spi/request.ts'
import type { Tx } from '../storage/db.ts'
import { toScopeIds } from './create-represented-client.ts'
import { insertNewMappers } from './insert-new-mappers.ts'

type Place = Pick<RealmContext, 'server' | 'realm'>

/** Scopes that are named replace those of the client. */
export async function replaceClientScopes(
  tx: Tx,
  context: Place,
  client: Client,
  body: ClientRepresentation,
): Promise<void> {
  const named = [
    { ids: toScopeIds(context, body.defaultClientScopes), isDefault: true },
    { ids: toScopeIds(context, body.optionalClientScopes), isDefault: false },
  ]
  const assigned = await listAssignedScopes(tx, client.realmId, client.id)
  for (const { ids, isDefault } of named) {
    if (!ids) continue
    for (const { scope } of assigned.filter(
      (entry) => entry.isDefault === isDefault && !ids.includes(entry.scope.id),
    )) {
      await unassignClientScope(tx, client.realmId, client.id, scope.id)
    }
    const assignments = ids.map((clientScopeId) => ({ clientId: client.id, clientScopeId, isDefault }))
    await assignClientScopes(tx, client.realmId, assignments)
  }
}

/** Mappers that are named replace those of the client. */
export async function replaceClientMappers(
  tx: Tx,
  context: Place,
  client: Client,
  body: ClientRepresentation,
): Promise<void> {
  if (!body.protocolMappers) return
  const container = { clientId: client.id }
  for (const { id } of await listMappers(tx, client.realmId, container)) await deleteMapper(tx, client.realmId, id)
  await insertNewMappers(tx, context, container, body.protocolMappers)
}
