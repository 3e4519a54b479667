import type { Db, Tx } from '../../storage/db.ts'
import type { Realm } from '../realm/realm.ts'
import { fromAuthenticationSession, toAuthenticationSession } from './authentication-session.table.ts'
import type { AuthenticationSession, AuthenticationState } from './authentication-session.ts'

export interface NewAuthenticationSession {
  /** The browser's; absent: a new one. Only one that a cookie of this server brought may be given. */
  readonly id?: string | undefined
  readonly tabId?: string | undefined
  readonly clientId: string
  readonly protocol: string
  readonly redirectUri: string
  readonly userId?: string | undefined
  /** What is known from the start; the rest is empty, `sessionCode` is random. */
  readonly state?: Partial<AuthenticationState> | undefined
  /** Absent: the longest of the realm's three login lifespans from now, as in Keycloak. */
  readonly expiresAt?: number | undefined
}

/** Starts a sign-in in one tab. */
export async function createAuthenticationSession(
  tx: Tx,
  realm: Realm,
  input: NewAuthenticationSession,
): Promise<AuthenticationSession> {
  const now = tx.clock.now()
  const { accessCodeLifespan, accessCodeLifespanUserAction, accessCodeLifespanLogin } = realm.settings
  const lifespan = Math.max(accessCodeLifespan, accessCodeLifespanUserAction, accessCodeLifespanLogin)
  const session: AuthenticationSession = {
    id: input.id ?? tx.ids.uuid(),
    tabId: input.tabId ?? tx.ids.uuid(),
    realmId: realm.id,
    clientId: input.clientId,
    protocol: input.protocol,
    redirectUri: input.redirectUri,
    ...(input.userId === undefined ? {} : { userId: input.userId }),
    state: {
      clientNotes: {},
      authNotes: {},
      userSessionNotes: {},
      executions: {},
      sessionCode: tx.ids.uuid(),
      action: 'AUTHENTICATE',
      requiredActions: [],
      rememberMe: false,
      ...input.state,
    },
    createdAt: now,
    updatedAt: now,
    expiresAt: input.expiresAt ?? now + lifespan * 1000,
  }
  await tx.query.insertInto('authentication_session').values(fromAuthenticationSession(session)).execute()
  return session
}

/** Undefined when it has expired, or is of another realm. */
export async function findAuthenticationSession(
  db: Db,
  realmId: string,
  id: string,
  tabId: string,
): Promise<AuthenticationSession | undefined> {
  const row = await db.query
    .selectFrom('authentication_session')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .where('tab_id', '=', tabId)
    .where('expires_at', '>', db.clock.now())
    .executeTakeFirst()
  return row && toAuthenticationSession(row)
}

/** The sign-ins going on in all tabs of one browser, the oldest first. */
export async function listTabs(db: Db, realmId: string, id: string): Promise<readonly AuthenticationSession[]> {
  const rows = await db.query
    .selectFrom('authentication_session')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .where('expires_at', '>', db.clock.now())
    .orderBy('created_at')
    .orderBy('tab_id')
    .execute()
  return rows.map(toAuthenticationSession)
}

/**
 * Stores what changed in a session that was read before. False when somebody else changed or ended it since, or when
 * the stored one does not have `expectedSessionCode`: among simultaneous posts of one form exactly one wins. Gives the
 * stored session, which is what a further update has to start from.
 */
export async function updateAuthenticationSession(
  tx: Tx,
  session: AuthenticationSession,
  { expectedSessionCode }: { readonly expectedSessionCode?: string } = {},
): Promise<AuthenticationSession | false> {
  const stored = await findAuthenticationSession(tx, session.realmId, session.id, session.tabId)
  if (!stored || stored.updatedAt !== session.updatedAt) return false
  if (expectedSessionCode !== undefined && stored.state.sessionCode !== expectedSessionCode) return false
  // Greater than before even when two changes fall into one millisecond.
  const next = { ...session, updatedAt: Math.max(tx.clock.now(), session.updatedAt + 1) }
  const row = fromAuthenticationSession(next)
  const { numUpdatedRows } = await tx.query
    .updateTable('authentication_session')
    .set({
      redirect_uri: row.redirect_uri,
      user_id: row.user_id,
      state: row.state,
      updated_at: row.updated_at,
      expires_at: row.expires_at,
    })
    .where('realm_id', '=', session.realmId)
    .where('id', '=', session.id)
    .where('tab_id', '=', session.tabId)
    .where('updated_at', '=', session.updatedAt)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n ? next : false
}

/** Ends the sign-in of one tab; false when it had ended already, so that a session is completed once only. */
export async function deleteAuthenticationSession(
  tx: Tx,
  session: Pick<AuthenticationSession, 'id' | 'tabId' | 'realmId'>,
): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('authentication_session')
    .where('realm_id', '=', session.realmId)
    .where('id', '=', session.id)
    .where('tab_id', '=', session.tabId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

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
