import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { createDpopKey, type DpopKey, type ProofOptions } from './fixture/dpop-key.ts'
import {
  addClient,
  addUser,
  Browser,
  basic,
  claimsOf,
  endpointOf,
  password,
  post,
  redirectUri,
} from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
const key = createDpopKey()
const otherKey = createDpopKey('EdDSA')

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  const direct = { directAccessGrantsEnabled: true }
  await addClient(server, realm, 'app', { ...direct, serviceAccountsEnabled: true })
  await addClient(server, realm, 'spa', { ...direct, publicClient: true })
  await addClient(server, realm, 'bound', { ...direct, attributes: { 'dpop.bound.access.tokens': 'true' } })
  await addUser(server, realm)
})
afterAll(() => server.stop())

const grant = { grant_type: 'password', username: 'ada', password, scope: 'openid' }
const proofFor = (endpoint: string, options: Partial<ProofOptions> = {}, by: DpopKey = key, at = realm) =>
  by.proof(server, { path: endpointOf(at, endpoint), ...options })
/** A token request of a public client, or of a confidential one by its secret. */
const ask = (clientId: string, form: Record<string, string>, proof?: string) =>
  post(server, realm, 'token', clientId === 'spa' ? { client_id: 'spa', ...form } : form, {
    ...(clientId === 'spa' ? {} : basic(clientId)),
    ...(proof === undefined ? {} : { dpop: proof }),
  })
const userInfo = (headers: Record<string, string>) => server.inject({ url: endpointOf(realm, 'userinfo'), headers })
const boundToken = async (clientId = 'app') =>
  String((await ask(clientId, grant, proofFor('token'))).json().access_token)

describe('tokens that are asked for with a proof', () => {
  test('are bound to its key and called DPoP', async () => {
    const answer = await ask('app', grant, proofFor('token'))
    expect(answer.json()).toMatchObject({ token_type: 'DPoP' })
    expect(claimsOf(answer.json().access_token)).toMatchObject({ typ: 'DPoP', cnf: { jkt: key.thumbprint } })
  })

  test('leave refresh tokens of confidential clients free and bind those of public ones', async () => {
    const confidential = await ask('app', grant, proofFor('token'))
    expect(claimsOf(confidential.json().refresh_token)).not.toHaveProperty('cnf')
    const open = await ask('spa', grant, proofFor('token'))
    expect(claimsOf(open.json().refresh_token)).toMatchObject({ cnf: { jkt: key.thumbprint } })
  })

  test('without a proof stay bearer tokens', async () => {
    const answer = await ask('app', grant)
    expect(answer.json()).toMatchObject({ token_type: 'Bearer' })
    expect(claimsOf(answer.json().access_token)).not.toHaveProperty('cnf')
  })

  test('are refused to a client that must bind them and sends no proof', async () => {
    const answer = await ask('bound', grant)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({ error: 'invalid_request', error_description: 'DPoP proof is missing' })
    expect((await ask('bound', grant, proofFor('token'))).json()).toMatchObject({ token_type: 'DPoP' })
  })

  test('take keys of other algorithms', async () => {
    for (const one of [createDpopKey('RS256'), otherKey]) {
      const answer = await ask('app', { grant_type: 'client_credentials' }, proofFor('token', {}, one))
      expect(claimsOf(answer.json().access_token)).toMatchObject({ cnf: { jkt: one.thumbprint } })
    }
  })
})

describe('a bound refresh token', () => {
  test('is worth nothing without its key', async () => {
    const tokens = (await ask('spa', grant, proofFor('token'))).json()
    const form = { grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) }
    expect((await ask('spa', form)).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'DPoP proof is missing',
    })
    expect((await ask('spa', form, proofFor('token', {}, otherKey))).json()).toEqual({
      error: 'invalid_grant',
      error_description: "DPoP confirmation doesn't match DPoP proof",
    })
    const renewed = await ask('spa', form, proofFor('token'))
    expect(renewed.statusCode).toBe(200)
    expect(claimsOf(renewed.json().refresh_token)).toMatchObject({ cnf: { jkt: key.thumbprint } })
  })
})

describe('an authorization code', () => {
  const exchange = async (dpopJkt: string, proof?: string) => {
    const answer = await new Browser(server).signIn(realm, { dpop_jkt: dpopJkt })
    const form = { grant_type: 'authorization_code', code: String(answer.get('code')), redirect_uri: redirectUri }
    return { form, answer: await ask('app', form, proof) }
  }

  test('that names a key is for that key', async () => {
    const { answer } = await exchange(key.thumbprint, proofFor('token'))
    expect(answer.json()).toMatchObject({ token_type: 'DPoP' })
  })

  test('is refused, and spent, with another key or none', async () => {
    const other = await exchange(key.thumbprint, proofFor('token', {}, otherKey))
    expect(other.answer.json()).toEqual({
      error: 'invalid_request',
      error_description: 'DPoP Proof public key thumbprint does not match dpop_jkt',
    })
    expect((await ask('app', other.form, proofFor('token'))).json()).toMatchObject({ error: 'invalid_grant' })
    const none = await exchange(key.thumbprint)
    expect(none.answer.json()).toMatchObject({ error: 'invalid_request', error_description: 'DPoP Proof missing' })
  })
})

describe('resources', () => {
  test('take a bound token with a proof for it', async () => {
    const token = await boundToken()
    const dpop = proofFor('userinfo', { method: 'GET', token })
    const answer = await userInfo({ authorization: `DPoP ${token}`, dpop })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ preferred_username: 'ada' })
    expect((await userInfo({ authorization: `dpop ${token}`, dpop })).statusCode, 'the proof once more').toBe(401)
  })

  test('refuse a bound token that comes as a bearer token, with a proof or without', async () => {
    const token = await boundToken()
    const dpop = proofFor('userinfo', { method: 'GET', token })
    for (const headers of [{}, { dpop }]) {
      const answer = await userInfo({ authorization: `Bearer ${token}`, ...headers })
      expect(answer.statusCode).toBe(401)
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer .*error="invalid_token"/)
    }
    const posted = await post(server, realm, 'userinfo', { access_token: token }, { dpop: proofFor('userinfo') })
    expect(posted.statusCode).toBe(401)
  })

  test.each([
    ['no proof', () => ({})],
    ['no hash of the token', () => ({ dpop: proofFor('userinfo', { method: 'GET' }) })],
    ['the hash of another token', () => ({ dpop: proofFor('userinfo', { method: 'GET', token: 'other' }) })],
  ])('challenge for DPoP when there is %s', async (_what, headers) => {
    const token = await boundToken()
    const answer = await userInfo({ authorization: `DPoP ${token}`, ...headers() })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toMatch(
      /^DPoP algs="[^"]*ES256[^"]*", realm="[^"]+", error="invalid_token"/,
    )
  })

  test('refuse a proof by another key', async () => {
    const token = await boundToken()
    const dpop = proofFor('userinfo', { method: 'GET', token }, otherKey)
    expect((await userInfo({ authorization: `DPoP ${token}`, dpop })).statusCode).toBe(401)
  })

  test('refuse a bearer token that comes as DPoP', async () => {
    const token = String((await ask('app', grant)).json().access_token)
    const dpop = proofFor('userinfo', { method: 'GET', token })
    expect((await userInfo({ authorization: `DPoP ${token}`, dpop })).statusCode).toBe(401)
  })

  test('of the account and admin families ask for the same', async () => {
    const master = await server.server.realms.byName('master')
    if (!master) throw new Error('There is no master realm')
    const path = endpointOf(master, 'token')
    const form = { grant_type: 'password', client_id: 'admin-cli', username: 'admin', password: 'admin-password' }
    const answer = await post(server, master, 'token', form, { dpop: key.proof(server, { path }) })
    const token = String(answer.json().access_token)
    const url = '/admin/realms/master/users/count'
    const refused = await server.inject({ url, token })
    expect(refused.statusCode).toBe(401)
    const dpop = key.proof(server, { path: url, method: 'GET', token })
    expect((await server.inject({ url, headers: { authorization: `DPoP ${token}`, dpop } })).statusCode).toBe(200)
    const again = await server.inject({ url, headers: { authorization: `DPoP ${token}`, dpop } })
    expect(again.statusCode).toBe(401)
    expect(again.headers['www-authenticate']).toMatch(/^DPoP error="invalid_token"/)
  })
})

test('introspection tells the key a token is bound to, revocation ends it', async () => {
  const token = await boundToken()
  const told = await post(server, realm, 'token/introspect', { token })
  expect(told.json()).toMatchObject({ active: true, token_type: 'DPoP', cnf: { jkt: key.thumbprint } })
  expect((await post(server, realm, 'revoke', { token })).statusCode).toBe(200)
  expect((await post(server, realm, 'token/introspect', { token })).json()).toEqual({ active: false })
})

test('of two uses of one proof at the same instant exactly one is answered', async () => {
  const proof = proofFor('token')
  const form = { grant_type: 'client_credentials' }
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask('app', form, proof)))
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 400)])
})

test('a clock that is set back revives no used proof', async () => {
  const proof = proofFor('token')
  expect((await ask('app', { grant_type: 'client_credentials' }, proof)).statusCode).toBe(200)
  await server.clock.advance(120_000)
  await server.clock.advance(-120_000)
  const again = await ask('app', { grant_type: 'client_credentials' }, proof)
  expect(again.json()).toMatchObject({ error_description: 'DPoP proof has already been used' })
})

describe('a realm that demands nonces', () => {
  test('gives one with its refusal, takes it and the one before, and no older', async () => {
    const strict = await server.createRealm({ attributes: { 'dpop.nonce.required': 'true' } })
    await addClient(server, strict, 'app', { serviceAccountsEnabled: true })
    const send = (nonce?: string) =>
      post(
        server,
        strict,
        'token',
        { grant_type: 'client_credentials' },
        { ...basic('app'), dpop: proofFor('token', { claims: { nonce } }, key, strict) },
      )
    const first = await send()
    expect(first.json()).toMatchObject({ error: 'use_dpop_nonce' })
    expect(first.statusCode).toBe(400)
    const nonce = String(first.headers['dpop-nonce'])
    expect(nonce).toMatch(/^[\w-]{22}$/)
    expect((await send(nonce)).statusCode).toBe(200)
    await server.clock.advance(300_000)
    expect((await send(nonce)).statusCode).toBe(200)
    await server.clock.advance(300_000)
    expect((await send(nonce)).json()).toMatchObject({ error: 'use_dpop_nonce' })
    expect((await send('made-up')).json()).toMatchObject({ error: 'use_dpop_nonce' })
  })
})
