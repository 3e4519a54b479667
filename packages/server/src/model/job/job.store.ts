import type { Db, Tx } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import { backOff, describeFailure, maximumAttempts } from './back-off.ts'
import { toJobRow } from './job.table.ts'
import type { JobRow } from './job.ts'
import { JobAbandoned } from './job-abandoned.ts'

/** How long a runner may be silent before another one takes its job. */
export const leaseMilliseconds = 60_000

/** Jobs for people to see, the newest first. */
export async function listJobs(db: Db, state: JobRow['state'], page: Page): Promise<readonly JobRow[]> {
  const rows = await db.query
    .selectFrom('job')
    .selectAll()
    .where('state', '=', state)
    .orderBy('due_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.max)
    .offset(page.first)
    .execute()
  return rows.map(toJobRow)
}

/** Gives a dead job another life; false when it is not dead. */
export async function reviveJob(tx: Tx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.query
    .updateTable('job')
    .set({ state: 'waiting', attempts: 0, due_at: tx.clock.now(), finished_at: null })
    .where('id', '=', id)
    .where('state', '=', 'dead')
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Takes jobs that are due, or whose runner fell silent, for `owner`; each goes to one runner. */
export async function claimJobs(
  tx: Tx,
  owner: string,
  kinds: readonly string[],
  limit: number,
): Promise<readonly JobRow[]> {
  if (kinds.length === 0) return []
  const now = tx.clock.now()
  const rows = await tx.query
    .updateTable('job')
    .set((eb) => ({
      state: 'running',
      lease_owner: owner,
      leased_until: now + leaseMilliseconds,
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('job')
        .select('id')
        .where('state', 'in', ['waiting', 'running'])
        .where('due_at', '<=', now)
        .where('leased_until', '<=', now)
        .where('kind', 'in', kinds)
        .where('attempts', '<', maximumAttempts)
        .orderBy('due_at')
        .orderBy('id')
        .limit(limit),
    )
    // Said again for PostgreSQL: a node that waited for the other's row lock looks at these, not at the list above.
    .where('state', 'in', ['waiting', 'running'])
    .where('leased_until', '<=', now)
    .returningAll()
    .execute()
  return rows.map(toJobRow)
}

/** Keeps a job for its runner; false when another one has it by now. */
export async function renewLease(tx: Tx, id: string, owner: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.query
    .updateTable('job')
    .set({ leased_until: tx.clock.now() + leaseMilliseconds })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('lease_owner', '=', owner)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export async function finishJob(tx: Tx, id: string, owner: string): Promise<void> {
  await tx.query
    .updateTable('job')
    .set({ state: 'done', leased_until: 0, lease_owner: null, last_error: null, finished_at: tx.clock.now() })
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .execute()
}

/** Puts a failed job back for later, or among the dead: after the last attempt, or when no other can help. */
export async function failJob(tx: Tx, job: JobRow, owner: string, error: unknown): Promise<void> {
  const isDead = job.attempts >= maximumAttempts || error instanceof JobAbandoned
  const now = tx.clock.now()
  await tx.query
    .updateTable('job')
    .set({
      state: isDead ? 'dead' : 'waiting',
      due_at: now + backOff(job.attempts),
      leased_until: 0,
      lease_owner: null,
      last_error: describeFailure(error),
      finished_at: isDead ? now : null,
    })
    .where('id', '=', job.id)
    .where('lease_owner', '=', owner)
    .execute()
}

/** Puts back a job that was not really tried: the attempt does not count. `dueAt` is epoch milliseconds; absent: at once. */
export async function releaseJob(tx: Tx, id: string, owner: string, dueAt?: number): Promise<void> {
  await tx.query
    .updateTable('job')
    .set((eb) => ({
      state: 'waiting',
      leased_until: 0,
      lease_owner: null,
      attempts: eb('attempts', '-', 1),
      ...(dueAt === undefined ? {} : { due_at: dueAt }),
    }))
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .execute()
}

/** Declares dead what took its runner down at every attempt; how many there were. */
export async function buryJobs(tx: Tx): Promise<number> {
  const now = tx.clock.now()
  const { numUpdatedRows } = await tx.query
    .updateTable('job')
    .set({ state: 'dead', lease_owner: null, last_error: 'The runner ended before the job did', finished_at: now })
    .where('state', '=', 'running')
    .where('leased_until', '<=', now)
    .where('attempts', '>=', maximumAttempts)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** Forgets jobs done before `before` (epoch milliseconds); how many there were. Dead ones stay. */
export async function deleteDoneJobs(tx: Tx, before: number): Promise<number> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('job')
    .where('state', '=', 'done')
    .where('due_at', '<', before)
    .where('finished_at', '<', before)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
