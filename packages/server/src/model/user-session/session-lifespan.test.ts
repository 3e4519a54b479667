import { describe, expect, it } from 'vitest'
import { defaultRealmSettings } from '../realm/default-realm-settings.ts'
import type { RealmSettings } from '../realm/realm-settings.ts'
import { accessTokenExpiry, isSessionAlive, refreshExpiry, sessionExpiry } from './session-lifespan.ts'

const now = 1_800_000_000_000
const after = (seconds: number) => now + seconds * 1000
const realm = (settings: Partial<RealmSettings> = {}) => ({
  settings: { ...defaultRealmSettings, ssoSessionIdleTimeout: 1800, ssoSessionMaxLifespan: 36_000, ...settings },
})
const client = (attributes: Record<string, string> = {}) => ({ settings: { attributes } })
const session = { offline: false, rememberMe: false, startedAt: now, refreshedAt: now }
const old = { ...session, startedAt: after(-35_000) }
const remembered = { ...session, rememberMe: true }
const offline = { ...session, offline: true }

describe('a user session ends', () => {
  it.each<[string, Partial<RealmSettings>, typeof session, number]>([
    ['after its idle time', {}, session, 1800],
    ['at its maximum when that is nearer', {}, old, 1000],
    [
      'after the idle time of remembered ones',
      { rememberMe: true, ssoSessionIdleTimeoutRememberMe: 7200 },
      remembered,
      7200,
    ],
    ['as others when the realm remembers nobody', { ssoSessionIdleTimeoutRememberMe: 7200 }, remembered, 1800],
    ['as others when it is not remembered', { rememberMe: true, ssoSessionIdleTimeoutRememberMe: 7200 }, session, 1800],
    ['as others where remembered ones have no time', { rememberMe: true }, remembered, 1800],
    [
      'at the maximum of remembered ones',
      { rememberMe: true, ssoSessionMaxLifespanRememberMe: 36_500 },
      { ...old, rememberMe: true },
      1500,
    ],
    ['after the offline idle time', { offlineSessionIdleTimeout: 1_000_000 }, offline, 1_000_000],
    [
      'without maximum when offline',
      { offlineSessionIdleTimeout: 1000, offlineSessionMaxLifespan: 10 },
      { ...offline, startedAt: after(-10_000_000) },
      1000,
    ],
    [
      'at the offline maximum where there is one',
      { offlineSessionMaxLifespanEnabled: true, offlineSessionMaxLifespan: 50 },
      offline,
      50,
    ],
  ])('%s', (_, settings, given, seconds) => {
    expect(sessionExpiry(realm(settings), given)).toBe(after(seconds))
  })

  it('no later than its last use and the present settings allow, and no later than stored', () => {
    const stored = { ...session, expiresAt: after(1800) }
    expect(isSessionAlive(realm(), stored, after(1799))).toBe(true)
    expect(isSessionAlive(realm(), stored, after(1800))).toBe(false)
    expect(isSessionAlive(realm({ ssoSessionIdleTimeout: 60 }), stored, after(60))).toBe(false)
    expect(isSessionAlive(realm({ ssoSessionIdleTimeout: 9999 }), stored, after(1800))).toBe(false)
  })
})

describe('a refresh token ends', () => {
  it.each<[string, Partial<RealmSettings>, Record<string, string>, typeof session, number]>([
    ['after the session idle time', {}, {}, session, 1800],
    ['at the session maximum', {}, {}, old, 1000],
    ['after the client session idle time of the realm', { clientSessionIdleTimeout: 900 }, {}, session, 900],
    [
      'after that of the client',
      { clientSessionIdleTimeout: 900 },
      { 'client.session.idle.timeout': '60' },
      session,
      60,
    ],
    ['as the realm says when the client says nonsense', {}, { 'client.session.idle.timeout': 'x' }, session, 1800],
    ['at the client session maximum', { clientSessionMaxLifespan: 300 }, {}, session, 300],
    ['at that of the client', { clientSessionMaxLifespan: 300 }, { 'client.session.max.lifespan': '30' }, session, 30],
    ['never after the session, whatever the client says', {}, { 'client.session.max.lifespan': '99999' }, old, 1000],
    [
      'after the offline idle time of the client',
      { offlineSessionIdleTimeout: 500 },
      { 'client.offline.session.idle.timeout': '400', 'client.session.idle.timeout': '5' },
      offline,
      400,
    ],
    [
      'without offline maximum where the realm has none',
      { offlineSessionIdleTimeout: 500, clientOfflineSessionMaxLifespan: 10 },
      {},
      offline,
      500,
    ],
    [
      'at the offline maximum of clients where it has one',
      { offlineSessionMaxLifespanEnabled: true, clientOfflineSessionMaxLifespan: 10 },
      {},
      offline,
      10,
    ],
  ])('%s', (_, settings, attributes, given, seconds) => {
    expect(refreshExpiry(realm(settings), client(attributes), given, { startedAt: now }, now)).toBe(after(seconds))
  })
})

describe('an access token ends', () => {
  it('after the lifespan of realm or client, within the session', () => {
    const within = (given: typeof session) => ({ session: given, clientSession: { startedAt: now } })
    const expiry = (settings: Partial<RealmSettings>, attributes: Record<string, string>, given?: typeof session) =>
      accessTokenExpiry(
        realm({ accessTokenLifespan: 300, ...settings }),
        client(attributes),
        now,
        given && within(given),
      )
    expect(expiry({}, {})).toBe(after(300))
    expect(expiry({}, { 'access.token.lifespan': '20' }, session)).toBe(after(20))
    expect(expiry({ accessTokenLifespan: 5000 }, {}, old)).toBe(after(1000))
    expect(expiry({}, { 'access.token.lifespan': '-1' }, old)).toBe(after(1000))
    // No session to last as long as: the realm's lifespan it is.
    expect(expiry({}, { 'access.token.lifespan': '-1' })).toBe(after(300))
    expect(accessTokenExpiry(realm(), client(), now, undefined, { implicit: true })).toBe(after(900))
  })
})
