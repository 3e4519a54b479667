import { sql } from 'kysely'
import type { Db } from '../../storage/db.ts'
import { hotStatement } from '../../storage/hot-statement.ts'
import type { Page } from '../../storage/page.ts'
import { toClientSession, toUserSession } from './user-session.table.ts'
import type { ClientSession, UserSession } from './user-session.ts'

/** Undefined when it has ended. */
export async function findUserSession(db: Db, realmId: string, id: string): Promise<UserSession | undefined> {
  const [row] = await readUserSession(db, { realmId, id, now: db.clock.now() })
  return row && toUserSession(row)
}

const readUserSession = hotStatement(
  (query, { realmId, id, now }: { readonly realmId: string; readonly id: string; readonly now: number }) =>
    query
      .selectFrom('user_session')
      .selectAll()
      .where('realm_id', '=', realmId)
      .where('expires_at', '>', now)
      .where('id', '=', id),
)

/** The offline session of this name; undefined when there is none, or it has ended. */
export async function findOfflineSession(db: Db, realmId: string, sid: string): Promise<UserSession | undefined> {
  const row = await selectAlive(db, realmId).where('sid', '=', sid).where('offline', '=', sql.lit(1)).executeTakeFirst()
  return row && toUserSession(row)
}

/** A user's living sessions, the newest first. `offline` narrows to one kind. */
export async function listUserSessions(
  db: Db,
  realmId: string,
  userId: string,
  { offline }: { readonly offline?: boolean } = {},
): Promise<readonly UserSession[]> {
  const all = selectAlive(db, realmId).where('user_id', '=', userId).orderBy('started_at', 'desc').orderBy('id')
  const rows = await (offline === undefined ? all : all.where('offline', '=', Number(offline))).execute()
  return rows.map(toUserSession)
}

/** All living sessions of a realm, the newest first. `offline` narrows to one kind. */
export async function listRealmUserSessions(
  db: Db,
  realmId: string,
  page: Page,
  { offline }: { readonly offline?: boolean } = {},
): Promise<readonly UserSession[]> {
  const all = selectAlive(db, realmId)
  const rows = await (offline === undefined ? all : all.where('offline', '=', Number(offline)))
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(page.max)
    .offset(page.first)
    .execute()
  return rows.map(toUserSession)
}

/** Living sessions that a client takes part in, the newest first. */
export async function listClientUserSessions(
  db: Db,
  realmId: string,
  clientId: string,
  page: Page,
  { offline = false }: { readonly offline?: boolean } = {},
): Promise<readonly UserSession[]> {
  const rows = await db.query
    .selectFrom('client_session as c')
    .innerJoin('user_session as s', 's.id', 'c.user_session_id')
    .selectAll('s')
    .where('c.realm_id', '=', realmId)
    .where('c.client_id', '=', clientId)
    .where('s.realm_id', '=', realmId)
    .where('s.offline', '=', Number(offline))
    .where('s.expires_at', '>', db.clock.now())
    .orderBy('s.started_at', 'desc')
    .orderBy('s.id')
    .limit(page.max)
    .offset(page.first)
    .execute()
  return rows.map(toUserSession)
}

/** A user's living sessions that a client takes part in, offline ones left out. */
export async function listUserSessionsWithClient(
  db: Db,
  realmId: string,
  userId: string,
  clientId: string,
): Promise<readonly UserSession[]> {
  const rows = await db.query
    .selectFrom('user_session as s')
    .innerJoin('client_session as c', 'c.user_session_id', 's.id')
    .selectAll('s')
    .where('s.realm_id', '=', realmId)
    .where('s.user_id', '=', userId)
    .where('s.offline', '=', 0)
    .where('s.expires_at', '>', db.clock.now())
    .where('c.client_id', '=', clientId)
    .execute()
  return rows.map(toUserSession)
}

export interface ClientSessionCount {
  readonly active: number
  readonly offline: number
}

/** Living sessions by the client's id. Clients without any are absent. */
export async function countSessionsByClient(db: Db, realmId: string): Promise<ReadonlyMap<string, ClientSessionCount>> {
  const rows = await db.query
    .selectFrom('client_session as c')
    .innerJoin('user_session as s', 's.id', 'c.user_session_id')
    .select(['c.client_id', 's.offline'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('c.realm_id', '=', realmId)
    .where('s.realm_id', '=', realmId)
    .where('s.expires_at', '>', db.clock.now())
    .groupBy(['c.client_id', 's.offline'])
    .execute()
  const counts = new Map<string, ClientSessionCount>()
  for (const { client_id, offline, count } of rows) {
    const known = counts.get(client_id) ?? { active: 0, offline: 0 }
    counts.set(client_id, offline ? { ...known, offline: Number(count) } : { ...known, active: Number(count) })
  }
  return counts
}

/** What the clients have within a session. The session's life is the caller's to check. */
export async function listClientSessions(
  db: Db,
  realmId: string,
  userSessionIds: readonly string[],
): Promise<readonly ClientSession[]> {
  if (userSessionIds.length === 0) return []
  const rows = await db.query
    .selectFrom('client_session')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('user_session_id', 'in', userSessionIds)
    .orderBy('started_at')
    .orderBy('client_id')
    .execute()
  return rows.map(toClientSession)
}

/** Undefined when the client has none, or the user session has ended. */
export async function findClientSession(
  db: Db,
  realmId: string,
  userSessionId: string,
  clientId: string,
): Promise<ClientSession | undefined> {
  const [row] = await readClientSession(db, { realmId, userSessionId, clientId, now: db.clock.now() })
  return row && toClientSession(row)
}

interface ClientSessionValues {
  readonly [name: string]: string | number
  readonly realmId: string
  readonly userSessionId: string
  readonly clientId: string
  readonly now: number
}

const readClientSession = hotStatement((query, { realmId, userSessionId, clientId, now }: ClientSessionValues) =>
  query
    .selectFrom('client_session as c')
    .innerJoin('user_session as s', 's.id', 'c.user_session_id')
    .selectAll('c')
    .where('c.realm_id', '=', realmId)
    .where('c.user_session_id', '=', userSessionId)
    .where('c.client_id', '=', clientId)
    .where('s.realm_id', '=', realmId)
    .where('s.expires_at', '>', now),
)

function selectAlive(db: Db, realmId: string) {
  return db.query
    .selectFrom('user_session')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('expires_at', '>', db.clock.now())
}
