import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import type { StoredJobRow } from './job.table.ts'

/**
 * Asks for work to be done after the commit, by any node. `dueAt` is epoch milliseconds; absent: at once. A given `id`
 * makes asking twice asking once: false when it was asked for before.
 */
export async function enqueueJob(
  tx: Tx,
  kind: string,
  payload: unknown,
  dueAt?: number,
  id: string = tx.ids.ordered(),
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.query
    .insertInto('job')
    .values(waitingJob(tx, kind, payload, dueAt, id))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Rows written by one statement; both databases take that many parameters. */
const rowsAtOnce = 500

/** Asks for many jobs of one kind, one for each payload, to be done at once. */
export async function enqueueJobs(tx: Tx, kind: string, payloads: readonly unknown[]): Promise<void> {
  for (let first = 0; first < payloads.length; first += rowsAtOnce) {
    const rows = payloads.slice(first, first + rowsAtOnce).map((payload) => waitingJob(tx, kind, payload))
    await tx.query.insertInto('job').values(rows).execute()
  }
}

function waitingJob(tx: Tx, kind: string, payload: unknown, dueAt?: number, id = tx.ids.ordered()): StoredJobRow {
  const now = tx.clock.now()
  return {
    id,
    kind,
    payload: fromJson(payload ?? null),
    state: 'waiting',
    due_at: dueAt ?? now,
    leased_until: 0,
    lease_owner: null,
    attempts: 0,
    last_error: null,
    created_at: now,
    finished_at: null,
  }
}
