import type { Db, Tx } from '../../storage/db.ts'
import { type Columns, hotStatement, hotWrite } from '../../storage/hot-statement.ts'
import {
  type AuthenticationSessionRow,
  fromAuthenticationSession,
  toAuthenticationSession,
} from './authentication-session.table.ts'
import type { AuthenticationSession } from './authentication-session.ts'

/** Stores a sign-in that was drafted: from here on its browser finds it again. */
export async function insertAuthenticationSession(tx: Tx, session: AuthenticationSession): Promise<void> {
  await writeNew(tx, fromAuthenticationSession(session))
}

const writeNew = hotWrite((query, row: Columns<AuthenticationSessionRow>) =>
  query.insertInto('authentication_session').values(row),
)

/** Undefined when it has expired, or is of another realm. */
export async function findAuthenticationSession(
  db: Db,
  realmId: string,
  id: string,
  tabId: string,
): Promise<AuthenticationSession | undefined> {
  const [row] = await readOne(db, { realmId, id, tabId, now: db.clock.now() })
  return row && toAuthenticationSession(row)
}

type Names = Readonly<Record<'realmId' | 'id' | 'tabId', string>>

const readOne = hotStatement((query, { realmId, id, tabId, now }: Names & { readonly now: number }) =>
  query
    .selectFrom('authentication_session')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .where('tab_id', '=', tabId)
    .where('expires_at', '>', now),
)

/** The sign-ins going on in all tabs of one browser, the oldest first. */
export async function listTabs(db: Db, realmId: string, id: string): Promise<readonly AuthenticationSession[]> {
  const rows = await readTabs(db, { realmId, id, now: db.clock.now() })
  return rows.map(toAuthenticationSession)
}

const readTabs = hotStatement(
  (query, { realmId, id, now }: Readonly<Record<'realmId' | 'id', string>> & { readonly now: number }) =>
    query
      .selectFrom('authentication_session')
      .selectAll()
      .where('realm_id', '=', realmId)
      .where('id', '=', id)
      .where('expires_at', '>', now)
      .orderBy('created_at')
      .orderBy('tab_id'),
)

/** Gives the sign-ins of all tabs of a browser another id: whoever knows the old one finds none of them. */
export async function renameBrowser(tx: Tx, realmId: string, id: string, newId: string): Promise<void> {
  await tx.query
    .updateTable('authentication_session')
    .set({ id: newId })
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .execute()
}

/**
 * Stores what changed in a session that was read before. False when somebody else changed or ended it since: among
 * simultaneous posts of one form exactly one wins. Gives the stored session, which is what a further update has to start
 * from.
 */
export async function updateAuthenticationSession(
  tx: Tx,
  session: AuthenticationSession,
): Promise<AuthenticationSession | false> {
  const now = tx.clock.now()
  // Greater than before even when two changes fall into one millisecond.
  const next = { ...session, updatedAt: Math.max(now, session.updatedAt + 1) }
  const { redirect_uri, user_id, state, updated_at, expires_at, realm_id, id, tab_id } = fromAuthenticationSession(next)
  const change = { redirect_uri, user_id, state, updated_at, expires_at }
  const { count } = await writeChange(tx, { ...change, realm_id, id, tab_id, before: session.updatedAt, now })
  return count > 0 && next
}

type Change = Columns<Omit<AuthenticationSessionRow, 'client_id' | 'protocol' | 'created_at'>> &
  Readonly<Record<'before' | 'now', number>>

const writeChange = hotWrite((query, { realm_id, id, tab_id, before, now, ...change }: Change) =>
  query
    .updateTable('authentication_session')
    .set(change)
    .where('realm_id', '=', realm_id)
    .where('id', '=', id)
    .where('tab_id', '=', tab_id)
    .where('updated_at', '=', before)
    .where('expires_at', '>', now),
)

/**
 * Ends the sign-in of one tab and gives it as it was stored last; undefined when it had ended already, so that a session
 * is completed once only.
 */
export async function takeAuthenticationSession(
  tx: Tx,
  { realmId, id, tabId }: Pick<AuthenticationSession, 'id' | 'tabId' | 'realmId'>,
): Promise<AuthenticationSession | undefined> {
  const { rows } = await writeEnd(tx, { realmId, id, tabId, now: tx.clock.now() })
  return rows[0] && toAuthenticationSession(rows[0])
}

const writeEnd = hotWrite((query, { realmId, id, tabId, now }: Names & { readonly now: number }) =>
  query
    .deleteFrom('authentication_session')
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .where('tab_id', '=', tabId)
    .where('expires_at', '>', now)
    .returningAll(),
)

/** Removes expired sign-ins of all realms, at most `limit` of them; how many there were. */
export async function deleteExpiredAuthenticationSessions(tx: Tx, limit = 1000): Promise<number> {
  const expired = await tx.query
    .selectFrom('authentication_session')
    .select(['id', 'tab_id'])
    .where('expires_at', '<=', tx.clock.now())
    .limit(limit)
    .execute()
  for (const { id, tab_id } of expired) {
    await tx.query.deleteFrom('authentication_session').where('id', '=', id).where('tab_id', '=', tab_id).execute()
  }
  return expired.length
}
