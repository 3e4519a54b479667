import { sql } from 'kysely'
import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { hotWrite } from '../../storage/hot-statement.ts'
import type { ClientSession } from './user-session.ts'

export interface ClientSessionChange {
  readonly refreshTokenId?: string
  /** Replaces all notes. */
  readonly notes?: Readonly<Record<string, string>>
}

/** Notes that a client used its session, where refresh tokens are not rotated; false when it has ended. */
export async function touchClientSession(
  tx: Tx,
  session: Pick<ClientSession, 'realmId' | 'userSessionId' | 'clientId'>,
  change: ClientSessionChange = {},
): Promise<boolean> {
  const { count } = await writeTouch(tx, {
    now: tx.clock.now(),
    refreshTokenId: change.refreshTokenId ?? null,
    notes: change.notes === undefined ? null : fromJson(change.notes),
    realmId: session.realmId,
    userSessionId: session.userSessionId,
    clientId: session.clientId,
  })
  return count > 0
}

type Touch = Readonly<Record<'realmId' | 'userSessionId' | 'clientId', string>> & {
  readonly now: number
  readonly refreshTokenId: string | null
  readonly notes: string | null
}

const writeTouch = hotWrite((query, { now, refreshTokenId, notes, realmId, userSessionId, clientId }: Touch) =>
  query
    .updateTable('client_session')
    .set((eb) => ({
      refreshed_at: now,
      refresh_token_id: eb.fn.coalesce(sql<string>`cast(${refreshTokenId} as text)`, 'refresh_token_id'),
      notes: eb.fn.coalesce(sql<string>`cast(${notes} as text)`, 'notes'),
    }))
    .where('realm_id', '=', realmId)
    .where('user_session_id', '=', userSessionId)
    .where('client_id', '=', clientId),
)
