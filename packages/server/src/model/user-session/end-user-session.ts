import type { Tx } from '../../storage/db.ts'
import { announceLogout } from './announce-logout.ts'
import type { ClientSession, UserSession } from './user-session.ts'

/** Ends a session with all that clients have within it, and has them told; false when it had ended already. */
export async function endUserSession(tx: Tx, session: Pick<UserSession, 'id' | 'realmId'>): Promise<boolean> {
  await announceLogout(tx, { realmId: session.realmId, id: session.id })
  const { numDeletedRows } = await tx.query
    .deleteFrom('user_session')
    .where('realm_id', '=', session.realmId)
    .where('id', '=', session.id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Ends a user's sessions, all but `exceptId`, and has the clients told; how many there were. `which` narrows to one kind. */
export async function endAllUserSessions(
  tx: Tx,
  realmId: string,
  userId: string,
  exceptId?: string,
  which: 'all' | 'online' | 'offline' = 'all',
): Promise<number> {
  const offline = which === 'all' ? undefined : which === 'offline'
  await announceLogout(tx, { realmId, userId, exceptId, offline })
  let all = tx.query.deleteFrom('user_session').where('realm_id', '=', realmId).where('user_id', '=', userId)
  if (exceptId !== undefined) all = all.where('id', '!=', exceptId)
  if (offline !== undefined) all = all.where('offline', '=', Number(offline))
  const { numDeletedRows } = await all.executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Ends every session of a realm, offline ones too, as Keycloak does; clients are told of the others. How many there were. */
export async function endRealmSessions(tx: Tx, realmId: string): Promise<number> {
  await announceLogout(tx, { realmId, offline: false })
  const { numDeletedRows } = await tx.query
    .deleteFrom('user_session')
    .where('realm_id', '=', realmId)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

type ClientSessionKey = Pick<ClientSession, 'realmId' | 'userSessionId' | 'clientId'>

/** Takes one client out of a session, and has it told; false when it was not in it. */
export async function endClientSession(tx: Tx, session: ClientSessionKey): Promise<boolean> {
  await announceLogout(tx, { realmId: session.realmId, id: session.userSessionId, clientId: session.clientId })
  return await leaveUserSession(tx, session)
}

/** As `endClientSession`, where the client itself asked for it and need not be told. */
export async function leaveUserSession(tx: Tx, session: ClientSessionKey): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('client_session')
    .where('realm_id', '=', session.realmId)
    .where('user_session_id', '=', session.userSessionId)
    .where('client_id', '=', session.clientId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Ends the session in which this client is, if no other client is in it; false when one is, or it had ended. */
export async function endSoleClientSession(
  tx: Tx,
  { realmId, userSessionId, clientId }: Pick<ClientSession, 'realmId' | 'userSessionId' | 'clientId'>,
): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('user_session')
    .where('realm_id', '=', realmId)
    .where('id', '=', userSessionId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('client_session')
            .select('client_id')
            .whereRef('client_session.user_session_id', '=', 'user_session.id')
            .where('client_id', '!=', clientId),
        ),
      ),
    )
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Removes sessions that ended by time, in all realms, at most `limit` of them; how many there were. */
export async function deleteExpiredUserSessions(tx: Tx, limit = 1000): Promise<number> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('user_session')
    .where('id', 'in', (eb) =>
      eb.selectFrom('user_session').select('id').where('expires_at', '<=', tx.clock.now()).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
