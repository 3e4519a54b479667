import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import {
  addClient,
  addUser,
  answerOf,
  Browser,
  claimsOf,
  endpointOf,
  post,
  redirectUri,
} from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  await addClient(server, realm, 'app', { implicitFlowEnabled: true })
  await addClient(server, realm, 'implicit', { implicitFlowEnabled: true, standardFlowEnabled: false })
  await addClient(server, realm, 'standard', {})
  const attributes = (more: Record<string, string>) => ({ implicitFlowEnabled: true, attributes: more })
  await addClient(server, realm, 'detached', attributes({ 'id.token.as.detached.signature': 'true' }))
  await addClient(server, realm, 'bound', attributes({ 'dpop.bound.access.tokens': 'true' }))
  const excluded = { 'exclude.issuer.from.auth.response': 'true', 'exclude.session.state.from.auth.response': 'true' }
  await addClient(server, realm, 'terse', attributes(excluded))
  await addUser(server, realm)
})
afterAll(() => server.stop())

const signIn = (responseType: string, parameters: Record<string, string> = {}) =>
  new Browser(server).signIn(realm, { response_type: responseType, nonce: 'nonce-1', ...parameters })
const halfHash = (text: string | null) =>
  createHash('sha256').update(String(text)).digest().subarray(0, 16).toString('base64url')
const names = (answer: URLSearchParams) => [...answer.keys()].sort()

describe('a response type', () => {
  const common = ['iss', 'session_state', 'state']
  const token = ['access_token', 'expires_in', 'token_type']
  test.each<[string, string[]]>([
    ['code', ['code']],
    ['none', []],
    ['id_token', ['id_token']],
    ['token', token],
    ['id_token token', ['id_token', ...token]],
    ['token id_token', ['id_token', ...token]],
    ['code id_token', ['code', 'id_token']],
    ['code token', ['code', ...token]],
    ['code id_token token', ['code', 'id_token', ...token]],
  ])('%s is answered with what it names', async (type, own) => {
    const browser = new Browser(server)
    const page = await browser.authorize(realm, { response_type: type, nonce: 'nonce-1' })
    const answer = await browser.submitPassword(page)
    expect(names(answerOf(answer))).toEqual([...common, ...own].sort())
    const { hash } = new URL(String(answer.headers.location))
    expect(hash !== '').toBe(/token/.test(type))
  })

  test('is asked of clients that may have it', async () => {
    const refusal = async (client: string, type: string) => {
      const parameters = { client_id: client, response_type: type, nonce: 'n' }
      return answerOf(await new Browser(server).authorize(realm, parameters)).get('error_description')
    }
    expect(await refusal('standard', 'id_token')).toContain('Implicit flow is disabled')
    expect(await refusal('standard', 'code token')).toContain('Implicit flow is disabled')
    expect(await refusal('implicit', 'code')).toContain('Standard flow is disabled')
    expect(await refusal('implicit', 'none')).toContain('Standard flow is disabled')
    expect(await refusal('implicit', 'code id_token')).toContain('Standard flow is disabled')
    expect((await signIn('id_token', { client_id: 'implicit' })).has('id_token')).toBe(true)
  })

  test('with tokens is refused to clients whose tokens are bound to a key', async () => {
    const parameters = { client_id: 'bound', response_type: 'token' }
    const answer = answerOf(await new Browser(server).authorize(realm, parameters))
    expect(Object.fromEntries(answer)).toMatchObject({
      error: 'unauthorized_client',
      error_description:
        'DPoP is not supported for implicit nor hybrid flows. Client requires DPoP bound access tokens.',
    })
  })
})

describe('the ID token', () => {
  test('vouches for code, access token and state', async () => {
    const answer = await signIn('code id_token token', { scope: 'openid email' })
    const claims = claimsOf(answer.get('id_token'))
    expect(claims).toMatchObject({
      aud: 'app',
      typ: 'ID',
      nonce: 'nonce-1',
      sid: answer.get('session_state'),
      email: 'ada@example.org',
      c_hash: halfHash(answer.get('code')),
      at_hash: halfHash(answer.get('access_token')),
      s_hash: halfHash('state-1'),
    })
    expect(claims['exp']).toBe(Math.floor(server.clock.now() / 1000) + 300)
  })

  test('holds no hash of what does not come with it', async () => {
    const claims = claimsOf((await signIn('id_token')).get('id_token'))
    expect(claims).not.toHaveProperty('c_hash')
    expect(claims).not.toHaveProperty('at_hash')
  })

  test('is the same user and session as the one for the code', async () => {
    const answer = await signIn('code id_token')
    const first = claimsOf(answer.get('id_token'))
    const form = { grant_type: 'authorization_code', code: String(answer.get('code')), redirect_uri: redirectUri }
    const second = claimsOf((await post(server, realm, 'token', form)).json().id_token)
    for (const name of ['iss', 'sub', 'aud', 'nonce', 'sid', 'auth_time']) expect(second[name]).toBe(first[name])
    expect(second).not.toHaveProperty('c_hash')
  })

  test('as a detached signature says nothing of the user', async () => {
    const answer = await signIn('code id_token', { client_id: 'detached' })
    const claims = claimsOf(answer.get('id_token'))
    expect(Object.keys(claims).sort()).toEqual(
      ['aud', 'azp', 'c_hash', 'exp', 'iat', 'iss', 'jti', 'nonce', 's_hash', 'sid', 'sub', 'typ'].sort(),
    )
  })
})

describe('the access token', () => {
  test('of the implicit flow lives as long as the realm says for it, and works', async () => {
    const answer = await signIn('token')
    expect(answer.get('token_type')).toBe('Bearer')
    expect(answer.get('expires_in')).toBe('900')
    const info = await server.inject({
      url: endpointOf(realm, 'userinfo'),
      token: String(answer.get('access_token')),
    })
    expect(info.json()).toMatchObject({ preferred_username: 'ada' })
  })

  test('of the hybrid flow lives as long as others', async () => {
    expect((await signIn('code token')).get('expires_in')).toBe('300')
  })

  test('ends with the code that came again', async () => {
    const answer = await signIn('code token')
    const form = { grant_type: 'authorization_code', code: String(answer.get('code')), redirect_uri: redirectUri }
    await post(server, realm, 'token', form)
    await post(server, realm, 'token', form)
    const token = String(answer.get('access_token'))
    expect((await server.inject({ url: endpointOf(realm, 'userinfo'), token })).statusCode).toBe(401)
  })
})

describe('the answer', () => {
  test('with tokens never stands in a query', async () => {
    for (const type of ['token', 'id_token', 'code token', 'code id_token']) {
      const parameters = { response_type: type, nonce: 'n', response_mode: 'query' }
      const answer = answerOf(await new Browser(server).authorize(realm, parameters))
      expect(answer.get('error')).toBe('invalid_request')
      expect(answer.get('error_description')).toBe("Response_mode 'query' not allowed for implicit or hybrid flow")
    }
  })

  test('needs a nonce where an ID token is in it', async () => {
    for (const type of ['id_token', 'code id_token', 'id_token token']) {
      const answer = answerOf(await new Browser(server).authorize(realm, { response_type: type }))
      expect(answer.get('error_description')).toBe('Missing parameter: nonce')
    }
    expect((await new Browser(server).authorize(realm, { response_type: 'code token' })).statusCode).toBe(200)
  })

  test('may be posted', async () => {
    const browser = new Browser(server)
    const parameters = { response_type: 'code id_token', nonce: 'n', response_mode: 'form_post' }
    const page = await browser.submitPassword(await browser.authorize(realm, parameters))
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain(`action="${redirectUri}"`)
    for (const name of ['code', 'id_token', 'state', 'iss']) expect(page.body).toContain(`name="${name}"`)
  })

  test('says neither issuer nor session where the client does not want them, errors included', async () => {
    const answer = await signIn('code id_token', { client_id: 'terse' })
    expect(names(answer)).toEqual(['code', 'id_token', 'state'])
    const refused = await new Browser(server).authorize(realm, { client_id: 'terse', scope: 'nonsense' })
    expect(names(answerOf(refused))).toEqual(['error', 'error_description', 'state'])
    const silent = await new Browser(server).authorize(realm, { client_id: 'terse', prompt: 'none' })
    expect(names(answerOf(silent))).toEqual(['error', 'state'])
  })

  test('to a resource that the token cannot be for is invalid_target', async () => {
    const answer = await signIn('token', { resource: 'https://api.test/' })
    expect(answer.get('error')).toBe('invalid_target')
    expect(answer.has('access_token')).toBe(false)
  })
})
