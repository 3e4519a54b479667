import { type SqlBool, sql } from 'kysely'
import { escapeLike } from '../../kernel/text.ts'
import type { Db, Tx } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import { toAdminEvent } from './event.table.ts'
import type { AdminEvent, AdminOperation } from './event.ts'

/** Conditions on saved admin events; all must hold. Times are epoch milliseconds, both included. */
export interface AdminEventFilter {
  readonly operations?: readonly AdminOperation[] | undefined
  readonly resourceTypes?: readonly string[] | undefined
  /** Stars stand for anything: `users/*`. */
  readonly resourcePath?: string | undefined
  readonly authRealmId?: string | undefined
  readonly authClientId?: string | undefined
  readonly authUserId?: string | undefined
  readonly ip?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Oldest first; the newest first unless told. */
  readonly ascending?: boolean | undefined
}

export async function listAdminEvents(
  db: Db,
  realmId: string,
  filter: AdminEventFilter,
  page: Page,
): Promise<readonly AdminEvent[]> {
  const direction = filter.ascending ? 'asc' : 'desc'
  const rows = await select(db, realmId, filter)
    .selectAll()
    .orderBy('time', direction)
    .orderBy('id', direction)
    .limit(page.max)
    .offset(page.first)
    .execute()
  return rows.map(toAdminEvent)
}

export async function countAdminEvents(db: Db, realmId: string, filter: AdminEventFilter = {}): Promise<number> {
  const row = await select(db, realmId, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Removes a realm's saved admin events. */
export async function deleteAdminEvents(tx: Tx, realmId: string): Promise<void> {
  await tx.query.deleteFrom('admin_event').where('realm_id', '=', realmId).execute()
}

function select(db: Db, realmId: string, filter: AdminEventFilter) {
  let query = db.query.selectFrom('admin_event').where('realm_id', '=', realmId).where('stored', '=', 1)
  const { operations, resourceTypes, resourcePath } = filter
  if (operations && operations.length > 0) query = query.where('operation', 'in', operations)
  if (resourceTypes && resourceTypes.length > 0) query = query.where('resource_type', 'in', resourceTypes)
  if (resourcePath !== undefined) {
    const pattern = resourcePath.split('*').map(escapeLike).join('%')
    query = query.where(sql<SqlBool>`resource_path like ${pattern} escape '\\'`)
  }
  if (filter.authRealmId !== undefined) query = query.where('auth_realm_id', '=', filter.authRealmId)
  if (filter.authClientId !== undefined) query = query.where('auth_client_id', '=', filter.authClientId)
  if (filter.authUserId !== undefined) query = query.where('auth_user_id', '=', filter.authUserId)
  if (filter.ip !== undefined) query = query.where('ip', '=', filter.ip)
  if (filter.from !== undefined) query = query.where('time', '>=', filter.from)
  if (filter.to !== undefined) query = query.where('time', '<=', filter.to)
  return query
}
