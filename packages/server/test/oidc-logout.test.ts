import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import {
  addClient,
  addUser,
  answerOf,
  Browser,
  endpointOf,
  formAction,
  password,
  post,
  redirectUri,
} from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

const bye = 'https://app.test/bye'
let server: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  const attributes = { 'post.logout.redirect.uris': `${bye}##+` }
  await addClient(server, realm, 'app', { attributes, directAccessGrantsEnabled: true })
  await addClient(server, realm, 'other', {})
  await addUser(server, realm)
})
afterAll(() => server.stop())

async function signIn(parameters: Record<string, string> = {}) {
  const browser = new Browser(server)
  const code = String((await browser.signIn(realm, parameters)).get('code'))
  const answer = await post(server, realm, 'token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
  })
  return { browser, tokens: answer.json() }
}

const logout = (browser: Browser, parameters: Record<string, string>) =>
  browser.request(`${endpointOf(realm, 'logout')}?${new URLSearchParams(parameters)}`)

const isAlive = async (token: string) =>
  (await server.inject({ url: endpointOf(realm, 'userinfo'), token })).statusCode === 200
const isSignedIn = async (browser: Browser) => answerOf(await browser.authorize(realm, { prompt: 'none' })).has('code')

describe('with the ID token of this session', () => {
  test('the user is signed out at once and sent back with the state', async () => {
    const { browser, tokens } = await signIn()
    const answer = await logout(browser, {
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: bye,
      state: 's&1',
    })
    expect(answer.statusCode).toBe(302)
    expect(answer.headers.location).toBe(`${bye}?state=s%261`)
    expect(browser.cookieNames).not.toContain('KEYCLOAK_IDENTITY')
    expect(browser.cookieNames).not.toContain('KEYCLOAK_SESSION')
    expect(await isAlive(tokens.access_token)).toBe(false)
    expect(await isSignedIn(browser)).toBe(false)
  })

  test('a redirect URI stands in for a logout address, and an expired hint is one', async () => {
    const { browser, tokens } = await signIn()
    await server.clock.advance(600_000)
    const answer = await logout(browser, { id_token_hint: tokens.id_token, post_logout_redirect_uri: redirectUri })
    expect(answer.headers.location).toBe(redirectUri)
  })

  test('without an address a page says that it is done', async () => {
    const { browser, tokens } = await signIn()
    const answer = await browser.request(endpointOf(realm, 'logout'), { id_token_hint: tokens.id_token })
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('You are logged out')
    expect(await isAlive(tokens.access_token)).toBe(false)
  })

  test('the session ends although the browser has lost its cookies', async () => {
    const { tokens } = await signIn()
    await logout(new Browser(server), { id_token_hint: tokens.id_token })
    expect(await isAlive(tokens.access_token)).toBe(false)
  })
})

describe('without proof', () => {
  test('the user is asked, and signed out when they say yes', async () => {
    const { browser, tokens } = await signIn()
    const page = await logout(browser, { client_id: 'app', post_logout_redirect_uri: bye, state: 'x' })
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Do you want to log out?')
    expect(await isAlive(tokens.access_token)).toBe(true)
    const code = /name="session_code" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const done = await browser.request(formAction(page), { session_code: code, confirmLogout: 'true' })
    expect(done.statusCode).toBe(303)
    expect(done.headers.location).toBe(`${bye}?state=x`)
    expect(await isAlive(tokens.access_token)).toBe(false)
    const again = await browser.request(formAction(page), { session_code: code })
    expect(again.statusCode).toBe(400)
  })

  test('another browser, or a made-up answer, signs nobody out', async () => {
    const { browser, tokens } = await signIn()
    const other = await signIn()
    const page = await logout(browser, {})
    const code = /name="session_code" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    expect((await other.browser.request(formAction(page), { session_code: code })).statusCode).toBe(400)
    expect((await browser.request(formAction(page), { session_code: 'made-up' })).statusCode).toBe(400)
    expect((await browser.request(formAction(page), {})).statusCode).toBe(400)
    expect(await isAlive(tokens.access_token)).toBe(true)
    expect(await isAlive(other.tokens.access_token)).toBe(true)
  })

  test('the ID token of another session is no proof for this one', async () => {
    const { browser, tokens } = await signIn()
    const other = await signIn()
    const page = await logout(browser, { id_token_hint: other.tokens.id_token })
    expect(page.body).toContain('Do you want to log out?')
    expect(await isAlive(tokens.access_token)).toBe(true)
  })
})

describe('a page tells what is wrong, and nothing ends', () => {
  test.each<[string, Record<string, string>]>([
    ['an unregistered address', { post_logout_redirect_uri: 'https://evil.test/' }],
    ['an address with something behind it', { post_logout_redirect_uri: `${bye}/x` }],
    ['another client’s name', { client_id: 'other' }],
    ['a hint that is no token', { id_token_hint: 'x' }],
  ])('%s', async (_name, parameters) => {
    const { browser, tokens } = await signIn()
    const answer = await logout(browser, { id_token_hint: tokens.id_token, ...parameters })
    expect(answer.statusCode).toBe(400)
    expect(answer.headers.location).toBeUndefined()
    expect(await isAlive(tokens.access_token)).toBe(true)
  })

  test('an address without any client', async () => {
    const answer = await logout(new Browser(server), { post_logout_redirect_uri: bye })
    expect(answer.statusCode).toBe(400)
  })

  test('an unknown client: its address is none', async () => {
    const answer = await logout(new Browser(server), { client_id: 'nobody', post_logout_redirect_uri: bye })
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain('Invalid redirect uri')
    expect((await logout(new Browser(server), { client_id: 'nobody' })).body).toContain('Client not found.')
  })

  test('an access token or a changed ID token as hint', async () => {
    const { browser, tokens } = await signIn()
    for (const hint of [tokens.access_token, tokens.refresh_token, `${tokens.id_token}x`]) {
      expect((await logout(browser, { id_token_hint: hint })).statusCode).toBe(400)
    }
    expect(await isAlive(tokens.access_token)).toBe(true)
  })
})

describe('by refresh token', () => {
  const form = { grant_type: 'password', username: 'ada', password, scope: 'openid' }
  test('demands the client', async () => {
    const tokens = (await post(server, realm, 'token', form)).json()
    const answer = await post(server, realm, 'logout', { refresh_token: tokens.refresh_token }, {})
    expect(answer.statusCode).toBe(401)
    expect(answer.json().error).toBe('invalid_client')
    expect(await isAlive(tokens.access_token)).toBe(true)
  })
  test('ends the session, and says that nobody may keep the answer', async () => {
    const tokens = (await post(server, realm, 'token', form)).json()
    const answer = await post(server, realm, 'logout', { refresh_token: tokens.refresh_token })
    expect(answer.statusCode).toBe(204)
    expect(answer.headers['cache-control']).toBe('no-cache')
    expect(await isAlive(tokens.access_token)).toBe(false)
  })
  test('refuses what is none', async () => {
    const answer = await post(server, realm, 'logout', { refresh_token: 'x' })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({ error: 'invalid_grant', error_description: 'Invalid refresh token' })
  })
})

describe('the pages for keycloak-js', () => {
  test('may be framed by anybody', async () => {
    for (const path of ['login-status-iframe.html', '3p-cookies/step1.html', '3p-cookies/step2.html']) {
      const answer = await server.inject({ url: endpointOf(realm, path) })
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['x-frame-options']).toBeUndefined()
      expect(answer.headers['content-security-policy']).toContain('frame-ancestors *')
    }
  })
  test.each([
    ['app', 'https://app.test', 403],
    ['nobody', 'https://app.test', 403],
    ['app', 'https://evil.test', 403],
    ['spa', 'https://app.test', 204],
  ])('%s from %s: %i', async (clientId, origin, status) => {
    if (clientId === 'spa') await addClient(server, realm, 'spa', { publicClient: true, webOrigins: ['+'] })
    const query = new URLSearchParams({ client_id: clientId, origin })
    const answer = await server.inject({ url: `${endpointOf(realm, 'login-status-iframe.html/init')}?${query}` })
    expect(answer.statusCode).toBe(status)
  })
})
