import { sql } from 'kysely'
import { HOTP, Secret } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addCredential } from '../src/model/credential/add-credential.ts'
import { otpCredential, toOtpParameters } from '../src/model/credential/otp-credential.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import { findLoginFailure } from '../src/model/login-failure/login-failure.store.ts'
import type { RealmSettings } from '../src/model/realm/realm-settings.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import type { User } from '../src/model/user/user.ts'
import { transact } from '../src/storage/transact.ts'
import { addClient, addUser, basic, password } from './fixture/oidc-application.ts'
import { makePhone } from './fixture/test-phone.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let ada: User

beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.stop())

async function openRealm(settings: Partial<RealmSettings> = {}): Promise<void> {
  const own = { eventsEnabled: true, displayName: 'Analytical Engines', accessTokenLifespan: 3600 }
  realm = await server.createRealm({ ...own, ...settings })
  await addClient(server, realm, 'app', { directAccessGrantsEnabled: true })
  ada = await addUser(server, realm)
}
beforeEach(() => openRealm())

async function signIn(username = 'ada'): Promise<string> {
  const answer = await server.inject({
    method: 'POST',
    url: `/realms/${realm.realm.name}/protocol/openid-connect/token`,
    form: { grant_type: 'password', username, password, scope: 'openid' },
    headers: basic('app'),
  })
  expect(answer.statusCode).toBe(200)
  return String(answer.json()['access_token'])
}

const portal = (path: string) => `/realms/${realm.realm.name}/account/ztrust${path}`

async function invite(username = 'ada') {
  const bearer = await signIn(username)
  const answer = await server.inject({ method: 'POST', url: portal('/device-enrolments'), token: bearer })
  expect(answer.statusCode).toBe(201)
  const { id, link, appUrl, expiresAt } = answer.json()
  const fields = new URLSearchParams(new URL(link).hash.slice(1))
  const status = async () => (await server.inject({ url: portal(`/device-enrolments/${id}`), token: bearer })).json()
  return {
    id: String(id),
    link: String(link),
    appUrl,
    expiresAt,
    bearer,
    fields,
    token: String(fields.get('token')),
    status,
  }
}

const scan = (token: string, name = realm.realm.name) =>
  server.inject({ method: 'POST', url: `/realms/${name}/ztrust/authenticator/enrolments/scan`, payload: { token } })

async function devicesOf(bearer: string): Promise<Record<string, unknown>[]> {
  return (await server.inject({ url: portal('/devices'), token: bearer })).json()
}

async function eventTypes(): Promise<string[]> {
  const events = await listEvents(server.server.storage, realm.realm.id, {}, { first: 0, max: 100 })
  return events.map(({ type, error }) => (error ? `${type} ${error}` : type))
}

describe('the whole way', () => {
  test('from the portal’s code to a phone that signs', async () => {
    const invitation = await invite()
    expect(invitation.link.startsWith(`${server.url}/authenticator/#`)).toBe(true)
    expect(invitation.appUrl).toBe(`${server.url}/authenticator/`)
    expect(Object.fromEntries(invitation.fields)).toEqual({
      server: server.url,
      realm: realm.realm.name,
      token: invitation.token,
    })
    expect(invitation.link).not.toContain('ada')
    expect(invitation.expiresAt).toBe(server.clock.now() + 300_000)
    expect(await invitation.status()).toMatchObject({ id: invitation.id, state: 'pending' })

    const scanned = await scan(invitation.token)
    expect(scanned.statusCode).toBe(200)
    expect(scanned.json()).toEqual({
      realm: realm.realm.name,
      realmDisplayName: 'Analytical Engines',
      username: 'ada',
      displayName: 'Ada Lovelace',
      expiresAt: invitation.expiresAt,
    })
    expect(await invitation.status()).toMatchObject({ state: 'scanned' })

    const phone = await makePhone(server, realm)
    const confirmed = await phone.confirm(invitation.token, { name: '  Ada’s phone ' })
    expect(confirmed.statusCode).toBe(201)
    expect(confirmed.json()).toMatchObject({
      username: 'ada',
      displayName: 'Ada Lovelace',
      realmDisplayName: 'Analytical Engines',
      device: { name: 'Ada’s phone', model: 'Pixel 8', platform: 'Android 15', isPrimary: false },
    })
    expect(await invitation.status()).toMatchObject({ state: 'confirmed', device: { id: phone.deviceId } })
    expect(await devicesOf(invitation.bearer)).toHaveLength(1)
    expect((await phone.request('GET')).json()).toMatchObject({
      device: { id: phone.deviceId, lastUsedAt: server.clock.now() },
      username: 'ada',
    })
    expect(await eventTypes()).toContain('UPDATE_CREDENTIAL')
  })

  test('by email address too, in any case', async () => {
    const { token } = await invite()
    const phone = await makePhone(server, realm)
    expect((await phone.confirm(token, { username: 'ADA@Example.org' })).statusCode).toBe(201)
  })

  test('the database never holds the token itself', async () => {
    const { token } = await invite()
    const { rows } = await transact(server.server.storage, ({ query }) =>
      sql<{ token_hash: string }>`select token_hash from device_enrolment where realm_id = ${realm.realm.id}`.execute(
        query,
      ),
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.token_hash).not.toContain(token)
  })
})

describe('an invitation is worth one phone', () => {
  test('of 20 phones at once exactly one is enrolled', async () => {
    const { token, bearer } = await invite()
    const phones = await Promise.all(Array.from({ length: 20 }, () => makePhone(server, realm)))
    const answers = await Promise.all(phones.map((phone) => phone.confirm(token)))
    const statuses = answers.map(({ statusCode }) => statusCode)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    // Whom the bounded hashing lane turned away was not let in either.
    expect(statuses.filter((status) => ![201, 410, 503].includes(status))).toEqual([])
    expect(await devicesOf(bearer)).toHaveLength(1)
  })

  test('used, it says so, to a scan and to a confirmation', async () => {
    const { token, bearer } = await invite()
    expect((await (await makePhone(server, realm)).confirm(token)).statusCode).toBe(201)
    const late = [await scan(token), await (await makePhone(server, realm)).confirm(token)]
    for (const answer of late) {
      expect(answer.statusCode).toBe(410)
      expect(answer.json()).toMatchObject({ error: 'enrolment_used' })
    }
    expect(await devicesOf(bearer)).toHaveLength(1)
  })

  test('after five minutes it is over', async () => {
    const { token, status, bearer } = await invite()
    await server.clock.advance(299_999)
    expect((await scan(token)).statusCode).toBe(200)
    await server.clock.advance(1)
    expect((await scan(token)).json()).toMatchObject({ error: 'enrolment_expired' })
    const answer = await (await makePhone(server, realm)).confirm(token)
    expect(answer.statusCode).toBe(410)
    expect(answer.json()).toMatchObject({ error: 'enrolment_expired' })
    expect(await status()).toMatchObject({ state: 'expired' })
    expect(await devicesOf(bearer)).toEqual([])
  })

  test('a newer one and taking it back end it', async () => {
    const first = await invite()
    const second = await invite()
    expect((await scan(first.token)).statusCode).toBe(404)
    const url = portal(`/device-enrolments/${second.id}`)
    expect((await server.inject({ method: 'DELETE', url, token: second.bearer })).statusCode).toBe(204)
    expect((await scan(second.token)).statusCode).toBe(404)
  })

  test('tokens nobody gave out are not known', async () => {
    for (const token of ['x'.repeat(43), 'y'.repeat(200)]) {
      expect((await scan(token)).statusCode).toBe(404)
      expect((await (await makePhone(server, realm)).confirm(token, { proof: 'x' })).statusCode).toBe(404)
    }
    expect((await scan(`line\nbreak${'z'.repeat(30)}`)).statusCode).toBe(404)
    expect((await scan('short')).statusCode).toBe(400)
    expect((await scan('x'.repeat(201))).statusCode).toBe(400)
  })

  test('the job removes old ones, and leaves open ones', async () => {
    const old = await invite()
    await server.clock.advance(610_000)
    const bob = await addUser(server, realm, { username: 'bob', email: 'bob@example.org' })
    const open = await invite(bob.username)
    const job = server.server.registry.jobs.get('expire-device-enrolments')
    expect(job?.schedule).toBeDefined()
    await job?.handle(server.server, undefined, new AbortController().signal)
    expect(
      (await server.inject({ url: portal(`/device-enrolments/${old.id}`), token: await signIn() })).statusCode,
    ).toBe(404)
    expect(await open.status()).toMatchObject({ state: 'pending' })
  })
})

describe('wrong credentials', () => {
  test('five end the invitation, and the right ones come too late', async () => {
    const { token, status, bearer } = await invite()
    const phone = await makePhone(server, realm)
    const guesses = [{ password: 'a' }, { username: 'eve' }, { password: '' }, { password: 'b' }, { password: 'c' }]
    for (const [index, guess] of guesses.entries()) {
      const answer = await phone.confirm(token, guess)
      expect(answer.statusCode).toBe(401)
      expect(answer.json()).toMatchObject({ error: 'invalid_grant', attempts_left: 4 - index })
    }
    const answer = await phone.confirm(token)
    expect(answer.statusCode).toBe(410)
    expect(answer.json()).toMatchObject({ error: 'enrolment_failed' })
    expect(await status()).toMatchObject({ state: 'failed' })
    expect(await devicesOf(bearer)).toEqual([])
    const errors = (await eventTypes()).filter((type) => type === 'UPDATE_CREDENTIAL_ERROR invalid_user_credentials')
    expect(errors).toHaveLength(5)
  })

  test('at most five of 20 guesses at once are looked at', async () => {
    await openRealm({ bruteForceProtected: true, failureFactor: 100, quickLoginCheckMilliSeconds: 0 })
    const { token } = await invite()
    const phone = await makePhone(server, realm)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, guess) => phone.confirm(token, { password: `${guess}` })),
    )
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5)
    const failure = await findLoginFailure(server.server.storage, realm.realm.id, ada.id)
    expect(failure?.failures).toBe(5)
  })

  test('count for brute force, and a locked account looks like a wrong password', async () => {
    await openRealm({ bruteForceProtected: true, failureFactor: 2, quickLoginCheckMilliSeconds: 0 })
    const { token } = await invite()
    const phone = await makePhone(server, realm)
    await phone.confirm(token, { password: 'a' })
    const second = await phone.confirm(token, { password: 'b' })
    expect(await eventTypes()).toContain('USER_DISABLED_BY_TEMPORARY_LOCKOUT')
    const locked = await phone.confirm(token)
    expect(locked.statusCode).toBe(401)
    expect(locked.json()).toEqual({ ...second.json(), attempts_left: 2 })
    const login = await server.inject({
      method: 'POST',
      url: `/realms/${realm.realm.name}/protocol/openid-connect/token`,
      form: { grant_type: 'password', username: 'ada', password },
      headers: basic('app'),
    })
    expect(login.statusCode).not.toBe(200)
    // The lock grew by the third guess; then it ends.
    await server.clock.advance(200_000)
    expect((await phone.confirm(token)).statusCode).toBe(201)
  })

  test('of another user of the realm are wrong', async () => {
    const { token } = await invite()
    await addUser(server, realm, { username: 'eve', email: 'eve@example.org' })
    const answer = await (await makePhone(server, realm)).confirm(token, { username: 'eve' })
    expect(answer.json()).toMatchObject({ error: 'invalid_grant' })
  })
})

describe('a second factor', () => {
  const otpSecret = 'JBSWY3DPEHPK3PXP'
  const codeNow = () =>
    HOTP.generate({ secret: Secret.fromBase32(otpSecret), counter: Math.floor(server.clock.now() / 30_000) })

  async function addOtp(): Promise<void> {
    const id = server.server.ids.uuid()
    const parameters = toOtpParameters(realm.realm)
    const credential = otpCredential(server.server.secrets, id, { secret: otpSecret, parameters, label: 'App' })
    await transact(server.server.storage, (tx) => addCredential(tx, ada.realmId, ada.id, credential))
  }

  test('is asked for after the right password only, and costs no try', async () => {
    const { token } = await invite()
    await addOtp()
    const phone = await makePhone(server, realm)
    expect((await phone.confirm(token, { password: 'wrong' })).json()).toMatchObject({ error: 'invalid_grant' })
    const asked = await phone.confirm(token)
    expect(asked.statusCode).toBe(401)
    expect(asked.json()).toMatchObject({ error: 'otp_required', attempts_left: 4 })
    expect((await phone.confirm(token, { otp: '000000' })).json()).toMatchObject({
      error: 'invalid_grant',
      attempts_left: 3,
    })
    expect((await phone.confirm(token, { otp: codeNow() })).statusCode).toBe(201)
  })

  test('a code that enrolled one phone enrols no other', async () => {
    const first = await invite()
    await addOtp()
    const otp = codeNow()
    expect((await (await makePhone(server, realm)).confirm(first.token, { otp })).statusCode).toBe(201)
    const url = portal('/device-enrolments')
    const again = await server.inject({ method: 'POST', url, token: first.bearer })
    const token = String(new URLSearchParams(new URL(again.json().link).hash.slice(1)).get('token'))
    const phone = await makePhone(server, realm)
    expect((await phone.confirm(token, { otp })).json()).toMatchObject({ error: 'invalid_grant' })
    await server.clock.advance(30_000)
    expect((await phone.confirm(token, { otp: codeNow() })).statusCode).toBe(201)
  })
})

describe('the key', () => {
  test('must be proven held, for this realm and this token', async () => {
    const { token, bearer } = await invite()
    const phone = await makePhone(server, realm)
    const other = await makePhone(server, realm)
    const wrongProofs = [
      (await other.confirmation(token))['proof'],
      (await phone.confirmation('x'.repeat(43)))['proof'],
      (await (await makePhone(server, await server.createRealm())).confirmation(token))['proof'],
      '',
      'A'.repeat(86),
    ]
    for (const proof of wrongProofs) {
      const answer = await phone.confirm(token, { proof })
      expect(answer.statusCode).toBe(400)
      expect(answer.json()).toMatchObject({ error: 'invalid_request' })
    }
    expect(await devicesOf(bearer)).toEqual([])
    // None of that was a guess at the password.
    expect((await phone.confirm(token, { password: 'wrong' })).json()).toMatchObject({ attempts_left: 4 })
  })

  test('must be a point of P-256 without its private half; names must be readable', async () => {
    const { token } = await invite()
    const phone = await makePhone(server, realm)
    const { publicKey } = phone
    const bad = [
      { publicKey: { ...publicKey, crv: 'P-384' } },
      { publicKey: { ...publicKey, kty: 'RSA' } },
      { publicKey: { ...publicKey, x: publicKey.y } },
      { publicKey: { ...publicKey, x: 'A' } },
      { publicKey: 'key' },
      { name: '   ' },
      { name: 'a\u202Egnp.exe' },
      { name: 'x'.repeat(101) },
      { model: 'x'.repeat(101) },
      { password: 7 },
    ]
    for (const change of bad) {
      const answer = await phone.confirm(token, change)
      expect(answer.statusCode, JSON.stringify(change)).toBe(400)
    }
    expect((await phone.confirm(token)).statusCode).toBe(201)
  })
})

describe('realms and users are apart', () => {
  test('a token opens nothing in another realm', async () => {
    const { token } = await invite()
    const other = await server.createRealm()
    await addUser(server, other)
    expect((await scan(token, other.realm.name)).statusCode).toBe(404)
    expect((await (await makePhone(server, other)).confirm(token)).statusCode).toBe(404)
    expect((await scan(token)).statusCode).toBe(200)
  })

  test('nobody sees or cancels the invitation of somebody else', async () => {
    const { id, token } = await invite()
    await addUser(server, realm, { username: 'eve', email: 'eve@example.org' })
    const eve = await signIn('eve')
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await server.inject({ method, url: portal(`/device-enrolments/${id}`), token: eve })
      expect(answer.statusCode).toBe(404)
    }
    expect((await scan(token)).statusCode).toBe(200)
    expect((await server.inject({ method: 'POST', url: portal('/device-enrolments') })).statusCode).toBe(401)
  })

  test('a user disabled meanwhile is not enrolled', async () => {
    const { token } = await invite()
    await transact(server.server.storage, ({ query }) =>
      sql`update user_account set enabled = 0 where id = ${ada.id}`.execute(query),
    )
    expect((await scan(token)).statusCode).toBe(404)
    expect((await (await makePhone(server, realm)).confirm(token)).statusCode).toBe(404)
  })
})
