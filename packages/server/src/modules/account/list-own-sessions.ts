import { isSessionAlive } from '../../model/user-session/session-lifespan.ts'
import { listUserSessions } from '../../model/user-session/user-session.store.ts'
import type { UserSession } from '../../model/user-session/user-session.ts'
import type { CallerContext } from '../../spi/request.ts'

/** Where the caller is signed in. Offline access belongs to applications and is shown and ended there, as in Keycloak. */
export async function listOwnSessions({ server, realm, caller }: CallerContext): Promise<readonly UserSession[]> {
  const all = await listUserSessions(server.storage, realm.realm.id, caller.user.id, { offline: false })
  const now = server.clock.now()
  return all.filter((session) => isSessionAlive(realm.realm, session, now))
}
