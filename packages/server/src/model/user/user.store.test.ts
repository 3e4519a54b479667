import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { startOfflineSession } from '../../../test/fixture/offline-session.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Storage } from '../../storage/db.ts'
import { createUserSession } from '../user-session/create-user-session.ts'
import { listUserSessions } from '../user-session/user-session.store.ts'
import { createUser, type NewUser } from './create-user.ts'
import { deleteUser } from './delete-user.ts'
import { recordLogin } from './record-login.ts'
import { countUsers, searchUsers, type UserFilter } from './search-users.ts'
import { setEmailUniqueness } from './unique-user.ts'
import { updateUser } from './update-user.ts'
import { findServiceAccount, findUserByEmail, findUserById, findUserByLogin, findUserByUsername } from './user.store.ts'
import { listUserRoleIds } from './user-role.store.ts'

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

const create = (input: NewUser, realm = acme) => storage.transact((tx) => createUser(tx, realm, input))

describe('a user', () => {
  it('is stored with attributes, default role and required actions, and read back the same', async () => {
    const action = { id: '1', realmId: acme.realm.id, alias: 'TERMS', providerId: 'TERMS', name: 'Terms', priority: 1 }
    const requiredActions = [
      { ...action, enabled: true, defaultAction: true, config: {} },
      { ...action, alias: 'OFF', enabled: false, defaultAction: true, config: {} },
    ]
    const made = await storage.transact((tx) =>
      createUser(
        tx,
        { ...acme, requiredActions },
        {
          username: ' Ada.Lovelace ',
          email: 'Ada@Example.org',
          firstName: 'Ada',
          lastName: 'Lovelace',
          attributes: { phone: ['2', '1'], __proto__x: ['y'], empty: [], ['__proto__']: ['kept'] },
        },
      ),
    )
    expect(made).toMatchObject({ username: 'ada.lovelace', email: 'ada@example.org', requiredActions: ['TERMS'] })
    const read = await findUserById(storage, acme.realm.id, made.id)
    expect(read).toEqual(made)
    expect(Object.entries(read?.attributes ?? {}).sort()).toEqual([
      ['__proto__', ['kept']],
      ['__proto__x', ['y']],
      ['phone', ['2', '1']],
    ])
    expect(await listUserRoleIds(storage, acme.realm.id, made.id)).toEqual([acme.realm.settings.defaultRoleId])
  })

  it('is found by name, address and login in any case, in its own realm only', async () => {
    const made = await create({ username: 'grace', email: 'grace@navy.mil' })
    for (const realm of [acme, other]) {
      const expected = realm === acme ? made : undefined
      const { id } = realm.realm
      expect(await findUserById(storage, id, made.id)).toEqual(expected)
      expect(await findUserByUsername(storage, id, 'GRACE')).toEqual(expected)
      expect(await findUserByEmail(storage, id, 'Grace@Navy.mil')).toEqual(expected)
      expect(await findUserByLogin(storage, realm.realm, 'Grace')).toEqual(expected)
      expect(await findUserByLogin(storage, realm.realm, 'GRACE@navy.mil')).toEqual(expected)
    }
    expect(await findUserByLogin(storage, acme.with({ loginWithEmailAllowed: false }).realm, 'grace@navy.mil')).toBe(
      undefined,
    )
    expect(await findUserByLogin(storage, acme.with({ duplicateEmailsAllowed: true }).realm, 'grace@navy.mil')).toBe(
      undefined,
    )
    expect(await findServiceAccount(storage, acme.realm.id, acme.clientId)).toBe(undefined)
  })

  it('keeps its name and address to itself, whatever the case', async () => {
    await create({ username: 'linus', email: 'linus@kernel.org' })
    await expect(create({ username: 'LINUS' })).rejects.toMatchObject({
      name: 'Conflict',
      message: 'User exists with same username',
    })
    await expect(create({ username: 'linus2', email: 'Linus@Kernel.org' })).rejects.toMatchObject({
      message: 'User exists with same email',
    })
    await create({ username: 'linus', email: 'linus@kernel.org' }, other)
    expect(await findUserByUsername(storage, acme.realm.id, 'linus2')).toBe(undefined)
  })

  it('may not be called by the address of another who signs in with it (CVE-2021-3754)', async () => {
    await create({ username: 'victim', email: 'victim@example.org' })
    await expect(create({ username: 'Victim@example.org' })).rejects.toMatchObject({ field: 'username' })
    await create({ username: 'first@example.org' })
    await expect(create({ username: 'second', email: 'First@example.org' })).rejects.toMatchObject({ field: 'email' })
    await expect(create({ username: 'own@example.org', email: 'own@example.org' })).resolves.toBeDefined()
  })

  it('is made once when twenty ask at the same moment', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => create({ username: 'racer', email: `racer${index}@example.org` })),
    )
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(reasons.every((reason) => reason.message === 'User exists with same username')).toBe(true)
  })

  it('may share its address where the realm allows it, until the realm does not', async () => {
    const realm = await createBareRealm(storage, 'shared')
    const sharing = realm.with({ duplicateEmailsAllowed: true })
    const first = await create({ username: 'one', email: 'home@example.org' }, sharing)
    await test.clock.advance(1000)
    const second = await create({ username: 'two', email: 'home@example.org' }, sharing)
    expect(await findUserByEmail(storage, realm.realm.id, 'home@example.org')).toEqual(first)
    await expect(storage.transact((tx) => setEmailUniqueness(tx, realm.realm.id, true))).rejects.toMatchObject({
      name: 'Conflict',
    })
    await storage.transact((tx) => deleteUser(tx, second))
    await storage.transact((tx) => setEmailUniqueness(tx, realm.realm.id, true))
    await expect(create({ username: 'three', email: 'home@example.org' }, realm)).rejects.toMatchObject({
      message: 'User exists with same email',
    })
  })

  it('cannot have an empty, endless or broken name', async () => {
    await expect(create({ username: '  ' })).rejects.toMatchObject({ name: 'InvalidInput', field: 'username' })
    await expect(create({ username: 'x'.repeat(256) })).rejects.toMatchObject({ code: 'error-invalid-length' })
    await expect(create({ username: 'a\0b' })).rejects.toMatchObject({ code: 'error-invalid-value' })
    await expect(create({ username: 'ok', lastName: 'x'.repeat(256) })).rejects.toMatchObject({ field: 'lastName' })
    await expect(create({ username: 'ok', attributes: { a: ['x\0'] } })).rejects.toMatchObject({ field: 'a' })
    expect(await findUserByUsername(storage, acme.realm.id, 'ok')).toBe(undefined)
  })
})

describe('changing a user', () => {
  it('changes what is given, clears with null, and keeps the rest', async () => {
    const made = await create({
      username: 'alan',
      email: 'alan@example.org',
      firstName: 'Alan',
      attributes: { a: ['1'] },
    })
    await test.clock.advance(5)
    const changed = await storage.transact((tx) =>
      updateUser(tx, acme, made, {
        email: null,
        lastName: 'Turing',
        attributes: { b: ['2'] },
        requiredActions: ['X', 'X'],
      }),
    )
    const { email: _, ...rest } = made
    expect(changed).toEqual({
      ...rest,
      lastName: 'Turing',
      attributes: { b: ['2'] },
      requiredActions: ['X'],
      updatedAt: made.updatedAt + 5,
    })
    expect(await findUserByEmail(storage, acme.realm.id, 'alan@example.org')).toBe(undefined)
  })

  it('refuses names of others and users of other realms', async () => {
    const made = await create({ username: 'barbara', email: 'barbara@example.org' })
    await create({ username: 'taken', email: 'taken@example.org' })
    const change = (value: Parameters<typeof updateUser>[3], realm = acme) =>
      storage.transact((tx) => updateUser(tx, realm, made, value))
    await expect(change({ username: 'Taken' })).rejects.toMatchObject({ message: 'User exists with same username' })
    await expect(change({ email: 'TAKEN@example.org' })).rejects.toMatchObject({
      message: 'User exists with same email',
    })
    await expect(change({ firstName: 'Eve' }, other)).rejects.toMatchObject({ name: 'NotFound' })
    expect(await findUserById(storage, acme.realm.id, made.id)).toEqual(made)
    expect((await change({ username: 'BARBARA' })).username).toBe('barbara')
  })

  it('signs a disabled user out everywhere', async () => {
    const made = await create({ username: 'leaver' })
    const session = { userId: made.id, ip: '::1', userAgent: 'x' }
    await storage.transact((tx) => createUserSession(tx, acme.realm, session))
    await storage.transact((tx) => startOfflineSession(tx, acme.realm, session, acme.clientId))
    await storage.transact((tx) => updateUser(tx, acme, made, { firstName: 'Still' }))
    expect(await listUserSessions(storage, acme.realm.id, made.id)).toHaveLength(2)
    await storage.transact((tx) => updateUser(tx, acme, made, { enabled: false }))
    expect(await listUserSessions(storage, acme.realm.id, made.id)).toEqual([])
  })

  it('notes a sign-in, and removes all with the user', async () => {
    const made = await create({ username: 'ken', attributes: { a: ['1'] } })
    await storage.transact((tx) => recordLogin(tx, made, '192.0.2.1'))
    const now = test.clock.now()
    expect(await findUserById(storage, acme.realm.id, made.id)).toMatchObject({
      lastLoginAt: now,
      lastActivityAt: now,
      lastLoginIp: '192.0.2.1',
    })
    expect(await storage.transact((tx) => deleteUser(tx, { id: made.id, realmId: other.realm.id }))).toBe(false)
    expect(await storage.transact((tx) => deleteUser(tx, made))).toBe(true)
    expect(await storage.transact((tx) => deleteUser(tx, made))).toBe(false)
    expect(await findUserById(storage, acme.realm.id, made.id)).toBe(undefined)
  })
})

describe('searching users', () => {
  let realm: BareRealm
  beforeAll(async () => {
    realm = await createBareRealm(storage, 'search')
    const people = ['Anna Berg', 'Bernd Anders', 'Carla Annan', 'Dora Zett', 'Zoe 50%_Off']
    for (const [index, name] of people.entries()) {
      const [firstName, lastName] = name.split(' ')
      await create(
        {
          username: `u${index}`,
          email: `${firstName}@mail${index}.example`,
          firstName,
          lastName,
          enabled: index !== 3,
          emailVerified: index === 0,
          attributes: { city: [index % 2 ? 'Berlin' : 'Bonn'], long: ['x'.repeat(2000) + index] },
        },
        realm,
      )
    }
    await create({ username: 'service-account-app', serviceAccountClientId: realm.clientId }, realm)
  })

  const find = async (filter: UserFilter, page = { first: 0, max: 100 }) => {
    const users = await searchUsers(storage, realm.realm.id, filter, page)
    if (page.max === 100) expect(await countUsers(storage, realm.realm.id, filter)).toBe(users.length)
    return users.map((user) => user.username)
  }

  it.each<[string, UserFilter, string[]]>([
    ['everybody but service accounts', {}, ['u0', 'u1', 'u2', 'u3', 'u4']],
    [
      'service accounts when asked',
      { includeServiceAccounts: true },
      ['service-account-app', 'u0', 'u1', 'u2', 'u3', 'u4'],
    ],
    ['the beginning of any of four fields', { search: 'AN' }, ['u0', 'u1', 'u2']],
    ['a trailing star as the beginning', { search: 'an*' }, ['u0', 'u1', 'u2']],
    ['an infix', { search: '*er*' }, ['u0', 'u1']],
    ['an exact value', { search: '"anna"' }, ['u0']],
    ['all words', { search: 'anna ber' }, ['u0']],
    ['words in any field and order', { search: 'annan carl' }, ['u2']],
    ['no wildcard of the database', { search: '50%' }, ['u4']],
    ['no wildcard of the database, infix', { search: '*%_o' }, ['u4']],
    ['nobody', { search: 'nobody' }, []],
    ['SQL as text', { search: "' or 1=1 --" }, []],
    ['part of a username', { username: '3' }, ['u3']],
    ['no part of a username when exact', { username: 'u', exact: true }, []],
    ['the exact username', { username: 'U3', exact: true }, ['u3']],
    ['part of an address', { email: 'MAIL4' }, ['u4']],
    ['names', { firstName: 'ann', lastName: 'ber' }, ['u0']],
    ['the disabled', { enabled: false }, ['u3']],
    ['the verified', { emailVerified: true }, ['u0']],
    ['an attribute', { attributes: [['city', 'bERLIN']] }, ['u1', 'u3']],
    [
      'attributes together',
      {
        attributes: [
          ['city', 'Berlin'],
          ['long', `${'X'.repeat(2000)}3`],
        ],
      },
      ['u3'],
    ],
    ['an attribute and a search', { search: 'd', attributes: [['city', 'Berlin']] }, ['u3']],
    ['an attribute of another name', { attributes: [['town', 'Berlin']] }, []],
  ])('finds %s', async (_, filter, expected) => {
    expect(await find(filter)).toEqual(expected)
  })

  it('gives pages with attributes', async () => {
    expect(await find({}, { first: 1, max: 2 })).toEqual(['u1', 'u2'])
    expect(await find({ search: 'an' }, { first: 2, max: 2 })).toEqual(['u2'])
    const [user] = await searchUsers(storage, realm.realm.id, { search: 'u1' }, { first: 0, max: 1 })
    expect(user?.attributes['city']).toEqual(['Berlin'])
  })

  it('never looks into another realm', async () => {
    expect(await searchUsers(storage, other.realm.id, { search: 'anna' }, { first: 0, max: 100 })).toEqual([])
    const filter = { attributes: [['city', 'Berlin']] as const }
    expect(await countUsers(storage, other.realm.id, filter)).toBe(0)
  })
})
