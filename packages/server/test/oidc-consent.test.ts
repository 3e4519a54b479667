import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../src/model/client/client.ts'
import { grantConsent, revokeConsent } from '../src/model/consent/consent.store.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import type { User } from '../src/model/user/user.ts'
import { transact } from '../src/storage/transact.ts'
import { addClient, addUser, answerOf, Browser, formAction, post, redirectUri } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let user: User
let client: Client

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm({
    eventsEnabled: true,
    enabledEventTypes: ['CODE_TO_TOKEN', 'REFRESH_TOKEN', 'REFRESH_TOKEN_ERROR', 'CODE_TO_TOKEN_ERROR'],
  })
  client = await addClient(server, realm, 'app', { consentRequired: true })
  user = await addUser(server, realm)
})
afterAll(() => server.stop())

const exchange = async (code: string | null) =>
  (
    await post(server, realm, 'token', {
      grant_type: 'authorization_code',
      code: String(code),
      redirect_uri: redirectUri,
    })
  ).json()

describe('an application that needs consent', () => {
  test('gets a code only after the user agreed, and is not asked again', async () => {
    const browser = new Browser(server)
    const page = await browser.submitPassword(await browser.authorize(realm))
    const consent = page.headers.location ? await browser.request(page.headers.location) : page
    expect(consent.statusCode).toBe(200)
    expect(consent.body).toContain('kc-oauth')
    const done = await browser.request(formAction(consent), { accept: 'true' })
    const code = answerOf(done).get('code')
    expect(code).not.toBeNull()
    expect((await exchange(code)).scope).toContain('email')
    expect(answerOf(await browser.authorize(realm, { prompt: 'none' })).has('code')).toBe(true)
    const more = await browser.authorize(realm, { prompt: 'none', scope: 'openid phone' })
    expect(answerOf(more).get('error')).toMatch(/consent_required|interaction_required/)
  })

  test('is told when the user refuses', async () => {
    await transact(server.server.storage, (tx) => revokeConsent(tx, realm.realm.id, user.id, client.id))
    const browser = new Browser(server)
    const page = await browser.submitPassword(await browser.authorize(realm))
    const consent = page.headers.location ? await browser.request(page.headers.location) : page
    const answer = answerOf(await browser.request(formAction(consent), { cancel: 'true' }))
    expect(answer.get('error')).toBe('access_denied')
    expect(answer.has('code')).toBe(false)
  })

  test('gets no new tokens once the consent is taken back', async () => {
    const scopes = realm.clientScopes.map((scope) => scope.id)
    await transact(server.server.storage, (tx) =>
      grantConsent(tx, { realmId: realm.realm.id, userId: user.id, clientId: client.id, scopes }),
    )
    const tokens = await exchange((await new Browser(server).signIn(realm)).get('code'))
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }
    expect((await post(server, realm, 'token', form)).statusCode).toBe(200)
    await transact(server.server.storage, (tx) => revokeConsent(tx, realm.realm.id, user.id, client.id))
    const answer = await post(server, realm, 'token', form)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({
      error: 'invalid_grant',
      error_description: 'Client no longer has requested consent from user',
    })
  })
})

test('events tell what was given and what was refused', async () => {
  await post(server, realm, 'token', { grant_type: 'authorization_code', code: 'x', redirect_uri: redirectUri })
  const events = await listEvents(server.server.storage, realm.realm.id, {}, { first: 0, max: 100 })
  const given = events.find((event) => event.type === 'CODE_TO_TOKEN')
  expect(given).toMatchObject({
    clientId: 'app',
    userId: user.id,
    sessionId: expect.any(String),
    ip: '127.0.0.1',
    details: {
      grant_type: 'authorization_code',
      token_id: expect.any(String),
      refresh_token_id: expect.any(String),
      refresh_token_type: 'Refresh',
      client_auth_method: 'client-secret',
      scope: expect.stringContaining('openid'),
    },
  })
  expect(events.find((event) => event.type === 'REFRESH_TOKEN_ERROR')).toMatchObject({
    error: 'consent_denied',
    userId: user.id,
  })
  expect(events.find((event) => event.type === 'CODE_TO_TOKEN_ERROR')).toMatchObject({
    error: 'invalid_code',
    clientId: 'app',
  })
})
