import { fromBoolean } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import type { RealmSnapshot } from '../realm/realm-snapshot.ts'
import type { User } from '../user/user.ts'
import { toLoginFailure } from './login-failure.table.ts'
import { countFailure, type LockKind, type LoginFailure } from './login-failure.ts'

export interface RecordedFailure {
  /** What this failure led to; the caller records the event that goes with it. */
  readonly locked: LockKind
  /** Absent when the realm does not count. */
  readonly failure?: LoginFailure
}

/**
 * Counts a wrong guess, atomically: of any number at once each is counted. Who is locked permanently is disabled, as
 * in Keycloak. Does nothing where the realm's brute force protection is off.
 */
export async function recordLoginFailure(
  tx: Tx,
  { realm }: Pick<RealmSnapshot, 'realm'>,
  user: Pick<User, 'id'>,
  ip: string,
): Promise<RecordedFailure> {
  if (!realm.settings.bruteForceProtected) return { locked: 'no' }
  const now = tx.clock.now()
  // Taking the lock of the user's row first makes simultaneous failures queue, also for the first one.
  const known = await tx.query
    .updateTable('user_account')
    .set((eb) => ({ enabled: eb.ref('enabled') }))
    .where('realm_id', '=', realm.id)
    .where('id', '=', user.id)
    .executeTakeFirstOrThrow()
  if (known.numUpdatedRows === 0n) return { locked: 'no' }
  const row = await tx.query
    .selectFrom('login_failure')
    .selectAll()
    .where('realm_id', '=', realm.id)
    .where('user_id', '=', user.id)
    .executeTakeFirst()
  const { next, locked } = countFailure(realm, row && toLoginFailure(row), now)
  const columns = {
    failures: next.failures,
    temporary_lockouts: next.temporaryLockouts,
    last_failure_at: next.lastFailureAt,
    last_failure_ip: ip,
    locked_until: next.lockedUntil,
  }
  const stored = await tx.query
    .insertInto('login_failure')
    .values({ realm_id: realm.id, user_id: user.id, ...columns })
    .onConflict((conflict) => conflict.columns(['realm_id', 'user_id']).doUpdateSet(columns))
    .returningAll()
    .executeTakeFirstOrThrow()
  if (locked === 'permanently') {
    tx.userChanged(user.id)
    await tx.query
      .updateTable('user_account')
      .set({ enabled: fromBoolean(false), updated_at: now })
      .where('realm_id', '=', realm.id)
      .where('id', '=', user.id)
      .execute()
  }
  return { locked, failure: toLoginFailure(stored) }
}
