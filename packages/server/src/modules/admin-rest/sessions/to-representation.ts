import type { UserSessionRepresentation } from '@ztrust/contract/admin/sessions'
import { findUserById } from '../../../model/user/user.store.ts'
import { listClientSessions } from '../../../model/user-session/user-session.store.ts'
import type { UserSession } from '../../../model/user-session/user-session.ts'
import type { AdminContext } from '../admin-context.ts'

/** Sessions with the names of their clients and users; one statement for the client sessions of all. */
export async function toSessionList(
  { server, realm }: Pick<AdminContext, 'server' | 'realm'>,
  sessions: readonly UserSession[],
): Promise<UserSessionRepresentation[]> {
  const realmId = realm.realm.id
  const ids = sessions.map((session) => session.id)
  const clients = new Map<string, Record<string, string>>(ids.map((id) => [id, {}]))
  for (const { userSessionId, clientId } of await listClientSessions(server.storage, realmId, ids)) {
    const client = await realm.clientById(clientId)
    const known = clients.get(userSessionId)
    if (client && known) known[clientId] = client.client.clientId
  }
  const userIds = [...new Set(sessions.map((session) => session.userId))]
  const users = await Promise.all(userIds.map((id) => findUserById(server.storage, realmId, id)))
  const usernames = new Map(users.flatMap((user) => (user ? [[user.id, user.username] as const] : [])))
  return sessions.map((session) => ({
    id: session.sid,
    username: usernames.get(session.userId),
    userId: session.userId,
    ipAddress: session.ip,
    start: session.startedAt,
    lastAccess: session.refreshedAt,
    rememberMe: session.rememberMe,
    clients: clients.get(session.id) ?? {},
    transientUser: false,
  }))
}
