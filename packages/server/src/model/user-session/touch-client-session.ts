import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
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
  const { numUpdatedRows } = await tx.query
    .updateTable('client_session')
    .set({
      refreshed_at: tx.clock.now(),
      ...(change.refreshTokenId === undefined ? {} : { refresh_token_id: change.refreshTokenId }),
      ...(change.notes === undefined ? {} : { notes: fromJson(change.notes) }),
    })
    .where('realm_id', '=', session.realmId)
    .where('user_session_id', '=', session.userSessionId)
    .where('client_id', '=', session.clientId)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
