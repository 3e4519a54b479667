import { sql } from 'kysely'
import { NotFound } from '../../kernel/error.ts'
import { fromBoolean, fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { type Columns, hotWrite } from '../../storage/hot-statement.ts'
import type { Realm } from '../realm/realm.ts'
import { sessionExpiry } from './session-lifespan.ts'
import { toUserSession, type UserSessionRow } from './user-session.table.ts'
import type { UserSession } from './user-session.ts'

export interface NewUserSession {
  readonly userId: string
  readonly ip: string
  readonly userAgent: string
  readonly rememberMe?: boolean | undefined
  /** Absent: now. */
  readonly authenticatedAt?: number | undefined
  readonly notes?: Readonly<Record<string, string>> | undefined
  /** Absent: now. Tokens made before the session is written must not look older than it. */
  readonly startedAt?: number | undefined
  /** Absent: a new one. Never one that a browser brought (session fixation). */
  readonly id?: string | undefined
}

const longestUserAgent = 512

/** Starts a session. Throws `NotFound` when the user is not of this realm. */
export async function createUserSession(tx: Tx, realm: Realm, input: NewUserSession): Promise<UserSession> {
  const now = tx.clock.now()
  const times = { startedAt: input.startedAt ?? now, refreshedAt: now }
  const rememberMe = input.rememberMe ?? false
  const id = input.id ?? tx.ids.uuid()
  const row: UserSessionRow = {
    id,
    sid: id,
    realm_id: realm.id,
    user_id: input.userId,
    offline: fromBoolean(false),
    ip: input.ip,
    user_agent: input.userAgent.slice(0, longestUserAgent),
    remember_me: fromBoolean(rememberMe),
    authenticated_at: input.authenticatedAt ?? now,
    started_at: times.startedAt,
    refreshed_at: now,
    expires_at: sessionExpiry(realm, { offline: false, rememberMe, ...times }),
    notes: fromJson(input.notes ?? {}),
  }
  const { count } = await writeNew(tx, row)
  if (count === 0) throw new NotFound('user', 'User not found')
  return toUserSession(row)
}

const columns = [
  ...(['id', 'sid', 'realm_id', 'user_id', 'offline', 'ip', 'user_agent', 'remember_me'] as const),
  ...(['authenticated_at', 'started_at', 'refreshed_at', 'expires_at', 'notes'] as const),
]

/** One statement with the check that the user is of this realm. */
const writeNew = hotWrite((query, row: Columns<UserSessionRow>) =>
  query
    .insertInto('user_session')
    .columns(columns)
    .expression((eb) =>
      eb
        .selectFrom('user_account')
        .select(columns.map((name) => sql.val(row[name]).as(name)))
        .where('user_account.realm_id', '=', row.realm_id)
        .where('user_account.id', '=', row.user_id),
    ),
)
