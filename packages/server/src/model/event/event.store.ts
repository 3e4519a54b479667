import type { Db, Tx } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import { toUserEvent } from './event.table.ts'
import type { UserEvent } from './event.ts'

/** Conditions on saved events; all must hold. Times are epoch milliseconds, both included. */
export interface EventFilter {
  readonly types?: readonly string[] | undefined
  /** The client's name on the wire. */
  readonly clientId?: string | undefined
  readonly userId?: string | undefined
  readonly sessionId?: string | undefined
  readonly ip?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Oldest first; the newest first unless told. */
  readonly ascending?: boolean | undefined
}

export async function listEvents(
  db: Db,
  realmId: string,
  filter: EventFilter,
  page: Page,
): Promise<readonly UserEvent[]> {
  const direction = filter.ascending ? 'asc' : 'desc'
  const rows = await select(db, realmId, filter)
    .selectAll()
    .orderBy('time', direction)
    .orderBy('id', direction)
    .limit(page.max)
    .offset(page.first)
    .execute()
  return rows.map(toUserEvent)
}

export async function countEvents(db: Db, realmId: string, filter: EventFilter = {}): Promise<number> {
  const row = await select(db, realmId, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Removes a realm's saved events. */
export async function deleteEvents(tx: Tx, realmId: string): Promise<void> {
  await tx.query.deleteFrom('user_event').where('realm_id', '=', realmId).execute()
}

/** Removes events of a realm older than `before` (epoch milliseconds), at most `limit`; how many there were. */
export async function deleteEventsBefore(tx: Tx, realmId: string, before: number, limit = 1000): Promise<number> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('user_event')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('user_event')
        .select('id')
        .where('realm_id', '=', realmId)
        .where('stored', '=', 1)
        .where('time', '<', before)
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

function select(db: Db, realmId: string, filter: EventFilter) {
  let query = db.query.selectFrom('user_event').where('realm_id', '=', realmId).where('stored', '=', 1)
  if (filter.types && filter.types.length > 0) query = query.where('type', 'in', filter.types)
  if (filter.clientId !== undefined) query = query.where('client_id', '=', filter.clientId)
  if (filter.userId !== undefined) query = query.where('user_id', '=', filter.userId)
  if (filter.sessionId !== undefined) query = query.where('session_id', '=', filter.sessionId)
  if (filter.ip !== undefined) query = query.where('ip', '=', filter.ip)
  if (filter.from !== undefined) query = query.where('time', '>=', filter.from)
  if (filter.to !== undefined) query = query.where('time', '<=', filter.to)
  return query
}
