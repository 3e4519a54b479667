import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listEvents } from '../src/model/event/event.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import {
  addClient,
  addUser,
  answerOf,
  Browser,
  endpointOf,
  formAction,
  redirectUri,
  s256,
} from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm({ eventsEnabled: true })
  await addClient(server, realm, 'app', { redirectUris: [redirectUri, 'https://app.test/below/*'] })
  await addClient(server, realm, 'pkce', { publicClient: true, attributes: { 'pkce.code.challenge.method': 'S256' } })
  await addClient(server, realm, 'service', { standardFlowEnabled: false })
  await addClient(server, realm, 'bearer', { bearerOnly: true })
  await addUser(server, realm)
})
afterAll(() => server.stop())

describe('what must not be sent back to the application', () => {
  test.each<[string, Record<string, string>, status?: number]>([
    ['an unknown client', { client_id: 'nobody' }],
    ['a bearer-only client', { client_id: 'bearer' }, 403],
    ['an empty client name', { client_id: '' }],
    ['an unregistered address', { redirect_uri: 'https://evil.test/cb' }],
    ['an address with something behind it', { redirect_uri: `${redirectUri}/x` }],
    ['an address with another query', { redirect_uri: `${redirectUri}?x=1` }],
    ['an address with a fragment', { redirect_uri: `${redirectUri}#x` }],
    ['an address with a user', { redirect_uri: 'https://app.test@evil.test/below/' }],
    ['an address that climbs out', { redirect_uri: 'https://app.test/below/..;/cb' }],
    ['a script', { redirect_uri: 'javascript:alert(1)' }],
    ['no address', { redirect_uri: '' }],
  ])('%s is shown on a page', async (_name, parameters, status = 400) => {
    const answer = await new Browser(server).authorize(realm, parameters)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers.location).toBeUndefined()
    expect(answer.headers['content-type']).toContain('text/html')
    expect(answer.body).not.toContain('evil.test')
  })

  test.each(['client_id=app', `redirect_uri=${encodeURIComponent(redirectUri)}`])('%s twice', async (twice) => {
    const query = new URLSearchParams({ client_id: 'app', redirect_uri: redirectUri, response_type: 'code' })
    const answer = await server.inject({ url: `${endpointOf(realm, 'auth')}?${query}&${twice}` })
    expect(answer.statusCode).toBe(400)
    expect(answer.headers.location).toBeUndefined()
  })

  test('without a client name the request is none, in Keycloak’s words', async () => {
    const answer = await server.inject({ url: `${endpointOf(realm, 'auth')}?response_type=code` })
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain('Invalid Request')
    expect(answer.body).not.toContain('client_id')
  })

  test('its event tells why', async () => {
    await new Browser(server).authorize(realm, { redirect_uri: 'https://evil.test/' })
    const [event] = await listEvents(
      server.server.storage,
      realm.realm.id,
      { types: ['LOGIN_ERROR'] },
      { first: 0, max: 1 },
    )
    expect(event).toMatchObject({ type: 'LOGIN_ERROR', error: 'invalid_redirect_uri', clientId: 'app' })
  })
})

describe('what goes back to the application', () => {
  const pkce = { client_id: 'pkce' }
  test.each<[string, Record<string, string>, string]>([
    ['no response type', { response_type: '' }, 'invalid_request'],
    ['an unknown response type', { response_type: 'magic' }, 'unsupported_response_type'],
    ['the implicit flow, which is off', { response_type: 'token' }, 'unauthorized_client'],
    ['the hybrid flow, which is off', { response_type: 'code id_token' }, 'unauthorized_client'],
    ['the code flow, which is off', { client_id: 'service' }, 'unauthorized_client'],
    ['an unknown response mode', { response_mode: 'pigeon' }, 'invalid_request'],
    ['an unknown scope', { scope: 'openid nonsense' }, 'invalid_scope'],
    ['prompt=none with another', { prompt: 'none login' }, 'invalid_request'],
    ['a max_age that is no number', { max_age: '-1' }, 'invalid_request'],
    ['client metadata', { registration: '{}' }, 'registration_not_supported'],
    ['no challenge although the client has to', { ...pkce }, 'invalid_request'],
    [
      'plain although the client has to take S256',
      { ...pkce, ...s256, code_challenge_method: 'plain' },
      'invalid_request',
    ],
    ['a challenge without its method', { ...pkce, code_challenge: s256.code_challenge }, 'invalid_request'],
    ['a short challenge', { ...pkce, ...s256, code_challenge: 'short' }, 'invalid_request'],
    ['an unknown challenge method', { ...s256, code_challenge_method: 'S512' }, 'invalid_request'],
    ['a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
  ])('%s', async (_name, parameters, error) => {
    const answer = await new Browser(server).authorize(realm, parameters)
    expect(answer.statusCode).toBe(302)
    expect(answer.headers.location?.startsWith(redirectUri)).toBe(true)
    expect(Object.fromEntries(answerOf(answer))).toEqual({
      error,
      error_description: expect.any(String),
      state: 'state-1',
      iss: `${server.url}/realms/${realm.realm.name}`,
    })
  })

  test('errors of token-giving response types are in the fragment', async () => {
    const answer = await new Browser(server).authorize(realm, { response_type: 'id_token' })
    expect(new URL(String(answer.headers.location)).hash).toContain('error=unauthorized_client')
  })

  test('a parameter that came twice', async () => {
    const query = new URLSearchParams({
      client_id: 'app',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
    })
    const url = `${endpointOf(realm, 'auth')}?${query}&scope=email&state=a&state=b`
    const parameters = answerOf(await server.inject({ url }))
    expect(parameters.get('error')).toBe('invalid_request')
    expect(parameters.get('state')).toBeNull()
  })

  test('prompt=none without a session', async () => {
    const answer = await new Browser(server).authorize(realm, { prompt: 'none' })
    expect(answerOf(answer).get('error')).toBe('login_required')
  })
})

describe('a sign-in', () => {
  test('ends with a code, the state, the session and the issuer', async () => {
    const answer = await new Browser(server).signIn(realm)
    expect(Object.fromEntries(answer)).toEqual({
      state: 'state-1',
      iss: `${server.url}/realms/${realm.realm.name}`,
      session_state: expect.any(String),
      code: expect.any(String),
    })
  })

  test('may start by a form, and answer by fragment or form', async () => {
    const browser = new Browser(server)
    const parameters = { client_id: 'app', redirect_uri: redirectUri, response_type: 'code', scope: 'openid' }
    const page = await browser.request(endpointOf(realm, 'auth'), { ...parameters, response_mode: 'fragment' })
    const done = await browser.submitPassword(page)
    expect(new URL(String(done.headers.location)).hash).toContain('code=')
    const posted = await browser.authorize(realm, { response_mode: 'form_post', state: '"><script>' })
    expect(posted.statusCode).toBe(200)
    expect(formAction(posted)).toBe(redirectUri)
    expect(posted.body).toMatch(/<input type="hidden" name="code" value="[\w-]{43}"/)
    expect(posted.body).not.toContain('"><script>')
  })

  test('once signed in, the browser is known to other applications', async () => {
    const browser = new Browser(server)
    const first = await browser.signIn(realm)
    const second = await browser.authorize(realm, { ...s256, client_id: 'pkce', prompt: 'none' })
    expect(answerOf(second).get('session_state')).toBe(first.get('session_state'))
    expect(answerOf(second).get('code')).not.toBe(first.get('code'))
  })

  test('a fresh proof is asked for by prompt=login and max_age', async () => {
    const browser = new Browser(server)
    await browser.signIn(realm)
    await server.clock.advance(10_000)
    expect((await browser.authorize(realm, { max_age: '10000' })).statusCode).toBe(302)
    for (const parameters of [{ prompt: 'login' }, { max_age: '1' }, { max_age: '0' }]) {
      const page = await browser.authorize(realm, parameters)
      expect(page.statusCode).toBe(200)
      expect(answerOf(await browser.submitPassword(page)).get('code')).not.toBeNull()
      await server.clock.advance(10_000)
    }
    expect(answerOf(await browser.authorize(realm, { prompt: 'none', max_age: '1' })).get('error')).toBe(
      'login_required',
    )
  })
})
