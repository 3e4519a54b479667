import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../src/model/client/client.ts'
import { rotateClientSecret } from '../src/model/client/rotate-client-secret.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { transact } from '../src/storage/transact.ts'
import { assertionClaims, assertionForm, signByHmac } from './fixture/client-assertion.ts'
import { addClient, basic, post } from './fixture/oidc-application.ts'
import { type TestRequest, type TestServer, testServer } from './fixture/test-server.ts'

const before = 'the-secret-that-was-there-before-it'
const after = 'the-secret-that-has-come-after-that'

let server: TestServer
let realm: RealmSnapshot
let token: string

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  token = await server.adminToken()
})
afterAll(() => server.stop())

async function rotated(clientId: string, clientAuthenticatorType = 'client-secret', seconds = 120): Promise<Client> {
  const settings = { serviceAccountsEnabled: true, clientAuthenticatorType }
  const client = await addClient(server, realm, clientId, settings, before)
  await transact(server.server.storage, (tx) =>
    rotateClientSecret(tx, client, { secret: after, rotatedLifetimeSeconds: seconds }, server.server.secrets),
  )
  return client
}
const grant = { grant_type: 'client_credentials' }
const statusBy = async (clientId: string, secret: string) =>
  (await post(server, realm, 'token', grant, basic(clientId, secret))).statusCode
const admin = (method: TestRequest['method'] & string, client: Client, path: string, payload?: object) =>
  server.inject({
    method,
    url: `/admin/realms/${realm.realm.name}/clients/${client.id}${path}`,
    token,
    ...(payload ? { payload, headers: { 'content-type': 'application/json' } } : {}),
  })

describe('two live secrets', () => {
  test('both open the token endpoint until the older one has had its time', async () => {
    await rotated('basic')
    expect(await statusBy('basic', after)).toBe(200)
    expect(await statusBy('basic', before)).toBe(200)
    expect(await statusBy('basic', `${before}x`)).toBe(401)
    await server.clock.advance(120_000)
    token = await server.adminToken()
    expect(await statusBy('basic', after)).toBe(200)
    expect(await statusBy('basic', before)).toBe(401)
  })

  test('both sign assertions', async () => {
    await rotated('hmac', 'client-secret-jwt')
    const statusOf = async (secret: string) => {
      const form = assertionForm(signByHmac(assertionClaims(server, realm, 'hmac'), secret))
      return (await post(server, realm, 'token', { ...grant, ...form }, {})).statusCode
    }
    expect(await statusOf(after)).toBe(200)
    expect(await statusOf(before)).toBe(200)
    await server.clock.advance(120_000)
    token = await server.adminToken()
    expect(await statusOf(before)).toBe(400)
  })
})

describe('administrators', () => {
  test('see the older secret and end it', async () => {
    const client = await rotated('seen')
    const seen = await admin('GET', client, '/client-secret/rotated')
    expect(seen.json()).toEqual({ type: 'secret', value: before })
    expect((await admin('DELETE', client, '/client-secret/rotated')).statusCode).toBe(204)
    expect(await statusBy('seen', before)).toBe(401)
    expect(await statusBy('seen', after)).toBe(200)
    const gone = await admin('GET', client, '/client-secret/rotated')
    expect(gone.statusCode).toBe(404)
    expect(gone.json()).toEqual({ error: 'Client does not have a rotated secret' })
    expect((await admin('DELETE', client, '/client-secret/rotated')).statusCode).toBe(204)
  })

  test('end both with a new secret', async () => {
    const client = await rotated('renewed')
    const { value } = (await admin('POST', client, '/client-secret')).json()
    expect(await statusBy('renewed', value)).toBe(200)
    expect(await statusBy('renewed', after)).toBe(401)
    expect(await statusBy('renewed', before)).toBe(401)
  })

  test('see the times, and cannot change them', async () => {
    const client = await rotated('timed')
    const read = async () => (await admin('GET', client, '')).json()
    const shown = await read()
    const seconds = Math.floor(server.clock.now() / 1000)
    expect(shown.attributes).toMatchObject({
      'client.secret.creation.time': String(seconds),
      'client.secret.rotated.creation.time': String(seconds),
      'client.secret.rotated.expiration.time': String(seconds + 120),
    })
    expect(JSON.stringify(shown.attributes)).not.toContain(before)
    const attributes = { ...shown.attributes, 'client.secret.rotated.expiration.time': '9999999999' }
    expect((await admin('PUT', client, '', { ...shown, attributes })).statusCode).toBe(204)
    expect(await read()).toEqual(shown)
    expect(await statusBy('timed', before)).toBe(200)
  })

  test('without the right to manage clients see nothing', async () => {
    const client = await rotated('hidden')
    const anonymous = {
      method: 'GET',
      url: `/admin/realms/${realm.realm.name}/clients/${client.id}/client-secret/rotated`,
    } as const
    expect((await server.inject(anonymous)).statusCode).toBe(401)
  })
})
