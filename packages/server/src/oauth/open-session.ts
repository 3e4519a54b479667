import type { User } from '../model/user/user.ts'
import { createUserSession } from '../model/user-session/create-user-session.ts'
import { sessionExpiry } from '../model/user-session/session-lifespan.ts'
import { upsertClientSession } from '../model/user-session/upsert-client-session.ts'
import type { ClientSession, UserSession } from '../model/user-session/user-session.ts'
import type { GrantContext } from '../spi/grant.ts'
import type { Tx } from '../storage/db.ts'

export interface OpenedSession {
  readonly userSession: UserSession
  readonly clientSession: ClientSession
  persist(tx: Tx): Promise<void>
}

/** A new user session with its one client session, for grants that need no browser. Written only by `persist`. */
export function openSession(
  { server, realm, client, request }: GrantContext,
  user: User,
  scope: string,
  notes: Readonly<Record<string, string>>,
): OpenedSession {
  const now = server.clock.now()
  const id = server.ids.uuid()
  const times = { startedAt: now, refreshedAt: now }
  const started = {
    id,
    sid: id,
    realmId: realm.realm.id,
    userId: user.id,
    offline: false,
    ip: request.ip,
    userAgent: request.userAgent,
    rememberMe: false,
    // A client that acts for itself is no user who signed in.
    authenticatedAt: user.serviceAccountClientId === undefined ? now : 0,
    ...times,
    notes,
  }
  const userSession: UserSession = { ...started, expiresAt: sessionExpiry(realm.realm, started) }
  const clientSession: ClientSession = {
    userSessionId: id,
    realmId: realm.realm.id,
    clientId: client.client.id,
    ...times,
    refreshTokenId: server.ids.uuid(),
    refreshTokenUses: 0,
    scope,
    redirectUri: '',
    // Whoever is here has just proven it.
    notes: { acr: '1' },
  }
  return {
    userSession,
    clientSession,
    async persist(tx) {
      await createUserSession(tx, realm.realm, userSession)
      await upsertClientSession(tx, clientSession)
    },
  }
}
