import { sql } from 'kysely'
import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { hotWrite } from '../../storage/hot-statement.ts'
import type { Realm } from '../realm/realm.ts'
import { sessionExpiry } from './session-lifespan.ts'
import { toUserSession } from './user-session.table.ts'
import type { UserSession } from './user-session.ts'

export interface UserSessionChange {
  /** The user proved again who they are. */
  readonly authenticatedAt?: number
  /** Replaces all notes. */
  readonly notes?: Readonly<Record<string, string>>
}

/**
 * Notes that a session is in use: its idle time starts anew, and its user was active. Undefined when it has ended,
 * whatever `session` was read as.
 */
export async function touchUserSession(
  tx: Tx,
  realm: Realm,
  session: UserSession,
  change: UserSessionChange = {},
): Promise<UserSession | undefined> {
  const now = tx.clock.now()
  const { rows } = await writeTouch(tx, {
    now,
    expiresAt: sessionExpiry(realm, session, now),
    authenticatedAt: change.authenticatedAt ?? null,
    notes: change.notes === undefined ? null : fromJson(change.notes),
    realmId: realm.id,
    id: session.id,
  })
  const [row] = rows
  if (!row) return undefined
  await writeActivity(tx, { now, realmId: realm.id, userId: row.user_id })
  return toUserSession(row)
}

type Touch = Readonly<Record<'realmId' | 'id', string>> & {
  readonly now: number
  readonly expiresAt: number
  readonly authenticatedAt: number | null
  readonly notes: string | null
}

const writeTouch = hotWrite((query, { now, expiresAt, authenticatedAt, notes, realmId, id }: Touch) =>
  query
    .updateTable('user_session')
    .set((eb) => ({
      refreshed_at: now,
      expires_at: expiresAt,
      authenticated_at: eb.fn.coalesce(sql<number>`cast(${authenticatedAt} as bigint)`, 'authenticated_at'),
      notes: eb.fn.coalesce(sql<string>`cast(${notes} as text)`, 'notes'),
    }))
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .returningAll(),
)

type Activity = Readonly<Record<'realmId' | 'userId', string>> & { readonly now: number }

const writeActivity = hotWrite((query, { now, realmId, userId }: Activity) =>
  query
    .updateTable('user_account')
    .set({ last_activity_at: now })
    .where('realm_id', '=', realmId)
    .where('id', '=', userId),
)
