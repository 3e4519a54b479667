import { sql } from 'kysely'
import { NotFound } from '../../kernel/error.ts'
import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { hotWrite } from '../../storage/hot-statement.ts'
import { type ClientSessionRow, toClientSession } from './user-session.table.ts'
import type { ClientSession } from './user-session.ts'

export interface ClientSessionInput {
  readonly realmId: string
  readonly userSessionId: string
  /** The client's id, not its name. */
  readonly clientId: string
  readonly scope: string
  readonly redirectUri: string
  readonly notes?: Readonly<Record<string, string>> | undefined
  /** When it starts, if it is new. Absent: now. */
  readonly startedAt?: number | undefined
  /** `jti` of the refresh token that goes with it; an older one is worthless from now on. */
  readonly refreshTokenId?: string | undefined
}

/**
 * Starts or renews what a client has within a session; when it started stays. Throws `NotFound` when the session has
 * ended or is of another realm.
 */
export async function upsertClientSession(tx: Tx, input: ClientSessionInput): Promise<ClientSession> {
  const now = tx.clock.now()
  const { realmId, userSessionId, clientId } = input
  const { rows } = await writeClientSession(tx, {
    realmId,
    userSessionId,
    clientId,
    now,
    startedAt: input.startedAt ?? now,
    scope: input.scope,
    redirectUri: input.redirectUri,
    notes: fromJson(input.notes ?? {}),
    refreshTokenId: input.refreshTokenId ?? null,
  })
  const [row] = rows
  if (!row) throw new NotFound('user session', 'Session not found')
  return toClientSession(row)
}

type NewRow = Readonly<
  Record<'realmId' | 'userSessionId' | 'clientId' | 'scope' | 'redirectUri' | 'notes', string> &
    Record<'now' | 'startedAt', number>
> & { readonly refreshTokenId: string | null }

/** One statement with the check that session and client are of this realm, and the session alive. */
const writeClientSession = hotWrite((query, values: NewRow) => {
  const renewed = {
    refreshed_at: values.now,
    scope: values.scope,
    redirect_uri: values.redirectUri,
    notes: values.notes,
    refresh_token_id: values.refreshTokenId,
    previous_refresh_token_id: null,
    refresh_token_uses: 0,
  }
  const row: ClientSessionRow = {
    user_session_id: values.userSessionId,
    realm_id: values.realmId,
    client_id: values.clientId,
    started_at: values.startedAt,
    ...renewed,
  }
  return query
    .insertInto('client_session')
    .columns(columns)
    .expression((eb) =>
      eb
        .selectFrom('user_session as s')
        .crossJoin('client as c')
        .select(columns.map((name) => sql.val(row[name]).as(name)))
        .where('s.realm_id', '=', values.realmId)
        .where('s.id', '=', values.userSessionId)
        .where('s.expires_at', '>', values.now)
        .where('c.realm_id', '=', values.realmId)
        .where('c.id', '=', values.clientId),
    )
    .onConflict((conflict) => conflict.columns(['user_session_id', 'client_id']).doUpdateSet(renewed))
    .returningAll()
})

const columns = [
  ...(['user_session_id', 'realm_id', 'client_id', 'started_at', 'refreshed_at', 'refresh_token_id'] as const),
  ...(['previous_refresh_token_id', 'refresh_token_uses', 'scope', 'redirect_uri', 'notes'] as const),
]
