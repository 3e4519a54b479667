import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, addUser, answerOf, Browser, endpointOf, post, redirectUri } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
}

let world: World

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm()
  await addClient(server, realm, 'app', { implicitFlowEnabled: true })
  await addClient(server, realm, 'asking', { consentRequired: true })
  await addUser(server, realm)
  world = { server, realm }
})
afterAll(() => world.server.stop())

type Form = Record<string, string>
const good = { client_id: 'app', redirect_uri: redirectUri, response_type: 'code', scope: 'openid', state: 'state-1' }
const ask = (parameters: Form) => (at: World) => new Browser(at.server).authorize(at.realm, parameters)
const signIn = (parameters: Form) => async (at: World) => {
  const browser = new Browser(at.server)
  return browser.submitPassword(await browser.authorize(at.realm, { nonce: 'nonce-1', ...parameters }))
}
/** A browser that is signed in asks again. */
const askAgain =
  (parameters: Form, later = 0) =>
  async (at: World) => {
    const browser = new Browser(at.server)
    await browser.signIn(at.realm)
    if (later > 0) await at.server.clock.advance(later)
    return browser.authorize(at.realm, parameters)
  }
/** The answer of the token endpoint after a sign-in. */
const exchange =
  (parameters: Form = {}, form: Form = {}) =>
  async (at: World) => {
    const code = String(answerOf(await signIn(parameters)(at)).get('code'))
    return post(at.server, at.realm, 'token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      ...form,
    })
  }
const jwtWith = (claims: object) => ({
  asymmetricMatch: (value: unknown) => {
    expect(decodeJwt(String(value))).toMatchObject(claims)
    return true
  },
})
const someText = expect.any(String)
const isPage = { status: 400, headers: { 'content-type': expect.stringContaining('text/html') } }
const showsLogin = { status: 200, text: expect.stringContaining('kc-form-login') }
const refused = (error: string) => ({ status: 302, redirect: { error, state: 'state-1' } })

describeMusts('OpenID Connect Core 1.0, section 3', () => world, [
  {
    section: '3.1.2.1',
    must: 'the authorization endpoint takes GET',
    request: ask({}),
    expected: showsLogin,
  },
  {
    section: '3.1.2.1',
    must: 'the authorization endpoint takes POST, parameters in a form',
    request: (at) => at.server.inject({ method: 'POST', url: endpointOf(at.realm, 'auth'), form: good }),
    expected: showsLogin,
  },
  {
    section: '3.1.2.1',
    must: 'client_id is required',
    request: ask({ client_id: '' }),
    expected: isPage,
  },
  {
    section: '3.1.2.1',
    must: 'redirect_uri is required',
    request: ask({ redirect_uri: '' }),
    expected: isPage,
  },
  {
    section: '3.1.2.1',
    must: 'redirect_uri is exactly a registered one',
    request: ask({ redirect_uri: `${redirectUri}/` }),
    expected: isPage,
  },
  {
    section: '3.1.2.1',
    must: 'response_type is required',
    request: ask({ response_type: '' }),
    expected: refused('invalid_request'),
  },
  {
    section: '3.1.2.1',
    must: 'without openid there is no ID token',
    request: exchange({ scope: 'email' }),
    expected: { status: 200, text: expect.not.stringContaining('id_token') },
  },
  {
    section: '3.1.2.1',
    must: 'unknown parameters are ignored',
    request: ask({ unknown: 'x', display: 'wap', claims_locales: 'de' }),
    expected: showsLogin,
  },
  {
    section: '3.1.2.1',
    must: 'prompt=none shows no page: login_required',
    request: ask({ prompt: 'none' }),
    expected: refused('login_required'),
  },
  {
    section: '3.1.2.1',
    must: 'prompt=none answers for who is signed in',
    request: askAgain({ prompt: 'none' }),
    expected: { status: 302, redirect: { code: someText, state: 'state-1' } },
  },
  {
    section: '3.1.2.1',
    must: 'prompt=none with any other value is an error',
    request: ask({ prompt: 'none login' }),
    expected: refused('invalid_request'),
  },
  {
    section: '3.1.2.1',
    must: 'prompt=none asks for no consent: an error instead',
    request: askAgain({ prompt: 'none', client_id: 'asking' }),
    expected: { status: 302, redirect: { error: expect.stringMatching(/^(consent|interaction)_required$/) } },
  },
  {
    section: '3.1.2.1',
    must: 'prompt=login asks again whoever is signed in',
    request: askAgain({ prompt: 'login' }, 1000),
    expected: showsLogin,
  },
  {
    section: '3.1.2.1',
    must: 'max_age asks again when the sign-in is older',
    request: askAgain({ max_age: '60' }, 61_000),
    expected: showsLogin,
  },
  {
    section: '3.1.2.1',
    must: 'max_age lets a younger sign-in count',
    request: askAgain({ max_age: '60' }, 59_000),
    expected: { status: 302, redirect: { code: someText } },
  },
  {
    section: '3.1.2.1',
    must: 'with max_age the ID token has auth_time',
    request: exchange({ max_age: '1000' }),
    expected: { status: 200, body: { id_token: jwtWith({ auth_time: expect.any(Number) }) } },
  },
  {
    section: '3.1.2.1',
    must: 'login_hint stands in the form',
    request: ask({ login_hint: 'ada' }),
    expected: { status: 200, text: expect.stringContaining('value="ada"') },
  },
  {
    section: '3.1.2.5',
    must: 'the answer has the code and the state as it came',
    request: signIn({ state: 'a b&c=d+e%20f' }),
    expected: { status: 303, redirect: { code: someText, state: 'a b&c=d+e%20f' } },
  },
  {
    section: '3.1.2.6',
    must: 'errors have the state as it came',
    request: ask({ scope: 'openid nonsense' }),
    expected: refused('invalid_scope'),
  },
  {
    section: '3.1.2.6',
    must: 'a request object that is not valid is not answered with a code',
    request: ask({ request: 'nonsense' }),
    expected: isPage,
  },
  {
    section: '3.1.2.6',
    must: 'client metadata that is not supported is registration_not_supported',
    request: ask({ registration: '{}' }),
    expected: refused('registration_not_supported'),
  },
  {
    section: '3.1.3.2',
    must: 'the code is bound to the redirect_uri of the request',
    request: exchange({}, { redirect_uri: 'https://app.test/other' }),
    expected: { status: 400, body: { error: 'invalid_grant' } },
  },
  {
    section: '3.1.3.3',
    must: 'the answer of the token endpoint has an ID token, and is not stored',
    request: exchange(),
    expected: {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { id_token: someText, token_type: 'Bearer' },
    },
  },
  {
    section: '3.1.3.7 (11)',
    must: 'the nonce of the request is in the ID token',
    request: exchange({ nonce: 'nonce-2' }),
    expected: { status: 200, body: { id_token: jwtWith({ nonce: 'nonce-2', aud: 'app', azp: 'app' }) } },
  },
  {
    section: '3.2.2.1',
    must: 'nonce is required in the implicit flow',
    request: ask({ response_type: 'id_token' }),
    expected: refused('invalid_request'),
  },
  {
    section: '3.2.2.5',
    must: 'id_token: no access token, no token_type',
    request: signIn({ response_type: 'id_token' }),
    expected: { status: 303, headers: { location: expect.not.stringMatching(/access_token|token_type/) } },
  },
  {
    section: '3.2.2.5',
    must: 'id_token token: access token, token_type, ID token, state, expires_in',
    request: signIn({ response_type: 'id_token token' }),
    expected: {
      status: 303,
      redirect: {
        access_token: someText,
        token_type: 'Bearer',
        id_token: someText,
        state: 'state-1',
        expires_in: someText,
      },
    },
  },
  {
    section: '3.2.2.5',
    must: 'there is no code in the implicit flow',
    request: signIn({ response_type: 'id_token token' }),
    expected: { status: 303, headers: { location: expect.not.stringMatching(/[#&]code=/) } },
  },
  {
    section: '3.2.2.6',
    must: 'errors of the implicit flow are in the fragment',
    request: ask({ response_type: 'id_token', nonce: 'n', prompt: 'none' }),
    expected: { ...refused('login_required'), headers: { location: expect.stringContaining(`${redirectUri}#`) } },
  },
  {
    section: '3.2.2.9, 3.2.2.10',
    must: 'with an access token the ID token has at_hash, and the nonce',
    request: signIn({ response_type: 'id_token token' }),
    expected: { status: 303, redirect: { id_token: jwtWith({ at_hash: someText, nonce: 'nonce-1' }) } },
  },
  {
    section: '3.3.2.5',
    must: 'code id_token: the ID token comes with the code',
    request: signIn({ response_type: 'code id_token' }),
    expected: { status: 303, redirect: { code: someText, id_token: someText, state: 'state-1' } },
  },
  {
    section: '3.3.2.6',
    must: 'errors of the hybrid flow are in the fragment',
    request: ask({ response_type: 'code token', prompt: 'none' }),
    expected: { ...refused('login_required'), headers: { location: expect.stringContaining(`${redirectUri}#`) } },
  },
  {
    section: '3.3.2.11',
    must: 'with a code the ID token has c_hash',
    request: signIn({ response_type: 'code id_token' }),
    expected: { status: 303, redirect: { id_token: jwtWith({ c_hash: someText }) } },
  },
  {
    section: '3.3.2.11',
    must: 'with code and access token the ID token has c_hash and at_hash',
    request: signIn({ response_type: 'code id_token token' }),
    expected: {
      status: 303,
      redirect: { id_token: jwtWith({ c_hash: someText, at_hash: someText, nonce: 'nonce-1' }) },
    },
  },
  {
    section: '3.3.2.11',
    must: 'nonce is required in the hybrid flow with an ID token',
    request: ask({ response_type: 'code id_token' }),
    expected: refused('invalid_request'),
  },
  {
    section: '3.3.3',
    must: 'the code of the hybrid flow is exchanged as any other',
    request: exchange({ response_type: 'code id_token token' }),
    expected: { status: 200, body: { access_token: someText, id_token: someText } },
  },
])
