import { sql } from 'kysely'
import type { Tx } from '../../storage/db.ts'

export interface OfflineAccess {
  readonly realmId: string
  /** The name of the session, as tokens have it. */
  readonly sid: string
  /** The client's id, not its name. */
  readonly clientId: string
}

/** Ends what a client may do offline; the offline session goes with its last client. False when there was nothing. */
export async function endOfflineAccess(tx: Tx, { realmId, sid, clientId }: OfflineAccess): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('client_session')
    .where('realm_id', '=', realmId)
    .where('client_id', '=', clientId)
    .where('user_session_id', 'in', (eb) =>
      eb
        .selectFrom('user_session')
        .select('id')
        .where('realm_id', '=', realmId)
        .where('sid', '=', sid)
        .where('offline', '=', sql.lit(1)),
    )
    .executeTakeFirstOrThrow()
  await tx.query
    .deleteFrom('user_session')
    .where('realm_id', '=', realmId)
    .where('sid', '=', sid)
    .where('offline', '=', sql.lit(1))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('client_session')
            .select(sql.lit(1).as('one'))
            .whereRef('client_session.user_session_id', '=', 'user_session.id'),
        ),
      ),
    )
    .execute()
  return numDeletedRows > 0n
}
