import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createEnrolment } from '../src/model/device/device-enrolment.store.ts'
import { listAdminEvents } from '../src/model/event/admin-event.store.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import type { User } from '../src/model/user/user.ts'
import { transact } from '../src/storage/transact.ts'
import { addClient, addUser, basic, password } from './fixture/oidc-application.ts'
import { createAdministrator } from './fixture/test-administrator.ts'
import { makePhone, type TestPhone } from './fixture/test-phone.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let ada: User
let phone: TestPhone

beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.stop())

beforeEach(async () => {
  realm = await server.createRealm({ eventsEnabled: true, adminEventsEnabled: true, accessTokenLifespan: 3600 })
  await addClient(server, realm, 'app', { directAccessGrantsEnabled: true })
  ada = await addUser(server, realm)
  phone = await enrolPhone(ada)
})

async function enrolPhone(user: User): Promise<TestPhone> {
  const token = server.server.random.token(256)
  await transact(server.server.storage, (tx) => createEnrolment(tx, user, token))
  const made = await makePhone(server, realm, user.username)
  expect((await made.confirm(token)).statusCode).toBe(201)
  return made
}

async function signIn(username = 'ada'): Promise<string> {
  const answer = await server.inject({
    method: 'POST',
    url: `/realms/${realm.realm.name}/protocol/openid-connect/token`,
    form: { grant_type: 'password', username, password, scope: 'openid' },
    headers: basic('app'),
  })
  return String(answer.json()['access_token'])
}

const own = (id = '') => `/realms/${realm.realm.name}/account/ztrust/devices${id && `/${id}`}`
const ofUser = (user: User, id = '') =>
  `/admin/realms/${realm.realm.name}/ztrust/users/${user.id}/devices${id && `/${id}`}`
const remove = (url: string, token: string) => server.inject({ method: 'DELETE', url, token })
const rename = (url: string, token: string, name: string) =>
  server.inject({ method: 'PUT', url, token, payload: { name } })

describe('in the portal', () => {
  test('needs a sign-in of the last five minutes; then the phone is told', async () => {
    const bearer = await signIn()
    await server.clock.advance(300_001)
    const stale = await remove(own(phone.deviceId), bearer)
    expect(stale.statusCode).toBe(403)
    expect(stale.json()).toMatchObject({ error: 'reauthentication_required' })
    expect((await phone.request('GET')).statusCode).toBe(200)

    const fresh = await signIn()
    await server.clock.advance(299_000)
    expect((await remove(own(phone.deviceId), fresh)).statusCode).toBe(204)
    expect((await phone.request('GET')).json()).toMatchObject({ error: 'removed_by_user' })
    expect((await server.inject({ url: own(), token: fresh })).json()).toEqual([])
    expect((await remove(own(phone.deviceId), fresh)).statusCode).toBe(404)
    const events = await listEvents(server.server.storage, realm.realm.id, {}, { first: 0, max: 10 })
    const removal = events.find(({ type }) => type === 'REMOVE_CREDENTIAL')
    expect(removal).toMatchObject({ userId: ada.id, details: { device_id: phone.deviceId } })
  })

  test('of 20 removals at once one removes', async () => {
    const bearer = await signIn()
    const answers = await Promise.all(Array.from({ length: 20 }, () => remove(own(phone.deviceId), bearer)))
    const statuses = answers.map(({ statusCode }) => statusCode)
    expect(statuses.filter((status) => status === 204)).toHaveLength(1)
    expect(statuses.filter((status) => status === 404)).toHaveLength(19)
  })

  test('a phone is named, and not by anything unreadable', async () => {
    const bearer = await signIn()
    expect((await rename(own(phone.deviceId), bearer, ' Kitchen ')).statusCode).toBe(204)
    expect((await server.inject({ url: own(), token: bearer })).json()).toMatchObject([{ name: 'Kitchen' }])
    for (const name of ['', '  ', 'a\u0000b', '\u202Eevil', 'x'.repeat(101)]) {
      expect((await rename(own(phone.deviceId), bearer, name)).statusCode, JSON.stringify(name)).toBe(400)
    }
  })

  test('nobody sees, names or removes the phone of somebody else', async () => {
    const eve = await addUser(server, realm, { username: 'eve', email: 'eve@example.org' })
    const bearer = await signIn(eve.username)
    expect((await server.inject({ url: own(), token: bearer })).json()).toEqual([])
    expect((await rename(own(phone.deviceId), bearer, 'Mine')).statusCode).toBe(404)
    expect((await remove(own(phone.deviceId), bearer)).statusCode).toBe(404)
    expect((await phone.request('GET')).json()).toMatchObject({ device: { name: 'My phone' } })
  })

  test('nothing without a token', async () => {
    expect((await server.inject({ url: own() })).statusCode).toBe(401)
    expect((await server.inject({ method: 'DELETE', url: own(phone.deviceId) })).statusCode).toBe(401)
  })
})

describe('by administrators', () => {
  test('who manage users: list, name, remove, each with its admin event', async () => {
    const { token } = await createAdministrator(server, realm, ['manage-users'])
    const list = await server.inject({ url: ofUser(ada), token })
    expect(list.json()).toMatchObject([{ id: phone.deviceId, model: 'Pixel 8' }])
    expect(list.body).not.toContain('publicKey')
    expect((await rename(ofUser(ada, phone.deviceId), token, 'Lost phone')).statusCode).toBe(204)
    expect((await remove(ofUser(ada, phone.deviceId), token)).statusCode).toBe(204)
    expect((await remove(ofUser(ada, phone.deviceId), token)).statusCode).toBe(404)
    expect((await phone.request('GET')).json()).toMatchObject({ error: 'removed_by_administrator' })
    const events = await listAdminEvents(server.server.storage, realm.realm.id, {}, { first: 0, max: 10 })
    expect(events.map(({ operation }) => operation).sort()).toEqual(['DELETE', 'UPDATE'])
    expect(events.every(({ resourcePath }) => resourcePath.endsWith(`/devices/${phone.deviceId}`))).toBe(true)
  })

  test('who may only see users see and change nothing', async () => {
    const { token } = await createAdministrator(server, realm, ['view-users'])
    expect((await server.inject({ url: ofUser(ada), token })).statusCode).toBe(200)
    expect((await rename(ofUser(ada, phone.deviceId), token, 'Mine')).statusCode).toBe(403)
    expect((await remove(ofUser(ada, phone.deviceId), token)).statusCode).toBe(403)
    const { token: other } = await createAdministrator(server, realm, ['view-events'])
    expect((await server.inject({ url: ofUser(ada), token: other })).statusCode).toBe(403)
    expect((await server.inject({ url: ofUser(ada), token: await signIn() })).statusCode).toBe(403)
  })

  test('a phone is found under its own user and realm only', async () => {
    const { token } = await createAdministrator(server, realm, ['manage-users'])
    const eve = await addUser(server, realm, { username: 'eve', email: 'eve@example.org' })
    expect((await remove(ofUser(eve, phone.deviceId), token)).statusCode).toBe(404)
    const elsewhere = await server.createRealm()
    const stranger = await createAdministrator(server, elsewhere, ['manage-users'])
    const answer = await remove(ofUser(ada, phone.deviceId), stranger.token)
    expect([401, 403]).toContain(answer.statusCode)
    const url = ofUser(ada, phone.deviceId).replace(realm.realm.name, elsewhere.realm.name)
    expect((await remove(url, stranger.token)).statusCode).toBe(404)
    expect((await phone.request('GET')).statusCode).toBe(200)
  })
})

describe('on the phone', () => {
  test('needs nothing but its signature, and leaves other phones alone', async () => {
    const other = await enrolPhone(ada)
    expect((await phone.request('DELETE')).statusCode).toBe(204)
    expect((await server.inject({ url: own(), token: await signIn() })).json()).toMatchObject([{ id: other.deviceId }])
    const events = await listEvents(server.server.storage, realm.realm.id, {}, { first: 0, max: 10 })
    expect(events.map(({ type }) => type)).toContain('REMOVE_CREDENTIAL')
  })
})
