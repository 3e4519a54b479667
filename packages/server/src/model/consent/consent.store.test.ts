import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Storage } from '../../storage/db.ts'
import { createUser } from '../user/create-user.ts'
import type { User } from '../user/user.ts'
import { type ConsentInput, findConsent, grantConsent, listConsents, revokeConsent } from './consent.store.ts'

let test: TestStorage
let storage: Storage
let acme: BareRealm
let other: BareRealm
let user: User

beforeAll(async () => {
  test = await openTestStorage()
  storage = test.storage
  acme = await createBareRealm(storage, 'acme')
  other = await createBareRealm(storage, 'other')
})
beforeEach(async () => {
  user = await storage.transact((tx) => createUser(tx, acme, { username: storage.ids.uuid() }))
})
afterAll(() => test.close())

const grant = (scopes: readonly string[], input: Partial<ConsentInput> = {}) =>
  storage.transact((tx) =>
    grantConsent(tx, { realmId: acme.realm.id, userId: user.id, clientId: acme.clientId, scopes, ...input }),
  )
const find = (realm = acme) => findConsent(storage, realm.realm.id, user.id, acme.clientId)

describe('a consent', () => {
  it('grows with what is agreed to, also by twenty at once, until it is taken back', async () => {
    expect(await find()).toBe(undefined)
    const first = await grant(['email'])
    await test.clock.advance(1000)
    await Promise.all(Array.from({ length: 20 }, (_, index) => grant([`s${index}`])))
    const found = await find()
    expect(found?.scopes).toHaveLength(21)
    expect(found).toMatchObject({ createdAt: first.createdAt, updatedAt: first.updatedAt + 1000 })
    expect(await listConsents(storage, acme.realm.id, user.id)).toEqual([found])
    const revoke = (realm = acme) => storage.transact((tx) => revokeConsent(tx, realm.realm.id, user.id, acme.clientId))
    expect(await revoke(other)).toBe(false)
    expect(await revoke()).toBe(true)
    expect(await revoke()).toBe(false)
    expect(await find()).toBe(undefined)
  })

  it('holds for its time only, and an ended one lends nothing to the next', async () => {
    await grant(['email'], { validity: { validTo: test.clock.now() + 1000 } })
    expect((await find())?.scopes).toEqual(['email'])
    await test.clock.advance(1000)
    expect(await find()).toBe(undefined)
    expect(await listConsents(storage, acme.realm.id, user.id)).toEqual([])
    expect(await grant(['phone'])).toMatchObject({ scopes: ['phone'] })
  })

  it('never crosses realms', async () => {
    await expect(grant(['x'], { realmId: other.realm.id })).rejects.toMatchObject({ name: 'NotFound' })
    await expect(grant(['x'], { clientId: other.clientId })).rejects.toMatchObject({ name: 'NotFound' })
    await grant(['email'])
    expect(await find(other)).toBe(undefined)
    expect(await listConsents(storage, other.realm.id, user.id)).toEqual([])
  })
})
