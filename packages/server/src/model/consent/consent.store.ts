import { NotFound } from '../../kernel/error.ts'
import { fromJson } from '../../storage/columns.ts'
import type { Db, Tx } from '../../storage/db.ts'
import type { Validity } from '../role/role.ts'
import { fromValidity, isValidAt } from '../role/validity.ts'
import { type ConsentRow, toConsent } from './consent.table.ts'
import type { Consent } from './consent.ts'

/** What a user agreed to for a client; undefined when nothing, or not now. */
export async function findConsent(
  db: Db,
  realmId: string,
  userId: string,
  clientId: string,
): Promise<Consent | undefined> {
  const row = await selectValid(db, realmId, userId).where('client_id', '=', clientId).executeTakeFirst()
  return row && toConsent(row)
}

/** All consents of a user that hold now, the latest first. */
export async function listConsents(db: Db, realmId: string, userId: string): Promise<readonly Consent[]> {
  const rows = await selectValid(db, realmId, userId).orderBy('updated_at', 'desc').orderBy('client_id').execute()
  return rows.map(toConsent)
}

export interface ConsentInput {
  readonly realmId: string
  readonly userId: string
  /** The client's id, not its name. */
  readonly clientId: string
  /** Ids of client scopes, added to those agreed to before. */
  readonly scopes: readonly string[]
  /** Absent: from now on, without end. */
  readonly validity?: Validity
}

/** Adds to what a user agreed to. Throws `NotFound` when the user or the client is not of this realm. */
export async function grantConsent(tx: Tx, input: ConsentInput): Promise<Consent> {
  const { realmId, userId, clientId } = input
  const now = tx.clock.now()
  // Locks the user's row: two consents at once would lose the scopes of one.
  const user = await tx.query
    .updateTable('user_account')
    .set((eb) => ({ enabled: eb.ref('enabled') }))
    .where('realm_id', '=', realmId)
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const client = await tx.query
    .selectFrom('client')
    .select('id')
    .where('realm_id', '=', realmId)
    .where('id', '=', clientId)
    .executeTakeFirst()
  if (user.numUpdatedRows === 0n || !client) throw new NotFound('consent')
  const before = await findConsent(tx, realmId, userId, clientId)
  const row: ConsentRow = {
    realm_id: realmId,
    user_id: userId,
    client_id: clientId,
    scopes: fromJson([...new Set([...(before?.scopes ?? []), ...input.scopes])]),
    created_at: before?.createdAt ?? now,
    updated_at: now,
    ...fromValidity(input.validity ?? {}),
  }
  await tx.query
    .insertInto('user_consent')
    .values(row)
    .onConflict((conflict) => conflict.columns(['user_id', 'client_id']).doUpdateSet(row))
    .execute()
  return toConsent(row)
}

/** Takes a consent back; false when there was none. What the client still holds is the caller's to end. */
export async function revokeConsent(tx: Tx, realmId: string, userId: string, clientId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('user_consent')
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .where('client_id', '=', clientId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

function selectValid(db: Db, realmId: string, userId: string) {
  return db.query
    .selectFrom('user_consent')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .where(isValidAt('user_consent', db.clock.now()))
}
