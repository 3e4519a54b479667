import type { Tx } from '../../storage/db.ts'
import { endOfflineAccess } from './end-offline-access.ts'
import { endClientSession } from './end-user-session.ts'
import { listClientSessions, listUserSessions } from './user-session.store.ts'

/** Takes a client out of all sessions of a user, online and offline; how many it was in. The user stays signed in. */
export async function endClientAccess(tx: Tx, realmId: string, userId: string, clientId: string): Promise<number> {
  const sessions = await listUserSessions(tx, realmId, userId)
  const ids = sessions.map(({ id }) => id)
  const inIt = new Set(
    (await listClientSessions(tx, realmId, ids)).flatMap((one) =>
      one.clientId === clientId ? [one.userSessionId] : [],
    ),
  )
  const own = sessions.filter(({ id }) => inIt.has(id))
  for (const { id, sid, offline } of own) {
    if (offline) await endOfflineAccess(tx, { realmId, sid, clientId })
    else await endClientSession(tx, { realmId, userSessionId: id, clientId })
  }
  return own.length
}
