import { NotFound } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import { fromClientScope } from './client-scope.table.ts'
import type { ClientScope } from './client-scope.ts'
import { requireScopeName, scopeNameTaken } from './create-client-scope.ts'

/** Writes name, description, protocol and attributes of a client scope. Throws as `createClientScope`, and NotFound. */
export async function updateClientScope(tx: Tx, scope: ClientScope): Promise<ClientScope> {
  requireScopeName(scope.name)
  const { id, realm_id, ...changed } = fromClientScope(scope)
  const { numUpdatedRows } = await orConflict(
    tx,
    tx.query
      .updateTable('client_scope')
      .set(changed)
      .where('realm_id', '=', realm_id)
      .where('id', '=', id)
      .executeTakeFirst(),
    (cause) => scopeNameTaken(scope.name, cause),
  )
  if (numUpdatedRows === 0n) throw new NotFound('client scope')
  tx.realmChanged(realm_id)
  return scope
}
