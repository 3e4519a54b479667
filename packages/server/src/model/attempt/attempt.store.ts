import type { Tx } from '../../storage/db.ts'
import type { AttemptRow } from './attempt.table.ts'

/**
 * Attempts at something that may be guessed, counted for all nodes. `kind` is the feature's name space, `subject` who
 * tries: an address, a user.
 */
export interface AttemptKey {
  readonly realmId: string
  readonly kind: string
  readonly subject: string
}

/**
 * Counts one more and tells how many there are within `windowMilliseconds` of the first. Count before looking whether the
 * guess is right: of any number at the same moment each gets a number of its own.
 */
export async function countAttempt(
  tx: Tx,
  { realmId, kind, subject }: AttemptKey,
  windowMilliseconds: number,
): Promise<number> {
  const now = tx.clock.now()
  const expiresAt = now + windowMilliseconds
  const first: AttemptRow = { realm_id: realmId, kind, subject, count: 1, expires_at: expiresAt }
  const { count } = await tx.query
    .insertInto('attempt')
    .values(first)
    .onConflict((conflict) =>
      conflict.columns(['realm_id', 'kind', 'subject']).doUpdateSet((eb) => ({
        count: eb
          .case()
          .when('attempt.expires_at', '<=', now)
          .then(1)
          .else(eb('attempt.count', '+', 1))
          .end(),
        expires_at: eb
          .case()
          .when('attempt.expires_at', '<=', now)
          .then(expiresAt)
          .else(eb.ref('attempt.expires_at'))
          .end(),
      })),
    )
    .returning('count')
    .executeTakeFirstOrThrow()
  return count
}

/** Takes back one that was counted and turned out to be no guess. */
export async function forgiveAttempt(tx: Tx, { realmId, kind, subject }: AttemptKey): Promise<void> {
  await tx.query
    .updateTable('attempt')
    .set((eb) => ({ count: eb('count', '-', 1) }))
    .where('realm_id', '=', realmId)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('count', '>', 0)
    .execute()
}

/** Removes what has had its time, of all realms, at most `limit` rows; how many there were. */
export async function deleteExpiredAttempts(tx: Tx, limit = 1000): Promise<number> {
  const now = tx.clock.now()
  const expired = await tx.query
    .selectFrom('attempt')
    .select(['realm_id', 'kind', 'subject'])
    .where('expires_at', '<=', now)
    .limit(limit)
    .execute()
  for (const { realm_id, kind, subject } of expired) {
    await tx.query
      .deleteFrom('attempt')
      .where('realm_id', '=', realm_id)
      .where('kind', '=', kind)
      .where('subject', '=', subject)
      .where('expires_at', '<=', now)
      .execute()
  }
  return expired.length
}
