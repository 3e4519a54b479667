import { ImportedUser } from '@ztrust/contract/admin/imported-user'
import { Conflict, InvalidInput, InvalidInputs, NotFound } from '../../../kernel/error.ts'
import { loadRealmNames } from '../../../model/realm/load-realm-names.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import {
  deleteImportPart,
  findNextPart,
  insertRefusals,
  lockUserImport,
  updateUserImport,
} from '../../../model/user-import/user-import.store.ts'
import type { Refusal, UserImport } from '../../../model/user-import/user-import.ts'
import type { ServerContext } from '../../../spi/server-context.ts'
import type { Tx } from '../../../storage/db.ts'
import { transact } from '../../../storage/transact.ts'
import { importUser, type PreparedUser, prepareUser } from '../realm-content/import-users.ts'
import type { RealmDraft } from '../realm-content/realm-draft.ts'
import { endUserImport } from './end-user-import.ts'
import { prepareNewUser } from './prepare-new-user.ts'

interface ReadyRow {
  readonly row: number
  readonly user: PreparedUser
}

/**
 * Makes the users of the next part of the file: hashed and checked first, then written together. The part goes in the transaction that writes its users, so that no row
 * is made twice, whatever ends in between. False when nothing is left to do.
 */
export async function importNextPart(server: ServerContext, one: UserImport, signal: AbortSignal): Promise<boolean> {
  const part = await findNextPart(server.storage, one, server.secrets)
  const realm = await server.realms.byId(one.realmId)
  if (!part || !realm) {
    await endUserImport(server, one, 'done')
    return false
  }
  const refusals: Refusal[] = []
  const ready: ReadyRow[] = []
  for (const [index, text] of part.rows.entries()) {
    signal.throwIfAborted()
    const row = part.firstRow + index + 1
    const user = await prepareRow(server, realm, one, row, text, refusals)
    if (user) ready.push({ row, user })
  }
  const refused = await writeRows(server, one, part.ordinal, realm, ready, refusals).catch((error: unknown) => {
    if (error instanceof PartTaken) return undefined
    throw error
  })
  if (refused === undefined) return false
  if (one.enablesRealm === undefined || refused === 0) return true
  await endUserImport(server, one, 'failed')
  return false
}

async function prepareRow(
  server: ServerContext,
  realm: RealmSnapshot,
  { exact }: UserImport,
  row: number,
  text: string,
  refusals: Refusal[],
): Promise<PreparedUser | undefined> {
  let username: string | undefined
  try {
    const body = ImportedUser.safeParse(JSON.parse(text, dropNulls))
    if (!body.success) {
      const [issue] = body.error.issues
      refusals.push({ row, reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'error-invalid-value'}` })
      return undefined
    }
    username = body.data.username
    const { passwordPolicy } = realm.realm.settings
    return exact
      ? await prepareUser(server, passwordPolicy, body.data)
      : await prepareNewUser({ server, realm }, body.data)
  } catch (error) {
    refusals.push({ row, username, reason: toReason(error) })
    return undefined
  }
}

/**
 * All rows in one transaction. One that is refused is left out, and the others are written again: nothing of it stays.
 * Gives how many were refused. Throws `PartTaken` when the part is not ours any more.
 */
async function writeRows(
  server: ServerContext,
  one: UserImport,
  ordinal: number,
  realm: RealmSnapshot,
  ready: readonly ReadyRow[],
  refusals: Refusal[],
): Promise<number> {
  const names = await loadRealmNames(server.storage, one.realmId)
  for (let rows = [...ready]; ; ) {
    try {
      return await transact(server.storage, async (tx) => {
        // What a transaction makes that comes to nothing has no name.
        const draft = {
          tx,
          server,
          realm: realm.realm,
          names: structuredClone(names),
          leftOut: [],
          isStrict: !one.exact,
        }
        const told: Refusal[] = []
        for (const row of rows) told.push(...(await writeRow(draft, one, realm, row)))
        return finishPart(tx, one, ordinal, rows.length, refusals, told)
      })
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error
      refusals.push(error.refusal)
      rows = rows.filter((row) => row.row !== error.refusal.row)
    }
  }
}

async function writeRow(
  draft: RealmDraft,
  { exact }: UserImport,
  realm: RealmSnapshot,
  { row, user }: ReadyRow,
): Promise<readonly Refusal[]> {
  const { username } = user.body
  const before = draft.leftOut.length
  try {
    await importUser(draft, user, exact ? undefined : realm.requiredActions)
  } catch (error) {
    throw new RowRefused({ row, username, reason: toReason(error) })
  }
  return draft.leftOut
    .slice(before)
    .map(({ what, reason }) => ({ row, username, reason: `Left out: ${what}: ${reason}` }))
}

/** The part goes in the same transaction, and with it the right to make its users. */
async function finishPart(
  tx: Tx,
  { realmId, id }: UserImport,
  ordinal: number,
  imported: number,
  refusals: readonly Refusal[],
  told: readonly Refusal[],
): Promise<number> {
  const one = await lockUserImport(tx, realmId, id)
  if (!one || one.finishedAt !== undefined || !(await deleteImportPart(tx, one, ordinal))) throw new PartTaken()
  await insertRefusals(tx, one, [...refusals, ...told])
  const counts = { imported: one.imported + imported, refused: one.refused + refusals.length }
  await updateUserImport(tx, one, { state: 'running', ...counts })
  return refusals.length
}

/** A row that cannot be written; its transaction goes back. */
class RowRefused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.reason)
    this.refusal = refusal
  }
}

/** Another node was faster, or the import was cancelled: nothing of this part is ours to write. */
class PartTaken extends Error {}

/** Null is nothing, and a name that means the prototype is no data. */
function dropNulls(name: string, value: unknown): unknown {
  return value === null || name === '__proto__' ? undefined : value
}

/** What is told of a row that cannot be made. Throws what is no fault of the row. */
function toReason(error: unknown): string {
  if (error instanceof InvalidInputs) return error.problems.map(toReason).join('; ')
  if (error instanceof InvalidInput) {
    return error.field === undefined ? error.message : `${error.field}: ${error.message}`
  }
  if (error instanceof Conflict || error instanceof NotFound) return error.message
  if (error instanceof SyntaxError) return 'Cannot parse the JSON'
  throw error
}
