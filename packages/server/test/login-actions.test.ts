import { afterEach, describe, expect, it } from 'vitest'
import { findConsent } from '../src/model/consent/consent.store.ts'
import { addRequiredAction } from '../src/model/user/required-action.ts'
import { findUserById } from '../src/model/user/user.store.ts'
import { createUserSession } from '../src/model/user-session/create-user-session.ts'
import { endAllUserSessions } from '../src/model/user-session/end-user-session.ts'
import { listUserSessions } from '../src/model/user-session/user-session.store.ts'
import { errorOf, type LoginServer, openLoginServer } from './fixture/login-browser.ts'

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
const twice = (password: string) => ({ 'password-new': password, 'password-confirm': password })

describe('required actions', () => {
  it('make the user change the password by the realm rules before anything is granted', async () => {
    const login = await open({
      passwordPolicy: 'length(10) and digits(1) and notUsername(undefined) and passwordHistory(2)',
    })
    const user = await login.addUser(ada.username, ada.password, { requiredActions: ['UPDATE_PASSWORD'] })
    const chrome = login.browser()
    let seen = await chrome.submit(await chrome.begin(), ada)
    expect(seen.page).toBe('login-update-password')
    expect(chrome.cookies['KEYCLOAK_IDENTITY']).toBeUndefined()
    seen = await chrome.submit(seen, {})
    expect(errorOf(seen, 'password-new')).toBe('missingPasswordMessage')
    seen = await chrome.submit(seen, { 'password-new': 'one', 'password-confirm': 'two' })
    expect(errorOf(seen, 'password-confirm')).toBe('notMatchPasswordMessage')
    seen = await chrome.submit(seen, twice('short1'))
    expect(seen.form.fields[0]?.error).toEqual({ key: 'invalidPasswordMinLengthMessage', parameters: [10] })
    seen = await chrome.submit(seen, twice('without a number'))
    expect(errorOf(seen, 'password-new')).toBe('invalidPasswordMinDigitsMessage')
    const done = await chrome.submit(seen, twice('a new password 1'))
    expect(done.location).toContain('granted')
    expect((await findUserById(login.server.storage, user.realmId, user.id))?.requiredActions).toEqual([])
    const other = login.browser()
    const old = await other.submit(await other.begin(), ada)
    expect(errorOf(old, 'username')).toBe('invalidUserMessage')
    expect((await other.submit(old, { ...ada, password: 'a new password 1' })).location).toContain('granted')
  })

  it('do not take a password that was used before', async () => {
    const login = await open({ passwordPolicy: 'passwordHistory(3)' })
    await login.addUser(ada.username, ada.password)
    const chrome = login.browser()
    await chrome.submit(await chrome.begin(), ada)
    const action = await chrome.begin({ kc_action: 'UPDATE_PASSWORD' })
    const seen = await chrome.submit(action, twice(ada.password))
    expect(seen.form.fields[0]?.error).toEqual({ key: 'invalidPasswordHistoryMessage', parameters: [3] })
  })

  it('sign other devices out when the user says so', async () => {
    const login = await open()
    const user = await login.addUser(ada.username, ada.password, { requiredActions: ['UPDATE_PASSWORD'] })
    const { realm } = await login.realm()
    await login.test.storage.transact((tx) =>
      createUserSession(tx, realm, { userId: user.id, ip: '198.51.100.7', userAgent: 'thief' }),
    )
    const chrome = login.browser()
    const seen = await chrome.submit(await chrome.begin(), ada)
    await chrome.submit(seen, { ...twice('a new password'), 'logout-sessions': 'on' })
    const sessions = await listUserSessions(login.server.storage, user.realmId, user.id)
    expect(sessions.map((session) => session.userAgent)).toEqual(['test'])
  })

  it('demand a new password when the old one is older than the policy allows', async () => {
    const login = await open({ passwordPolicy: 'forceExpiredPasswordChange(30)' })
    await login.addUser(ada.username, ada.password)
    const before = login.browser()
    expect((await before.submit(await before.begin(), ada)).location).toContain('granted')
    await login.test.clock.advance(31 * 86_400_000)
    const after = login.browser()
    expect((await after.submit(await after.begin(), ada)).page).toBe('login-update-password')
  })

  it('come in the order of the realm, one page after the other', async () => {
    const login = await open()
    await login.addUser(ada.username, ada.password, { requiredActions: ['UPDATE_PASSWORD', 'CONFIGURE_TOTP'] })
    const chrome = login.browser()
    const first = await chrome.submit(await chrome.begin(), ada)
    expect(first.page).toBe('login-config-totp')
    const address = (first.form.action ?? '').replace('CONFIGURE_TOTP', 'UPDATE_PASSWORD')
    expect((await chrome.post(address, twice('a new password'))).page).toBe('login-page-expired')
  })

  it('that the application asked for can be cancelled, and say how they ended', async () => {
    const login = await open()
    await login.addUser(ada.username, ada.password)
    const chrome = login.browser()
    await chrome.submit(await chrome.begin(), ada)
    const action = await chrome.begin({ kc_action: 'UPDATE_PASSWORD' })
    expect(action.form.buttons?.map((button) => button.name)).toEqual(['login', 'cancel-aia'])
    expect((await chrome.submit(action, { 'cancel-aia': 'true' })).location).toContain('kc_action_status=cancelled')
    const again = await chrome.begin({ kc_action: 'UPDATE_PASSWORD' })
    expect((await chrome.submit(again, twice('a new password'))).location).toContain('kc_action_status=success')
    expect((await chrome.begin({ kc_action: 'unknown' })).location).toContain('kc_action_status=error')
  })

  it('that the application asked for need a sign-in of the last minutes', async () => {
    const login = await open()
    await login.addUser(ada.username, ada.password)
    const chrome = login.browser()
    await chrome.submit(await chrome.begin(), ada)
    await login.test.clock.advance(301_000)
    expect((await chrome.begin({ kc_action: 'UPDATE_PASSWORD' })).page).toBe('login')
    expect((await chrome.begin()).location).toContain('granted')
  })

  it('cannot be cancelled when nobody asked but the realm', async () => {
    const login = await open()
    await login.addUser(ada.username, ada.password, { requiredActions: ['UPDATE_PASSWORD'] })
    const chrome = login.browser()
    const seen = await chrome.submit(await chrome.begin(), ada)
    expect((await chrome.submit(seen, { 'cancel-aia': 'true' })).page).toBe('login-update-password')
  })

  it('answer prompt=none with interaction_required', async () => {
    const login = await open()
    const user = await login.addUser(ada.username, ada.password)
    const chrome = login.browser()
    await chrome.submit(await chrome.begin(), ada)
    await login.test.storage.transact(async (tx) => {
      await addRequiredAction(tx, user, 'UPDATE_PASSWORD')
    })
    expect((await chrome.begin({}, true)).location).toContain('error=interaction_required')
  })

  it('keep out who was disabled meanwhile, and whose SSO session ended meanwhile', async () => {
    const login = await open()
    const user = await login.addUser(ada.username, ada.password)
    const chrome = login.browser()
    await chrome.submit(await chrome.begin(), ada)
    const action = await chrome.begin({ kc_action: 'UPDATE_PASSWORD' })
    await login.test.storage.transact((tx) => endAllUserSessions(tx, user.realmId, user.id))
    const seen = await chrome.submit(action, twice('a new password'))
    expect(seen.page).toBe('login-page-expired')
    const goOn = seen.form.links.find((link) => link.name === 'continue')?.href ?? ''
    const moved = await chrome.get(goOn)
    expect((await chrome.get(moved.location ?? '')).page).toBe('login')
  })
})

describe('consent', () => {
  it('is asked once, kept, and refused with access_denied', async () => {
    const login = await open({}, { consentRequired: true })
    const user = await login.addUser(ada.username, ada.password)
    const chrome = login.browser()
    const grant = await chrome.submit(await chrome.begin(), ada)
    expect(grant.page).toBe('login-oauth-grant')
    expect(grant.form.data['clientName']).toMatchObject({ key: 'app' })
    expect(grant.form.data['scopes']).toHaveLength(1)
    expect((await chrome.get(grant.form.action ?? '')).page).toBe('login-oauth-grant')
    const refused = await chrome.submit(grant, { cancel: 'true' })
    expect(refused.location).toBe('https://app.example/cb?error=access_denied')
    expect(chrome.cookies['KEYCLOAK_IDENTITY']).toBeUndefined()
    const again = await chrome.submit(await chrome.begin(), ada)
    expect((await chrome.submit(again, { accept: 'true' })).location).toContain('granted')
    const client = await (await login.realm()).client('app')
    const consent = await findConsent(login.server.storage, user.realmId, user.id, client?.client.id ?? '')
    expect(consent?.scopes).toHaveLength(1)
    expect((await chrome.begin({}, true)).location).toContain('error=interaction_required')
  })
})

describe('the user profile', () => {
  it('is completed before the sign-in ends when something required is missing', async () => {
    const login = await open()
    const user = await login.addUser(ada.username, ada.password, { firstName: undefined, email: undefined })
    await login.addUser('grace', ada.password)
    const chrome = login.browser()
    let seen = await chrome.submit(await chrome.begin(), ada)
    expect(seen.page).toBe('login-update-profile')
    expect(seen.form.fields.map((field) => [field.name, field.value, field.required, field.readOnly])).toEqual([
      ['username', 'ada', false, true],
      ['email', '', true, false],
      ['firstName', '', true, false],
      ['lastName', 'Lovelace', true, false],
    ])
    seen = await chrome.submit(seen, { email: 'not an address', firstName: '', lastName: 'King' })
    expect(errorOf(seen, 'email')).toBe('error-invalid-email')
    expect(errorOf(seen, 'firstName')).toBe('error-user-attribute-required')
    expect(seen.form.fields.map((field) => field.value)).toEqual(['ada', 'not an address', '', 'King'])
    seen = await chrome.submit(seen, { email: 'grace@example.org', firstName: 'Ada', lastName: 'King' })
    expect(errorOf(seen, 'email')).toBe('emailExistsMessage')
    const typed = { email: 'ada@example.net', firstName: 'Ada', lastName: 'King', enabled: 'false', admin: 'true' }
    seen = await chrome.submit(seen, { ...typed, emailVerified: 'true' })
    expect(seen.location).toContain('granted')
    expect(await findUserById(login.server.storage, user.realmId, user.id)).toMatchObject({
      username: 'ada',
      email: 'ada@example.net',
      emailVerified: false,
      firstName: 'Ada',
      lastName: 'King',
      enabled: true,
      attributes: {},
    })
  })

  it('can be asked for, and a posted username does not count where names are fixed', async () => {
    const login = await open()
    const user = await login.addUser(ada.username, ada.password, { requiredActions: ['UPDATE_PROFILE'] })
    const chrome = login.browser()
    const seen = await chrome.submit(await chrome.begin(), ada)
    const typed = { username: 'root', email: 'ada@example.org', firstName: 'A', lastName: 'L' }
    expect((await chrome.submit(seen, typed)).location).toContain('user=ada')
    const stored = await findUserById(login.server.storage, user.realmId, user.id)
    expect([stored?.username, stored?.firstName, stored?.requiredActions]).toEqual(['ada', 'A', []])
  })
})

describe('terms and conditions', () => {
  async function openWithTerms(): Promise<LoginServer> {
    const login = await open()
    const { requiredActions, realm } = await login.realm()
    const terms = requiredActions.find((setting) => setting.alias === 'TERMS_AND_CONDITIONS')
    if (!terms) throw new Error('The realm has no terms')
    await login.test.storage.transact(async (tx) => {
      await tx.query.updateTable('required_action').set({ enabled: 1 }).where('id', '=', terms.id).execute()
      tx.realmChanged(realm.id)
    })
    return login
  }

  it('let in who agrees and note when', async () => {
    const login = await openWithTerms()
    const user = await login.addUser(ada.username, ada.password, { requiredActions: ['TERMS_AND_CONDITIONS'] })
    const chrome = login.browser()
    const seen = await chrome.submit(await chrome.begin(), ada)
    expect(seen.page).toBe('terms')
    expect((await chrome.submit(seen, { accept: 'true' })).location).toContain('granted')
    const stored = await findUserById(login.server.storage, user.realmId, user.id)
    expect(stored?.attributes['terms_and_conditions']).toEqual([String(login.test.clock.now() / 1000)])
  })

  it('keep out who declines', async () => {
    const login = await openWithTerms()
    await login.addUser(ada.username, ada.password, { requiredActions: ['TERMS_AND_CONDITIONS'] })
    const chrome = login.browser()
    const seen = await chrome.submit(await chrome.begin(), ada)
    expect((await chrome.submit(seen, { cancel: 'true' })).location).toBe('https://app.example/cb?error=access_denied')
    expect(chrome.cookies['KEYCLOAK_IDENTITY']).toBeUndefined()
    expect((await chrome.submit(await chrome.begin(), ada)).page).toBe('terms')
  })
})
