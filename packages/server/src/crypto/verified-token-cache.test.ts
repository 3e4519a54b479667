import { expect, test } from 'vitest'
import { manualClock } from '../kernel/clock.ts'
import { systemRandom } from '../kernel/random.ts'
import { signJwt, verifyJwt } from './jws.ts'
import { exportKey, generateSecretKey, importSecretKey, toSigningKey } from './keys.ts'
import { createVerifiedTokenCache } from './verified-token-cache.ts'

const key = toSigningKey('k', 'HS256', generateSecretKey(systemRandom, 32))

function countingCache(clock = manualClock(), maximumBytes?: number) {
  const cache = createVerifiedTokenCache({ clock, ...(maximumBytes === undefined ? {} : { maximumBytes }) })
  let puts = 0
  return {
    cache,
    clock,
    puts: () => puts,
    spy: {
      get: cache.get,
      put: (...all: Parameters<typeof cache.put>) => {
        puts += 1
        cache.put(...all)
      },
    },
  }
}

test('a signature is verified once while the token lives', async () => {
  const { cache, spy, clock, puts } = countingCache()
  const token = await signJwt(key, { sub: 'u', exp: clock.now() / 1000 + 60 })
  const first = await verifyJwt(token, () => key, { now: clock.now(), cache: spy })
  const second = await verifyJwt(token, () => key, { now: clock.now(), cache: spy })
  expect(second.claims).toBe(first.claims)
  expect(puts()).toBe(1)
  await clock.advance(60_000)
  await expect(verifyJwt(token, () => key, { now: clock.now(), cache: spy })).rejects.toMatchObject({ code: 'expired' })
  expect(cache.size).toBe(0)
})

test('claims, issuer and key are looked at each time', async () => {
  const { spy, clock } = countingCache()
  const token = await signJwt(key, { iss: 'a', exp: clock.now() / 1000 + 60 })
  await verifyJwt(token, () => key, { now: clock.now(), cache: spy })
  const again = { now: clock.now(), cache: spy }
  await expect(verifyJwt(token, () => undefined, again)).rejects.toMatchObject({ code: 'unknown_key' })
  await expect(verifyJwt(token, () => key, { ...again, issuer: 'b' })).rejects.toMatchObject({ code: 'wrong_issuer' })
  const other = toSigningKey('k', 'HS256', generateSecretKey(systemRandom, 32))
  await expect(verifyJwt(token, () => other, again)).rejects.toMatchObject({ code: 'bad_signature' })
  const otherAlgorithm = toSigningKey('k', 'HS512', key.key)
  await expect(verifyJwt(token, () => otherAlgorithm, again)).rejects.toMatchObject({ code: 'bad_signature' })
})

test('the same key loaded again still counts', async () => {
  const { spy, clock, puts } = countingCache()
  const token = await signJwt(key, { exp: clock.now() / 1000 + 60 })
  await verifyJwt(token, () => key, { now: clock.now(), cache: spy })
  const reloaded = toSigningKey('k', 'HS256', importSecretKey(exportKey(key.key)))
  await verifyJwt(token, () => reloaded, { now: clock.now(), cache: spy })
  expect(puts()).toBe(1)
})

test('a bad signature is never remembered', async () => {
  const { cache, spy, clock } = countingCache()
  const token = await signJwt(key, { exp: clock.now() / 1000 + 60 })
  const forged = `${token.slice(0, -4)}AAAA`
  for (let round = 0; round < 2; round++) {
    await expect(verifyJwt(forged, () => key, { now: clock.now(), cache: spy })).rejects.toMatchObject({
      code: 'bad_signature',
    })
  }
  expect(cache.size).toBe(0)
})

test('what is shared cannot be changed', async () => {
  const { spy, clock } = countingCache()
  const token = await signJwt(key, { realm_access: { roles: ['a'] }, exp: clock.now() / 1000 + 60 })
  const { claims } = await verifyJwt(token, () => key, { now: clock.now(), cache: spy })
  expect(() => Object.assign(claims, { sub: 'admin' })).toThrow(TypeError)
  const access = claims['realm_access']
  expect(Object.isFrozen(access)).toBe(true)
  expect(Object.values(Object(access)).every((roles) => Object.isFrozen(roles))).toBe(true)
})

test('it stays within its size', async () => {
  const { cache, spy, clock } = countingCache(manualClock(), 20_000)
  for (let user = 0; user < 100; user++) {
    const token = await signJwt(key, { sub: `u${user}`, exp: clock.now() / 1000 + 60 })
    await verifyJwt(token, () => key, { now: clock.now(), cache: spy })
  }
  expect(cache.size).toBeGreaterThan(5)
  expect(cache.size).toBeLessThan(25)
})

test('tokens without exp are forgotten after the longest age', async () => {
  const { cache, spy, clock } = countingCache()
  const token = await signJwt(key, { sub: 'u' })
  await verifyJwt(token, () => key, { now: clock.now(), cache: spy, expiry: 'optional' })
  await clock.advance(599_999)
  expect(cache.get(token)).toBeDefined()
  await clock.advance(1)
  expect(cache.get(token)).toBeUndefined()
})
