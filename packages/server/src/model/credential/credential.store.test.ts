import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import { createHashLane } from '../../crypto/hash-lane.ts'
import type { StoredPassword } from '../../crypto/password-hash.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Storage, Tx } from '../../storage/db.ts'
import { createUser } from '../user/create-user.ts'
import { findUserById } from '../user/user.store.ts'
import type { User } from '../user/user.ts'
import { addCredential } from './add-credential.ts'
import { checkPassword } from './check-password.ts'
import { findCredential, listCredentials } from './credential.store.ts'
import { labelCredential } from './label-credential.ts'
import { moveCredential } from './move-credential.ts'
import { otpCredential, readOtpParameters, readOtpSecret, toOtpParameters, useOtp } from './otp-credential.ts'
import { passwordCredential } from './password-credential.ts'
import { listPasswordHistory } from './password-history.ts'
import { rehashPassword } from './rehash-password.ts'
import { removeCredential } from './remove-credential.ts'
import { setPassword } from './set-password.ts'

let test: TestStorage
let storage: Storage
let acme: BareRealm
let other: BareRealm
let user: User
const hashing = createHashLane({ random: systemRandom, lanes: 1, queue: 100 })
const day = 86_400_000

beforeAll(async () => {
  test = await openTestStorage()
  storage = test.storage
  acme = await createBareRealm(storage, 'acme')
  other = await createBareRealm(storage, 'other')
})
beforeEach(async () => {
  user = await write((tx) => createUser(tx, acme, { username: storage.ids.uuid() }))
})
afterAll(() => test.close())

const write = <Result>(work: (tx: Tx) => Promise<Result>) => storage.transact(work)
/** Stands for a hash where only storing is looked at. */
const stored = (name: string): StoredPassword => ({
  credentialData: { hashIterations: 5, algorithm: 'argon2', additionalParameters: { type: ['id'] } },
  secretData: { value: name, salt: 'c2FsdA==' },
})
const set = (name: string, { temporary = false, realm = acme } = {}) =>
  write((tx) => setPassword(tx, realm, user, stored(name), { temporary }))
const list = () => listCredentials(storage, acme.realm.id, user.id)
const history = async () =>
  (await listPasswordHistory(storage, acme.realm.id, user.id)).map((former) => former.stored.secretData.value)
const addOtp = (parameters = toOtpParameters(acme.realm)) => {
  const id = storage.ids.uuid()
  const credential = otpCredential(test.secrets, id, { secret: 'JBSWY3DPEHPK3PXP', parameters, label: 'phone' })
  return write((tx) => addCredential(tx, acme.realm.id, user.id, credential))
}

describe('a password', () => {
  it('lets its user in, and nobody else', async () => {
    const hashed = await hashing.hash('correct horse')
    await write((tx) => setPassword(tx, acme, user, hashed, { temporary: false }))
    const parts = { storage, hashing }
    expect(await checkPassword(parts, acme.realm, user, 'correct horse')).toMatchObject({ type: 'password' })
    expect(await checkPassword(parts, acme.realm, user, 'Correct horse')).toBe(undefined)
    expect(await checkPassword(parts, acme.realm, user, '')).toBe(undefined)
    expect(await checkPassword(parts, other.realm, user, 'correct horse')).toBe(undefined)
    expect(await checkPassword(parts, acme.realm, undefined, 'correct horse')).toBe(undefined)
  })

  it('costs a hash also when there is no user, so that time tells nothing', async () => {
    const burned: string[] = []
    const counting = { ...hashing, burn: async (password: string) => void burned.push(password) }
    await checkPassword({ storage, hashing: counting }, acme.realm, undefined, 'x')
    await checkPassword({ storage, hashing: counting }, acme.realm, user, 'y')
    expect(burned).toEqual(['x', 'y'])
  })

  it('is one, keeps its id and place, and notes when it changed', async () => {
    await set('one')
    const [first] = await list()
    await test.clock.advance(1000)
    await set('two')
    const [second, ...none] = await list()
    expect(none).toEqual([])
    expect(second).toMatchObject({ id: first?.id, priority: first?.priority, createdAt: test.clock.now() })
    expect(second?.secretData).toEqual({ value: 'two', salt: 'c2FsdA==' })
    expect((await findUserById(storage, acme.realm.id, user.id))?.passwordChangedAt).toBe(test.clock.now())
  })

  it('is one also when twenty are set at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => set(`p${index}`)))
    expect(await list()).toHaveLength(1)
  })

  it('has to be changed when it is temporary', async () => {
    const actions = async () => (await findUserById(storage, acme.realm.id, user.id))?.requiredActions
    await set('temporary', { temporary: true })
    await set('temporary', { temporary: true })
    expect(await actions()).toEqual(['UPDATE_PASSWORD'])
    await set('own')
    expect(await actions()).toEqual([])
    const credentials = [passwordCredential(stored('x'), { isTemporary: true })]
    const made = await write((tx) => createUser(tx, acme, { username: storage.ids.uuid(), credentials }))
    expect(made).toMatchObject({ requiredActions: ['UPDATE_PASSWORD'], passwordChangedAt: test.clock.now() })
    expect(await listCredentials(storage, acme.realm.id, made.id, 'password')).toHaveLength(1)
  })

  it('goes to the history as the policy says', async () => {
    await set('a')
    await set('b')
    expect(await history()).toEqual([])
    const realm = acme.with({ passwordPolicy: 'length(8) and passwordHistory(3)' })
    for (const name of ['c', 'd', 'e', 'f']) {
      await test.clock.advance(1000)
      await set(name, { realm })
    }
    expect(await history()).toEqual(['e', 'd'])
    expect((await list()).map((credential) => credential.type)).toEqual(['password'])
    await set('g')
    expect(await history()).toEqual([])
  })

  it('stays in the history for as many days as the policy says', async () => {
    const realm = acme.with({ passwordPolicy: 'passwordAge(2)' })
    for (const name of ['a', 'b', 'c', 'd']) {
      await set(name, { realm })
      await test.clock.advance(day)
    }
    expect(await history()).toEqual(['c', 'b'])
  })

  it('is hashed anew without counting as changed, unless it was changed meanwhile', async () => {
    await set('old')
    const [read] = await list()
    if (!read) throw new Error('No credential')
    await test.clock.advance(1000)
    expect(await write((tx) => rehashPassword(tx, read, stored('new')))).toBe(true)
    expect(await write((tx) => rehashPassword(tx, read, stored('late')))).toBe(false)
    expect(await list()).toEqual([{ ...read, secretData: stored('new').secretData }])
  })

  it('is never set across realms', async () => {
    await expect(write((tx) => setPassword(tx, other, user, stored('x'), { temporary: false }))).rejects.toMatchObject({
      name: 'NotFound',
    })
    expect(await list()).toEqual([])
  })
})

describe('credentials', () => {
  it('are named, moved and removed by their user only', async () => {
    await set('p')
    const first = await addOtp()
    const second = await addOtp()
    const order = async () => (await list()).map(({ id }) => id)
    const [password = ''] = await order()
    expect(await order()).toEqual([password, first.id, second.id])
    const move = (id: string, afterId?: string) =>
      write((tx) => moveCredential(tx, acme.realm.id, user.id, id, afterId))
    expect(await move(second.id)).toBe(true)
    expect(await order()).toEqual([second.id, password, first.id])
    expect(await move(second.id, password)).toBe(true)
    expect(await order()).toEqual([password, second.id, first.id])
    expect(await move(second.id, 'none')).toBe(false)
    expect(await move('none')).toBe(false)
    expect(await move(second.id, second.id)).toBe(false)
    expect(await write((tx) => labelCredential(tx, acme.realm.id, user.id, first.id, 'New'))).toBe(true)
    expect(await findCredential(storage, acme.realm.id, user.id, first.id)).toMatchObject({ label: 'New' })
    await expect(
      write((tx) => labelCredential(tx, acme.realm.id, user.id, first.id, 'x'.repeat(256))),
    ).rejects.toMatchObject({ name: 'InvalidInput' })

    const stranger = await write((tx) => createUser(tx, acme, { username: storage.ids.uuid() }))
    for (const [realm, owner] of [
      [acme, stranger],
      [other, user],
    ] as const) {
      expect(await findCredential(storage, realm.realm.id, owner.id, first.id)).toBe(undefined)
      expect(await write((tx) => labelCredential(tx, realm.realm.id, owner.id, first.id, 'x'))).toBe(false)
      expect(await write((tx) => moveCredential(tx, realm.realm.id, owner.id, first.id))).toBe(false)
      expect(await write((tx) => removeCredential(tx, realm.realm.id, owner.id, first.id))).toBe(false)
      expect(await write((tx) => useOtp(tx, { ...first, realmId: realm.realm.id, userId: owner.id }, 99))).toBe(false)
    }
    expect(await write((tx) => removeCredential(tx, acme.realm.id, user.id, first.id))).toBe(true)
    expect(await order()).toEqual([password, second.id])
    await expect(
      write((tx) => addCredential(tx, other.realm.id, user.id, passwordCredential(stored('x')))),
    ).rejects.toMatchObject({ name: 'NotFound' })
  })

  it('never show former passwords', async () => {
    const realm = acme.with({ passwordPolicy: 'passwordHistory(3)' })
    await set('a', { realm })
    await set('b', { realm })
    const rows = await storage.query.selectFrom('credential').selectAll().where('user_id', '=', user.id).execute()
    const former = rows.find((row) => row.type === 'password-history')
    expect(former).toBeDefined()
    const id = former?.id ?? ''
    expect(await findCredential(storage, acme.realm.id, user.id, id)).toBe(undefined)
    expect(await write((tx) => removeCredential(tx, acme.realm.id, user.id, id))).toBe(false)
  })
})

describe('a code of an authenticator app', () => {
  it('keeps its secret sealed, for its credential only', async () => {
    const credential = await addOtp()
    expect(readOtpSecret(test.secrets, credential)).toBe('JBSWY3DPEHPK3PXP')
    expect(JSON.stringify(credential)).not.toContain('JBSWY3DPEHPK3PXP')
    expect(() => readOtpSecret(test.secrets, { ...credential, id: 'other' })).toThrow()
    expect(readOtpParameters(credential)).toEqual(toOtpParameters(acme.realm))
  })

  it('is used once, by exactly one of twenty at the same moment, and no older one after it', async () => {
    const credential = await addOtp()
    const use = (step: number) => write((tx) => useOtp(tx, credential, step))
    const results = await Promise.all(Array.from({ length: 20 }, () => use(1000)))
    expect(results.filter(Boolean)).toHaveLength(1)
    expect(await use(1000)).toBe(false)
    expect(await use(999)).toBe(false)
    expect(await use(1001)).toBe(true)
    expect(readOtpSecret(test.secrets, credential)).toBe('JBSWY3DPEHPK3PXP')
  })

  it('by counter moves the counter past the one used', async () => {
    const parameters = toOtpParameters(acme.with({ otpPolicyType: 'hotp', otpPolicyInitialCounter: 5 }).realm)
    const credential = await addOtp(parameters)
    const use = (step: number) => write((tx) => useOtp(tx, credential, step))
    expect(await use(4)).toBe(false)
    const results = await Promise.all(Array.from({ length: 20 }, () => use(7)))
    expect(results.filter(Boolean)).toHaveLength(1)
    const found = await findCredential(storage, acme.realm.id, user.id, credential.id)
    expect(found?.credentialData).toMatchObject({ counter: 8 })
    expect(await use(7)).toBe(false)
    expect(await use(8)).toBe(true)
  })
})
