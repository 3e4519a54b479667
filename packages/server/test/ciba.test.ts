import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signJwt } from '../src/crypto/jws.ts'
import { findConsent } from '../src/model/consent/consent.store.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import { recordLoginFailure } from '../src/model/login-failure/record-login-failure.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { updateRealm } from '../src/model/realm/update-realm.ts'
import { updateUser } from '../src/model/user/update-user.ts'
import type { User } from '../src/model/user/user.ts'
import { transact } from '../src/storage/transact.ts'
import {
  addCibaClient,
  askFor,
  bringAnswer,
  type CibaWorld,
  createCibaRealm,
  fetchTokens,
  openCibaWorld,
  ping,
  startAsking,
} from './fixture/ciba-world.ts'
import { type ClientKeys, makeClientKeys } from './fixture/client-assertion.ts'
import { addUser, basic, claimsOf, post } from './fixture/oidc-application.ts'
import { openReceiver } from './fixture/receiver.ts'
import { testServer } from './fixture/test-server.ts'

let world: CibaWorld
let realm: RealmSnapshot
let user: User
let keys: ClientKeys

beforeAll(async () => {
  world = await openCibaWorld()
  keys = await makeClientKeys()
})
afterAll(() => world.stop())
beforeEach(async () => {
  realm = await createCibaRealm(world)
  await addCibaClient(world, realm)
  user = await addUser(world.server, realm)
})

const storage = () => world.server.server.storage
const events = async () =>
  (await listEvents(storage(), realm.realm.id, {}, { first: 0, max: 100 })).map(
    ({ type, error, clientId, userId, sessionId }) => ({ type, error, clientId, userId, sessionId }),
  )
const nextPoll = () => world.server.clock.advance(5_000)

describe('a client', () => {
  test('gets tokens of the user who says yes on their device', async () => {
    const { authReqId, answerToken, question } = await startAsking(world, realm, {
      scope: 'openid phone',
      binding_message: 'W4SCT',
      acr_values: 'gold',
    })
    expect(question).toEqual({
      binding_message: 'W4SCT',
      login_hint: 'ada',
      is_consent_required: false,
      acr_values: 'gold',
      scope: expect.stringMatching(/^openid .*phone/),
    })
    expect((await fetchTokens(world, realm, authReqId)).json()).toEqual({
      error: 'authorization_pending',
      error_description: "The authorization request is still pending as the end-user hasn't yet been authenticated.",
    })
    expect((await bringAnswer(world, realm, answerToken)).statusCode).toBe(200)
    await nextPoll()
    const answer = await fetchTokens(world, realm, authReqId)
    expect(answer.statusCode).toBe(200)
    expect(claimsOf(answer.json()['access_token'])).toMatchObject({ sub: user.id, azp: 'bank' })
    expect(claimsOf(answer.json()['id_token'])).toMatchObject({ sub: user.id, aud: 'bank' })
    const form = { grant_type: 'refresh_token', refresh_token: answer.json()['refresh_token'] }
    expect((await post(world.server, realm, 'token', form, basic('bank'))).statusCode).toBe(200)
  })

  test('leaves a trail of events, and none for waiting', async () => {
    const { authReqId, answerToken } = await startAsking(world, realm)
    await fetchTokens(world, realm, authReqId)
    await bringAnswer(world, realm, answerToken)
    await nextPoll()
    await fetchTokens(world, realm, authReqId)
    const common = { clientId: 'bank', userId: user.id }
    expect((await events()).toReversed()).toMatchObject([
      { type: 'LOGIN', ...common },
      { type: 'AUTHREQID_TO_TOKEN', ...common, sessionId: expect.any(String) },
    ])
  })

  test.each([
    ['UNAUTHORIZED', 'consent_denied'],
    ['CANCELLED', 'not_allowed'],
  ])('gets nothing when the device says %s', async (status, error) => {
    const { authReqId, answerToken } = await startAsking(world, realm)
    expect((await bringAnswer(world, realm, answerToken, status)).statusCode).toBe(200)
    expect((await events())[0]).toMatchObject({ type: 'LOGIN_ERROR', error, userId: user.id })
    expect((await fetchTokens(world, realm, authReqId)).json()).toEqual({
      error: 'access_denied',
      error_description: 'not authorized',
    })
  })

  test('that fetches twice at the same moment gets tokens once', async () => {
    const attributes = { ...realm.realm.settings.attributes, cibaInterval: '0' }
    await transact(storage(), (tx) => updateRealm(tx, realm.realm, { settings: { attributes } }))
    const { authReqId, answerToken } = await startAsking(world, realm)
    await bringAnswer(world, realm, answerToken)
    const answers = await Promise.all(Array.from({ length: 8 }, () => fetchTokens(world, realm, authReqId)))
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
    const refused = answers.filter(({ statusCode }) => statusCode === 400).map((answer) => answer.json()['error'])
    expect(refused).toHaveLength(7)
    expect(refused.filter((error) => error !== 'invalid_grant' && error !== 'slow_down')).toEqual([])
  })

  test('of another name gets nothing for the id', async () => {
    await addCibaClient(world, realm, 'other')
    const { authReqId, answerToken } = await startAsking(world, realm)
    await bringAnswer(world, realm, answerToken)
    expect((await fetchTokens(world, realm, authReqId, basic('other'))).json()).toMatchObject({
      error: 'invalid_grant',
    })
    expect((await fetchTokens(world, realm, authReqId)).statusCode).toBe(200)
  })

  test.each([
    ['locked', 'User disabled'],
    ['disabled', 'User disabled'],
    ['not fully set up', 'Account is not fully set up'],
  ])('gets nothing for a user who is %s by then', async (state, description) => {
    const { authReqId, answerToken } = await startAsking(world, realm)
    await bringAnswer(world, realm, answerToken)
    await transact(storage(), async (tx) => {
      if (state === 'locked') await recordLoginFailure(tx, realm, user, '192.0.2.1')
      if (state === 'disabled') await updateUser(tx, realm, user, { enabled: false })
      if (state === 'not fully set up') await updateUser(tx, realm, user, { requiredActions: ['UPDATE_PASSWORD'] })
    })
    expect((await fetchTokens(world, realm, authReqId)).json()).toEqual({
      error: 'invalid_grant',
      error_description: description,
    })
  })

  test('that needs consent gets it with the answer', async () => {
    const client = await addCibaClient(world, realm, 'asking', { consentRequired: true })
    const { authReqId, answerToken, question } = await startAsking(world, realm, {}, basic('asking'))
    expect(question).toMatchObject({ is_consent_required: true })
    await bringAnswer(world, realm, answerToken)
    const tokens = (await fetchTokens(world, realm, authReqId, basic('asking'))).json()
    expect((await findConsent(storage(), realm.realm.id, user.id, client.id))?.scopes.length).toBeGreaterThan(0)
    const form = { grant_type: 'refresh_token', refresh_token: tokens['refresh_token'] }
    expect((await post(world.server, realm, 'token', form, basic('asking'))).statusCode).toBe(200)
  })

  test('may want less time than the realm gives, not more', async () => {
    const short = await askFor(world, realm, { requested_expiry: '30' })
    expect(short.json()).toMatchObject({ expires_in: 30, interval: 5 })
    expect((await askFor(world, realm, { requested_expiry: '9000' })).json()).toMatchObject({ expires_in: 120 })
    await world.server.clock.advance(30_000)
    expect((await fetchTokens(world, realm, short.json()['auth_req_id'])).json()).toEqual({
      error: 'expired_token',
      error_description: 'authentication timed out',
    })
  })
})

describe('the question', () => {
  test.each([
    ['nobody knows', { login_hint: 'nobody' }],
    ['is a client', { login_hint: 'service-account-service' }],
  ])('is asked of no one who %s', async (_, parameters) => {
    await addCibaClient(world, realm, 'service', { serviceAccountsEnabled: true })
    const before = world.device.received.length
    expect((await askFor(world, realm, parameters)).json()).toEqual({
      error: 'invalid_request',
      error_description: 'invalid_user',
    })
    expect(world.device.received.length).toBe(before)
  })

  test('is asked of no one who is locked or disabled', async () => {
    await transact(storage(), (tx) => recordLoginFailure(tx, realm, user, '192.0.2.1'))
    expect((await askFor(world, realm)).json()).toMatchObject({ error_description: 'invalid_user' })
    expect((await events())[0]).toMatchObject({ type: 'LOGIN_ERROR', error: 'user_temporarily_disabled' })
    await world.server.clock.advance(70_000)
    await transact(storage(), (tx) => updateUser(tx, realm, user, { enabled: false }))
    expect((await askFor(world, realm)).json()).toMatchObject({ error_description: 'invalid_user' })
  })

  test('that the device does not take is an error, and leads nowhere afterwards', async () => {
    world.device.status = 200
    const refused = await askFor(world, realm)
    world.device.status = 201
    expect([refused.statusCode, refused.json()]).toEqual([
      503,
      { error: 'server_error', error_description: 'Unexpected response from authentication device' },
    ])
    const token = world.device.received.at(-1)?.authorization?.replace('Bearer ', '') ?? ''
    expect((await bringAnswer(world, realm, token)).statusCode).toBe(403)
  })

  test('is asked of nobody where no channel is configured, and discovery says so', async () => {
    const bare = await testServer()
    const other: CibaWorld = { server: bare, device: world.device, stop: bare.stop }
    const there = await createCibaRealm(other)
    await addCibaClient(other, there)
    await addUser(bare, there)
    const answer = await askFor(other, there)
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { error: 'server_error', error_description: 'Failed to send authentication request' },
    ])
    const document = await bare.inject({ url: `/realms/${there.realm.name}/.well-known/openid-configuration` })
    expect(document.json()).not.toHaveProperty('backchannel_authentication_endpoint')
    await bare.stop()
  })
})

describe('the answer', () => {
  test('is taken once, of those who hold the token, and from nobody else', async () => {
    const { authReqId, answerToken } = await startAsking(world, realm)
    for (const token of ['nonsense', authReqId, await world.server.adminToken()]) {
      expect((await bringAnswer(world, realm, token)).statusCode).toBe(403)
    }
    const without = await world.server.inject({
      method: 'POST',
      url: `/realms/${realm.realm.name}/protocol/openid-connect/ext/ciba/auth/callback`,
      payload: { status: 'SUCCEED' },
    })
    expect([without.statusCode, without.json()]).toEqual([
      401,
      { error: 'invalid_token', error_description: 'Invalid token' },
    ])
    const wrong = await bringAnswer(world, realm, answerToken, 'MAYBE')
    expect(wrong.json()).toEqual({ error: 'invalid_request', error_description: 'Invalid authentication status' })
    const both = await Promise.all([
      bringAnswer(world, realm, answerToken),
      bringAnswer(world, realm, answerToken, 'UNAUTHORIZED'),
    ])
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 403])
  })

  test('comes too late when the time is up', async () => {
    const { answerToken } = await startAsking(world, realm)
    await world.server.clock.advance(120_000)
    expect((await bringAnswer(world, realm, answerToken)).statusCode).toBe(403)
  })

  test('its token opens nothing else, and belongs to its realm', async () => {
    const { answerToken } = await startAsking(world, realm)
    const userinfo = `/realms/${realm.realm.name}/protocol/openid-connect/userinfo`
    expect((await world.server.inject({ url: userinfo, token: answerToken })).statusCode).toBe(401)
    const inactive = await post(world.server, realm, 'token/introspect', { token: answerToken }, basic('bank'))
    expect(inactive.json()).toEqual({ active: false })
    const foreign = await createCibaRealm(world)
    expect((await bringAnswer(world, foreign, answerToken)).statusCode).toBe(403)
  })
})

describe('a client that wants to be told', () => {
  test('hears of the answer, fetches at once, and is told again until it hears', async () => {
    const listener = await openReceiver()
    await addCibaClient(world, realm, 'ping', { attributes: ping(`${listener.url}/heard`) })
    const asked = { client_notification_token: 'n-0tification' }
    const { authReqId, answerToken } = await startAsking(world, realm, asked, basic('ping'))
    const rows = await storage().query.selectFrom('single_use').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain('n-0tification')
    await world.server.running.runDueJobs()
    expect(listener.received).toEqual([])
    listener.status = 500
    await bringAnswer(world, realm, answerToken)
    await world.server.running.runDueJobs()
    listener.status = 204
    await world.server.clock.advance(2_000)
    await world.server.running.runDueJobs()
    const heard = {
      path: '/heard',
      mediaType: 'application/json',
      authorization: 'Bearer n-0tification',
      body: JSON.stringify({ auth_req_id: authReqId }),
    }
    expect(listener.received).toEqual([heard, heard])
    expect((await fetchTokens(world, realm, authReqId, basic('ping'))).statusCode).toBe(200)
    const jobs = await storage().query.selectFrom('job').select('payload').where('kind', '=', 'ciba-ping').execute()
    expect(jobs).toHaveLength(1)
    expect(JSON.stringify(jobs)).not.toContain(authReqId)
    await listener.close()
  })

  test('hears of a refusal too, and of nothing once the time is up', async () => {
    const listener = await openReceiver()
    await addCibaClient(world, realm, 'ping', { attributes: ping(listener.url) })
    const asked = { client_notification_token: 'token' }
    const first = await startAsking(world, realm, asked, basic('ping'))
    await bringAnswer(world, realm, first.answerToken, 'UNAUTHORIZED')
    await world.server.running.runDueJobs()
    expect(listener.received).toHaveLength(1)
    const second = await startAsking(world, realm, asked, basic('ping'))
    listener.status = 500
    await world.server.clock.advance(119_500)
    await bringAnswer(world, realm, second.answerToken)
    await world.server.running.runDueJobs()
    expect(listener.received).toHaveLength(2)
    await world.server.clock.advance(5_000)
    await world.server.running.runDueJobs()
    expect(listener.received).toHaveLength(2)
    await listener.close()
  })

  test.each([
    ['no token', 'ping', {}, 'Client Notification token needs to be provided with the ping mode'],
    [
      'a token where it is not told',
      'bank',
      { client_notification_token: 'x' },
      'Client Notification token supported only for the ping mode',
    ],
    [
      'too long a token',
      'ping',
      { client_notification_token: 'x'.repeat(1025) },
      'Client Notification token length is limited to 1024 characters',
    ],
    [
      'a token that is none',
      'ping',
      { client_notification_token: 'a b' },
      'Invalid parameter: client_notification_token',
    ],
    [
      'nowhere to tell it',
      'mute',
      { client_notification_token: 'x' },
      'Client notification endpoint not set for the client with the ping mode',
    ],
  ] as const)('is refused with %s', async (_, clientId, parameters, description) => {
    await addCibaClient(world, realm, 'ping', { attributes: ping('https://client.test/heard') })
    await addCibaClient(world, realm, 'mute', { attributes: ping('') })
    expect((await askFor(world, realm, parameters, basic(clientId))).json()).toEqual({
      error: 'invalid_request',
      error_description: description,
    })
  })
})

describe('a signed request', () => {
  const algorithm = 'ciba.backchannel.auth.request.signing.alg'
  const claims = (change: Readonly<Record<string, unknown>> = {}) => {
    const now = Math.floor(world.server.clock.now() / 1000)
    return {
      iss: 'signing',
      aud: `${world.server.url}/realms/${realm.realm.name}`,
      iat: now,
      nbf: now,
      exp: now + 60,
      jti: world.server.server.ids.uuid(),
      scope: 'openid',
      login_hint: 'ada',
      ...change,
    }
  }
  const sign = (change: Readonly<Record<string, unknown>> = {}, key = keys.es256) => signJwt(key, claims(change))
  const send = (request: string, parameters: Record<string, string> = {}) =>
    post(world.server, realm, 'ext/ciba/auth', { request, ...parameters }, basic('signing'))
  beforeEach(() => addCibaClient(world, realm, 'signing', { attributes: { ...keys.attributes, [algorithm]: 'ES256' } }))

  test('says all that a form would', async () => {
    const answer = await send(await sign({ requested_expiry: 20, binding_message: 'A1' }))
    expect(answer.json()).toMatchObject({ expires_in: 20 })
    expect(JSON.parse(world.device.received.at(-1)?.body ?? '')).toMatchObject({ binding_message: 'A1' })
  })

  test('counts once', async () => {
    const request = await sign()
    expect((await send(request)).statusCode).toBe(200)
    expect((await send(request)).json()).toMatchObject({ error: 'invalid_request' })
  })

  test.each([
    ['signed by another algorithm', {}, 'rs256'],
    ['made by somebody else', { iss: 'bank' }, 'es256'],
    ['meant for somebody else', { aud: 'https://elsewhere.test' }, 'es256'],
    ['expired', { exp: 1 }, 'es256'],
    ['for later', { nbf: 4_000_000_000 }, 'es256'],
    ['without exp', { exp: undefined }, 'es256'],
    ['without nbf', { nbf: undefined }, 'es256'],
    ['without iat', { iat: undefined }, 'es256'],
    ['without jti', { jti: undefined }, 'es256'],
  ] as const)('is refused when it is %s', async (_, change, key) => {
    expect((await send(await sign(change, keys[key]))).json()).toMatchObject({ error: 'invalid_request' })
  })

  test('is refused unsigned, altered, encrypted, with parameters beside it, or by reference', async () => {
    const good = await sign()
    const [header, , signature] = good.split('.')
    const other = Buffer.from(JSON.stringify(claims({ login_hint: 'eve' }))).toString('base64url')
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${other}.`
    for (const request of [none, `${header}.${other}.${signature}`, 'a.b.c.d.e', 'nonsense']) {
      expect((await send(request)).json()).toMatchObject({ error: 'invalid_request' })
    }
    expect((await send(good, { login_hint: 'ada' })).json()).toMatchObject({ error: 'invalid_request' })
    const byReference = { request_uri: 'https://client.test/request' }
    expect((await askFor(world, realm, byReference, basic('signing'))).json()).toMatchObject({
      error: 'invalid_request',
    })
    const unregistered = await post(world.server, realm, 'ext/ciba/auth', { request: good }, basic('bank'))
    expect(unregistered.json()).toMatchObject({ error: 'invalid_request' })
    expect((await send(good)).statusCode).toBe(200)
  })
})
