import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SigningKey } from '../src/crypto/keys.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { makeClientKeys, signedForm } from './fixture/client-assertion.ts'
import { addUser, Browser, claimsOf, endpointOf, post, redirectUri } from './fixture/oidc-application.ts'
import { register } from './fixture/registered-client.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

// What the dynamic plan of the OpenID conformance suite asks and no other test of ours does: a client that registers
// itself with keys at an address, and changes them. docs/conformance.md says which module is which.

let server: TestServer
let realm: RealmSnapshot
let keyServer: Server
let published = ''
let initialAccessToken: string

beforeAll(async () => {
  keyServer = createServer((_request, response) => response.end(published))
  const listening = Promise.withResolvers<void>()
  keyServer.listen(0, '127.0.0.1', listening.resolve)
  await listening.promise
  server = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  realm = await server.createRealm()
  await addUser(server, realm)
  const url = `/admin/realms/${realm.realm.name}/clients-initial-access`
  const access = await server.inject({ method: 'POST', url, token: await server.adminToken(), payload: { count: 9 } })
  initialAccessToken = String(access.json()['token'])
})
afterAll(async () => {
  keyServer.close()
  await server.stop()
})

/** Publishes new keys of a client. */
async function rotate(): Promise<SigningKey> {
  const keys = await makeClientKeys()
  published = String(keys.attributes['jwks.string'])
  return keys.rs256
}

test('a client registers the address of its keys, proves itself by them, and by others once it has changed them', async () => {
  const first = await rotate()
  const address = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/jwks`
  const metadata = {
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks_uri: address,
    id_token_signed_response_alg: 'RS256',
    userinfo_signed_response_alg: 'RS256',
    grant_types: ['authorization_code', 'refresh_token'],
  }
  const registered = await register(metadata)({ server, realm, initialAccessToken })
  expect(registered.statusCode).toBe(201)
  const clientId = String(registered.json()['client_id'])
  const ask = async (key: SigningKey, form: Record<string, string>) =>
    post(server, realm, 'token', { ...(await signedForm(server, realm, clientId, key)), ...form }, {})

  const code = String((await new Browser(server).signIn(realm, { client_id: clientId })).get('code'))
  const tokens = (await ask(first, { grant_type: 'authorization_code', code, redirect_uri: redirectUri })).json()
  expect(claimsOf(tokens.id_token)).toMatchObject({ aud: clientId, preferred_username: 'ada' })
  const userinfo = await server.inject({ url: endpointOf(realm, 'userinfo'), token: String(tokens.access_token) })
  expect(userinfo.headers['content-type']).toContain('application/jwt')
  expect(claimsOf(userinfo.body)).toMatchObject({ aud: clientId, sub: claimsOf(tokens.id_token)['sub'] })

  const refresh = { grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) }
  expect((await ask(first, refresh)).statusCode).toBe(200)
  const second = await rotate()
  await server.clock.advance(24 * 60 * 60 * 1000)
  const again = String((await new Browser(server).signIn(realm, { client_id: clientId })).get('code'))
  const form = { grant_type: 'authorization_code', code: again, redirect_uri: redirectUri }
  expect((await ask(first, form)).json()).toMatchObject({ error: 'invalid_client' })
  const renewed = await ask(second, form)
  expect(renewed.statusCode).toBe(200)
  const next = { grant_type: 'refresh_token', refresh_token: String(renewed.json()['refresh_token']) }
  expect((await ask(second, next)).statusCode).toBe(200)
})

test('addresses that a client shows are kept as it registered them', async () => {
  const shown = { logo_uri: 'https://app.test/l.png', policy_uri: 'https://app.test/p', tos_uri: 'https://app.test/t' }
  const answer = await register({ redirect_uris: [redirectUri], ...shown })({ server, realm, initialAccessToken })
  expect(answer.json()).toMatchObject(shown)
})
