import { sql } from 'kysely'
import type { Db, ReadQuery } from '../../storage/db.ts'
import { hotStatement } from '../../storage/hot-statement.ts'
import { type JoinedUserRow, joinUser } from '../user/user.table.ts'
import type { User } from '../user/user.ts'
import {
  type ClientSessionRow,
  toClientSession,
  toUserSession,
  type UserSessionRow,
} from '../user-session/user-session.table.ts'
import type { ClientSession, UserSession } from '../user-session/user-session.ts'

/** What the database knows of a token's user and session. */
export interface TokenState {
  readonly user: User
  readonly isRevoked: boolean
  /** Absent when it has ended. */
  readonly userSession?: UserSession
  readonly clientSession?: ClientSession
}

export interface TokenReferences {
  readonly realmId: string
  readonly userId: string
  readonly tokenId: string
  readonly sessionId?: string | undefined
  /** True: the offline session of that name. */
  readonly offline?: boolean
  /** The client's id, not its name. */
  readonly clientId: string
}

type StateValues = {
  readonly [Name in 'realmId' | 'userId' | 'tokenId' | 'sessionId' | 'clientId']: string
} & { readonly now: number }

/** `prefix` keeps the columns of joined tables apart. */
type Prefixed<Prefix extends string, Row> = { [Name in keyof Row & string as `${Prefix}${Name}`]: Row[Name] | null }
type StateRow = JoinedUserRow &
  Prefixed<'s_', UserSessionRow> &
  Prefixed<'c_', ClientSessionRow> & { readonly revoked_id: string | null }

/** All that is checked of a token beside its signature, in one statement of point look-ups. */
export async function findTokenState(db: Db, references: TokenReferences): Promise<TokenState | undefined> {
  const { realmId, userId, tokenId, sessionId = '', clientId, offline = false } = references
  const read = offline ? readOfflineState : readState
  const rows = await read(db, { realmId, userId, tokenId, sessionId, clientId, now: db.clock.now() })
  const user = joinUser(rows)
  const [row] = rows
  if (!user || !row) return undefined
  const session = pick<UserSessionRow>(row, 's_', sessionColumns)
  const clientSession = pick<ClientSessionRow>(row, 'c_', clientSessionColumns)
  return {
    user,
    isRevoked: row.revoked_id !== null,
    ...(session && { userSession: toUserSession(session) }),
    ...(clientSession && { clientSession: toClientSession(clientSession) }),
  }
}

const sessionColumns = [
  'id',
  'sid',
  'realm_id',
  'user_id',
  'offline',
  'ip',
  'user_agent',
  'remember_me',
  'authenticated_at',
  'started_at',
  'refreshed_at',
  'expires_at',
  'notes',
] as const satisfies readonly (keyof UserSessionRow)[]

const clientSessionColumns = [
  'user_session_id',
  'realm_id',
  'client_id',
  'started_at',
  'refreshed_at',
  'refresh_token_id',
  'previous_refresh_token_id',
  'refresh_token_uses',
  'scope',
  'redirect_uri',
  'notes',
] as const satisfies readonly (keyof ClientSessionRow)[]

const readState = hotStatement((query, values: StateValues) => selectState(query, values, 'online'))
const readOfflineState = hotStatement((query, values: StateValues) => selectState(query, values, 'offline'))

function selectState(
  query: ReadQuery,
  { realmId, userId, tokenId, sessionId, clientId, now }: StateValues,
  kind: 'online' | 'offline',
) {
  return query
    .selectFrom('user_account as u')
    .leftJoin('user_attribute as a', 'a.user_id', 'u.id')
    .leftJoin('user_required_action as r', 'r.user_id', 'u.id')
    .leftJoin('user_session as s', (join) =>
      (kind === 'online'
        ? join.on('s.id', '=', sessionId)
        : join.on('s.sid', '=', sessionId).on('s.offline', '=', sql.lit(1))
      )
        .on('s.realm_id', '=', realmId)
        .onRef('s.user_id', '=', 'u.id')
        .on('s.expires_at', '>', now),
    )
    .leftJoin('client_session as c', (join) =>
      join.onRef('c.user_session_id', '=', 's.id').on('c.client_id', '=', clientId).on('c.realm_id', '=', realmId),
    )
    .leftJoin('revoked_token as t', (join) => join.on('t.realm_id', '=', realmId).on('t.token_id', '=', tokenId))
    .selectAll('u')
    .select([
      'a.name as attribute_name',
      'a.ordinal as attribute_ordinal',
      'a.value as attribute_value',
      'r.action as required_action',
      't.token_id as revoked_id',
    ])
    .select(sessionColumns.map((name) => sql.ref(`s.${name}`).as(`s_${name}`)))
    .select(clientSessionColumns.map((name) => sql.ref(`c.${name}`).as(`c_${name}`)))
    .where('u.realm_id', '=', realmId)
    .where('u.id', '=', userId)
    .$castTo<StateRow>()
}

/** The columns of one joined table; undefined when it had no row, which is when its first column is null. */
function pick<Row>(row: object, prefix: string, columns: readonly (keyof Row & string)[]): Row | undefined {
  const values = new Map(Object.entries(row))
  if (values.get(`${prefix}${columns[0]}`) === null) return undefined
  return Object.fromEntries(columns.map((name) => [name, values.get(`${prefix}${name}`)])) as Row
}
