import type { Db } from '../../storage/db.ts'
import type { Realm } from '../realm/realm.ts'
import type { AuthenticationSession, AuthenticationState } from './authentication-session.ts'

export interface NewAuthenticationSession {
  /** Absent: a new one. Only one that a cookie of this server brought may be given. */
  readonly id?: string | undefined
  readonly clientId: string
  readonly protocol: string
  readonly redirectUri: string
  /** What is known from the start; the rest is empty, `sessionCode` is random. */
  readonly state?: Partial<AuthenticationState> | undefined
}

/**
 * A sign-in in one tab that begins now. It is no row yet: the flow engine stores it with the first page that it shows,
 * and never where the browser's SSO session is enough.
 */
export function draftAuthenticationSession(
  { clock, ids }: Pick<Db, 'clock' | 'ids'>,
  realm: Realm,
  { id, clientId, protocol, redirectUri, state }: NewAuthenticationSession,
): AuthenticationSession {
  const now = clock.now()
  return {
    id: id ?? ids.uuid(),
    tabId: ids.uuid(),
    realmId: realm.id,
    clientId,
    protocol,
    redirectUri,
    state: {
      clientNotes: {},
      authNotes: {},
      userSessionNotes: {},
      executions: {},
      sessionCode: ids.uuid(),
      action: 'AUTHENTICATE',
      requiredActions: [],
      rememberMe: false,
      ...state,
    },
    createdAt: now,
    updatedAt: now,
    expiresAt: now + longestLoginSeconds(realm) * 1000,
  }
}

/** The longest of the realm's three login lifespans, as in Keycloak. */
function longestLoginSeconds({ settings }: Realm): number {
  return Math.max(settings.accessCodeLifespan, settings.accessCodeLifespanUserAction, settings.accessCodeLifespanLogin)
}
