import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Storage } from '../../storage/db.ts'
import { deleteExpiredSingleUses, findSingleUse, putSingleUse, takeSingleUse, updateSingleUse } from './single-use.ts'

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

const put = (key: string, payload: unknown = null, kind = 'code') =>
  storage.transact((tx) => putSingleUse(tx, acme.realm.id, kind, key, payload, storage.clock.now() + 60_000))
const take = (key: string, kind = 'code', realm = acme) =>
  storage.transact((tx) => takeSingleUse<unknown>(tx, realm.realm.id, kind, key))

describe('a one-time object', () => {
  it('is taken once; afterwards it tells what it was', async () => {
    await put('k', { session: 's' })
    expect(await findSingleUse(storage, acme.realm.id, 'code', 'k')).toEqual({
      isUsed: false,
      payload: { session: 's' },
    })
    expect(await take('k')).toEqual({ isUsed: false, payload: { session: 's' } })
    expect(await take('k')).toEqual({ isUsed: true, payload: { session: 's' } })
    expect(await storage.transact((tx) => updateSingleUse(tx, acme.realm.id, 'code', 'k', {}))).toBe(false)
  })

  it('is taken by exactly one of twenty at the same moment', async () => {
    await put('race', 1)
    const results = await Promise.all(Array.from({ length: 20 }, () => take('race')))
    expect(results.filter((result) => result?.isUsed === false)).toHaveLength(1)
    expect(results.filter((result) => result?.isUsed === true)).toHaveLength(19)
  })

  it('is put by exactly one of twenty at the same moment: an assertion is seen first once', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => put('jti', null, 'jti')))
    expect(results.filter(Boolean)).toHaveLength(1)
  })

  it('belongs to its realm and kind (CVE-2026-4282)', async () => {
    await put('mine')
    expect(await take('mine', 'other-kind')).toBe(undefined)
    expect(await take('mine', 'code', other)).toBe(undefined)
    expect(await findSingleUse(storage, other.realm.id, 'code', 'mine')).toBe(undefined)
    expect(await take('Mine')).toBe(undefined)
    expect(await take('mine')).toMatchObject({ isUsed: false })
  })

  it('expires, used or not, and its key may then come again', async () => {
    await put('old', 'first')
    await put('gone', 'used')
    await take('gone')
    await test.clock.advance(60_000)
    expect(await take('old')).toBe(undefined)
    expect(await take('gone')).toBe(undefined)
    expect(await put('old', 'second')).toBe(true)
    expect(await storage.transact((tx) => deleteExpiredSingleUses(tx))).toBeGreaterThanOrEqual(1)
    expect(await take('old')).toEqual({ isUsed: false, payload: 'second' })
  })

  it('may learn more before it is used', async () => {
    await put('device', { state: 'pending' })
    const update = () =>
      storage.transact((tx) => updateSingleUse(tx, acme.realm.id, 'code', 'device', { state: 'approved' }))
    expect(await update()).toBe(true)
    expect(await take('device')).toEqual({ isUsed: false, payload: { state: 'approved' } })
  })

  it('is stored without its key', async () => {
    await put('secret-code-1')
    const rows = await storage.query.selectFrom('single_use').selectAll().execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain('secret-code-1')
  })
})
