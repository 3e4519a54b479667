import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Storage } from '../../storage/db.ts'
import { countAttempt, deleteExpiredAttempts, forgiveAttempt } from './attempt.store.ts'

let test: TestStorage
let storage: Storage
let acme: BareRealm
let other: BareRealm

beforeAll(async () => {
  test = await openTestStorage()
  storage = test.storage
  acme = await createBareRealm(storage, 'acme')
  other = await createBareRealm(storage, 'other')
})
afterAll(() => test.close())

const keyOf = (subject: string, { realm } = acme, kind = 'guess') => ({ realmId: realm.id, kind, subject })
const count = (key: ReturnType<typeof keyOf>) => storage.transact((tx) => countAttempt(tx, key, 60_000))

describe('attempts', () => {
  it('are counted one by one', async () => {
    expect([await count(keyOf('a')), await count(keyOf('a')), await count(keyOf('a'))]).toEqual([1, 2, 3])
  })

  it('are counted for each realm, kind and subject', async () => {
    await count(keyOf('b'))
    expect(await count(keyOf('b', other))).toBe(1)
    expect(await count(keyOf('b', acme, 'other-kind'))).toBe(1)
    expect(await count(keyOf('c'))).toBe(1)
  })

  it('get a number each at the same moment', async () => {
    const numbers = await Promise.all(Array.from({ length: 20 }, () => count(keyOf('race'))))
    expect(numbers.toSorted((one, two) => one - two)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  it('may be taken back, never below nothing', async () => {
    const forgive = () => storage.transact((tx) => forgiveAttempt(tx, keyOf('forgiven')))
    await forgive()
    await count(keyOf('forgiven'))
    await forgive()
    await forgive()
    expect(await count(keyOf('forgiven'))).toBe(1)
  })

  it('are forgotten after their time, which later ones do not make longer', async () => {
    await count(keyOf('old'))
    await test.clock.advance(59_999)
    expect(await count(keyOf('old'))).toBe(2)
    await test.clock.advance(1)
    expect(await count(keyOf('old'))).toBe(1)
    await test.clock.advance(60_000)
    expect(await storage.transact((tx) => deleteExpiredAttempts(tx))).toBeGreaterThanOrEqual(1)
    expect(await storage.query.selectFrom('attempt').selectAll().execute()).toEqual([])
  })
})
