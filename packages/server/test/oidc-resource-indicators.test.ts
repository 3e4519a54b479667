import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertMapper } from '../src/model/client-scope/insert-mapper.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { transact } from '../src/storage/transact.ts'
import {
  addClient,
  addUser,
  Browser,
  basic,
  claimsOf,
  password,
  post,
  redirectUri,
} from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
const orders = 'https://api.test/orders'

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  const app = await addClient(server, realm, 'app', { directAccessGrantsEnabled: true, serviceAccountsEnabled: true })
  await addClient(server, realm, 'orders', { attributes: { resource_url: orders } })
  await addClient(server, realm, 'billing', {})
  await addClient(server, realm, 'foreign', { attributes: { resource_url: 'https://api.test/foreign' } })
  await transact(server.server.storage, async (tx) => {
    for (const audience of ['orders', 'billing']) {
      const config = {
        'included.client.audience': audience,
        'access.token.claim': 'true',
        'introspection.token.claim': 'true',
      }
      const name = `audience ${audience}`
      const base = { id: tx.ids.uuid(), realmId: realm.realm.id, clientId: app.id, protocol: 'openid-connect' as const }
      await insertMapper(tx, { ...base, name, mapper: 'oidc-audience-mapper', config })
    }
  })
  await addUser(server, realm)
})
afterAll(() => server.stop())

const ask = async (form: Record<string, string>) => (await post(server, realm, 'token', form)).json()
const grant = { grant_type: 'password', username: 'ada', password }

test('without a resource the token is for all audiences', async () => {
  expect(claimsOf((await ask(grant)).access_token)['aud']).toEqual(expect.arrayContaining(['orders', 'billing']))
})

test('with one it is for that alone, under its address or as a client', async () => {
  expect(claimsOf((await ask({ ...grant, resource: orders })).access_token)['aud']).toBe(orders)
  expect(claimsOf((await ask({ ...grant, resource: 'urn:client:billing' })).access_token)['aud']).toBe('billing')
  const own = await ask({ grant_type: 'client_credentials', resource: orders })
  expect(claimsOf(own.access_token)['aud']).toBe(orders)
})

test('what is said of one token is not widened by another, in whichever order they are asked about', async () => {
  const audienceOf = async (token: unknown) =>
    (await post(server, realm, 'token/introspect', { token: String(token) })).json()['aud']
  const wide = (await ask(grant)).access_token
  const narrow = (await ask({ ...grant, resource: orders })).access_token
  const both = expect.arrayContaining(['orders', 'billing'])
  for (const token of [narrow, wide, narrow]) {
    expect(await audienceOf(token)).toEqual(token === wide ? both : orders)
  }
})

test.each(['https://api.test/foreign', 'urn:client:foreign', 'https://api.test/none', 'orders', `${orders}#x`])(
  'a resource that is no audience of the token is refused: %s',
  async (resource) => {
    expect(await ask({ ...grant, resource })).toEqual({
      error: 'invalid_target',
      error_description: 'The requested resource is invalid, missing, unknown, or malformed.',
    })
  },
)

test('refreshing keeps it, and cannot change it', async () => {
  const first = await ask({ ...grant, resource: orders })
  const refresh = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) }
  const kept = await ask(refresh)
  expect(claimsOf(kept.access_token)['aud']).toBe(orders)
  expect(claimsOf((await ask({ ...refresh, resource: orders })).access_token)['aud']).toBe(orders)
  const mismatch = {
    error: 'invalid_target',
    error_description: 'The requested resource is not matching the original request.',
  }
  expect(await ask({ ...refresh, resource: 'urn:client:billing' })).toEqual(mismatch)
  const wide = await ask(grant)
  const later = { grant_type: 'refresh_token', refresh_token: String(wide.refresh_token), resource: orders }
  expect(await ask(later)).toEqual(mismatch)
})

test('a code is for the resource its request named', async () => {
  const exchange = async (asked: Record<string, string>, form: Record<string, string>) => {
    const answer = await new Browser(server).signIn(realm, asked)
    return await ask({
      grant_type: 'authorization_code',
      code: String(answer.get('code')),
      redirect_uri: redirectUri,
      ...form,
    })
  }
  expect(claimsOf((await exchange({ resource: orders }, {})).access_token)['aud']).toBe(orders)
  expect(await exchange({ resource: orders }, { resource: 'urn:client:billing' })).toMatchObject({
    error: 'invalid_target',
  })
  const refused = await new Browser(server).authorize(realm, { resource: 'no address' })
  expect(new URL(String(refused.headers.location)).searchParams.get('error')).toBe('invalid_target')
})

test('introspection does not widen what was narrowed, and answers the resource itself', async () => {
  const { access_token: token } = await ask({ ...grant, resource: orders })
  const told = await post(server, realm, 'token/introspect', { token: String(token) }, basic('orders'))
  expect(told.json()).toMatchObject({ active: true, aud: orders })
  const other = await post(server, realm, 'token/introspect', { token: String(token) }, basic('billing'))
  expect(other.json()).toEqual({ active: false })
})
