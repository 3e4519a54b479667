import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listEvents } from '../src/model/event/event.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import {
  addClient,
  addUser,
  answerOf,
  Browser,
  basic,
  post,
  redirectUri,
  s256,
  secret,
  verifier,
} from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm({
    eventsEnabled: true,
    enabledEventTypes: ['PUSHED_AUTHORIZATION_REQUEST', 'PUSHED_AUTHORIZATION_REQUEST_ERROR', 'LOGIN_ERROR'],
    attributes: { parRequestUriLifespan: '90' },
  })
  await addClient(server, realm, 'app', {})
  await addClient(server, realm, 'other', {})
  await addClient(server, realm, 'spa', { publicClient: true, webOrigins: ['https://app.test'] })
  await addClient(server, realm, 'pushing', { attributes: { 'require.pushed.authorization.requests': 'true' } })
  await addClient(server, realm, 'service', { standardFlowEnabled: false })
  await addClient(server, realm, 'bearer', { bearerOnly: true })
  await addUser(server, realm)
})
afterAll(() => server.stop())

const request = { response_type: 'code', redirect_uri: redirectUri, scope: 'openid', state: 'pushed-state' }
const push = (form: Record<string, string> = {}, headers?: Record<string, string>) =>
  post(server, realm, 'ext/par/request', { ...request, ...form }, headers)
const pushed = async (form: Record<string, string> = {}, headers?: Record<string, string>) =>
  String((await push(form, headers)).json().request_uri)
/** What a browser brings, and nothing beside it. */
const bring = (browser: Browser, uri: string, parameters: Record<string, string> = {}) => {
  const query = new URLSearchParams({ client_id: 'app', request_uri: uri, ...parameters })
  return browser.request(`/realms/${realm.realm.name}/protocol/openid-connect/auth?${query}`)
}
const lastEvent = async (type: string) =>
  (await listEvents(server.server.storage, realm.realm.id, { types: [type] }, { first: 0, max: 1 }))[0]

describe('a pushed request', () => {
  test('gets an address for the lifespan of the realm, and its event', async () => {
    const answer = await push()
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toEqual({
      request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/),
      expires_in: 90,
    })
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(await lastEvent('PUSHED_AUTHORIZATION_REQUEST')).toMatchObject({
      clientId: 'app',
      details: { redirect_uri: redirectUri, client_auth_method: 'client-secret' },
    })
  })

  test('leads to a code for what was pushed', async () => {
    const browser = new Browser(server)
    const page = await bring(browser, await pushed({ ...s256 }))
    const answer = answerOf(await browser.submitPassword(page))
    expect(answer.get('state')).toBe('pushed-state')
    const form = { grant_type: 'authorization_code', code: String(answer.get('code')), redirect_uri: redirectUri }
    expect((await post(server, realm, 'token', form)).statusCode).toBe(400)
    const second = new Browser(server)
    const again = answerOf(await second.submitPassword(await bring(second, await pushed({ ...s256 }))))
    const proven = { ...form, code: String(again.get('code')), code_verifier: verifier }
    expect((await post(server, realm, 'token', proven)).statusCode).toBe(200)
  })

  test('is all that counts: what the browser adds changes nothing', async () => {
    const browser = new Browser(server)
    const more = { redirect_uri: 'https://evil.test/', state: 'other', prompt: 'none', response_mode: 'fragment' }
    const page = await bring(browser, await pushed(), more)
    expect(page.statusCode).toBe(200)
    const location = String((await browser.submitPassword(page)).headers.location)
    expect(location.startsWith(`${redirectUri}?state=pushed-state&`)).toBe(true)
  })

  test('by a public client is possible, and scripts may read the answer', async () => {
    const answer = await push({ client_id: 'spa' }, { origin: 'https://app.test' })
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['access-control-allow-origin']).toBe('https://app.test')
    expect((await push({ client_id: 'spa' }, { origin: 'https://evil.test' })).statusCode).toBe(403)
  })

  test('may be shown again, as when the page is reloaded, until it has given an answer', async () => {
    const uri = await pushed()
    const browser = new Browser(server)
    expect((await bring(browser, uri)).statusCode).toBe(200)
    const page = await bring(browser, uri)
    expect(answerOf(await browser.submitPassword(page)).get('code')).toMatch(/./)
    const late = await bring(browser, uri)
    expect(late.statusCode).toBe(400)
    expect(late.headers.location).toBeUndefined()
  })

  test('used by twenty sign-ins at the same moment gives one code', async () => {
    const uri = await pushed()
    const browsers = Array.from({ length: 20 }, () => new Browser(server))
    const ready = await Promise.all(browsers.map(async (browser) => ({ browser, page: await bring(browser, uri) })))
    const answers = await Promise.all(
      ready.map(async ({ browser, page }) => answerOf(await browser.submitPassword(page))),
    )
    expect(answers.filter((answer) => answer.has('code'))).toHaveLength(1)
    expect(answers.filter((answer) => answer.get('error') === 'invalid_request')).toHaveLength(19)
    expect(await lastEvent('LOGIN_ERROR')).toMatchObject({ error: 'invalid_request', clientId: 'app' })
  })

  test('expires; a sign-in that began with it may still end', async () => {
    const uri = await pushed()
    const browser = new Browser(server)
    const page = await bring(browser, uri)
    await server.clock.advance(89_999)
    expect((await bring(new Browser(server), uri)).statusCode).toBe(200)
    await server.clock.advance(1)
    expect((await bring(new Browser(server), uri)).statusCode).toBe(400)
    expect(answerOf(await browser.submitPassword(page)).has('code')).toBe(true)
  })

  test('belongs to the client that pushed it', async () => {
    const uri = await pushed({}, basic('other'))
    expect((await bring(new Browser(server), uri)).statusCode).toBe(400)
    expect((await bring(new Browser(server), uri, { client_id: 'other' })).statusCode).toBe(200)
  })
})

describe('what cannot be pushed', () => {
  test.each<[string, Record<string, string>, number, string]>([
    ['another request_uri', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 400, 'invalid_request'],
    ['an unregistered address', { redirect_uri: 'https://evil.test/' }, 400, 'invalid_request'],
    ['no response type', { response_type: '' }, 400, 'invalid_request'],
    ['an unknown scope', { scope: 'nonsense' }, 400, 'invalid_scope'],
    ['an unknown mode', { response_mode: 'pigeon' }, 400, 'invalid_request'],
    ['a method without a challenge', { code_challenge_method: 'S256' }, 400, 'invalid_request'],
    ['a flow that is off', { response_type: 'token' }, 401, 'unauthorized_client'],
    ['more than is good', { unknown: 'x'.repeat(70_000) }, 413, 'invalid_request'],
  ])('%s', async (_name, form, status, error) => {
    const answer = await push(form)
    expect(answer.statusCode).toBe(status)
    expect(answer.json().error).toBe(error)
  })

  test('by a client that proves nothing, or may not sign anybody in', async () => {
    expect((await push({ client_id: 'app' }, {})).statusCode).toBe(401)
    expect((await push({}, basic('app', 'wrong'))).statusCode).toBe(401)
    expect((await push({}, basic('service'))).json().error).toBe('unauthorized_client')
    expect((await push({}, basic('bearer'))).json().error).toBe('unauthorized_client')
    expect(await lastEvent('PUSHED_AUTHORIZATION_REQUEST_ERROR')).toMatchObject({ clientId: 'bearer' })
  })

  test('its secret is not stored with it', async () => {
    await push({ client_id: 'app', client_secret: secret }, {})
    const rows = await server.server.storage.query.selectFrom('single_use').selectAll().execute()
    expect(JSON.stringify(rows)).toContain('pushed-state')
    expect(JSON.stringify(rows)).not.toContain(JSON.stringify(secret).slice(1, -1))
  })
})

describe('a client that has to push', () => {
  test('cannot start a sign-in otherwise', async () => {
    const answer = answerOf(await new Browser(server).authorize(realm, { client_id: 'pushing' }))
    expect(answer.get('error')).toBe('invalid_request')
    expect(answer.get('error_description')).toBe('Pushed Authorization Request is only allowed.')
    const uri = await pushed({}, basic('pushing'))
    expect((await bring(new Browser(server), uri, { client_id: 'pushing' })).statusCode).toBe(200)
  })
})

test('discovery names the endpoint', async () => {
  const issuer = `/realms/${realm.realm.name}`
  const document = (await server.inject({ url: `${issuer}/.well-known/openid-configuration` })).json()
  expect(document).toMatchObject({
    pushed_authorization_request_endpoint: `${server.url}${issuer}/protocol/openid-connect/ext/par/request`,
    require_pushed_authorization_requests: false,
  })
})
