import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addCredential } from '../src/model/credential/add-credential.ts'
import { otpCredential, toOtpParameters } from '../src/model/credential/otp-credential.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import { createGroup } from '../src/model/group/create-group.ts'
import { joinGroup } from '../src/model/group/join-group.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { updateRealm } from '../src/model/realm/update-realm.ts'
import { findUserById } from '../src/model/user/user.store.ts'
import type { User } from '../src/model/user/user.ts'
import { revokeRoles } from '../src/model/user/user-role.store.ts'
import { transact } from '../src/storage/transact.ts'
import { addClient, addUser, basic, currentRealm, password } from './fixture/oidc-application.ts'
import { type TestRequest, type TestServer, testServer } from './fixture/test-server.ts'

const windows =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

let server: TestServer
let realm: RealmSnapshot
let ada: User
let eve: User

beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.stop())

beforeEach(async () => {
  realm = await server.createRealm({ eventsEnabled: true })
  await addClient(server, realm, 'app', { directAccessGrantsEnabled: true })
  ada = await addUser(server, realm)
  eve = await addUser(server, realm, { username: 'eve', email: 'eve@example.org' })
})

async function signIn(username = 'ada', { userAgent = windows, scope = 'openid' } = {}): Promise<string> {
  const answer = await server.inject({
    method: 'POST',
    url: `/realms/${realm.realm.name}/protocol/openid-connect/token`,
    form: { grant_type: 'password', username, password, scope },
    headers: { ...basic('app'), 'user-agent': userAgent },
  })
  return String(answer.json()['access_token'])
}

function call(token: string, path = '', options: Omit<TestRequest, 'url'> = {}) {
  return server.inject({
    ...options,
    url: `/realms/${realm.realm.name}/account${path}`,
    token,
    headers: { accept: 'application/json', ...options.headers },
  })
}

const post = (token: string, body: object) => call(token, '', { method: 'POST', payload: body })
const put = (token: string, path: string, body: unknown) =>
  call(token, path, {
    method: 'PUT',
    payload: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
const remove = (token: string, path: string) => call(token, path, { method: 'DELETE' })

async function eventTypes(): Promise<string[]> {
  const events = await listEvents(server.server.storage, realm.realm.id, {}, { first: 0, max: 100 })
  return events.map(({ type }) => type)
}

async function addOtp(user: User, label = 'Phone'): Promise<string> {
  const id = server.server.ids.uuid()
  const parameters = toOtpParameters(realm.realm)
  const secret = 'JBSWY3DPEHPK3PXP'
  const credential = otpCredential(server.server.secrets, id, { secret, parameters, label })
  await transact(server.server.storage, (tx) => addCredential(tx, user.realmId, user.id, credential))
  return id
}

describe('the own profile', () => {
  test('is given with the rules of its form', async () => {
    const body = (await call(await signIn())).json()
    expect(body).toMatchObject({ id: ada.id, username: 'ada', firstName: 'Ada', email: 'ada@example.org' })
    const [username, email] = body.userProfileMetadata.attributes
    expect(username).toMatchObject({ name: 'username', readOnly: true })
    expect(email).toMatchObject({ name: 'email', readOnly: false, required: true, validators: { email: {} } })
  })

  test('is changed, with an event for the address and one for the rest', async () => {
    const answer = await post(await signIn(), { firstName: 'Augusta', email: 'Augusta@Example.org' })
    expect(answer.statusCode).toBe(204)
    const user = await findUserById(server.server.storage, realm.realm.id, ada.id)
    expect(user).toMatchObject({ firstName: 'Augusta', lastName: 'Lovelace', email: 'augusta@example.org' })
    expect(user?.emailVerified).toBe(false)
    const events = await listEvents(server.server.storage, realm.realm.id, {}, { first: 0, max: 10 })
    expect(events.find(({ type }) => type === 'UPDATE_EMAIL')?.details).toMatchObject({
      previous_email: 'ada@example.org',
      updated_email: 'augusta@example.org',
    })
    expect(events.find(({ type }) => type === 'UPDATE_PROFILE')?.details).toMatchObject({
      previous_first_name: 'Ada',
      updated_first_name: 'Augusta',
    })
  })

  test.each([
    [{ lastName: '' }, 'lastName', 'error-user-attribute-required'],
    [{ email: 'nonsense' }, 'email', 'error-invalid-email'],
    [{ username: 'root' }, 'username', 'error-user-attribute-read-only'],
    [{ firstName: '<b>' }, 'firstName', 'error-person-name-invalid-character'],
  ])('with %j is refused beside the field', async (change, field, errorMessage) => {
    const answer = await post(await signIn(), change)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ field, errorMessage })
    expect(await findUserById(server.server.storage, realm.realm.id, ada.id)).toEqual(
      expect.objectContaining({ username: 'ada', firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org' }),
    )
    expect(await eventTypes()).not.toContain('UPDATE_PROFILE')
  })

  test('with the address of somebody else is a conflict', async () => {
    const answer = await post(await signIn(), { email: 'eve@example.org' })
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toMatchObject({ field: 'email', errorMessage: 'emailExistsMessage' })
  })

  test('never changes another user, whatever id is sent', async () => {
    expect((await post(await signIn(), { id: eve.id, firstName: 'Mallory' })).statusCode).toBe(204)
    const user = await findUserById(server.server.storage, realm.realm.id, eve.id)
    expect(user?.firstName).toBe('Ada')
  })

  test('keeps attributes that only administrators may see or edit', async () => {
    const { userProfile } = realm.realm
    const hidden = { name: 'salary', permissions: { view: ['admin'], edit: ['admin'] } } as const
    const shown = { name: 'badge', permissions: { view: ['admin', 'user'], edit: ['admin'] } } as const
    await transact(server.server.storage, (tx) =>
      updateRealm(tx, realm.realm, {
        userProfile: { ...userProfile, attributes: [...userProfile.attributes, hidden, shown] },
      }),
    )
    const user = await addUser(server, realm, {
      username: 'kay',
      email: 'kay@example.org',
      attributes: { salary: ['100'], badge: ['7'] },
    })
    const token = await signIn('kay')
    const body = (await call(token)).json()
    expect(body.attributes).toEqual({ badge: ['7'] })
    expect(JSON.stringify(body)).not.toContain('salary')
    expect((await post(token, { attributes: { badge: ['8'] } })).json()).toMatchObject({
      field: 'badge',
      errorMessage: 'error-user-attribute-read-only',
    })
    expect((await post(token, { attributes: { salary: ['1000000'] } })).statusCode).toBe(204)
    const after = await findUserById(server.server.storage, realm.realm.id, user.id)
    expect(after?.attributes).toEqual({ salary: ['100'], badge: ['7'] })
  })

  test('keeps a language that the realm offers, and no other', async () => {
    await transact(server.server.storage, (tx) =>
      updateRealm(tx, realm.realm, { settings: { internationalizationEnabled: true, supportedLocales: ['fr', 'de'] } }),
    )
    const token = await signIn()
    expect((await call(token, '/supportedLocales')).json()).toEqual(['de', 'fr'])
    expect((await post(token, { attributes: { locale: ['de'] } })).statusCode).toBe(204)
    expect((await call(token)).json().attributes).toEqual({ locale: ['de'] })
    expect((await post(token, { attributes: { locale: ['xx'] } })).json()).toMatchObject({ field: 'locale' })
  })
})

describe('the own sessions', () => {
  test('are told by browser and system, the present one marked', async () => {
    const token = await signIn()
    await signIn('ada', { userAgent: iphone })
    await signIn('eve')
    const sessions = (await call(token, '/sessions')).json()
    expect(sessions).toHaveLength(2)
    expect(sessions.find((one: { current?: boolean }) => one.current)).toMatchObject({
      browser: 'Chrome/143.0',
      clients: [{ clientId: 'app', inUse: true }],
    })
    const devices = (await call(token, '/sessions/devices')).json()
    expect(devices).toMatchObject([
      { os: 'Windows', osVersion: '10', mobile: false, current: true, sessions: [{ browser: 'Chrome/143.0' }] },
      { os: 'iOS', osVersion: '18.1', device: 'iPhone', mobile: true, sessions: [{ browser: 'Safari/18.1' }] },
    ])
  })

  test('are ended one by one; the token of an ended one is worthless', async () => {
    const [token, other] = [await signIn(), await signIn()]
    const sessions = (await call(other, '/sessions')).json()
    const current = sessions.find((one: { current?: boolean }) => one.current)
    expect((await remove(token, `/sessions/${current.id}`)).statusCode).toBe(204)
    expect((await call(other)).statusCode).toBe(401)
    expect((await call(token)).statusCode).toBe(200)
    expect(await eventTypes()).toContain('LOGOUT')
  })

  test('of somebody else cannot be ended', async () => {
    const [token, foreign] = [await signIn(), await signIn('eve')]
    const [session] = (await call(foreign, '/sessions')).json()
    expect((await remove(token, `/sessions/${session.id}`)).statusCode).toBe(404)
    expect((await call(foreign)).statusCode).toBe(200)
  })

  test('are ended all but this one, or all', async () => {
    const [token, other, foreign] = [await signIn(), await signIn(), await signIn('eve')]
    expect((await remove(token, '/sessions')).statusCode).toBe(204)
    expect((await call(other)).statusCode).toBe(401)
    expect((await call(token)).statusCode).toBe(200)
    expect((await remove(token, '/sessions?current=true')).statusCode).toBe(204)
    expect((await call(token)).statusCode).toBe(401)
    expect((await call(foreign)).statusCode).toBe(200)
  })
})

describe('the own credentials', () => {
  test('are told by kind, without secrets', async () => {
    const id = await addOtp(ada)
    const answer = await call(await signIn('eve'), '/credentials')
    expect(answer.json()).toMatchObject([
      { type: 'password', updateAction: 'UPDATE_PASSWORD', removeable: false },
      { type: 'otp', createAction: 'CONFIGURE_TOTP', removeable: true, userCredentialMetadatas: [] },
    ])
    expect(answer.body).not.toContain(id)
    expect(answer.body).not.toMatch(/secretData|sealed|"hash"|salt/)
  })

  test('a second factor is named, and removed soon after the sign-in only', async () => {
    const token = await signIn()
    const id = await addOtp(ada)
    expect((await put(token, `/credentials/${id}/label`, 'My phone')).statusCode).toBe(204)
    const [, otp] = (await call(token, '/credentials')).json()
    expect(otp.userCredentialMetadatas).toMatchObject([{ credential: { id, userLabel: 'My phone' } }])
    await server.clock.advance(299_000)
    const recent = await addOtp(ada)
    expect((await remove(token, `/credentials/${recent}`)).statusCode).toBe(204)
    expect(await eventTypes()).toEqual(expect.arrayContaining(['REMOVE_CREDENTIAL', 'REMOVE_TOTP']))
  })

  test('a second factor stays when the sign-in is older than five minutes', async () => {
    await transact(server.server.storage, (tx) =>
      updateRealm(tx, realm.realm, { settings: { accessTokenLifespan: 900 } }),
    )
    const token = await signIn()
    const id = await addOtp(ada)
    await server.clock.advance(301_000)
    const answer = await remove(token, `/credentials/${id}`)
    expect(answer.statusCode).toBe(403)
    expect(answer.json()).toMatchObject({ error: 'reauthentication_required' })
    expect((await call(token, '/credentials')).body).toContain(id)
  })

  test('those of somebody else cannot be named or removed, and a password not at all', async () => {
    const token = await signIn('eve')
    const id = await addOtp(ada)
    expect((await remove(token, `/credentials/${id}`)).statusCode).toBe(404)
    expect((await put(token, `/credentials/${id}/label`, 'mine')).statusCode).toBe(404)
    const [own] = (await call(token, '/credentials')).json()
    const passwordId = own.userCredentialMetadatas[0].credential.id
    expect((await remove(token, `/credentials/${passwordId}`)).statusCode).toBe(400)
  })
})

describe('groups and overview', () => {
  test('tell of the caller alone', async () => {
    await transact(server.server.storage, async (tx) => {
      const sales = await createGroup(tx, realm.realm, { name: 'Sales' })
      const europe = await createGroup(tx, realm.realm, { name: 'Europe', parentId: sales.id })
      await joinGroup(tx, realm.realm.id, ada.id, europe.id)
    })
    const token = await signIn()
    // Default roles do not hold view-groups, manage-account suffices.
    expect((await call(token, '/groups')).json()).toMatchObject([{ name: 'Europe', path: '/Sales/Europe' }])
    expect((await call(await signIn('eve'), '/groups')).json()).toEqual([])
    await addOtp(eve)
    const overview = (await call(token, '/ztrust/overview')).json()
    expect(overview).toMatchObject({
      account: { username: 'ada' },
      sessionCount: 1,
      applicationCount: 1,
      deviceCount: 0,
      hasPassword: true,
      hasOtp: false,
    })
    expect(overview).not.toHaveProperty('photoUrl')
  })
})

describe('who may call', () => {
  test('nobody without a token, or with one of another realm', async () => {
    const token = await signIn()
    expect((await server.inject({ url: `/realms/${realm.realm.name}/account` })).statusCode).toBe(401)
    const other = await server.createRealm()
    const answer = await server.inject({ url: `/realms/${other.realm.name}/account`, token })
    expect(answer.statusCode).toBe(401)
  })

  test('no user who lost the roles of the account', async () => {
    const current = await currentRealm(server, realm)
    await transact(server.server.storage, (tx) =>
      revokeRoles(tx, realm.realm.id, ada.id, [current.realm.settings.defaultRoleId]),
    )
    const token = await signIn()
    for (const path of ['', '/sessions', '/credentials', '/applications', '/groups', '/ztrust/overview']) {
      expect((await call(token, path)).statusCode, path).toBe(403)
    }
    expect((await post(token, { firstName: 'X' })).statusCode).toBe(403)
  })
})
