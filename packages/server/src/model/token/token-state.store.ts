import { sql } from 'kysely'
import type { Db, ReadQuery } from '../../storage/db.ts'
import { hotStatement } from '../../storage/hot-statement.ts'
import {
  type ClientSessionRow,
  toClientSession,
  toUserSession,
  type UserSessionRow,
} from '../user-session/user-session.table.ts'
import type { ClientSession, UserSession } from '../user-session/user-session.ts'

/** What the database knows of a token and its session. */
export interface TokenState {
  readonly isRevoked: boolean
  /** Absent when it has ended. */
  readonly userSession?: UserSession
  readonly clientSession?: ClientSession
}

export interface TokenReferences {
  readonly realmId: string
  /** Absent where only the session is asked about. */
  readonly tokenId?: string | undefined
  readonly sessionId?: string | undefined
  /** True: the offline session of that name. */
  readonly offline?: boolean
  /** The client's id, not its name. */
  readonly clientId: string
}

type StateValues = {
  readonly [Name in 'realmId' | 'tokenId' | 'sessionId' | 'clientId']: string
} & { readonly now: number }

/** `prefix` keeps the columns of joined tables apart. */
type Prefixed<Prefix extends string, Row> = { [Name in keyof Row & string as `${Prefix}${Name}`]: Row[Name] | null }
type StateRow = Prefixed<'s_', UserSessionRow> &
  Prefixed<'c_', ClientSessionRow> & { readonly revoked_id: string | null }

/** All that is checked of a token beside its signature and its user, in one statement of point look-ups. */
export async function findTokenState(db: Db, references: TokenReferences): Promise<TokenState> {
  const { realmId, tokenId = '', sessionId = '', clientId, offline = false } = references
  const read = offline ? readOfflineState : readState
  const [row] = await read(db, { realmId, tokenId, sessionId, clientId, now: db.clock.now() })
  const session = row && pick<UserSessionRow>(row, sessionColumns)
  const clientSession = row && pick<ClientSessionRow>(row, clientSessionColumns)
  return {
    isRevoked: (row?.revoked_id ?? null) !== null,
    ...(session && { userSession: toUserSession(session) }),
    ...(clientSession && { clientSession: toClientSession(clientSession) }),
  }
}

const sessionColumns = prefixed('s_', [
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
] as const satisfies readonly (keyof UserSessionRow)[])

const clientSessionColumns = prefixed('c_', [
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
] as const satisfies readonly (keyof ClientSessionRow)[])

const readState = hotStatement((query, values: StateValues) => selectState(query, values, 'online'))
const readOfflineState = hotStatement((query, values: StateValues) => selectState(query, values, 'offline'))

function selectState(
  query: ReadQuery,
  { realmId, tokenId, sessionId, clientId, now }: StateValues,
  kind: 'online' | 'offline',
) {
  return (
    query
      // One row, whatever of the rest there is.
      .selectFrom(sql<{ one: number }>`(select 1 as one)`.as('one'))
      .leftJoin('user_session as s', (join) =>
        (kind === 'online'
          ? join.on('s.id', '=', sessionId)
          : join.on('s.sid', '=', sessionId).on('s.offline', '=', sql.lit(1))
        )
          .on('s.realm_id', '=', realmId)
          .on('s.expires_at', '>', now),
      )
      .leftJoin('client_session as c', (join) =>
        join.onRef('c.user_session_id', '=', 's.id').on('c.client_id', '=', clientId).on('c.realm_id', '=', realmId),
      )
      .leftJoin('revoked_token as t', (join) => join.on('t.realm_id', '=', realmId).on('t.token_id', '=', tokenId))
      .select('t.token_id as revoked_id')
      .select(sessionColumns.map(({ name, as }) => sql.ref(`s.${name}`).as(as)))
      .select(clientSessionColumns.map(({ name, as }) => sql.ref(`c.${name}`).as(as)))
      .$castTo<StateRow>()
  )
}

interface PrefixedColumn<Name extends string> {
  readonly name: Name
  readonly as: string
}

function prefixed<Name extends string>(prefix: string, names: readonly Name[]): readonly PrefixedColumn<Name>[] {
  return names.map((name) => ({ name, as: prefix + name }))
}

/** The columns of one joined table; undefined when it had no row, which is when its first column is null. */
function pick<Row>(
  row: Readonly<Record<string, unknown>>,
  columns: readonly PrefixedColumn<keyof Row & string>[],
): Row | undefined {
  const [first] = columns
  if (!first || row[first.as] === null) return undefined
  const picked: Record<string, unknown> = {}
  for (const { name, as } of columns) picked[name] = row[as]
  return picked as Row
}
