import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { toJson } from '../../storage/columns.ts'
import type { Storage, Tx } from '../../storage/db.ts'
import { backOff, describeFailure, maximumAttempts } from '../job/back-off.ts'
import type { OutboxRow } from './event.table.ts'
import type { AdminEvent, UserEvent } from './event.ts'
import type { EventSinkHolder } from './event-sink.ts'

/** How long a listener may take before another node tries the same message. */
const leaseMilliseconds = 60_000

/** The part of the server that delivering needs. */
export interface OutboxServer<Server> extends EventSinkHolder<Server> {
  readonly storage: Storage
  readonly clock: Clock
  readonly log: Log
}

/**
 * Delivers what is due to the listeners, at most `limit` messages, each at least once; how many were claimed. One that
 * fails is tried again later and later, and is dead after the last attempt.
 */
export async function runOutbox<Server extends OutboxServer<Server>>(server: Server, limit = 50): Promise<number> {
  const claimed = await claim(server.storage, limit)
  for (const row of claimed) {
    try {
      await deliver(server, row)
      await finish(server.storage, row)
    } catch (error) {
      server.log.warn({ err: error, listener: row.listener, attempts: row.attempts }, 'An event was not delivered')
      await postpone(server.storage, row, error)
    }
  }
  return claimed.length
}

function claim(storage: Storage, limit: number): Promise<readonly OutboxRow[]> {
  return storage.transact(async (tx) => {
    const now = tx.clock.now()
    const rows = await tx.query
      .updateTable('outbox')
      .set((eb) => ({ leased_until: now + leaseMilliseconds, attempts: eb('attempts', '+', 1) }))
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('outbox')
          .select('id')
          .where('state', '=', 'waiting')
          .where('due_at', '<=', now)
          .where('leased_until', '<=', now)
          .where('attempts', '<', maximumAttempts)
          .orderBy('due_at')
          .orderBy('id')
          .limit(limit),
      )
      // Said again for PostgreSQL: a node that waited for the other's row lock looks at these, not at the list above.
      .where('state', '=', 'waiting')
      .where('leased_until', '<=', now)
      .returningAll()
      .execute()
    return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  })
}

async function deliver<Server extends OutboxServer<Server>>(server: Server, row: OutboxRow): Promise<void> {
  const listener = server.registry.eventListeners.get(row.listener)
  if (!listener) throw new Error(`No listener is called ${row.listener}`)
  if (row.topic === 'event') await listener.onEvent?.(toJson<UserEvent>(row.payload), server)
  else await listener.onAdminEvent?.(toJson<AdminEvent>(row.payload), server)
}

/** Declares dead what took its node down at every attempt; how many there were. */
export async function buryMessages(tx: Tx): Promise<number> {
  const { numUpdatedRows } = await tx.query
    .updateTable('outbox')
    .set({ state: 'dead', last_error: 'The node ended before the listener did' })
    .where('state', '=', 'waiting')
    .where('leased_until', '<=', tx.clock.now())
    .where('attempts', '>=', maximumAttempts)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

function finish(storage: Storage, row: OutboxRow): Promise<unknown> {
  return storage.transact((tx) => tx.query.deleteFrom('outbox').where('id', '=', row.id).execute())
}

function postpone(storage: Storage, row: OutboxRow, error: unknown): Promise<unknown> {
  return storage.transact((tx) =>
    tx.query
      .updateTable('outbox')
      .set({
        leased_until: 0,
        due_at: tx.clock.now() + backOff(row.attempts),
        state: row.attempts >= maximumAttempts ? 'dead' : 'waiting',
        last_error: describeFailure(error),
      })
      .where('id', '=', row.id)
      // Somebody else may have claimed it since, if this attempt outlived its lease.
      .where('attempts', '=', row.attempts)
      .execute(),
  )
}
