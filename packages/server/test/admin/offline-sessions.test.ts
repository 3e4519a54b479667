import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '../../src/model/client/client.ts'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import type { User } from '../../src/model/user/user.ts'
import { addClient, addUser, basic, password, post } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let ada: User
let app: Client
let other: Client

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  app = await addClient(server, realm, 'app', { directAccessGrantsEnabled: true })
  other = await addClient(server, realm, 'other', { directAccessGrantsEnabled: true })
  ada = await addUser(server, realm)
})
afterAll(() => server.stop())

const signIn = async (scope = 'offline_access', client = 'app') =>
  (
    await post(server, realm, 'token', { grant_type: 'password', username: 'ada', password, scope }, basic(client))
  ).json()
const refresh = (token: string) => post(server, realm, 'token', { grant_type: 'refresh_token', refresh_token: token })
const admin = async (method: 'GET' | 'DELETE' | 'POST', path: string) =>
  server.inject({ method, url: `/admin/realms/${realm.realm.name}${path}`, token: await server.adminToken() })

test('offline access is listed for its user and its client, apart from sessions', async () => {
  const tokens = await signIn()
  const online = await signIn('openid')
  const expected = [{ id: tokens.session_state, username: 'ada', userId: ada.id, clients: { [app.id]: 'app' } }]
  expect((await admin('GET', `/users/${ada.id}/offline-sessions/${app.id}`)).json()).toMatchObject(expected)
  expect((await admin('GET', `/clients/${app.id}/offline-sessions`)).json()).toMatchObject(expected)
  expect((await admin('GET', `/users/${ada.id}/offline-sessions/${other.id}`)).json()).toEqual([])
  expect((await admin('GET', `/clients/${other.id}/offline-sessions`)).json()).toEqual([])
  expect((await admin('GET', `/clients/${app.id}/offline-session-count`)).json()).toEqual({ count: 1 })
  expect((await admin('GET', `/clients/${app.id}/session-count`)).json()).toEqual({ count: 1 })
  const kinds = async (query = '') =>
    (await admin('GET', `/ui-ext/sessions${query}`))
      .json()
      .map((one: { id: string; type: string }) => [one.id, one.type])
  expect(await kinds('?type=OFFLINE')).toEqual([[tokens.session_state, 'OFFLINE']])
  expect(await kinds('?type=REGULAR')).toEqual([[online.session_state, 'REGULAR']])
  expect(await kinds('?type=OFFLINE&search=ada')).toEqual([[tokens.session_state, 'OFFLINE']])
  expect(await kinds()).toHaveLength(2)
  expect((await admin('GET', `/users/${ada.id}/offline-sessions/nobody`)).json()).toEqual({ error: 'Client not found' })
})

test('offline access ends by its session, by the consents of its user, by a logout of the user', async () => {
  const path = (sid: string) => `/sessions/${sid}`
  const first = await signIn()
  expect((await admin('DELETE', path(first.session_state))).statusCode).toBe(404)
  expect((await admin('DELETE', `${path(first.session_state)}?isOffline=true`)).statusCode).toBe(204)
  expect((await refresh(first.refresh_token)).statusCode).toBe(400)

  const second = await signIn()
  expect((await admin('GET', `/users/${ada.id}/consents`)).json()).toEqual([
    { clientId: 'app', grantedClientScopes: [], additionalGrants: [{ client: app.id, key: 'Offline Token' }] },
  ])
  const none = await admin('DELETE', `/users/${ada.id}/consents/other`)
  expect([none.statusCode, none.json()]).toEqual([404, { error: 'Consent nor offline token not found' }])
  expect((await admin('DELETE', `/users/${ada.id}/consents/nobody`)).statusCode).toBe(404)
  expect((await admin('DELETE', `/users/${ada.id}/consents/app`)).statusCode).toBe(204)
  expect((await refresh(second.refresh_token)).statusCode).toBe(400)
  expect((await admin('GET', `/users/${ada.id}/consents`)).json()).toEqual([])

  const third = await signIn()
  expect((await admin('POST', `/users/${ada.id}/logout`)).statusCode).toBe(204)
  expect((await refresh(third.refresh_token)).statusCode).toBe(400)
})

test('a logout of everybody ends offline access too', async () => {
  await server.clock.advance(2000)
  const tokens = await signIn()
  expect((await refresh(tokens.refresh_token)).statusCode).toBe(200)
  expect((await admin('POST', '/logout-all')).statusCode).toBe(200)
  expect((await refresh(tokens.refresh_token)).statusCode).toBe(400)
  expect((await admin('GET', `/clients/${app.id}/offline-sessions`)).json()).toEqual([])
})

test('those without permission see and end nothing', async () => {
  const { access_token: token } = await signIn('openid')
  const base = `/admin/realms/${realm.realm.name}`
  for (const path of [`/users/${ada.id}/consents`, `/users/${ada.id}/offline-sessions/${app.id}`]) {
    expect((await server.inject({ url: base + path, token })).statusCode).toBe(403)
  }
  const answer = await server.inject({ method: 'DELETE', url: `${base}/users/${ada.id}/consents/app`, token })
  expect(answer.statusCode).toBe(403)
})
