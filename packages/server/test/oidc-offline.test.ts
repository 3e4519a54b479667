import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revokeConsent } from '../src/model/consent/consent.store.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import type { RealmSettings } from '../src/model/realm/realm-settings.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { updateRealm } from '../src/model/realm/update-realm.ts'
import { deleteUser } from '../src/model/user/delete-user.ts'
import type { User } from '../src/model/user/user.ts'
import { listUserSessions } from '../src/model/user-session/user-session.store.ts'
import { transact } from '../src/storage/transact.ts'
import {
  addClient,
  addUser,
  Browser,
  basic,
  claimsOf,
  currentRealm,
  password,
  post,
  redirectUri,
} from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let ada: User

beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.stop())

async function newRealm(settings: Partial<RealmSettings> = {}): Promise<void> {
  realm = await server.createRealm({ eventsEnabled: true, ...settings })
  await addClient(server, realm, 'app', { directAccessGrantsEnabled: true, serviceAccountsEnabled: true })
  await addClient(server, realm, 'other', { directAccessGrantsEnabled: true })
  await addClient(server, realm, 'asking', { consentRequired: true })
  ada = await addUser(server, realm)
}

const signIn = async (scope = 'openid offline_access', headers = basic('app')) =>
  (await post(server, realm, 'token', { grant_type: 'password', username: 'ada', password, scope }, headers)).json()
const refresh = (token: string, form: Record<string, string> = {}, headers?: Record<string, string>) =>
  post(server, realm, 'token', { grant_type: 'refresh_token', refresh_token: token, ...form }, headers)
const exchange = async (answer: URLSearchParams, headers?: Record<string, string>) => {
  const form = { grant_type: 'authorization_code', code: answer.get('code') ?? '', redirect_uri: redirectUri }
  return (await post(server, realm, 'token', form, headers)).json()
}
const userInfo = async (token: string) =>
  (await server.inject({ url: `/realms/${realm.realm.name}/protocol/openid-connect/userinfo`, token })).statusCode
const sessionsOf = async (offline: boolean) =>
  (await listUserSessions(server.server.storage, realm.realm.id, ada.id, { offline })).map(({ sid }) => sid)
const gone = { error: 'invalid_grant', error_description: 'Offline user session not found' }

describe('offline access', () => {
  beforeAll(() => newRealm())

  test('is a refresh token without an end, of a session that is offline only', async () => {
    const tokens = await signIn()
    expect(tokens).toMatchObject({ refresh_expires_in: 0, expires_in: 300 })
    expect(tokens.scope.split(' ')).toContain('offline_access')
    const claims = claimsOf(tokens.refresh_token)
    expect(claims).toMatchObject({ typ: 'Offline', sid: tokens.session_state, azp: 'app' })
    expect(claims).not.toHaveProperty('exp')
    expect(claimsOf(tokens.access_token)['sid']).toBe(tokens.session_state)
    expect(await sessionsOf(false)).toEqual([])
    expect(await sessionsOf(true)).toEqual([tokens.session_state])
    expect(await userInfo(tokens.access_token)).toBe(200)
    const introspected = await post(server, realm, 'token/introspect', { token: tokens.refresh_token })
    expect(introspected.json()).toMatchObject({ active: true, typ: 'Offline' })
    const events = await listEvents(server.server.storage, realm.realm.id, {}, { first: 0, max: 10 })
    expect(events.find(({ type }) => type === 'LOGIN')?.details).toMatchObject({ refresh_token_type: 'Offline' })
  })

  test('outlives the session it was asked for in, under the same name', async () => {
    const browser = new Browser(server)
    const first = await exchange(await browser.signIn(realm))
    await server.clock.advance(1000)
    const tokens = await exchange(await browser.signIn(realm, { scope: 'openid offline_access' }))
    expect(tokens.session_state).toBe(first.session_state)
    expect(await sessionsOf(false)).toContain(first.session_state)
    expect((await post(server, realm, 'logout', { refresh_token: first.refresh_token })).statusCode).toBe(204)
    expect(await sessionsOf(false)).not.toContain(first.session_state)
    expect((await refresh(first.refresh_token)).statusCode).toBe(400)
    expect(await userInfo(first.access_token)).toBe(401)
    expect(await userInfo(tokens.access_token)).toBe(200)
    const again = await refresh(tokens.refresh_token)
    expect(again.statusCode).toBe(200)
    expect(claimsOf(again.json().id_token)).toMatchObject({ sid: first.session_state, sub: ada.id })
  })

  test('ends the session that was only the way to it, not one that others use', async () => {
    const browser = new Browser(server)
    const alone = await exchange(await browser.signIn(realm, { scope: 'openid offline_access' }))
    expect(await sessionsOf(false)).not.toContain(alone.session_state)
    expect(await sessionsOf(true)).toContain(alone.session_state)
    const shared = new Browser(server)
    await shared.signIn(realm, { client_id: 'other' })
    const tokens = await exchange(await shared.signIn(realm, { scope: 'openid offline_access' }))
    expect(await sessionsOf(false)).toContain(tokens.session_state)
  })

  test('is not for the refresh token of an online session', async () => {
    const tokens = await signIn('openid')
    const answer = await refresh(tokens.refresh_token, { scope: 'openid offline_access' })
    expect(answer.json().scope).not.toContain('offline_access')
    expect(claimsOf(answer.json().refresh_token)['typ']).toBe('Refresh')
  })

  test('stays offline when a refresh asks for less', async () => {
    const tokens = await signIn()
    const answer = (await refresh(tokens.refresh_token, { scope: 'openid' })).json()
    expect(answer.scope).not.toContain('offline_access')
    expect(claimsOf(answer.refresh_token)['typ']).toBe('Offline')
    expect((await refresh(answer.refresh_token)).json().scope).toContain('offline_access')
  })

  test('of client credentials is the scope and no token', async () => {
    const answer = await post(server, realm, 'token', { grant_type: 'client_credentials', scope: 'offline_access' })
    expect(answer.json()).toMatchObject({ refresh_expires_in: 0, scope: expect.stringContaining('offline_access') })
    expect(answer.json()).not.toHaveProperty('refresh_token')
  })

  test('is announced', async () => {
    const answer = await server.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` })
    expect(answer.json().scopes_supported).toContain('offline_access')
  })

  test('is agreed to where consent is asked for, and ends when the user takes it back', async () => {
    const browser = new Browser(server)
    const asked = await browser.submitPassword(
      await browser.authorize(realm, { client_id: 'asking', scope: 'openid offline_access' }),
    )
    expect(asked.body).toContain('Offline Access')
    const action = /<form[^>]*\saction="([^"]+)"/.exec(asked.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const code = /name="code" value="([^"]+)"/.exec(asked.body)?.[1] ?? ''
    const answer = await browser.request(action, { code, accept: 'Yes' })
    const parameters = new URL(String(answer.headers.location)).searchParams
    const tokens = await exchange(parameters, basic('asking'))
    expect(claimsOf(tokens.refresh_token)['typ']).toBe('Offline')
    const client = await (await currentRealm(server, realm)).client('asking')
    await transact(server.server.storage, (tx) => revokeConsent(tx, realm.realm.id, ada.id, client?.client.id ?? ''))
    expect((await refresh(tokens.refresh_token, {}, basic('asking'))).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'Client no longer has requested consent from user',
    })
  })

  test('ends when it is revoked, and not that of another session', async () => {
    const [tokens, others] = [await signIn(), await signIn()]
    expect((await post(server, realm, 'revoke', { token: tokens.refresh_token }, basic('other'))).statusCode).toBe(400)
    expect((await post(server, realm, 'revoke', { token: tokens.refresh_token })).statusCode).toBe(200)
    expect((await refresh(tokens.refresh_token)).json()).toEqual(gone)
    expect(await userInfo(tokens.access_token)).toBe(401)
    expect((await refresh(others.refresh_token)).statusCode).toBe(200)
  })

  test('ends by a logout with its own token', async () => {
    const tokens = await signIn()
    expect((await post(server, realm, 'logout', { refresh_token: tokens.refresh_token })).statusCode).toBe(204)
    expect((await refresh(tokens.refresh_token)).json()).toEqual(gone)
  })

  test('ends when its code is used again', async () => {
    const answer = await new Browser(server).signIn(realm, { scope: 'openid offline_access' })
    const tokens = await exchange(answer)
    expect((await exchange(answer)).error).toBe('invalid_grant')
    expect((await refresh(tokens.refresh_token)).json()).toEqual(gone)
  })

  test('ends with its user', async () => {
    const bob = await addUser(server, realm, { username: 'bob', email: 'bob@example.org' })
    const form = { grant_type: 'password', username: 'bob', password, scope: 'offline_access' }
    const tokens = (await post(server, realm, 'token', form)).json()
    await transact(server.server.storage, (tx) => deleteUser(tx, bob))
    expect((await refresh(tokens.refresh_token)).json()).toEqual(gone)
  })

  test('is not for the session cookie: nobody is signed in by it', async () => {
    const browser = new Browser(server)
    await exchange(await browser.signIn(realm, { scope: 'openid offline_access' }))
    expect((await browser.authorize(realm, { prompt: 'none' })).headers.location).toContain('error=login_required')
  })
})

describe('the limits of offline access', () => {
  test('are an idle time of its own, far beyond that of sessions', async () => {
    await newRealm({ ssoSessionIdleTimeout: 60, ssoSessionMaxLifespan: 600, offlineSessionIdleTimeout: 3000 })
    const tokens = await signIn()
    await server.clock.advance(2_000_000)
    const again = await refresh(tokens.refresh_token)
    expect(again.statusCode).toBe(200)
    expect(again.json()).toMatchObject({ refresh_expires_in: 0, session_state: tokens.session_state })
    expect(await userInfo(again.json().access_token)).toBe(200)
    await server.clock.advance(2_000_000)
    expect((await refresh(again.json().refresh_token)).statusCode).toBe(200)
    await server.clock.advance(3_000_000)
    expect((await refresh(again.json().refresh_token)).json()).toEqual(gone)
  })

  test('are the realm’s maximum, and then the token says when it ends', async () => {
    await newRealm({
      offlineSessionMaxLifespanEnabled: true,
      offlineSessionMaxLifespan: 1000,
      offlineSessionIdleTimeout: 700,
    })
    const tokens = await signIn()
    expect(tokens.refresh_expires_in).toBe(700)
    await server.clock.advance(600_000)
    const second = (await refresh(tokens.refresh_token)).json()
    expect(second.refresh_expires_in).toBe(400)
    await server.clock.advance(400_000)
    expect((await refresh(second.refresh_token)).json().error_description).toBe('Token is not active')
  })

  test('are the idle time of the client', async () => {
    await newRealm()
    await addClient(server, realm, 'short', {
      directAccessGrantsEnabled: true,
      attributes: { 'client.offline.session.idle.timeout': '60' },
    })
    const tokens = await signIn('offline_access', basic('short'))
    await server.clock.advance(59_000)
    expect((await refresh(tokens.refresh_token, {}, basic('short'))).statusCode).toBe(200)
    await server.clock.advance(60_000)
    expect((await refresh(tokens.refresh_token, {}, basic('short'))).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'Client session not active',
    })
  })

  test('are those of today, also when they were wider yesterday', async () => {
    await newRealm()
    const tokens = await signIn()
    const { realm: current } = await currentRealm(server, realm)
    await transact(server.server.storage, (tx) =>
      updateRealm(tx, current, { settings: { offlineSessionIdleTimeout: 60 } }),
    )
    await server.clock.advance(61_000)
    expect((await refresh(tokens.refresh_token)).json()).toEqual(gone)
  })

  test('are one use of a token where the realm rotates', async () => {
    await newRealm({ revokeRefreshToken: true })
    const first = await signIn()
    const second = (await refresh(first.refresh_token)).json()
    expect((await refresh(first.refresh_token)).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'Maximum allowed refresh token reuse exceeded',
    })
    expect((await refresh(second.refresh_token)).json()).toEqual(gone)
  })
})

describe('the role offline_access', () => {
  const withoutRole = async () => {
    const token = await server.adminToken()
    const admin = (method: 'GET' | 'DELETE', path: string, payload?: object) =>
      server.inject({ method, url: `/admin/realms/${realm.realm.name}${path}`, token, ...(payload ? { payload } : {}) })
    const role = (await admin('GET', '/roles/offline_access')).json()
    const defaults = (await admin('GET', `/roles/default-roles-${realm.realm.name}`)).json()
    expect((await admin('DELETE', `/roles-by-id/${defaults.id}/composites`, [role])).statusCode).toBe(204)
  }

  test('is needed to ask and to go on', async () => {
    await newRealm()
    const tokens = await signIn()
    await withoutRole()
    expect((await refresh(tokens.refresh_token)).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'Offline session invalid because offline access not granted anymore',
    })
    expect((await refresh(tokens.refresh_token)).json()).toEqual(gone)
    expect(await signIn()).toEqual({
      error: 'not_allowed',
      error_description: 'Offline tokens not allowed for the user or client',
    })
    expect(await sessionsOf(true)).toEqual([])
  })
})
