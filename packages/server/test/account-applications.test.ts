import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { grantConsent } from '../src/model/consent/consent.store.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { createRole } from '../src/model/role/create-role.ts'
import type { User } from '../src/model/user/user.ts'
import { grantRoles } from '../src/model/user/user-role.store.ts'
import { findUserSession } from '../src/model/user-session/user-session.store.ts'
import { transact } from '../src/storage/transact.ts'
import { startOfflineSession } from './fixture/offline-session.ts'
import { addClient, addUser, basic, currentRealm, password } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let ada: User

beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.stop())

beforeEach(async () => {
  realm = await server.createRealm({ eventsEnabled: true })
  await addClient(server, realm, 'app', { directAccessGrantsEnabled: true })
  ada = await addUser(server, realm)
  await addUser(server, realm, { username: 'eve', email: 'eve@example.org' })
})

async function signIn(username = 'ada', clientId = 'app'): Promise<string> {
  const answer = await server.inject({
    method: 'POST',
    url: `/realms/${realm.realm.name}/protocol/openid-connect/token`,
    form: { grant_type: 'password', username, password, scope: 'openid' },
    headers: basic(clientId),
  })
  return String(answer.json()['access_token'])
}

const get = async (token: string) =>
  (
    await server.inject({
      url: `/realms/${realm.realm.name}/account/applications`,
      token,
      headers: { accept: 'application/json' },
    })
  ).json()
const revoke = (token: string, clientId: string) =>
  server.inject({
    method: 'DELETE',
    url: `/realms/${realm.realm.name}/account/applications/${clientId}/consent`,
    token,
  })

test('applications are those in use, those to be shown always, and those with a home page and a role', async () => {
  await addClient(server, realm, 'shop', { rootUrl: 'https://shop.test', baseUrl: '/start', name: 'A shop' })
  await addClient(server, realm, 'wiki', { alwaysDisplayInConsole: true, baseUrl: 'https://wiki.test/' })
  const crm = await addClient(server, realm, 'crm', { baseUrl: 'https://crm.test/' })
  await transact(server.server.storage, async (tx) => {
    const role = await createRole(tx, realm.realm, { clientId: crm.id, name: 'seller', description: 'Sells' })
    await grantRoles(tx, realm.realm.id, ada.id, [role.id])
  })
  const applications = await get(await signIn())
  expect(applications.map(({ clientId }: { clientId: string }) => clientId)).toEqual(['app', 'crm', 'wiki'])
  expect(applications).toMatchObject([
    { clientId: 'app', inUse: true, offlineAccess: false },
    {
      clientId: 'crm',
      inUse: false,
      effectiveUrl: 'https://crm.test/',
      roles: [{ name: 'seller', description: 'Sells' }],
    },
    { clientId: 'wiki', inUse: false, effectiveUrl: 'https://wiki.test/' },
  ])
  expect((await get(await signIn('eve'))).map(({ clientId }: { clientId: string }) => clientId)).toEqual([
    'app',
    'wiki',
  ])
})

test('a consent is shown and taken back, and the application is signed out', async () => {
  const client = await addClient(server, realm, 'photos', { consentRequired: true, directAccessGrantsEnabled: true })
  const email = (await currentRealm(server, realm)).clientScopes.find(({ name }) => name === 'email')
  if (!email) throw new Error('There is no scope email')
  const token = await signIn()
  await transact(server.server.storage, async (tx) => {
    await grantConsent(tx, { realmId: realm.realm.id, userId: ada.id, clientId: client.id, scopes: [email.id] })
  })
  const photos = (await get(token)).find(({ clientId }: { clientId: string }) => clientId === 'photos')
  expect(photos).toMatchObject({
    userConsentRequired: true,
    consent: { grantedScopes: [{ id: email.id, name: 'email' }] },
  })
  expect((await revoke(token, 'photos')).statusCode).toBe(204)
  expect((await get(token)).map(({ clientId }: { clientId: string }) => clientId)).toEqual(['app'])
  const events = await listEvents(server.server.storage, realm.realm.id, {}, { first: 0, max: 10 })
  expect(events.find(({ type }) => type === 'REVOKE_GRANT')?.details).toMatchObject({ revoked_client: 'photos' })
})

test('taking a consent back ends offline access, of the caller alone', async () => {
  const client = await addClient(server, realm, 'sync', { directAccessGrantsEnabled: true })
  const [token, foreign] = [await signIn(), await signIn('eve', 'sync')]
  const offline = await transact(server.server.storage, (tx) =>
    startOfflineSession(tx, realm.realm, { userId: ada.id }, client.id),
  )
  expect((await get(token)).find(({ clientId }: { clientId: string }) => clientId === 'sync')).toMatchObject({
    offlineAccess: true,
    inUse: false,
  })
  expect((await revoke(token, 'sync')).statusCode).toBe(204)
  expect(await findUserSession(server.server.storage, realm.realm.id, offline.id)).toBeUndefined()
  expect((await get(foreign)).map(({ clientId }: { clientId: string }) => clientId)).toEqual(['sync'])
})

test('an unknown application is not found', async () => {
  expect((await revoke(await signIn(), 'nobody')).statusCode).toBe(404)
})
