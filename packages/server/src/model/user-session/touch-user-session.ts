import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
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
  const row = await tx.query
    .updateTable('user_session')
    .set({
      refreshed_at: now,
      expires_at: sessionExpiry(realm, session, now),
      ...(change.authenticatedAt === undefined ? {} : { authenticated_at: change.authenticatedAt }),
      ...(change.notes === undefined ? {} : { notes: fromJson(change.notes) }),
    })
    .where('realm_id', '=', realm.id)
    .where('id', '=', session.id)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
  if (!row) return undefined
  await tx.query
    .updateTable('user_account')
    .set({ last_activity_at: now })
    .where('realm_id', '=', realm.id)
    .where('id', '=', row.user_id)
    .execute()
  return toUserSession(row)
}
