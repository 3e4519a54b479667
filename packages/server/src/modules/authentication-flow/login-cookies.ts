import type { AuthenticationSession } from '../../model/authentication-session/authentication-session.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { CookieChange } from '../../spi/reply.ts'
import type { RequestFacts } from '../../spi/request.ts'
import type { ServerContext } from '../../spi/server-context.ts'

/** Names the sign-ins of this browser; 128 random bits, worthless once the sign-in is over. */
const sessionCookie = 'AUTH_SESSION_ID'
/** What is needed to start a sign-in again whose session has expired; sealed, for this server alone. */
const restartCookie = 'KC_RESTART'
/** Browsers refuse cookies of more than 4096 bytes. */
const longestCookie = 3500
/** After a night the application's own state is gone too. */
const restartableMilliseconds = 43_200_000

export interface RestartRequest {
  readonly clientId: string
  readonly protocol: string
  readonly redirectUri: string
  readonly clientNotes: Readonly<Record<string, string>>
  readonly startedAt: number
}

export function readSessionCookie(request: RequestFacts): string | undefined {
  const value = request.cookies[sessionCookie]
  return value !== undefined && /^[A-Za-z0-9_-]{1,64}$/.test(value) ? value : undefined
}

export function keepSessionCookie(server: ServerContext, id: string): CookieChange {
  return { name: sessionCookie, value: id, sameSite: server.urls.secure ? 'none' : 'lax' }
}

/** The sign-in is over: nothing of it stays in the browser. */
export function removeLoginCookies(server: ServerContext, keepSession: boolean): CookieChange[] {
  const restart: CookieChange = { name: restartCookie, value: undefined }
  return keepSession
    ? [restart]
    : [restart, { name: sessionCookie, value: undefined, sameSite: server.urls.secure ? 'none' : 'lax' }]
}

export function keepRestartCookie(
  server: ServerContext,
  realm: RealmSnapshot,
  session: AuthenticationSession,
): CookieChange[] {
  const request: RestartRequest = {
    clientId: session.clientId,
    protocol: session.protocol,
    redirectUri: session.redirectUri,
    clientNotes: session.state.clientNotes,
    startedAt: session.createdAt,
  }
  const value = server.secrets.seal(JSON.stringify(request), context(realm))
  return value.length > longestCookie ? [] : [{ name: restartCookie, value }]
}

export function readRestartCookie(
  server: ServerContext,
  realm: RealmSnapshot,
  request: RequestFacts,
): RestartRequest | undefined {
  const value = request.cookies[restartCookie]
  if (value === undefined || value.length > longestCookie) return undefined
  try {
    // Only what this server sealed for this realm opens, so its shape is known.
    const restart = JSON.parse(server.secrets.open(value, context(realm))) as RestartRequest
    return server.clock.now() - restart.startedAt < restartableMilliseconds ? restart : undefined
  } catch {
    return undefined
  }
}

const context = (realm: RealmSnapshot) => `restart:${realm.realm.id}`
