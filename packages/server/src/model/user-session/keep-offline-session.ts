import { sql } from 'kysely'
import { fromBoolean, fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import type { Realm } from '../realm/realm.ts'
import { sessionExpiry } from './session-lifespan.ts'
import { upsertClientSession } from './upsert-client-session.ts'
import type { ClientSession, UserSession } from './user-session.ts'

/** An offline session that is to begin under the name of a session, as `keepOfflineSession` writes it. */
export function planOfflineSession(
  realm: Realm,
  session: UserSession,
  { id, now }: { readonly id: string; readonly now: number },
): UserSession {
  const planned = { ...session, id, offline: true, startedAt: now, refreshedAt: now }
  return { ...planned, expiresAt: sessionExpiry(realm, planned) }
}

/**
 * Writes what a client may do offline under a session's name. Clients that ask in one session share one offline session;
 * what a client had in it is renewed.
 */
export async function keepOfflineSession(
  tx: Tx,
  realm: Realm,
  session: UserSession,
  clientSession: ClientSession,
): Promise<void> {
  const now = tx.clock.now()
  const { id } = await tx.query
    .insertInto('user_session')
    .values({
      id: session.id,
      sid: session.sid,
      realm_id: realm.id,
      user_id: session.userId,
      offline: 1,
      ip: session.ip,
      user_agent: session.userAgent,
      remember_me: fromBoolean(session.rememberMe),
      authenticated_at: session.authenticatedAt,
      started_at: session.startedAt,
      refreshed_at: now,
      expires_at: sessionExpiry(realm, session, now),
      notes: fromJson(session.notes),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['realm_id', 'sid'])
        .where('offline', '=', sql.lit(1))
        .doUpdateSet({ refreshed_at: now, expires_at: sessionExpiry(realm, session, now) }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await upsertClientSession(tx, { ...clientSession, userSessionId: id })
}
