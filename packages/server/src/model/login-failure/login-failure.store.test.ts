import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Storage } from '../../storage/db.ts'
import { createUser } from '../user/create-user.ts'
import { updateUser } from '../user/update-user.ts'
import { findUserById } from '../user/user.store.ts'
import type { User } from '../user/user.ts'
import {
  clearAllLoginFailures,
  clearLoginFailures,
  findLoginFailure,
  listLoginFailures,
} from './login-failure.store.ts'
import { isTemporarilyLocked } from './login-failure.ts'
import { recordLoginFailure } from './record-login-failure.ts'

let test: TestStorage
let storage: Storage
let acme: BareRealm
let other: BareRealm
let user: User

beforeAll(async () => {
  test = await openTestStorage()
  storage = test.storage
  acme = (await createBareRealm(storage, 'acme')).with({ bruteForceProtected: true, failureFactor: 30 })
  other = (await createBareRealm(storage, 'other')).with({ bruteForceProtected: true })
})
beforeEach(async () => {
  user = await storage.transact((tx) => createUser(tx, acme, { username: storage.ids.uuid() }))
})
afterAll(() => test.close())

const fail = (realm = acme) => storage.transact((tx) => recordLoginFailure(tx, realm, user, '192.0.2.1'))
const find = () => findLoginFailure(storage, acme.realm.id, user.id)
const find40 = Array.from({ length: 40 })

describe('login failures', () => {
  it('are all counted when forty guess at once, who are locked out then', async () => {
    const patient = acme.with({ quickLoginCheckMilliSeconds: 0 })
    const results = await Promise.all(find40.map(() => fail(patient)))
    expect((await find())?.failures).toBe(40)
    expect(results.filter((result) => result.locked === 'temporarily')).toHaveLength(11)
    expect(isTemporarilyLocked(patient.realm, await find(), test.clock.now())).toBe(true)
    expect(isTemporarilyLocked(patient.realm, await find(), test.clock.now() + 60_000)).toBe(false)
  })

  it('lock at the second of two in one moment', async () => {
    const results = await Promise.all([fail(), fail()])
    expect(results.map((result) => result.locked).sort()).toEqual(['no', 'temporarily'])
  })

  it('disable the user for good where the realm says so; enabling forgets them', async () => {
    const strict = acme.with({ permanentLockout: true, failureFactor: 3, quickLoginCheckMilliSeconds: 0 })
    const results = await Promise.all(find40.map(() => fail(strict)))
    expect(results.filter((result) => result.locked === 'permanently').length).toBeGreaterThan(0)
    expect(await findUserById(storage, acme.realm.id, user.id)).toMatchObject({ enabled: false })
    await storage.transact((tx) => updateUser(tx, acme, user, { enabled: true }))
    expect(await find()).toBe(undefined)
  })

  it('are not counted where protection is off, nor for users of another realm', async () => {
    expect(await fail(acme.with({ bruteForceProtected: false }))).toEqual({ locked: 'no' })
    expect(await fail(other)).toEqual({ locked: 'no' })
    expect(await find()).toBe(undefined)
    expect(await findLoginFailure(storage, other.realm.id, user.id)).toBe(undefined)
  })

  it('are listed, and forgotten for one or all', async () => {
    await storage.transact((tx) => clearAllLoginFailures(tx, acme.realm.id))
    const { failure } = await fail()
    expect(failure).toMatchObject({ failures: 1, lastFailureIp: '192.0.2.1', lastFailureAt: test.clock.now() })
    const list = (realm = acme) => listLoginFailures(storage, realm.realm.id, { first: 0, max: 10 })
    expect(await list()).toEqual([failure])
    expect(await list(other)).toEqual([])
    await storage.transact((tx) => clearLoginFailures(tx, other.realm.id, user.id))
    await storage.transact((tx) => clearAllLoginFailures(tx, other.realm.id))
    expect(await list()).toEqual([failure])
    await storage.transact((tx) => clearLoginFailures(tx, acme.realm.id, user.id))
    expect(await list()).toEqual([])
    await fail()
    await storage.transact((tx) => clearAllLoginFailures(tx, acme.realm.id))
    expect(await list()).toEqual([])
  })
})
