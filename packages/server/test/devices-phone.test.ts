import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createEnrolment } from '../src/model/device/device-enrolment.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import type { User } from '../src/model/user/user.ts'
import { transact } from '../src/storage/transact.ts'
import { addUser } from './fixture/oidc-application.ts'
import { type Deviation, makePhone, type TestPhone } from './fixture/test-phone.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let ada: User
let phone: TestPhone

beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.stop())

beforeEach(async () => {
  realm = await server.createRealm()
  ada = await addUser(server, realm)
  phone = await enrolPhone(ada)
})

async function enrolPhone(user: User, of = realm): Promise<TestPhone> {
  const token = server.server.random.token(256)
  await transact(server.server.storage, (tx) => createEnrolment(tx, user, token))
  const made = await makePhone(server, of, user.username)
  expect((await made.confirm(token)).statusCode).toBe(201)
  return made
}

const path = () => `/realms/${realm.realm.name}/ztrust/authenticator/device`

describe('a signed request', () => {
  test('reads and changes the phone’s own device', async () => {
    const answer = await phone.request('PUT', { name: 'Work phone', isPrimary: true })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ id: phone.deviceId, name: 'Work phone', isPrimary: true })
    const read = await phone.request('GET')
    expect(read.json()).toMatchObject({ device: { name: 'Work phone', isPrimary: true }, displayName: 'Ada Lovelace' })
    expect(read.body).not.toContain('publicKey')
    expect((await phone.request('PUT', { name: '\u202Eevil' })).statusCode).toBe(400)
    expect((await phone.request('PUT', { isPrimary: false })).json()).toMatchObject({ isPrimary: false })
  })

  test('works once: the same again is refused, and so is its nonce under another signature', async () => {
    const nonce = server.server.random.token(128)
    expect((await phone.request('GET', undefined, { nonce })).statusCode).toBe(200)
    const header = phone.lastHeader
    const replay = await server.inject({ url: path(), headers: { authorization: header } })
    expect(replay.statusCode).toBe(401)
    expect((await phone.request('PUT', { isPrimary: true }, { nonce })).statusCode).toBe(401)
    // Until the time in it is worth nothing either.
    await server.clock.advance(59_000)
    expect((await server.inject({ url: path(), headers: { authorization: header } })).statusCode).toBe(401)
    await server.clock.advance(120_000)
    expect((await server.inject({ url: path(), headers: { authorization: header } })).statusCode).toBe(401)
  })

  test('of 20 copies at once exactly one is heard', async () => {
    await phone.request('GET')
    const nonce = server.server.random.token(128)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => phone.request('PUT', { isPrimary: true }, { nonce })),
    )
    const statuses = answers.map(({ statusCode }) => statusCode)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 401)).toHaveLength(19)
  })

  test('phones are not in one another’s way with the same nonce', async () => {
    const nonce = server.server.random.token(128)
    const other = await enrolPhone(ada)
    expect((await phone.request('GET', undefined, { nonce })).statusCode).toBe(200)
    expect((await other.request('GET', undefined, { nonce })).statusCode).toBe(200)
  })

  test('is refused when anything else than the signed was sent', async () => {
    const now = server.clock.now()
    const other = await enrolPhone(ada)
    const deviations: readonly Deviation[] = [
      { time: now - 60_001 },
      { time: now + 60_001 },
      { time: 0 },
      { signedBody: '{"isPrimary":false}' },
      { signedBody: '' },
      { signedMethod: 'GET' },
      { signedUrl: `${path()}?a=1` },
      { deviceId: other.deviceId },
      { deviceId: server.server.ids.uuid() },
      { nonce: 'short' },
    ]
    for (const deviation of deviations) {
      const answer = await phone.request('PUT', { isPrimary: true }, deviation)
      expect(answer.statusCode, JSON.stringify(deviation)).toBe(401)
      expect(answer.json()).toEqual({ error: 'HTTP 401 Unauthorized' })
    }
    expect((await phone.request('GET')).json()).toMatchObject({ device: { isPrimary: false } })
    for (const time of [now - 59_000, now + 59_000]) {
      expect((await phone.request('GET', undefined, { time })).statusCode).toBe(200)
    }
  })

  test('a body changed on the way is refused', async () => {
    await phone.request('GET')
    const nonce = server.server.random.token(128)
    await phone.request('PUT', { isPrimary: true }, { nonce, signedUrl: `${path()}?never` })
    const headers = { authorization: phone.lastHeader, 'content-type': 'application/json' }
    const answer = await server.inject({
      method: 'PUT',
      url: `${path()}?never`,
      headers,
      payload: '{"isPrimary":false}',
    })
    expect(answer.statusCode).toBe(401)
  })

  test('other schemes and broken headers are refused', async () => {
    const good = async () => {
      await phone.request('GET', undefined, { signedUrl: `${path()}?unused` })
      return phone.lastHeader
    }
    const headers = [
      '',
      'Bearer abc',
      'ZTrust-Device',
      (await good()).replace('ZTrust-Device', 'ztrust-device'),
      (await good()).replace('time="', 'time="1e'),
      (await good()).replace(/signature="[^"]*"/, 'signature=""'),
      (await good()).replace(/", nonce/, '",nonce'),
      `${await good()}, extra="1"`,
      'ZTrust-Device '.repeat(5000),
    ]
    for (const authorization of headers) {
      const answer = await server.inject({ url: `${path()}?unused`, headers: { authorization } })
      expect(answer.statusCode, authorization.slice(0, 80)).toBe(401)
    }
    const last = await good()
    expect((await server.inject({ url: `${path()}?unused`, headers: { authorization: last } })).statusCode).toBe(200)
  })

  test('a phone is nobody in another realm', async () => {
    const other = await server.createRealm()
    const bob = await addUser(server, other)
    await enrolPhone(bob, other)
    const name = other.realm.name
    const signedUrl = `/realms/${name}/ztrust/authenticator/device`
    expect((await phone.request('GET', undefined, { realm: name, signedUrl })).statusCode).toBe(401)
    expect((await phone.request('DELETE', undefined, { realm: name, signedUrl })).statusCode).toBe(401)
    expect((await phone.request('GET')).statusCode).toBe(200)
  })

  test('a phone is no user: neither portal nor administration hear it', async () => {
    await phone.request('GET', undefined, { signedUrl: '/other' })
    const headers = { authorization: phone.lastHeader }
    for (const url of [
      `/realms/${realm.realm.name}/account/ztrust/devices`,
      `/admin/realms/${realm.realm.name}/users`,
    ]) {
      expect((await server.inject({ url, headers })).statusCode).toBe(401)
    }
  })
})

describe('what became of it', () => {
  test('is told to the phone that can sign, to nobody else', async () => {
    expect((await phone.request('DELETE')).statusCode).toBe(204)
    const told = await phone.request('GET')
    expect(told.statusCode).toBe(401)
    expect(told.json()).toMatchObject({ error: 'removed_by_device' })
    for (const method of ['PUT', 'DELETE'] as const) {
      const answer = await phone.request(method, method === 'PUT' ? { isPrimary: true } : undefined)
      expect(answer.json()).toMatchObject({ error: 'removed_by_device' })
    }
    const stranger = await enrolPhone(ada)
    const guess = await stranger.request('GET', undefined, { deviceId: phone.deviceId })
    expect(guess.json()).toEqual({ error: 'HTTP 401 Unauthorized' })
  })

  test('a disabled account stops its phones and lets them go on when enabled', async () => {
    const setEnabled = (enabled: number) =>
      transact(server.server.storage, ({ query }) =>
        sql`update user_account set enabled = ${enabled} where id = ${ada.id}`.execute(query),
      )
    await setEnabled(0)
    const answer = await phone.request('GET')
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toMatchObject({ error: 'account_disabled' })
    await setEnabled(1)
    expect((await phone.request('GET')).statusCode).toBe(200)
  })

  test('with the user go the phones', async () => {
    await transact(server.server.storage, ({ query }) =>
      sql`delete from user_account where id = ${ada.id}`.execute(query),
    )
    expect((await phone.request('GET')).json()).toEqual({ error: 'HTTP 401 Unauthorized' })
  })
})

describe('the primary device', () => {
  test('is one, whichever of 20 phones switch at once', async () => {
    const phones = [phone]
    while (phones.length < 5) phones.push(await enrolPhone(ada))
    const switches = Array.from({ length: 20 }, (_, index) => phones[index % phones.length] ?? phone)
    const answers = await Promise.all(switches.map((one) => one.request('PUT', { isPrimary: true })))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200))
    const states = await Promise.all(phones.map(async (one) => (await one.request('GET')).json().device.isPrimary))
    expect(states.filter(Boolean)).toHaveLength(1)
  })

  test('moves to the phone that asks, and goes with its removal', async () => {
    const other = await enrolPhone(ada)
    const eve = await enrolPhone(await addUser(server, realm, { username: 'eve', email: 'eve@example.org' }))
    await eve.request('PUT', { isPrimary: true })
    await phone.request('PUT', { isPrimary: true })
    await other.request('PUT', { isPrimary: true })
    const isPrimary = async (one: TestPhone) => (await one.request('GET')).json().device.isPrimary
    expect([await isPrimary(phone), await isPrimary(other), await isPrimary(eve)]).toEqual([false, true, true])
    await other.request('DELETE')
    expect([await isPrimary(phone), await isPrimary(eve)]).toEqual([false, true])
    // Switching off what is off takes nothing from anybody.
    await phone.request('PUT', { isPrimary: true })
    const third = await enrolPhone(ada)
    await third.request('PUT', { isPrimary: false })
    expect(await isPrimary(phone)).toBe(true)
  })
})
