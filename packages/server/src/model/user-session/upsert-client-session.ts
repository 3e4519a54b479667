import { NotFound } from '../../kernel/error.ts'
import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
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
  const session = await tx.query
    .selectFrom('user_session as s')
    .crossJoin('client as c')
    .select('s.id')
    .where('s.realm_id', '=', input.realmId)
    .where('s.id', '=', input.userSessionId)
    .where('s.expires_at', '>', now)
    .where('c.realm_id', '=', input.realmId)
    .where('c.id', '=', input.clientId)
    .executeTakeFirst()
  if (!session) throw new NotFound('user session', 'Session not found')
  const renewed = {
    refreshed_at: now,
    scope: input.scope,
    redirect_uri: input.redirectUri,
    notes: fromJson(input.notes ?? {}),
    refresh_token_id: input.refreshTokenId ?? null,
    previous_refresh_token_id: null,
    refresh_token_uses: 0,
  }
  const row = await tx.query
    .insertInto('client_session')
    .values({
      user_session_id: input.userSessionId,
      realm_id: input.realmId,
      client_id: input.clientId,
      started_at: input.startedAt ?? now,
      ...renewed,
    })
    .onConflict((conflict) => conflict.columns(['user_session_id', 'client_id']).doUpdateSet(renewed))
    .returningAll()
    .executeTakeFirstOrThrow()
  return toClientSession(row)
}
