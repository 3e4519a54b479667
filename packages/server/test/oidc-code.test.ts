import { createPublicKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyJwt } from '../src/crypto/jws.ts'
import { toVerificationKey } from '../src/crypto/keys.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import {
  addClient,
  addUser,
  Browser,
  basic,
  claimsOf,
  endpointOf,
  post,
  redirectUri,
  s256,
  verifier,
} from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  await addClient(server, realm, 'app', {})
  await addClient(server, realm, 'other', {})
  await addClient(server, realm, 'spa', { publicClient: true, webOrigins: ['+'] })
  await addUser(server, realm)
})
afterAll(() => server.stop())

const exchange = (
  code: string | null,
  form: Record<string, string> = {},
  headers = basic('app') as Record<string, string>,
) =>
  post(
    server,
    realm,
    'token',
    { grant_type: 'authorization_code', code: String(code), redirect_uri: redirectUri, ...form },
    headers,
  )

const newCode = async (parameters: Record<string, string> = {}) =>
  (await new Browser(server).signIn(realm, parameters)).get('code')

const userInfo = (token: string) => server.inject({ url: endpointOf(realm, 'userinfo'), token })

describe('a code', () => {
  test('gives access, ID and refresh token', async () => {
    const code = await newCode({ nonce: 'nonce-1', scope: 'openid email' })
    const answer = await exchange(code)
    expect(answer.statusCode).toBe(200)
    const tokens = answer.json()
    expect(tokens).toEqual({
      access_token: expect.any(String),
      expires_in: 300,
      refresh_expires_in: 1800,
      refresh_token: expect.any(String),
      token_type: 'Bearer',
      id_token: expect.any(String),
      'not-before-policy': 0,
      session_state: expect.any(String),
      scope: 'openid email profile',
    })
    const issuer = `${server.url}/realms/${realm.realm.name}`
    const now = Math.floor(server.clock.now() / 1000)
    const access = claimsOf(tokens.access_token)
    expect(access).toMatchObject({
      exp: now + 300,
      iat: now,
      auth_time: now,
      iss: issuer,
      aud: 'account',
      typ: 'Bearer',
      azp: 'app',
      sid: tokens.session_state,
      acr: '1',
      scope: 'openid email profile',
      email_verified: true,
      name: 'Ada Lovelace',
      preferred_username: 'ada',
      given_name: 'Ada',
      family_name: 'Lovelace',
      email: 'ada@example.org',
    })
    expect(access).not.toHaveProperty('nonce')
    const id = claimsOf(tokens.id_token)
    expect(id).toMatchObject({
      exp: now + 300,
      iat: now,
      auth_time: now,
      iss: issuer,
      aud: 'app',
      sub: access['sub'],
      typ: 'ID',
      azp: 'app',
      nonce: 'nonce-1',
      sid: tokens.session_state,
      at_hash: expect.any(String),
      acr: '1',
      preferred_username: 'ada',
    })
    expect(id).not.toHaveProperty('realm_access')
    expect(claimsOf(tokens.refresh_token)).toMatchObject({
      typ: 'Refresh',
      aud: issuer,
      azp: 'app',
      sid: tokens.session_state,
    })
  })

  test('gives an ID token that the published key verifies', async () => {
    const { id_token: token } = (await exchange(await newCode())).json()
    const { keys } = (await server.inject({ url: endpointOf(realm, 'certs') })).json()
    const lookUp = (kid: string | undefined) => {
      const jwk = keys.find((key: { kid: string }) => key.kid === kid)
      return jwk && toVerificationKey(jwk.kid, 'RS256', createPublicKey({ key: jwk, format: 'jwk' }))
    }
    const verified = await verifyJwt(token, lookUp, { now: server.clock.now(), type: 'ID', audience: 'app' })
    expect(verified.claims['preferred_username']).toBe('ada')
  })

  test('gives no ID token without openid', async () => {
    const tokens = (await exchange(await newCode({ scope: 'email' }))).json()
    expect(tokens).not.toHaveProperty('id_token')
    const answer = await userInfo(tokens.access_token)
    expect(answer.statusCode).toBe(403)
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"')
  })

  test('works once; when it comes again, what it gave ends', async () => {
    const code = await newCode()
    const tokens = (await exchange(code)).json()
    expect((await userInfo(tokens.access_token)).statusCode).toBe(200)
    const again = await exchange(code)
    expect(again.statusCode).toBe(400)
    expect(again.json()).toEqual({ error: 'invalid_grant', error_description: 'Code not valid' })
    expect((await userInfo(tokens.access_token)).statusCode).toBe(401)
    const refreshed = await post(server, realm, 'token', {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    })
    expect(refreshed.json().error).toBe('invalid_grant')
  })

  test('gives tokens to one of twenty who bring it at once', async () => {
    const code = await newCode()
    const answers = await Promise.all(Array.from({ length: 20 }, () => exchange(code)))
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.json().error === 'invalid_grant')).toHaveLength(19)
  })

  test('ends after a minute', async () => {
    const code = await newCode()
    await server.clock.advance(60_000)
    expect((await exchange(code)).json()).toEqual({ error: 'invalid_grant', error_description: 'Code not valid' })
  })

  test.each<[string, Record<string, string>, Record<string, string>, string]>([
    ['another client', {}, basic('other'), 'Auth error: Found different client_id in clientSession'],
    ['another address', { redirect_uri: 'https://app.test/other' }, basic('app'), 'Incorrect redirect_uri'],
    ['no address', { redirect_uri: '' }, basic('app'), 'Incorrect redirect_uri'],
    [
      'a verifier although there was no challenge',
      { code_verifier: verifier },
      basic('app'),
      'PKCE code verifier specified but challenge not present in authorization',
    ],
  ])('is worth nothing with %s, and then to nobody', async (_name, form, headers, description) => {
    const code = await newCode()
    const answer = await exchange(code, form, headers)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({ error: 'invalid_grant', error_description: description })
    expect((await exchange(code)).statusCode).toBe(400)
  })

  test('of another realm is worth nothing here', async () => {
    const elsewhere = await server.createRealm()
    await addClient(server, elsewhere, 'app', {})
    const code = await newCode()
    const form = { grant_type: 'authorization_code', code: String(code), redirect_uri: redirectUri }
    expect((await post(server, elsewhere, 'token', form)).json().error).toBe('invalid_grant')
    expect((await exchange(code)).statusCode).toBe(200)
  })
})

describe('PKCE', () => {
  const spa = { client_id: 'spa' }
  test.each(['S256', 'plain'])('%s proves who asked', async (method) => {
    const challenge = method === 'plain' ? { code_challenge: verifier, code_challenge_method: 'plain' } : s256
    const code = await newCode({ ...spa, ...challenge })
    expect((await exchange(code, { ...spa, code_verifier: verifier }, {})).statusCode).toBe(200)
  })

  test.each<[string, Record<string, string>, string]>([
    ['no verifier', {}, 'PKCE code verifier not specified'],
    ['another verifier', { code_verifier: 'a'.repeat(43) }, 'PKCE verification failed: Code mismatch'],
    ['the challenge as verifier', { code_verifier: s256.code_challenge }, 'PKCE verification failed: Code mismatch'],
    ['no proper verifier', { code_verifier: 'short' }, 'PKCE verification failed: Invalid code verifier'],
  ])('%s is refused', async (_name, form, description) => {
    const code = await newCode({ ...spa, ...s256 })
    const answer = await exchange(code, { ...spa, ...form }, {})
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({ error: 'invalid_grant', error_description: description })
  })
})

describe('userinfo', () => {
  test('tells who it is, by header and by form', async () => {
    const { access_token: token } = (await exchange(await newCode())).json()
    const expected = { sub: expect.any(String), name: 'Ada Lovelace', email: 'ada@example.org', email_verified: true }
    expect((await userInfo(token)).json()).toMatchObject(expected)
    const url = endpointOf(realm, 'userinfo')
    expect((await server.inject({ method: 'POST', url, token })).json()).toMatchObject(expected)
    expect((await server.inject({ method: 'POST', url, form: { access_token: token } })).json()).toMatchObject(expected)
  })

  test('takes no token from the query, no ID or refresh token, and no two', async () => {
    const tokens = (await exchange(await newCode())).json()
    const url = endpointOf(realm, 'userinfo')
    const bare = await server.inject({ url: `${url}?access_token=${tokens.access_token}` })
    expect(bare.statusCode).toBe(401)
    expect(bare.headers['www-authenticate']).toBe(`Bearer realm="${realm.realm.name}"`)
    for (const token of [tokens.id_token, tokens.refresh_token, 'x']) {
      const answer = await userInfo(token)
      expect(answer.statusCode).toBe(401)
      expect(answer.body).toBe('')
      expect(answer.headers['www-authenticate']).toBe(
        `Bearer realm="${realm.realm.name}", error="invalid_token", error_description="Token verification failed"`,
      )
    }
    const twice = await server.inject({ method: 'POST', url, token: tokens.access_token, form: { access_token: 'x' } })
    expect(twice.statusCode).toBe(400)
  })

  test('is for the origins of the client', async () => {
    const code = await newCode({ client_id: 'spa', ...s256 })
    const { access_token: token } = (await exchange(code, { client_id: 'spa', code_verifier: verifier }, {})).json()
    const url = endpointOf(realm, 'userinfo')
    const mine = await server.inject({ url, token, headers: { origin: 'https://app.test' } })
    expect(mine.headers['access-control-allow-origin']).toBe('https://app.test')
    const foreign = await server.inject({ url, token, headers: { origin: 'https://evil.test' } })
    expect(foreign.statusCode).toBe(403)
    expect(foreign.json()).toEqual({ error: 'Invalid origin' })
    const own = await server.inject({ url, token, headers: { origin: new URL(server.url).origin } })
    expect(own.statusCode).toBe(200)
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
  })
})
