import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'

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
  const now = tx.clock.now()
  const { numInsertedOrUpdatedRows } = await tx.query
    .insertInto('job')
    .values({
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
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}
