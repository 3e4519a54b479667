import type { SecretBox } from '../../crypto/secret-box.ts'
import { toJson } from '../../storage/columns.ts'
import type { Db, Tx } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import { fromUserImport, toRefusal, toUserImport } from './user-import.table.ts'
import type { ImportPart, Refusal, UserImport } from './user-import.ts'

const context = (importId: string, ordinal: number) => `user-import:${importId}:${ordinal}`

export async function insertUserImport(tx: Tx, one: UserImport): Promise<void> {
  await tx.query.insertInto('user_import').values(fromUserImport(one)).execute()
}

export async function findUserImport(db: Db, realmId: string, id: string): Promise<UserImport | undefined> {
  const row = await db.query
    .selectFrom('user_import')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toUserImport(row)
}

/** As `findUserImport`; nobody else changes it before the transaction ends. */
export async function lockUserImport(tx: Tx, realmId: string, id: string): Promise<UserImport | undefined> {
  const row = await tx.query
    .selectFrom('user_import')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .modifyEnd(tx.dialect.forUpdate)
    .executeTakeFirst()
  return row && toUserImport(row)
}

/** The newest first. */
export async function listUserImports(db: Db, realmId: string, page: Page): Promise<readonly UserImport[]> {
  const rows = await db.query
    .selectFrom('user_import')
    .selectAll()
    .where('realm_id', '=', realmId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.max)
    .offset(page.first)
    .execute()
  return rows.map(toUserImport)
}

/** Writes what has changed of an import. */
export async function updateUserImport(
  tx: Tx,
  { realmId, id }: UserImport,
  change: Partial<Pick<UserImport, 'state' | 'received' | 'imported' | 'refused'>>,
): Promise<void> {
  const now = tx.clock.now()
  const isEnd = change.state === 'done' || change.state === 'failed' || change.state === 'cancelled'
  await tx.query
    .updateTable('user_import')
    .set({ ...change, updated_at: now, ...(isEnd ? { finished_at: now } : {}) })
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .execute()
}

/** Keeps rows until the job comes to them: sealed, for passwords may be among them. */
export async function insertImportPart(
  tx: Tx,
  { realmId, id }: UserImport,
  { ordinal, firstRow, rows }: ImportPart,
  secrets: SecretBox,
): Promise<void> {
  const content = secrets.seal(JSON.stringify(rows), context(id, ordinal))
  await tx.query
    .insertInto('user_import_part')
    .values({ realm_id: realmId, import_id: id, ordinal, first_row: firstRow, content })
    .execute()
}

/** The part that comes next; undefined when all are worked on. */
export async function findNextPart(
  db: Db,
  { realmId, id }: UserImport,
  secrets: SecretBox,
): Promise<ImportPart | undefined> {
  const row = await db.query
    .selectFrom('user_import_part')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('import_id', '=', id)
    .orderBy('ordinal')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const rows = toJson<readonly string[]>(secrets.open(row.content, context(id, row.ordinal)))
  return { ordinal: row.ordinal, firstRow: row.first_row, rows }
}

/** False when another node has worked on it meanwhile. */
export async function deleteImportPart(tx: Tx, { realmId, id }: UserImport, ordinal: number): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('user_import_part')
    .where('realm_id', '=', realmId)
    .where('import_id', '=', id)
    .where('ordinal', '=', ordinal)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Forgets what was not worked on. */
export async function deleteImportParts(tx: Tx, { realmId, id }: UserImport): Promise<void> {
  await tx.query.deleteFrom('user_import_part').where('realm_id', '=', realmId).where('import_id', '=', id).execute()
}

export async function insertRefusals(tx: Tx, { realmId, id }: UserImport, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return
  await tx.query
    .insertInto('user_import_refusal')
    .values(
      refusals.map(({ row, username, reason }, ordinal) => ({
        realm_id: realmId,
        import_id: id,
        row_number: row,
        ordinal,
        username: username?.slice(0, 255) ?? null,
        reason: reason.slice(0, 1000),
      })),
    )
    .execute()
}

/** In the order of the file. */
export async function listRefusals(db: Db, { realmId, id }: UserImport, page: Page): Promise<readonly Refusal[]> {
  const rows = await db.query
    .selectFrom('user_import_refusal')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('import_id', '=', id)
    .orderBy('row_number')
    .orderBy('ordinal')
    .limit(page.max)
    .offset(page.first)
    .execute()
  return rows.map(toRefusal)
}

/** Imports of any realm whose file never became complete, or that failed to make their realm whole. */
export async function listAbandonedImports(db: Db, before: number, limit: number): Promise<readonly UserImport[]> {
  const rows = await db.query
    .selectFrom('user_import')
    .selectAll()
    .where('state', 'in', ['receiving', 'failed', 'cancelled'])
    .where('updated_at', '<', before)
    .where((where) => where.or([where('state', '=', 'receiving'), where('enables_realm', 'is not', null)]))
    .limit(limit)
    .execute()
  return rows.map(toUserImport)
}
