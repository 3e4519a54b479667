import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultRealmSettings } from '../realm/default-realm-settings.ts'
import { accessTokenExpiry, isSessionAlive, refreshExpiry, sessionExpiry } from './session-lifespan.ts'

const seconds = fc.integer({ min: 1, max: 10_000_000 })
const maybe = fc.oneof(fc.constant(0), seconds)
const settings = fc
  .record({
    accessTokenLifespan: seconds,
    ssoSessionIdleTimeout: seconds,
    ssoSessionMaxLifespan: seconds,
    ssoSessionIdleTimeoutRememberMe: maybe,
    ssoSessionMaxLifespanRememberMe: maybe,
    offlineSessionIdleTimeout: seconds,
    offlineSessionMaxLifespan: seconds,
    offlineSessionMaxLifespanEnabled: fc.boolean(),
    clientSessionIdleTimeout: maybe,
    clientSessionMaxLifespan: maybe,
    rememberMe: fc.boolean(),
  })
  .map((some) => ({ settings: { ...defaultRealmSettings, ...some } }))
const startedAt = 1_800_000_000_000
const session = fc
  .record({ offline: fc.boolean(), rememberMe: fc.boolean(), used: maybe })
  .map(({ offline, rememberMe, used }) => ({ offline, rememberMe, startedAt, refreshedAt: startedAt + used * 1000 }))
const attributes = fc
  .record({ lifespan: fc.option(fc.integer({ min: -1, max: 10_000_000 })), maximum: fc.option(seconds) })
  .map(({ lifespan, maximum }) => ({
    settings: {
      attributes: {
        ...(lifespan === null ? {} : { 'access.token.lifespan': String(lifespan) }),
        ...(maximum === null ? {} : { 'client.session.max.lifespan': String(maximum) }),
      },
    },
  }))

const maximumOf = (
  { settings: own }: typeof settings extends fc.Arbitrary<infer Value> ? Value : never,
  offline: boolean,
): number => {
  if (!offline) return startedAt + Math.max(own.ssoSessionMaxLifespan, own.ssoSessionMaxLifespanRememberMe) * 1000
  return own.offlineSessionMaxLifespanEnabled
    ? startedAt + own.offlineSessionMaxLifespan * 1000
    : Number.POSITIVE_INFINITY
}

test('using a session never makes it end sooner, nor later than its maximum', () => {
  fc.assert(
    fc.property(settings, session, maybe, (realm, one, more) => {
      const before = sessionExpiry(realm, one)
      const after = sessionExpiry(realm, one, one.refreshedAt + more * 1000)
      expect(after).toBeGreaterThanOrEqual(before)
      expect(after).toBeLessThanOrEqual(maximumOf(realm, one.offline))
    }),
  )
})

test('no token outlives what its session may live', () => {
  fc.assert(
    fc.property(settings, session, attributes, maybe, (realm, one, client, later) => {
      const now = one.refreshedAt + later * 1000
      const maximum = maximumOf(realm, one.offline)
      expect(accessTokenExpiry(realm, client, now, { session: one, clientSession: one })).toBeLessThanOrEqual(maximum)
      expect(refreshExpiry(realm, client, one, one, now)).toBeLessThanOrEqual(maximum)
    }),
  )
})

test('a session that has ended stays ended, whatever time it is and whatever is stored', () => {
  fc.assert(
    fc.property(settings, session, maybe, maybe, (realm, one, stored, later) => {
      const expiresAt = startedAt + stored * 1000
      const end = Math.min(expiresAt, sessionExpiry(realm, one))
      expect(isSessionAlive(realm, { ...one, expiresAt }, end + later * 1000)).toBe(false)
      expect(isSessionAlive(realm, { ...one, expiresAt }, end - 1)).toBe(true)
    }),
  )
})
