import type { Client } from '../client/client.ts'
import type { Realm } from '../realm/realm.ts'
import type { RealmSettings } from '../realm/realm-settings.ts'
import type { ClientSession, UserSession } from './user-session.ts'

/**
 * How long sessions and tokens live, by Keycloak's rules. Settings are seconds, and 0 takes the next wider one; all
 * moments, given and returned, are epoch milliseconds.
 */
type Lifespans = Pick<Realm, 'settings'>
type Session = Pick<UserSession, 'offline' | 'rememberMe' | 'startedAt' | 'refreshedAt'>
type ClientPart = Pick<ClientSession, 'startedAt' | 'refreshedAt'>
type ClientOverrides = { readonly settings: Pick<Client['settings'], 'attributes'> }

/** When a user session ends if it is refreshed at `refreshedAt` and never again: the nearer of idle and maximum. */
export function sessionExpiry({ settings }: Lifespans, session: Session, refreshedAt = session.refreshedAt): number {
  return Math.min(refreshedAt + idleSeconds(settings, session) * 1000, sessionMaximum(settings, session))
}

/** Whether a session is alive under the realm's present settings, which may be stricter than when it was stored. */
export function isSessionAlive(
  realm: Lifespans,
  session: Session & Pick<UserSession, 'expiresAt'>,
  now: number,
): boolean {
  return session.expiresAt > now && sessionExpiry(realm, session) > now
}

/** When a refresh token issued at `now` ends: the client session's idle time, within its maximum and the session's. */
export function refreshExpiry(
  { settings }: Lifespans,
  client: ClientOverrides,
  session: Session,
  clientSession: Pick<ClientPart, 'startedAt'>,
  now: number,
): number {
  const idle =
    override(client, session.offline ? 'client.offline.session.idle.timeout' : 'client.session.idle.timeout') ??
    positive(session.offline ? settings.clientOfflineSessionIdleTimeout : settings.clientSessionIdleTimeout) ??
    idleSeconds(settings, session)
  return Math.min(now + idle * 1000, clientMaximum(settings, client, session, clientSession))
}

/** When an access token issued at `now` ends: never after the client session could. */
export function accessTokenExpiry(
  { settings }: Lifespans,
  client: ClientOverrides,
  now: number,
  within?: { readonly session: Session; readonly clientSession: Pick<ClientPart, 'startedAt'> },
  { implicit = false }: { readonly implicit?: boolean } = {},
): number {
  const maximum = within
    ? clientMaximum(settings, client, within.session, within.clientSession)
    : Number.POSITIVE_INFINITY
  const own = readAttribute(client, 'access.token.lifespan')
  const lifespan = implicit ? settings.accessTokenLifespanForImplicitFlow : (own ?? settings.accessTokenLifespan)
  // Keycloak: -1 lets the token live as long as the session may.
  if (lifespan === -1 && Number.isFinite(maximum)) return maximum
  const seconds = lifespan > 0 ? lifespan : settings.accessTokenLifespan
  return Math.min(now + seconds * 1000, maximum)
}

function idleSeconds(settings: RealmSettings, { offline, rememberMe }: Session): number {
  if (offline) return settings.offlineSessionIdleTimeout
  const remembered = settings.rememberMe && rememberMe ? positive(settings.ssoSessionIdleTimeoutRememberMe) : undefined
  return remembered ?? settings.ssoSessionIdleTimeout
}

function sessionMaximum(settings: RealmSettings, { offline, rememberMe, startedAt }: Session): number {
  if (offline) {
    if (!settings.offlineSessionMaxLifespanEnabled) return Number.POSITIVE_INFINITY
    return startedAt + settings.offlineSessionMaxLifespan * 1000
  }
  const remembered = settings.rememberMe && rememberMe ? positive(settings.ssoSessionMaxLifespanRememberMe) : undefined
  return startedAt + (remembered ?? settings.ssoSessionMaxLifespan) * 1000
}

function clientMaximum(
  settings: RealmSettings,
  client: ClientOverrides,
  session: Session,
  clientSession: Pick<ClientPart, 'startedAt'>,
): number {
  const maximum = sessionMaximum(settings, session)
  if (session.offline && !settings.offlineSessionMaxLifespanEnabled) return maximum
  const own =
    override(client, session.offline ? 'client.offline.session.max.lifespan' : 'client.session.max.lifespan') ??
    positive(session.offline ? settings.clientOfflineSessionMaxLifespan : settings.clientSessionMaxLifespan)
  return own === undefined ? maximum : Math.min(maximum, clientSession.startedAt + own * 1000)
}

function override(client: ClientOverrides, name: string): number | undefined {
  return positive(readAttribute(client, name))
}

function readAttribute(client: ClientOverrides, name: string): number | undefined {
  const text = client.settings.attributes[name]
  if (text === undefined || text.trim() === '') return undefined
  const value = Number(text)
  return Number.isInteger(value) ? value : undefined
}

function positive(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds > 0 ? seconds : undefined
}
