import { HOTP, Secret } from 'otpauth'
import { afterEach, describe, expect, it } from 'vitest'
import type { OAuthError } from '../src/kernel/error.ts'
import { addCredential } from '../src/model/credential/add-credential.ts'
import { listCredentials } from '../src/model/credential/credential.store.ts'
import { otpCredential, toOtpParameters } from '../src/model/credential/otp-credential.ts'
import { findLoginFailure } from '../src/model/login-failure/login-failure.store.ts'
import type { User } from '../src/model/user/user.ts'
import { errorOf, type LoginBrowser, type LoginServer, openLoginServer, type Seen } from './fixture/login-browser.ts'

let opened: LoginServer | undefined
async function open(...settings: Parameters<typeof openLoginServer>): Promise<LoginServer> {
  opened = await openLoginServer(...settings)
  return opened
}
afterEach(async () => {
  await opened?.close()
  opened = undefined
})

const ada = { username: 'ada', password: 'a right password' }
const secret = 'JBSWY3DPEHPK3PXP'

const codeAt = (milliseconds: number, base32 = secret) =>
  HOTP.generate({ secret: Secret.fromBase32(base32), counter: Math.floor(milliseconds / 30_000) })

async function addOtp({ test, realm }: LoginServer, user: User, label: string, base32 = secret): Promise<string> {
  const current = await realm()
  const id = test.ids.uuid()
  const parameters = toOtpParameters(current.realm)
  const credential = otpCredential(test.secrets, id, { secret: base32, parameters, label })
  await test.storage.transact((tx) => addCredential(tx, user.realmId, user.id, credential))
  return id
}

async function reachOtp(chrome: LoginBrowser): Promise<Seen> {
  const seen = await chrome.submit(await chrome.begin(), ada)
  expect(seen.page).toBe('login-otp')
  return seen
}

describe('the second factor', () => {
  it('is asked of a user who has one, and a code works once', async () => {
    const login = await open()
    const user = await login.addUser(ada.username, ada.password)
    await addOtp(login, user, 'phone')
    const chrome = login.browser()
    const otp = await reachOtp(chrome)
    expect(otp.form.data['attemptedUsername']).toBe('ada')
    const wrong = await chrome.submit(otp, { otp: '000000' })
    expect(errorOf(wrong, 'otp')).toBe('invalidTotpMessage')
    const code = codeAt(login.test.clock.now())
    expect((await chrome.submit(wrong, { otp: code })).location).toContain('code=granted')
    const other = login.browser()
    expect(errorOf(await other.submit(await reachOtp(other), { otp: code }), 'otp')).toBe('invalidTotpMessage')
  })

  it('is not skipped by going to another stage or by reloading', async () => {
    const login = await open()
    const user = await login.addUser(ada.username, ada.password)
    await addOtp(login, user, 'phone')
    const chrome = login.browser()
    const otp = await reachOtp(chrome)
    for (const stage of ['required-action', 'consent']) {
      const address = (otp.form.action ?? '').replace('authenticate', stage)
      expect((await chrome.post(address, { accept: 'true' })).page).toBe('login-page-expired')
      const shown = await chrome.get(address)
      expect(shown.location).toContain('/login-actions/authenticate?')
      expect((await chrome.get(shown.location ?? '')).page).toBe('login-otp')
    }
    expect(chrome.cookies['KEYCLOAK_IDENTITY']).toBeUndefined()
  })

  it('lets the user say which app the code is from', async () => {
    const login = await open()
    const user = await login.addUser(ada.username, ada.password)
    await addOtp(login, user, 'phone', 'GEZDGNBVGY3TQOJQ')
    const second = await addOtp(login, user, 'tablet')
    const chrome = login.browser()
    const otp = await reachOtp(chrome)
    expect(otp.form.fields[0]?.options?.map((option) => option.label.key)).toEqual(['phone', 'tablet'])
    const code = codeAt(login.test.clock.now())
    const wrong = await chrome.submit(otp, { otp: code })
    expect(errorOf(wrong, 'otp')).toBe('invalidTotpMessage')
    const foreign = await chrome.submit(wrong, { otp: code, selectedCredentialId: login.test.ids.uuid() })
    expect(errorOf(foreign, 'otp')).toBe('invalidTotpMessage')
    expect((await chrome.submit(foreign, { otp: code, selectedCredentialId: second })).location).toContain('granted')
  })

  it('lets one of many simultaneous sign-ins have the code', async () => {
    const login = await open()
    const user = await login.addUser(ada.username, ada.password)
    await addOtp(login, user, 'phone')
    const browsers = Array.from({ length: 5 }, () => login.browser())
    const pages = await Promise.all(browsers.map(reachOtp))
    const code = codeAt(login.test.clock.now())
    const all = await Promise.all(browsers.map((chrome, index) => chrome.submit(pages[index] as Seen, { otp: code })))
    expect(all.filter((seen) => seen.location?.includes('granted')).length).toBe(1)
  })

  it('is set up by a required action: the secret of the post does not count, the code proves the app', async () => {
    const login = await open()
    const user = await login.addUser(ada.username, ada.password, { requiredActions: ['CONFIGURE_TOTP'] })
    const chrome = login.browser()
    const setup = await chrome.submit(await chrome.begin(), ada)
    expect(setup.page).toBe('login-config-totp')
    const shown = String(setup.form.data['secret'])
    expect(setup.form.data['otpauthUri']).toContain(`secret=${shown}`)
    const now = login.test.clock.now()
    const stolen = await chrome.submit(setup, { totp: codeAt(now), totpSecret: secret })
    expect(errorOf(stolen, 'totp')).toBe('invalidTotpMessage')
    expect(stolen.form.data['secret']).toBe(shown)
    const manual = await chrome.get(String(setup.form.data['manualUrl']))
    expect([manual.form.data['mode'], manual.form.data['secret']]).toEqual(['manual', shown])
    const done = await chrome.submit(manual, { totp: codeAt(now, shown), userLabel: 'phone' })
    expect(done.location).toContain('granted')
    const stored = await listCredentials(login.server.storage, user.realmId, user.id, 'otp')
    expect(stored.map((one) => one.label)).toEqual(['phone'])
    expect(JSON.stringify(stored)).not.toContain(shown)
    const other = login.browser()
    const replay = await other.submit(await reachOtp(other), { otp: codeAt(now, shown) })
    expect(errorOf(replay, 'otp')).toBe('invalidTotpMessage')
    await login.test.clock.advance(60_000)
    const next = await other.submit(replay, { otp: codeAt(login.test.clock.now(), shown) })
    expect(next.location).toContain('granted')
  })
})

describe('brute force', () => {
  const guarded = {
    bruteForceProtected: true,
    failureFactor: 3,
    waitIncrementSeconds: 60,
    quickLoginCheckMilliSeconds: 0,
  }

  it('locks for a time, tells nobody, and lets the right password in afterwards', async () => {
    const login = await open({ ...guarded, eventsEnabled: true })
    const user = await login.addUser(ada.username, ada.password)
    const chrome = login.browser()
    let seen = await chrome.begin()
    for (let guess = 0; guess < 3; guess++) seen = await chrome.submit(seen, { ...ada, password: `guess ${guess}` })
    seen = await chrome.submit(seen, ada)
    expect([seen.page, errorOf(seen, 'username')]).toEqual(['login', 'invalidUserMessage'])
    await login.test.clock.advance(61_000)
    expect((await chrome.submit(seen, ada)).location).toContain('granted')
    expect(await findLoginFailure(login.server.storage, user.realmId, user.id)).toBeUndefined()
    const { query } = login.server.storage
    const events = await query
      .selectFrom('user_event')
      .select(['type', 'error'])
      .orderBy('time')
      .orderBy('id')
      .execute()
    expect(events.map(({ type, error }) => [type, error])).toEqual([
      ['LOGIN_ERROR', 'invalid_user_credentials'],
      ['LOGIN_ERROR', 'invalid_user_credentials'],
      ['LOGIN_ERROR', 'invalid_user_credentials'],
      ['USER_DISABLED_BY_TEMPORARY_LOCKOUT', null],
      ['LOGIN_ERROR', 'user_temporarily_disabled'],
      ['LOGIN', null],
    ])
  })

  it('counts wrong codes of the second factor, and holds for the right code', async () => {
    const login = await open(guarded)
    const user = await login.addUser(ada.username, ada.password)
    await addOtp(login, user, 'phone')
    const chrome = login.browser()
    let seen = await reachOtp(chrome)
    for (let guess = 0; guess < 3; guess++) seen = await chrome.submit(seen, { otp: `00000${guess}` })
    seen = await chrome.submit(seen, { otp: codeAt(login.test.clock.now()) })
    expect([seen.page, errorOf(seen, 'otp')]).toEqual(['login-otp', 'invalidTotpMessage'])
  })

  it('counts every one of simultaneous guesses', async () => {
    const login = await open(guarded)
    const user = await login.addUser(ada.username, ada.password)
    const browsers = Array.from({ length: 6 }, () => login.browser())
    await Promise.all(
      browsers.map(async (chrome) => chrome.submit(await chrome.begin(), { ...ada, password: 'guess' })),
    )
    const failure = await findLoginFailure(login.server.storage, user.realmId, user.id)
    expect(failure?.failures).toBeGreaterThanOrEqual(3)
    expect(failure?.lockedUntil).toBeGreaterThan(login.test.clock.now())
  })

  it('disables for good where the realm says so', async () => {
    const login = await open({ ...guarded, permanentLockout: true })
    await login.addUser(ada.username, ada.password)
    const chrome = login.browser()
    let seen = await chrome.begin()
    for (let guess = 0; guess < 3; guess++) seen = await chrome.submit(seen, { ...ada, password: `guess ${guess}` })
    await login.test.clock.advance(86_400_000)
    const again = login.browser()
    expect(errorOf(await again.submit(await again.begin(), ada), 'username')).toBe('accountDisabledMessage')
  })
})

describe('the password grant', () => {
  async function attempt(login: LoginServer, input: Record<string, string>): Promise<User | [string, string, number]> {
    const realm = await login.realm()
    const client = await realm.client('app')
    if (!client) throw new Error('The client is gone')
    const request = { id: '', method: 'POST', url: '', ip: '192.0.2.1', userAgent: '', headers: {}, cookies: {} }
    const context = { server: login.server, realm, client, request }
    return login.server.registry.flowExecutor
      .authenticateDirectly(context, input)
      .catch((error: OAuthError) => [error.code, error.message, error.status])
  }
  const invalid = ['invalid_grant', 'Invalid user credentials', 400]

  it('gives the user for the right password and one answer for all that is wrong', async () => {
    const login = await open()
    await login.addUser(ada.username, ada.password)
    expect(await attempt(login, ada)).toMatchObject({ username: 'ada' })
    expect(await attempt(login, { ...ada, password: 'wrong' })).toEqual(invalid)
    expect(await attempt(login, { ...ada, username: 'nobody' })).toEqual(invalid)
    expect(await attempt(login, { username: 'ada' })).toEqual(invalid)
    expect(await attempt(login, {})).toEqual(['invalid_request', 'Missing parameter: username', 401])
  })

  it('asks for the code of a user who has a second factor', async () => {
    const login = await open()
    const user = await login.addUser(ada.username, ada.password)
    await addOtp(login, user, 'phone')
    expect(await attempt(login, ada)).toEqual(invalid)
    expect(await attempt(login, { ...ada, totp: '000000' })).toEqual(invalid)
    expect(await attempt(login, { ...ada, totp: codeAt(login.test.clock.now()) })).toMatchObject({ username: 'ada' })
    expect(await attempt(login, { ...ada, totp: codeAt(login.test.clock.now()) })).toEqual(invalid)
  })

  it('refuses accounts that are disabled or not set up', async () => {
    const login = await open()
    await login.addUser(ada.username, ada.password, { requiredActions: ['UPDATE_PASSWORD'] })
    await login.addUser('grace', ada.password, { enabled: false })
    expect(await attempt(login, ada)).toEqual(['invalid_grant', 'Account is not fully set up', 400])
    expect(await attempt(login, { ...ada, username: 'grace' })).toEqual(['invalid_grant', 'Account disabled', 400])
    expect(await attempt(login, { username: 'grace', password: 'wrong' })).toEqual(invalid)
  })

  it('counts guesses and honours the lock', async () => {
    const login = await open({ bruteForceProtected: true, failureFactor: 2, quickLoginCheckMilliSeconds: 0 })
    await login.addUser(ada.username, ada.password)
    for (let guess = 0; guess < 2; guess++) await attempt(login, { ...ada, password: `guess ${guess}` })
    expect(await attempt(login, ada)).toEqual(invalid)
    await login.test.clock.advance(61_000)
    expect(await attempt(login, ada)).toMatchObject({ username: 'ada' })
  })
})
