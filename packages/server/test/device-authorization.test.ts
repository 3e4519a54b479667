import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { updateClient } from '../src/model/client/update-client.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import { recordLoginFailure } from '../src/model/login-failure/record-login-failure.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { updateRealm } from '../src/model/realm/update-realm.ts'
import { updateUser } from '../src/model/user/update-user.ts'
import type { User } from '../src/model/user/user.ts'
import { transact } from '../src/storage/transact.ts'
import { addUser, Browser, claimsOf, formAction, post, s256, verifier } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'
import {
  addDeviceClient,
  answerDevice,
  askForCodes,
  enterUserCode,
  poll,
  reachConsent,
  startDevice,
} from './fixture/waiting-device.ts'

let server: TestServer
let realm: RealmSnapshot
let user: User

beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.stop())
beforeEach(async () => {
  realm = await server.createRealm({ eventsEnabled: true, bruteForceProtected: true, failureFactor: 1 })
  await addDeviceClient(server, realm)
  user = await addUser(server, realm)
})

const events = async () =>
  (await listEvents(server.server.storage, realm.realm.id, {}, { first: 0, max: 100 })).map(
    ({ type, error, clientId, userId, sessionId, details }) => ({ type, error, clientId, userId, sessionId, details }),
  )
const nextPoll = () => server.clock.advance(5_000)
const page = (path = '', browser = new Browser(server)) => browser.request(`/realms/${realm.realm.name}/device${path}`)

describe('a device', () => {
  test('gets tokens of the user who brought its code', async () => {
    const device = await startDevice(server, realm, { scope: 'openid email', nonce: 'n-1' })
    expect(device).toMatchObject({ expires_in: 600, interval: 5 })
    expect(device.user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
    expect(device.verification_uri).toBe(`${server.url}/realms/${realm.realm.name}/device`)
    expect(device.verification_uri_complete).toBe(`${device.verification_uri}?user_code=${device.user_code}`)
    expect((await poll(server, realm, device.device_code)).json()).toMatchObject({ error: 'authorization_pending' })
    const end = await answerDevice(server, realm, device)
    expect(end.headers.location).toBe(`${device.verification_uri}/status`)
    expect((await page('/status')).body).toContain('Device Login Successful')
    await nextPoll()
    const answer = await poll(server, realm, device.device_code)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(claimsOf(answer.json()['access_token'])).toMatchObject({
      sub: user.id,
      azp: 'tv',
      scope: 'openid email profile',
    })
    expect(claimsOf(answer.json()['id_token'])).toMatchObject({ sub: user.id, aud: 'tv', nonce: 'n-1', acr: '1' })
    const form = { grant_type: 'refresh_token', refresh_token: answer.json()['refresh_token'], client_id: 'tv' }
    expect((await post(server, realm, 'token', form, {})).statusCode).toBe(200)
  })

  test('leaves a trail of events, and none for waiting', async () => {
    const device = await startDevice(server, realm)
    await poll(server, realm, device.device_code)
    await answerDevice(server, realm, device)
    await nextPoll()
    await poll(server, realm, device.device_code)
    const trail = (await events()).toReversed()
    expect(trail.map(({ type }) => type)).toEqual([
      'OAUTH2_DEVICE_AUTH',
      'OAUTH2_DEVICE_VERIFY_USER_CODE',
      'LOGIN',
      'OAUTH2_DEVICE_CODE_TO_TOKEN',
    ])
    expect(trail.every(({ clientId }) => clientId === 'tv')).toBe(true)
    expect(trail[3]).toMatchObject({ userId: user.id, sessionId: trail[2]?.sessionId })
    expect(trail[3]?.details).toMatchObject({ code_id: trail[2]?.sessionId })
    expect(trail[2]?.details).toMatchObject({ consent: 'consent_granted' })
    expect(JSON.stringify(trail)).not.toContain(device.device_code)
  })

  test('is refused when the user says no, and stays refused', async () => {
    const device = await startDevice(server, realm)
    const end = await answerDevice(server, realm, device, 'cancel')
    expect(end.headers.location).toBe(`${device.verification_uri}/status?error=access_denied`)
    expect((await page('/status?error=access_denied')).body).toContain('Consent denied for connecting the device.')
    expect((await enterUserCode(new Browser(server), realm, device.user_code)).body).toContain('Invalid code')
    for (let count = 0; count < 2; count++) {
      expect((await poll(server, realm, device.device_code)).json()).toEqual({
        error: 'access_denied',
        error_description: 'The end user denied the authorization request',
      })
      await nextPoll()
    }
  })

  test('that polls too early is told to slow down, and loses nothing', async () => {
    const device = await startDevice(server, realm)
    await poll(server, realm, device.device_code)
    await server.clock.advance(4_999)
    expect((await poll(server, realm, device.device_code)).json()).toEqual({
      error: 'slow_down',
      error_description: 'Slow down',
    })
    await answerDevice(server, realm, device)
    expect((await poll(server, realm, device.device_code)).json()).toMatchObject({ error: 'slow_down' })
    await server.clock.advance(1)
    expect((await poll(server, realm, device.device_code)).statusCode).toBe(200)
  })

  test('is told that its time is up, and later that there is nothing', async () => {
    const device = await startDevice(server, realm)
    const { page: consent, browser } = await reachConsent(server, realm, device)
    await server.clock.advance(600_000)
    expect((await poll(server, realm, device.device_code)).json()).toEqual({
      error: 'expired_token',
      error_description: 'Device code is expired',
    })
    expect((await enterUserCode(new Browser(server), realm, device.user_code)).body).toContain('The code has expired.')
    const end = await browser.request(formAction(consent), { accept: 'true' })
    expect(end.headers.location).toBe(`${device.verification_uri}/status?error=expired_token`)
    await server.clock.advance(15_000)
    expect((await poll(server, realm, device.device_code)).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'Device code not valid',
    })
  })

  test('that polls twice at the same moment gets tokens once, whatever the interval', async () => {
    await addDeviceClient(server, realm, 'quick', { attributes: { 'oauth2.device.polling.interval': '0' } })
    const device = await startDevice(server, realm, { client_id: 'quick' })
    await answerDevice(server, realm, device)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => poll(server, realm, device.device_code, { client_id: 'quick' })),
    )
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
    const refused = answers.filter(({ statusCode }) => statusCode === 400).map((answer) => answer.json()['error'])
    expect(refused).toHaveLength(7)
    expect(refused.filter((error) => error !== 'invalid_grant' && error !== 'slow_down')).toEqual([])
    expect((await poll(server, realm, device.device_code, { client_id: 'quick' })).json()).toMatchObject({
      error: 'invalid_grant',
    })
  })

  test('of another client, or of another realm, gets nothing for the code', async () => {
    await addDeviceClient(server, realm, 'other')
    const device = await startDevice(server, realm)
    await answerDevice(server, realm, device)
    expect((await poll(server, realm, device.device_code, { client_id: 'other' })).json()).toMatchObject({
      error: 'invalid_grant',
    })
    const second = await server.createRealm()
    await addDeviceClient(server, second)
    expect((await poll(server, second, device.device_code)).json()).toMatchObject({ error: 'invalid_grant' })
    const foreign = await enterUserCode(new Browser(server), second, (await startDevice(server, realm)).user_code)
    expect(foreign.body).toContain('Invalid code, please try again.')
    expect((await poll(server, realm, device.device_code)).statusCode).toBe(200)
  })

  test('proves by its verifier that the codes are its own', async () => {
    const device = await startDevice(server, realm, s256)
    await answerDevice(server, realm, device)
    for (const [sent, description] of [
      [{}, 'PKCE code verifier not specified'],
      [{ code_verifier: `${verifier}x` }, 'PKCE verification failed: Code mismatch'],
      [{ code_verifier: 'short' }, 'PKCE verification failed: Invalid code verifier'],
    ] as const) {
      expect((await poll(server, realm, device.device_code, sent)).json()).toEqual({
        error: 'invalid_grant',
        error_description: description,
      })
      await nextPoll()
    }
    expect((await poll(server, realm, device.device_code, { code_verifier: verifier })).statusCode).toBe(200)
  })

  test('whose client demands PKCE gets no codes without it', async () => {
    await addDeviceClient(server, realm, 'strict', { attributes: { 'pkce.code.challenge.method': 'S256' } })
    expect((await askForCodes(server, realm, { client_id: 'strict' })).json()).toEqual({
      error: 'invalid_request',
      error_description: 'Missing parameter: code_challenge_method',
    })
    expect((await askForCodes(server, realm, { client_id: 'strict', ...s256 })).statusCode).toBe(200)
  })

  test('gets nothing for a user who is locked by then, or disabled, which ends the session', async () => {
    const device = await startDevice(server, realm)
    await answerDevice(server, realm, device)
    const { storage } = server.server
    await transact(storage, (tx) => recordLoginFailure(tx, realm, user, '192.0.2.1'))
    expect((await poll(server, realm, device.device_code)).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'User disabled',
    })
    await server.clock.advance(70_000)
    await transact(storage, (tx) => updateUser(tx, realm, user, { enabled: false }))
    expect((await poll(server, realm, device.device_code)).json()).toMatchObject({ error: 'invalid_grant' })
    expect((await events())[0]).toMatchObject({
      type: 'OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR',
      error: 'user_session_not_found',
    })
  })

  test('waits as long, and polls as often, as realm and client say; the address may be a short one', async () => {
    const { storage } = server.server
    const attributes = { ...realm.realm.settings.attributes, shortVerificationUri: 'https://acme.tv/go' }
    const settings = { oauth2DeviceCodeLifespan: 120, oauth2DevicePollingInterval: 7, attributes }
    await transact(storage, (tx) => updateRealm(tx, realm.realm, { settings }))
    const own = { 'oauth2.device.code.lifespan': '60', 'oauth2.device.polling.interval': '9' }
    await addDeviceClient(server, realm, 'own', { attributes: own })
    const device = await startDevice(server, realm)
    expect(device).toMatchObject({ expires_in: 120, interval: 7, verification_uri: 'https://acme.tv/go' })
    expect(device.verification_uri_complete).toBe(`https://acme.tv/go?user_code=${device.user_code}`)
    expect(await startDevice(server, realm, { client_id: 'own' })).toMatchObject({ expires_in: 60, interval: 9 })
  })

  test('of a client that may not do this, or must prove itself, is refused', async () => {
    await addDeviceClient(server, realm, 'off', {
      attributes: { 'oauth2.device.authorization.grant.enabled': 'false' },
    })
    await addDeviceClient(server, realm, 'proven', { publicClient: false })
    expect((await askForCodes(server, realm, { client_id: 'off' })).json()).toMatchObject({
      error: 'unauthorized_client',
    })
    expect((await askForCodes(server, realm, { client_id: 'proven' })).statusCode).toBe(401)
    expect((await askForCodes(server, realm, { client_id: 'nobody' })).json()).toMatchObject({
      error: 'invalid_client',
    })
    expect((await poll(server, realm, 'x', { client_id: 'off' })).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'Client not allowed OAuth 2.0 Device Authorization Grant',
    })
    expect((await events()).slice(0, 2).map(({ type, error }) => [type, error])).toEqual([
      ['OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR', 'not_allowed'],
      ['OAUTH2_DEVICE_AUTH_ERROR', 'client_not_found'],
    ])
  })

  test('whose client was disabled meanwhile leads nowhere', async () => {
    const client = await addDeviceClient(server, realm, 'brief')
    const device = await startDevice(server, realm, { client_id: 'brief' })
    await transact(server.server.storage, (tx) => updateClient(tx, client, { enabled: false }))
    const answer = await enterUserCode(new Browser(server), realm, device.user_code)
    expect(answer.body).toContain('kc-user-verify-device-user-code-form')
    expect(answer.body).not.toContain('kc-form-login')
  })
})

describe('the page for the code', () => {
  test("has Keycloak's form, works without script and forgives how a code is typed", async () => {
    const empty = await page()
    expect(empty.body).toContain('id="kc-user-verify-device-user-code-form"')
    expect(empty.body).toContain('id="device_user_code"')
    expect(empty.body).toContain('name="device_user_code"')
    expect(empty.headers['cache-control']).toContain('no-store')
    const { user_code } = await startDevice(server, realm)
    const typed = ` ${user_code.replace('-', ' ').toLowerCase()} `
    expect((await enterUserCode(new Browser(server), realm, typed)).body).toContain('kc-form-login')
  })

  test('shows the code of the link to compare it, and does nothing by itself', async () => {
    const { verification_uri_complete, user_code } = await startDevice(server, realm)
    const shown = await new Browser(server).request(verification_uri_complete)
    expect(shown.body).toContain(`value="${user_code}"`)
    expect(shown.body).toContain('Go on only if your own device shows exactly this code')
    expect(shown.body).not.toContain('kc-form-login')
    const foreign = await page(`?user_code=${encodeURIComponent('"><script>')}`)
    expect(foreign.body).not.toContain('"><script>')
  })

  test('always asks, also who is signed in and has agreed before', async () => {
    const browser = new Browser(server)
    await answerDevice(server, realm, await startDevice(server, realm), 'accept', browser)
    await server.clock.advance(1_000)
    const device = await startDevice(server, realm)
    const { page: consent } = await reachConsent(server, realm, device, browser)
    expect(consent.body).toContain(`shows the code ${device.user_code}`)
    const end = await browser.request(formAction(consent), { accept: 'true' })
    expect(end.headers.location).toBe(`${device.verification_uri}/status`)
    const tokens = (await poll(server, realm, device.device_code)).json()
    expect(claimsOf(tokens['id_token'])).toMatchObject({ acr: '0' })
  })

  test('asks also where no scope is shown', async () => {
    const bare = await addDeviceClient(server, realm, 'bare')
    await transact(server.server.storage, async (tx) => {
      await tx.query.deleteFrom('client_scope_assignment').where('client_id', '=', bare.id).execute()
      tx.realmChanged(realm.realm.id)
    })
    const device = await startDevice(server, realm, { client_id: 'bare' })
    expect((await answerDevice(server, realm, device)).headers.location).toBe(`${device.verification_uri}/status`)
    expect((await poll(server, realm, device.device_code, { client_id: 'bare' })).statusCode).toBe(200)
  })

  test('lets one of two browsers decide', async () => {
    const device = await startDevice(server, realm)
    const [first, second] = [await reachConsent(server, realm, device), await reachConsent(server, realm, device)]
    const ends = await Promise.all([
      first.browser.request(formAction(first.page), { accept: 'true' }),
      second.browser.request(formAction(second.page), { cancel: 'true' }),
    ])
    const locations = ends.map(({ headers }) =>
      String(headers.location).replace(`${device.verification_uri}/status`, ''),
    )
    expect([
      '?error=expired_token,',
      '?error=access_denied',
      ',?error=expired_token',
      '?error=expired_token,?error=access_denied',
    ]).toContain(locations.join(','))
  })

  test('takes ten wrong codes from one place, then none for a while, not even a right one', async () => {
    const { user_code } = await startDevice(server, realm)
    const browser = new Browser(server)
    for (let count = 0; count < 10; count++) {
      const wrong = await enterUserCode(browser, realm, 'BBBB-BBBB')
      expect(wrong.statusCode).toBe(200)
      expect(wrong.body).toContain('Invalid code, please try again.')
    }
    const tooMany = await enterUserCode(browser, realm, user_code)
    expect(tooMany.statusCode).toBe(429)
    expect(tooMany.headers['retry-after']).toBe('600')
    expect(tooMany.body).toContain('Too many wrong codes.')
    expect((await events())[0]).toMatchObject({
      type: 'OAUTH2_DEVICE_VERIFY_USER_CODE_ERROR',
      error: 'invalid_oauth2_user_code',
    })
    await server.clock.advance(600_000)
    const later = await startDevice(server, realm)
    expect((await enterUserCode(browser, realm, later.user_code)).body).toContain('kc-form-login')
  })

  test('does not count right codes', async () => {
    for (let count = 0; count < 12; count++) {
      const { user_code } = await startDevice(server, realm)
      expect((await enterUserCode(new Browser(server), realm, user_code)).body).toContain('kc-form-login')
    }
  })
})

test('discovery announces the endpoint and the grant', async () => {
  const answer = await server.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` })
  expect(answer.json()).toMatchObject({
    device_authorization_endpoint: `${server.url}/realms/${realm.realm.name}/protocol/openid-connect/auth/device`,
    grant_types_supported: expect.arrayContaining(['urn:ietf:params:oauth:grant-type:device_code']),
  })
})
