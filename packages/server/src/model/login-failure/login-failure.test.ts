import { describe, expect, it } from 'vitest'
import { defaultRealmSettings } from '../realm/default-realm-settings.ts'
import type { RealmSettings } from '../realm/realm-settings.ts'
import { countFailure, isTemporarilyLocked } from './login-failure.ts'

const start = 1_800_000_000_000

/** Fails `times` times, each so many milliseconds after the one before; gives every wait in seconds. */
function fail(settings: Partial<RealmSettings>, times: number, pause = 5000) {
  const realm = { settings: { ...defaultRealmSettings, bruteForceProtected: true, failureFactor: 3, ...settings } }
  let state: Parameters<typeof countFailure>[1]
  const waits: (number | 'for good')[] = []
  for (let index = 0; index < times; index += 1) {
    const now = start + index * pause
    const { next, locked } = countFailure(realm, state, now)
    waits.push(locked === 'permanently' ? 'for good' : locked === 'temporarily' ? (next.lockedUntil - now) / 1000 : 0)
    state = next
  }
  return { waits, state }
}

describe('wrong guesses lock a user', () => {
  it.each<[string, Partial<RealmSettings>, number, readonly (number | 'for good')[]]>([
    ['by multiples of the factor', {}, 7, [0, 0, 60, 60, 60, 120, 120]],
    ['by each one beyond the factor when linear', { bruteForceStrategy: 'LINEAR' }, 6, [0, 0, 60, 120, 180, 240]],
    ['no longer than the maximum', { maxFailureWaitSeconds: 90 }, 7, [0, 0, 60, 60, 60, 90, 90]],
    ['for good at once', { permanentLockout: true }, 3, [0, 0, 'for good']],
    [
      'for good after two temporary lockouts',
      { permanentLockout: true, maxTemporaryLockouts: 2, bruteForceStrategy: 'LINEAR' },
      5,
      [0, 0, 60, 120, 'for good'],
    ],
    [
      'for good also where the wait is nothing',
      { permanentLockout: true, waitIncrementSeconds: 0 },
      3,
      [0, 0, 'for good'],
    ],
    ['never where waits are nothing', { waitIncrementSeconds: 0 }, 9, Array.from({ length: 9 }, () => 0)],
  ])('%s', (_, settings, times, waits) => {
    expect(fail(settings, times).waits).toEqual(waits)
  })

  it('when they come too quickly for a person', () => {
    expect(fail({}, 2, 999).waits).toEqual([0, 60])
    expect(fail({}, 2, 1000).waits).toEqual([0, 0])
    expect(fail({ minimumQuickLoginWaitSeconds: 5 }, 2, 10).waits).toEqual([0, 5])
    // Being quick is not yet a lockout that counts towards the permanent one.
    expect(fail({ permanentLockout: true }, 2, 10).state?.temporaryLockouts).toBe(0)
  })

  it('anew when the last one is long ago', () => {
    const { waits, state } = fail({ maxDeltaTimeSeconds: 100 }, 5, 100_001)
    expect(waits).toEqual([0, 0, 0, 0, 0])
    expect(state?.failures).toBe(1)
    expect(fail({ maxDeltaTimeSeconds: 100 }, 3, 100_000).waits).toEqual([0, 0, 60])
  })

  it('until the wait is over, where the realm is protected', () => {
    const realm = { settings: { ...defaultRealmSettings, bruteForceProtected: true } }
    expect(isTemporarilyLocked(realm, { lockedUntil: start + 1 }, start)).toBe(true)
    expect(isTemporarilyLocked(realm, { lockedUntil: start }, start)).toBe(false)
    expect(isTemporarilyLocked(realm, undefined, start)).toBe(false)
    const open = { settings: { ...defaultRealmSettings, bruteForceProtected: false } }
    expect(isTemporarilyLocked(open, { lockedUntil: start + 1 }, start)).toBe(false)
  })
})
