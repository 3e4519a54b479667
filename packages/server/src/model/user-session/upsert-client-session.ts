import { NotFound } from '../../kernel/error.ts'
import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { hotStatement, hotWrite } from '../../storage/hot-statement.ts'
import { toClientSession } from './user-session.table.ts'
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
  const [session] = await readSession(tx, { realmId, userSessionId, clientId, now })
  if (!session) throw new NotFound('user session', 'Session not found')
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
  if (!row) throw new Error('The client session that was written is not there')
  return toClientSession(row)
}

type Names = Readonly<Record<'realmId' | 'userSessionId' | 'clientId', string>> & { readonly now: number }

const readSession = hotStatement((query, { realmId, userSessionId, clientId, now }: Names) =>
  query
    .selectFrom('user_session as s')
    .crossJoin('client as c')
    .select('s.id')
    .where('s.realm_id', '=', realmId)
    .where('s.id', '=', userSessionId)
    .where('s.expires_at', '>', now)
    .where('c.realm_id', '=', realmId)
    .where('c.id', '=', clientId),
)

type NewRow = Names &
  Readonly<Record<'scope' | 'redirectUri' | 'notes', string>> & {
    readonly startedAt: number
    readonly refreshTokenId: string | null
  }

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
  return query
    .insertInto('client_session')
    .values({
      user_session_id: values.userSessionId,
      realm_id: values.realmId,
      client_id: values.clientId,
      started_at: values.startedAt,
      ...renewed,
    })
    .onConflict((conflict) => conflict.columns(['user_session_id', 'client_id']).doUpdateSet(renewed))
    .returningAll()
})
