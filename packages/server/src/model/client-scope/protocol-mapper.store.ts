import type { Db, Tx } from '../../storage/db.ts'
import { fromProtocolMapper, toProtocolMapper } from './client-scope.table.ts'
import type { ProtocolMapper } from './client-scope.ts'

export type MapperContainer =
  | { readonly clientId: string; readonly clientScopeId?: never }
  | { readonly clientScopeId: string; readonly clientId?: never }

/** Mappers of a client or of a client scope by name. */
export async function listMappers(db: Db, realmId: string, container: MapperContainer): Promise<ProtocolMapper[]> {
  const query = db.query.selectFrom('protocol_mapper').selectAll().where('realm_id', '=', realmId).orderBy('name')
  const narrowed =
    container.clientId === undefined
      ? query.where('client_scope_id', '=', container.clientScopeId)
      : query.where('client_id', '=', container.clientId)
  return (await narrowed.execute()).map(toProtocolMapper)
}

/** Mappers of all client scopes of a realm, by name. */
export async function listScopeMappers(db: Db, realmId: string): Promise<ProtocolMapper[]> {
  const rows = await db.query
    .selectFrom('protocol_mapper')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('client_scope_id', 'is not', null)
    .orderBy('name')
    .execute()
  return rows.map(toProtocolMapper)
}

export async function findMapper(db: Db, realmId: string, id: string): Promise<ProtocolMapper | undefined> {
  const row = await db.query
    .selectFrom('protocol_mapper')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toProtocolMapper(row)
}

/** Inserts mappers of containers that are known to be of the realm, in one statement. */
export async function insertMappers(tx: Tx, mappers: readonly ProtocolMapper[]): Promise<void> {
  if (mappers.length === 0) return
  await tx.query.insertInto('protocol_mapper').values(mappers.map(fromProtocolMapper)).execute()
  for (const { realmId } of mappers) tx.realmChanged(realmId)
}

/** False when there is no such mapper. */
export async function deleteMapper(tx: Tx, realmId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('protocol_mapper')
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  tx.realmChanged(realmId)
  return numDeletedRows > 0n
}
