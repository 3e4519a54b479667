import type { Tx } from '../../storage/db.ts'
import type { ClientScope } from './client-scope.ts'

/** Removes a client scope from the realm and from all clients; false when it is gone already. */
export async function deleteClientScope(tx: Tx, scope: ClientScope): Promise<boolean> {
  // scope_mapping names clients and client scopes in one column, so that the database cannot cascade there.
  await tx.query
    .deleteFrom('scope_mapping')
    .where('realm_id', '=', scope.realmId)
    .where('container_id', '=', scope.id)
    .execute()
  const { numDeletedRows } = await tx.query
    .deleteFrom('client_scope')
    .where('realm_id', '=', scope.realmId)
    .where('id', '=', scope.id)
    .executeTakeFirst()
  tx.realmChanged(scope.realmId)
  return numDeletedRows > 0n
}
