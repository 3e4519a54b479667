import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSettings } from '../src/model/realm/realm-settings.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { updateRealm } from '../src/model/realm/update-realm.ts'
import { updateUser } from '../src/model/user/update-user.ts'
import { transact } from '../src/storage/transact.ts'
import {
  addClient,
  addUser,
  basic,
  claimsOf,
  currentRealm,
  endpointOf,
  password,
  post,
} from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.stop())

async function newRealm(settings: Partial<RealmSettings> = {}): Promise<void> {
  realm = await server.createRealm(settings)
  await addClient(server, realm, 'app', { directAccessGrantsEnabled: true })
  await addClient(server, realm, 'other', { directAccessGrantsEnabled: true })
  await addClient(server, realm, 'web', {})
  await addClient(server, realm, 'asking', { directAccessGrantsEnabled: true, consentRequired: true })
  await addUser(server, realm)
}

const signIn = async (form: Record<string, string> = {}) =>
  (
    await post(server, realm, 'token', { grant_type: 'password', username: 'ada', password, scope: 'openid', ...form })
  ).json()

const refresh = (token: string, form: Record<string, string> = {}, headers?: Record<string, string>) =>
  post(server, realm, 'token', { grant_type: 'refresh_token', refresh_token: token, ...form }, headers)

const isActive = async (token: string) =>
  (await post(server, realm, 'token/introspect', { token })).json().active as boolean

describe('the password grant', () => {
  beforeAll(() => newRealm())

  test('gives tokens of a new session', async () => {
    const tokens = await signIn()
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 300, refresh_expires_in: 1800 })
    expect(claimsOf(tokens.access_token)).toMatchObject({ sid: tokens.session_state, preferred_username: 'ada' })
    expect(claimsOf(tokens.id_token)).toMatchObject({ typ: 'ID', aud: 'app' })
    expect(await isActive(tokens.access_token)).toBe(true)
  })

  test.each<[string, Record<string, string>, Record<string, string>, number, string, string]>([
    ['a wrong password', { password: 'x' }, basic('app'), 400, 'invalid_grant', 'Invalid user credentials'],
    ['an unknown user', { username: 'x' }, basic('app'), 400, 'invalid_grant', 'Invalid user credentials'],
    ['a client that needs consent', {}, basic('asking'), 400, 'invalid_client', 'Client requires user consent'],
    [
      'a client that may not',
      {},
      basic('web'),
      400,
      'unauthorized_client',
      'Client not allowed for direct access grants',
    ],
  ])('%s is refused', async (_name, form, headers, status, error, description) => {
    const answer = await post(
      server,
      realm,
      'token',
      { grant_type: 'password', username: 'ada', password, ...form },
      headers,
    )
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toEqual({ error, error_description: description })
  })
})

describe('a refresh token', () => {
  beforeAll(() => newRealm())

  test('gives new tokens of the same session and scope', async () => {
    const tokens = await signIn({ scope: 'openid phone' })
    await server.clock.advance(10_000)
    const renewed = await refresh(tokens.refresh_token)
    expect(renewed.statusCode).toBe(200)
    expect(renewed.json()).toMatchObject({ scope: tokens.scope, session_state: tokens.session_state })
    expect(renewed.json().scope).toContain('phone')
    const before = claimsOf(tokens.access_token)
    const after = claimsOf(renewed.json().access_token)
    expect(after).toMatchObject({ sub: before['sub'], auth_time: before['auth_time'], acr: before['acr'] })
    expect(after['jti']).not.toBe(before['jti'])
    expect(claimsOf(renewed.json().id_token)).toMatchObject({ aud: 'app', sub: before['sub'] })
  })

  test('may narrow the scope once, but not widen it', async () => {
    const tokens = await signIn({ scope: 'openid phone' })
    const narrow = await refresh(tokens.refresh_token, { scope: 'openid' })
    expect(narrow.json().scope).not.toContain('phone')
    expect((await refresh(narrow.json().refresh_token)).json().scope).toContain('phone')
    const wide = await refresh(tokens.refresh_token, { scope: 'openid address phone' })
    expect(wide.json().scope).not.toContain('address')
    expect(wide.json().scope).toContain('phone')
    const unknown = await refresh(tokens.refresh_token, { scope: 'openid nonsense' })
    expect(unknown.json()).toEqual({ error: 'invalid_scope', error_description: 'Invalid scopes: openid nonsense' })
  })

  test('is the client’s own', async () => {
    const tokens = await signIn()
    const answer = await refresh(tokens.refresh_token, {}, basic('other'))
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({
      error: 'invalid_grant',
      error_description: "Invalid refresh token. Token client and authorized client don't match",
    })
    expect((await refresh(tokens.refresh_token)).statusCode).toBe(200)
  })

  test('is no access or ID token, nor a changed one', async () => {
    const tokens = await signIn()
    for (const token of [tokens.access_token, tokens.id_token, `${tokens.refresh_token}x`, 'x']) {
      expect((await refresh(token)).json()).toEqual({
        error: 'invalid_grant',
        error_description: 'Invalid refresh token',
      })
    }
    expect((await server.inject({ url: endpointOf(realm, 'userinfo'), token: tokens.refresh_token })).statusCode).toBe(
      401,
    )
  })

  test('ends when nobody uses it for the idle time', async () => {
    const tokens = await signIn()
    await server.clock.advance(1_800_000)
    expect((await refresh(tokens.refresh_token)).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'Token is not active',
    })
  })

  test('keeps the session alive up to its maximum', async () => {
    let { refresh_token: token } = await signIn()
    for (let minute = 0; minute < 590; minute += 25) {
      await server.clock.advance(1_500_000)
      const answer = await refresh(token)
      if (answer.statusCode !== 200) {
        expect(minute).toBeGreaterThanOrEqual(560)
        return
      }
      token = answer.json().refresh_token
    }
    await server.clock.advance(1_500_000)
    expect((await refresh(token)).statusCode).toBe(400)
  })

  test('ends with the session, and access tokens with it', async () => {
    const tokens = await signIn()
    const answer = await post(server, realm, 'logout', { refresh_token: tokens.refresh_token })
    expect(answer.statusCode).toBe(204)
    expect(await isActive(tokens.access_token)).toBe(false)
    expect((await refresh(tokens.refresh_token)).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'Session not active',
    })
  })

  test('ends when it is revoked', async () => {
    const tokens = await signIn()
    expect((await post(server, realm, 'revoke', { token: tokens.refresh_token }, basic('other'))).statusCode).toBe(400)
    expect((await post(server, realm, 'revoke', { token: tokens.refresh_token })).statusCode).toBe(200)
    expect((await refresh(tokens.refresh_token)).statusCode).toBe(400)
    expect(await isActive(tokens.access_token)).toBe(false)
  })

  test('may be used again where rotation is off', async () => {
    const tokens = await signIn()
    expect((await refresh(tokens.refresh_token)).statusCode).toBe(200)
    expect((await refresh(tokens.refresh_token)).statusCode).toBe(200)
  })

  test('is worth nothing once its user is disabled', async () => {
    const user = await addUser(server, realm, { username: 'bob', email: 'bob@example.org' })
    const tokens = await signIn({ username: 'bob' })
    const snapshot = await currentRealm(server, realm)
    await transact(server.server.storage, (tx) => updateUser(tx, snapshot, user, { enabled: false }))
    expect((await refresh(tokens.refresh_token)).json().error_description).toMatch(/User disabled|Session not active/)
    expect(await isActive(tokens.access_token)).toBe(false)
  })

  test('is stale once the realm says so', async () => {
    const tokens = await signIn()
    await server.clock.advance(2000)
    const notBefore = Math.floor(server.clock.now() / 1000)
    const { realm: current } = await currentRealm(server, realm)
    await transact(server.server.storage, (tx) => updateRealm(tx, current, { settings: { notBefore } }))
    expect((await refresh(tokens.refresh_token)).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'Stale token',
    })
    expect(await isActive(tokens.access_token)).toBe(false)
    expect((await signIn())['not-before-policy']).toBe(notBefore)
  })
})

describe('with rotation', () => {
  beforeAll(() => newRealm({ revokeRefreshToken: true }))

  test('a refresh token works once; when it comes again, the whole family ends', async () => {
    const first = await signIn()
    const second = (await refresh(first.refresh_token)).json()
    expect((await refresh(second.refresh_token)).statusCode).toBe(200)
    const again = await refresh(first.refresh_token)
    expect(again.statusCode).toBe(400)
    expect(again.json()).toEqual({
      error: 'invalid_grant',
      error_description: 'Maximum allowed refresh token reuse exceeded',
    })
    expect((await refresh(second.refresh_token)).statusCode).toBe(400)
    expect(await isActive(second.access_token)).toBe(false)
  })

  test('one of twenty who bring it at once gets tokens', async () => {
    const { refresh_token: token } = await signIn()
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(token)))
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.json().error === 'invalid_grant')).toHaveLength(19)
  })

  test('the realm may allow some uses more', async () => {
    await newRealm({ revokeRefreshToken: true, refreshTokenMaxReuse: 1 })
    const { refresh_token: token } = await signIn()
    const [first, second] = [await refresh(token), await refresh(token)]
    expect([first.statusCode, second.statusCode]).toEqual([200, 200])
    for (const { refresh_token: next } of [first.json(), second.json()]) {
      expect((await refresh(next)).statusCode, 'both go on').toBe(200)
    }
    const { refresh_token: third } = await signIn()
    const answers = [await refresh(third), await refresh(third), await refresh(third)]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 400])
  })
})
