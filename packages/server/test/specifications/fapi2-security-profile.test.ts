import { afterAll, beforeAll, expect } from 'vitest'
import { signedForm } from '../fixture/client-assertion.ts'
import { codeForm, type FapiWorld, fapiWorld, pushedForm } from '../fixture/fapi-world.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { basic } from '../fixture/oidc-application.ts'

let world: FapiWorld

beforeAll(async () => {
  world = await fapiWorld('fapi-2-security-profile')
})
afterAll(() => world.stop())

const par = 'ext/par/request'
const refused = (error: string, status = 400) => ({ status, body: { error } })
const push =
  (change: Record<string, string> = {}) =>
  (at: FapiWorld) =>
    at.send(par, { ...pushedForm, ...change })
const create = (settings: Record<string, unknown>) => (at: FapiWorld) => at.create(settings)
/** A code, and what becomes of it. */
const redeem =
  (change: Record<string, string> = {}, options = {}) =>
  async (at: FapiWorld) =>
    at.send('token', { ...codeForm(String((await at.signIn()).get('code'))), ...change }, options)
const asserted =
  (change: Record<string, unknown>, key: 'ps256' | 'rs256' | 'es256' = 'ps256') =>
  async (at: FapiWorld) => {
    const proof = await signedForm(at.certified.server, at.realm, 'app', at.keys[key], change)
    return at.send(par, pushedForm, { proof })
  }
const issuerOf = (at: FapiWorld) => at.certified.server.server.urls.realm(at.realm.realm.name)

describeMusts<FapiWorld>('FAPI 2.0 Security Profile, under the global profile', () => world, [
  {
    section: '5.3.2.1-1',
    must: 'metadata are published',
    request: (at) =>
      at.certified.server.inject({ url: `/realms/${at.realm.realm.name}/.well-known/openid-configuration` }),
    expected: { status: 200, body: { authorization_response_iss_parameter_supported: true } },
  },
  {
    section: '5.3.2.1-2',
    must: 'the password grant is refused',
    request: (at) => at.send('token', { grant_type: 'password', username: 'ada', password: 'x' }),
    expected: refused('unauthorized_client'),
  },
  {
    section: '5.3.2.1-3',
    must: 'public clients get no way in',
    request: async (at) => {
      const { statusCode } = await at.create({
        clientId: 'public',
        publicClient: true,
        clientAuthenticatorType: 'none',
      })
      expect(statusCode).toBe(400)
      return await at.create({ publicClient: true, clientAuthenticatorType: 'client-secret' })
    },
    expected: refused('invalid_client_metadata'),
  },
  {
    section: '5.3.2.1-4',
    must: 'tokens are bound to their holder',
    request: redeem(),
    expected: { status: 200, body: { access_token: expect.any(String) } },
  },
  {
    section: '5.3.2.1-5',
    must: 'without proof of possession there are no tokens',
    request: redeem({}, { isBare: true }),
    expected: { status: 400 },
  },
  {
    section: '5.3.2.1-6',
    must: 'clients prove themselves by key or certificate: a secret is refused on registration',
    request: create({ clientAuthenticatorType: 'client-secret' }),
    expected: refused('invalid_client_metadata'),
  },
  {
    section: '5.3.2.1-6',
    must: 'clients prove themselves by key or certificate: a secret is refused in requests',
    request: (at) =>
      at.certified.server.inject({
        method: 'POST',
        url: `/realms/${at.realm.realm.name}/protocol/openid-connect/token`,
        form: codeForm('x'),
        headers: basic('app'),
      }),
    expected: refused('invalid_client'),
  },
  {
    section: '5.3.2.1-7',
    must: 'no open redirector: an address that is not registered is refused',
    request: push({ redirect_uri: 'https://evil.test/' }),
    expected: refused('invalid_request'),
  },
  {
    section: '5.3.2.1-8',
    must: 'the audience of an assertion is the issuer as a text',
    request: asserted({}),
    expected: { status: 201 },
  },
  {
    section: '5.3.2.1-8',
    must: 'an audience that is a list is refused',
    request: async (at) => asserted({ aud: [issuerOf(at)] })(at),
    expected: { status: 401 },
  },
  {
    section: '5.3.2.1-8',
    must: 'an audience that is another of our addresses is refused',
    request: async (at) => asserted({ aud: `${issuerOf(at)}/protocol/openid-connect/token` })(at),
    expected: { status: 401 },
  },
  {
    section: '5.3.2.1-9',
    must: 'refresh tokens are not rotated out: the same one works again',
    request: async (at) => {
      const { refresh_token: token } = (await redeem()(at)).json()
      const form = { grant_type: 'refresh_token', refresh_token: String(token) }
      expect((await at.send('token', form)).statusCode).toBe(200)
      return await at.send('token', form)
    },
    expected: { status: 200 },
  },
  {
    section: '5.3.2.1-4',
    must: 'a refresh without proof of possession is refused',
    request: async (at) => {
      const { refresh_token: token } = (await redeem()(at)).json()
      return await at.send('token', { grant_type: 'refresh_token', refresh_token: String(token) }, { isBare: true })
    },
    expected: { status: 400 },
  },
  {
    section: '5.3.2.1-11',
    must: 'a code is good for a minute at most',
    request: async (at) => {
      const code = String((await at.signIn()).get('code'))
      await at.certified.server.clock.advance(61_000)
      return await at.send('token', codeForm(code))
    },
    expected: refused('invalid_grant'),
  },
  {
    section: '5.3.2.2-1',
    must: 'only the code response type',
    request: push({ response_type: 'code id_token', nonce: 'n' }),
    expected: refused('unauthorized_client', 401),
  },
  {
    section: '5.3.2.2-1',
    must: 'the implicit flow cannot be switched on',
    request: async (at) => {
      await at.create({ clientId: 'implicit', implicitFlowEnabled: true })
      const list = await at.certified.server.inject({
        url: `/admin/realms/${at.realm.realm.name}/clients?clientId=implicit`,
        token: await at.certified.server.adminToken(),
      })
      expect(list.json()[0]).toMatchObject({ implicitFlowEnabled: false })
      return list
    },
    expected: { status: 200 },
  },
  {
    section: '5.3.2.2-2',
    must: 'pushed authorization requests are taken',
    request: push(),
    expected: { status: 201, body: { request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:/) } },
  },
  {
    section: '5.3.2.2-3',
    must: 'a request that was not pushed is refused',
    request: (at) =>
      at.certified.server.inject({
        url: `/realms/${at.realm.realm.name}/protocol/openid-connect/auth?${new URLSearchParams({ client_id: 'app', ...pushedForm })}`,
        headers: { accept: 'text/html' },
      }),
    expected: { status: 400 },
  },
  {
    section: '5.3.2.2-3',
    must: 'nothing beside a pushed request counts',
    request: async (at) => at.open(await push()(at), { nonce: 'beside' }),
    expected: { status: 400 },
  },
  {
    section: '5.3.2.2-4',
    must: 'a pushed request comes from an authenticated client',
    request: (at) => at.send(par, pushedForm, { proof: { client_id: 'app' } }),
    expected: refused('invalid_client'),
  },
  {
    section: '5.3.2.2-5',
    must: 'PKCE is demanded',
    request: push({ code_challenge: '', code_challenge_method: '' }),
    expected: refused('invalid_request'),
  },
  {
    section: '5.3.2.2-5',
    must: 'PKCE by plain is refused',
    request: push({ code_challenge_method: 'plain' }),
    expected: refused('invalid_request'),
  },
  {
    section: '5.3.2.2-5',
    must: 'a code without its verifier is refused',
    request: redeem({ code_verifier: '' }),
    expected: refused('invalid_grant'),
  },
  {
    section: '5.3.2.2-6',
    must: 'the redirect URI stands in the pushed request',
    request: push({ redirect_uri: '' }),
    expected: refused('invalid_request'),
  },
  {
    section: '5.3.2.2-7',
    must: 'the answer names the issuer',
    request: async (at) => {
      expect((await at.signIn()).get('iss')).toBe(issuerOf(at))
      return await push()(at)
    },
    expected: { status: 201 },
  },
  {
    section: '5.3.2.2-8',
    must: 'no answer travels over plain HTTP',
    request: create({ redirectUris: ['http://app.test/cb'] }),
    expected: refused('invalid_client_metadata'),
  },
  {
    section: '5.3.2.2-9',
    must: 'a code works once',
    request: async (at) => {
      const form = codeForm(String((await at.signIn()).get('code')))
      expect((await at.send('token', form)).statusCode).toBe(200)
      return await at.send('token', form)
    },
    expected: refused('invalid_grant'),
  },
  {
    section: '5.3.2.2-11',
    must: 'a request_uri is good for less than ten minutes',
    request: push(),
    expected: { status: 201, body: { expires_in: 60 } },
  },
  {
    section: '5.3.2.2-11',
    must: 'a request_uri is of one client',
    request: async (at) => at.open(await push()(at), { client_id: 'account' }),
    expected: { status: 400 },
  },
  {
    section: '5.4.1-1',
    must: 'assertions are signed by PS256, ES256 or EdDSA: RS256 is refused',
    request: asserted({}, 'rs256'),
    expected: refused('invalid_client'),
  },
  {
    section: '5.4.1-1',
    must: 'a client cannot register RS256',
    request: create({ attributes: { 'id.token.signed.response.alg': 'RS256' } }),
    expected: refused('invalid_request'),
  },
  {
    section: '5.3.3-1',
    must: 'clients of the profile ask for consent, and get the roles of their scopes only',
    request: async (at) => {
      const list = await at.certified.server.inject({
        url: `/admin/realms/${at.realm.realm.name}/clients?clientId=app`,
        token: await at.certified.server.adminToken(),
      })
      expect(list.json()[0]).toMatchObject({ consentRequired: true, fullScopeAllowed: false })
      return list
    },
    expected: { status: 200 },
  },
  {
    section: '5.3.4-2',
    must: 'a resource refuses a bound token that comes without its certificate',
    request: async (at) => {
      const { access_token: token } = (await redeem()(at)).json()
      const url = `/realms/${at.realm.realm.name}/protocol/openid-connect/userinfo`
      return await at.certified.server.inject({ url, token: String(token) })
    },
    expected: { status: 401 },
  },
])
