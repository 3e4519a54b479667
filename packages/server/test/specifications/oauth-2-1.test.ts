import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { administer, usePolicy } from '../fixture/client-policies.ts'
import { createDpopKey } from '../fixture/dpop-key.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addUser, Browser, endpointOf, post, redirectUri, s256, verifier } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly test: TestServer
  readonly realm: RealmSnapshot
}

let world: World
const key = createDpopKey()

/** A public client, made under the global profile for public clients. */
beforeAll(async () => {
  const test = await testServer()
  const realm = await test.createRealm()
  const administration = { test, realm, admin: await test.adminToken() }
  await usePolicy(administration, ['oauth-2-1-for-public-client'])
  for (const [clientId, redirectUris] of [
    ['app', [redirectUri]],
    ['native', ['http://127.0.0.1/cb', 'com.example.app:/cb']],
  ] as const) {
    const body = { clientId, redirectUris, publicClient: true }
    expect((await administer(administration, 'POST', 'clients', body)).statusCode).toBe(201)
  }
  await addUser(test, realm)
  world = { test, realm }
})
afterAll(() => world.test.stop())

const refused = (error: string, status = 400) => ({ status, body: { error } })
const sentBack = (error: string) => ({ status: 302, redirect: { error } })
const authorize = (parameters: Record<string, string>) => (at: World) =>
  new Browser(at.test).authorize(at.realm, parameters)
const create =
  (settings: Record<string, unknown>) =>
  async ({ test, realm }: World) => {
    const admin = await test.adminToken()
    const body = { clientId: test.server.ids.uuid(), publicClient: true, redirectUris: [redirectUri], ...settings }
    return await administer({ test, realm, admin }, 'POST', 'clients', body)
  }
const ask = (at: World, form: Record<string, string>, withProof = true) => {
  const proof = key.proof(at.test, { path: endpointOf(at.realm, 'token') })
  return post(at.test, at.realm, 'token', { client_id: 'app', ...form }, withProof ? { dpop: proof } : {})
}
const codeForm = async (at: World, change: Record<string, string> = {}) => {
  const code = String((await new Browser(at.test).signIn(at.realm, s256)).get('code'))
  return { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, ...change }
}
const redeem =
  (change: Record<string, string> = {}, withProof = true) =>
  async (at: World) =>
    ask(at, await codeForm(at, change), withProof)

describeMusts<World>('OAuth 2.1, under the global profile for public clients', () => world, [
  {
    section: '4.1.1',
    must: 'an authorization request with a challenge is taken',
    request: authorize(s256),
    expected: { status: 200 },
  },
  {
    section: '4.1.1',
    must: 'a request without code_challenge is refused',
    request: authorize({}),
    expected: sentBack('invalid_request'),
  },
  {
    section: '7.5.1',
    must: 'a challenge that shows its verifier is refused',
    request: authorize({ ...s256, code_challenge_method: 'plain' }),
    expected: sentBack('invalid_request'),
  },
  {
    section: '4.1.3',
    must: 'a code comes with its verifier',
    request: redeem(),
    expected: { status: 200, body: { token_type: 'DPoP', access_token: expect.any(String) } },
  },
  {
    section: '4.1.3',
    must: 'a code without its verifier is refused',
    request: redeem({ code_verifier: '' }),
    expected: refused('invalid_grant'),
  },
  {
    section: '4.1.3',
    must: 'a code with another verifier is refused',
    request: redeem({ code_verifier: 'x'.repeat(43) }),
    expected: refused('invalid_grant'),
  },
  {
    section: '4.1.2',
    must: 'a code works once',
    request: async (at) => {
      const form = await codeForm(at)
      expect((await ask(at, form)).statusCode).toBe(200)
      return await ask(at, form)
    },
    expected: refused('invalid_grant'),
  },
  {
    section: '2.3.1',
    must: 'redirect URIs are compared as a whole',
    request: authorize({ ...s256, redirect_uri: `${redirectUri}/more` }),
    expected: { status: 400 },
  },
  {
    section: '2.3.1',
    must: 'a redirect URI with a wildcard cannot be registered',
    request: create({ redirectUris: ['https://app.test/*'] }),
    expected: refused('invalid_request'),
  },
  {
    section: '2.3.1',
    must: 'a redirect URI without TLS cannot be registered',
    request: create({ redirectUris: ['http://app.test/'] }),
    expected: refused('invalid_request'),
  },
  {
    section: '8.4.2',
    must: 'native applications may use any port of a loopback address',
    request: authorize({ ...s256, client_id: 'native', redirect_uri: 'http://127.0.0.1:49152/cb' }),
    expected: { status: 200 },
  },
  {
    section: '8.4.2',
    must: 'localhost is no loopback address',
    request: create({ redirectUris: ['http://localhost/'] }),
    expected: refused('invalid_request'),
  },
  {
    section: '8.4.3',
    must: 'native applications may use a scheme that is a domain name reversed',
    request: authorize({ ...s256, client_id: 'native', redirect_uri: 'com.example.app:/cb' }),
    expected: { status: 200 },
  },
  {
    section: '8.4.3',
    must: 'a scheme without a period is refused',
    request: create({ redirectUris: ['myapp:/cb'] }),
    expected: refused('invalid_request'),
  },
  {
    section: '10.1',
    must: 'there is no implicit grant',
    request: authorize({ response_type: 'token' }),
    expected: sentBack('unauthorized_client'),
  },
  {
    section: '10.2',
    must: 'there is no password grant',
    request: (at) => ask(at, { grant_type: 'password', username: 'ada', password: 'correct horse battery' }),
    expected: { status: 400 },
  },
  {
    section: '10.2',
    must: 'the password grant cannot be switched on',
    request: async (at) => {
      const { headers } = await create({ directAccessGrantsEnabled: true })(at)
      const made = await at.test.inject({
        url: new URL(String(headers.location)).pathname,
        token: await at.test.adminToken(),
      })
      expect(made.json()).toMatchObject({ directAccessGrantsEnabled: false })
      return made
    },
    expected: { status: 200 },
  },
  {
    section: '4.3.1',
    must: 'refresh tokens of public clients are bound: without a proof they are worth nothing',
    request: async (at) => {
      const { refresh_token: token } = (await redeem()(at)).json()
      return await ask(at, { grant_type: 'refresh_token', refresh_token: String(token) }, false)
    },
    expected: { status: 400 },
  },
  {
    section: '4.3.1',
    must: 'refresh tokens of public clients work for who holds the key',
    request: async (at) => {
      const { refresh_token: token } = (await redeem()(at)).json()
      return await ask(at, { grant_type: 'refresh_token', refresh_token: String(token) })
    },
    expected: { status: 200 },
  },
  {
    section: '5.2.1',
    must: 'an access token in the query is not taken',
    request: async (at) => {
      const { access_token: token } = (await redeem()(at)).json()
      return await at.test.inject({ url: `${endpointOf(at.realm, 'userinfo')}?access_token=${token}` })
    },
    expected: { status: 401 },
  },
])
