import type { Db, Tx } from '../../storage/db.ts'
import { toInitialAccess } from './initial-access.table.ts'
import type { InitialAccess } from './initial-access.ts'

export async function createInitialAccess(
  tx: Tx,
  realmId: string,
  { count, lifespan }: Pick<InitialAccess, 'count' | 'lifespan'>,
): Promise<InitialAccess> {
  const now = tx.clock.now()
  const row = {
    id: tx.ids.uuid(),
    realm_id: realmId,
    allowed_count: count,
    remaining_count: count,
    lifespan,
    created_at: now,
    expires_at: lifespan === 0 ? null : now + lifespan * 1000,
  }
  await tx.query.insertInto('client_initial_access').values(row).execute()
  return toInitialAccess(row)
}

/** Oldest first; used up and expired ones too, until the job removes them. */
export async function listInitialAccess(db: Db, realmId: string): Promise<InitialAccess[]> {
  const rows = await db.query
    .selectFrom('client_initial_access')
    .selectAll()
    .where('realm_id', '=', realmId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toInitialAccess)
}

export async function findInitialAccess(db: Db, realmId: string, id: string): Promise<InitialAccess | undefined> {
  const row = await db.query
    .selectFrom('client_initial_access')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toInitialAccess(row)
}

/** Uses it for one client. Of several at once only as many succeed as there is room for: false for the others. */
export async function useInitialAccess(tx: Tx, realmId: string, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.query
    .updateTable('client_initial_access')
    .set((row) => ({ remaining_count: row('remaining_count', '-', 1) }))
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .where('remaining_count', '>', 0)
    .where((row) => row.or([row('expires_at', 'is', null), row('expires_at', '>', tx.clock.now())]))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** False when there is none. */
export async function deleteInitialAccess(tx: Tx, realmId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('client_initial_access')
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Removes expired ones of all realms; how many there were. */
export async function deleteExpiredInitialAccess(tx: Tx): Promise<number> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('client_initial_access')
    .where('expires_at', '<=', tx.clock.now())
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
