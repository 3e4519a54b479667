import { afterEach, describe, expect, it } from 'vitest'
import { findUserById } from '../src/model/user/user.store.ts'
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

describe('signing in by the browser flow', () => {
  it('asks for name and password, signs in, and lets the next sign-in pass by the cookie', async () => {
    const { addUser, browser, server, realm } = await open()
    const user = await addUser(ada.username, ada.password)
    const chrome = browser()
    const login = await chrome.begin()
    expect(login.page).toBe('login')
    expect(login.form.fields.map((field) => field.name)).toEqual(['username', 'password'])
    expect(login.form.action).toContain('/realms/demo/login-actions/authenticate?session_code=')
    const done = await chrome.submit(login, ada)
    expect(done.location).toMatch(/^https:\/\/app\.example\/cb\?code=granted&user=ada/)
    expect(Object.keys(chrome.cookies).sort()).toEqual(['KEYCLOAK_IDENTITY', 'KEYCLOAK_SESSION'])
    const again = await chrome.begin()
    expect(again.location).toBe(done.location)
    expect(await listUserSessions(server.storage, (await realm()).realm.id, user.id)).toHaveLength(1)
    expect((await findUserById(server.storage, user.realmId, user.id))?.lastLoginIp).toBe('192.0.2.1')
  })

  it('says the same of a wrong password, an unknown user and an empty form, and keeps the name', async () => {
    const { addUser, browser } = await open()
    await addUser(ada.username, ada.password)
    const chrome = browser()
    let seen = await chrome.begin()
    for (const typed of [
      { ...ada, password: 'wrong' },
      { username: 'nobody', password: 'x' },
      { username: '', password: '' },
    ]) {
      seen = await chrome.submit(seen, typed)
      expect(seen.page).toBe('login')
      expect(errorOf(seen, 'username')).toBe('invalidUserMessage')
      expect(seen.form.fields.find((field) => field.name === 'username')?.value).toBe(typed.username)
      expect(JSON.stringify(seen.form)).not.toContain('wrong')
    }
    expect((await chrome.submit(seen, ada)).location).toContain('user=ada')
  })

  it('tells only who knows the password that the account is disabled', async () => {
    const { addUser, browser } = await open()
    await addUser(ada.username, ada.password, { enabled: false })
    const chrome = browser()
    const wrong = await chrome.submit(await chrome.begin(), { ...ada, password: 'wrong' })
    expect(errorOf(wrong, 'username')).toBe('invalidUserMessage')
    expect(errorOf(await chrome.submit(wrong, ada), 'username')).toBe('accountDisabledMessage')
  })

  it('answers prompt=none with login_required, shows no page and leaves no session', async () => {
    const { addUser, browser } = await open()
    await addUser(ada.username, ada.password)
    const chrome = browser()
    expect((await chrome.begin({}, true)).location).toBe('https://app.example/cb?error=login_required')
    await chrome.submit(await chrome.begin(), ada)
    expect((await chrome.begin({}, true)).location).toContain('code=granted')
    expect((await chrome.begin({ prompt: 'login' }, true)).location).toContain('error=login_required')
  })

  it('asks again on prompt=login and goes on with the same SSO session', async () => {
    const { addUser, browser, test } = await open()
    await addUser(ada.username, ada.password)
    const chrome = browser()
    const first = await chrome.submit(await chrome.begin(), ada)
    await test.clock.advance(60_000)
    const login = await chrome.begin({ prompt: 'login' })
    expect(login.form.messages[0]?.text.key).toBe('reauthenticate')
    expect(login.form.fields[0]?.value).toBe('ada')
    expect((await chrome.submit(login, ada)).location).toBe(first.location)
  })

  it('ends the session of another user who signed in before in this browser', async () => {
    const { addUser, browser, server } = await open()
    const user = await addUser(ada.username, ada.password)
    await addUser('grace', ada.password)
    const chrome = browser()
    await chrome.submit(await chrome.begin(), ada)
    const login = await chrome.begin({ prompt: 'login' })
    const done = await chrome.submit(login, { username: 'grace', password: ada.password })
    expect(done.location).toContain('user=grace')
    expect(await listUserSessions(server.storage, user.realmId, user.id)).toEqual([])
  })

  it('remembers who asked for it, and forgets who does not', async () => {
    const { addUser, browser } = await open({ rememberMe: true })
    await addUser(ada.username, ada.password)
    const chrome = browser()
    await chrome.submit(await chrome.begin(), { ...ada, rememberMe: 'on' })
    expect(chrome.cookies['KEYCLOAK_REMEMBER_ME']).toBe('username:ada')
    delete chrome.cookies['KEYCLOAK_IDENTITY']
    const login = await chrome.begin()
    expect(login.form.fields.map((field) => field.value)).toEqual(['ada', undefined, 'on'])
    await chrome.submit(login, ada)
    expect(chrome.cookies['KEYCLOAK_REMEMBER_ME']).toBeUndefined()
  })

  it('does not take the SSO cookie of a session that has ended', async () => {
    const { addUser, browser, test } = await open()
    await addUser(ada.username, ada.password)
    const chrome = browser()
    await chrome.submit(await chrome.begin(), ada)
    await test.clock.advance(1_801_000)
    expect((await chrome.begin()).page).toBe('login')
  })

  it('does not take a changed or foreign SSO cookie', async () => {
    const { addUser, browser } = await open()
    await addUser(ada.username, ada.password)
    const chrome = browser()
    await chrome.submit(await chrome.begin(), ada)
    const [head, , signature] = (chrome.cookies['KEYCLOAK_IDENTITY'] ?? '').split('.')
    const forged = Buffer.from(JSON.stringify({ sub: 'x', sid: 'x', typ: 'Serialized-ID' })).toString('base64url')
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
    for (const cookie of [`${head}.${forged}.${signature}`, `${none}.${forged}.`, 'nonsense', '']) {
      const other = browser()
      other.cookies['KEYCLOAK_IDENTITY'] = cookie
      expect((await other.begin()).page).toBe('login')
    }
  })
})

describe('the page in front of the user', () => {
  it('takes no second post, no stale code, no other execution, and offers to go on', async () => {
    const { addUser, browser } = await open()
    await addUser(ada.username, ada.password)
    const chrome = browser()
    const first = await chrome.begin()
    const second = await chrome.submit(first, { ...ada, password: 'wrong' })
    const stale = await chrome.submit(first, ada)
    expect(stale.page).toBe('login-page-expired')
    expect(stale.status).toBe(400)
    const action = new URL(second.form.action ?? '')
    action.searchParams.set('execution', 'another')
    expect((await chrome.post(action.href, ada)).page).toBe('login-page-expired')
    action.searchParams.delete('session_code')
    expect((await chrome.post(action.href, ada)).page).toBe('login-page-expired')
    const goOn = stale.form.links.find((link) => link.name === 'continue')?.href ?? ''
    const shown = await chrome.get(goOn)
    expect(shown.page).toBe('login')
    expect((await chrome.submit(shown, ada)).location).toContain('code=granted')
  })

  it('lets exactly one of many simultaneous posts of the right password through', async () => {
    const { addUser, browser, server } = await open()
    const user = await addUser(ada.username, ada.password)
    const chrome = browser()
    const login = await chrome.begin()
    const all = await Promise.all(Array.from({ length: 8 }, () => chrome.submit(login, ada)))
    expect(all.filter((seen) => seen.location).length).toBe(1)
    expect(all.every((seen) => seen.location || seen.page === 'login-page-expired')).toBe(true)
    expect(await listUserSessions(server.storage, user.realmId, user.id)).toHaveLength(1)
  })

  it('does nothing for a post without the cookie of the browser', async () => {
    const { addUser, browser } = await open()
    await addUser(ada.username, ada.password)
    const login = await browser().begin()
    const attacker = browser()
    const seen = await attacker.submit(login, ada)
    expect(seen.page).toBe('error')
    expect(seen.form.messages[0]?.text.key).toBe('cookieNotFoundMessage')
    expect(seen.form.links[0]).toMatchObject({ name: 'back-to-application', href: 'https://app.example/' })
    expect(attacker.cookies['KEYCLOAK_IDENTITY']).toBeUndefined()
  })

  it('starts afresh with what the application asked for when the session has expired', async () => {
    const { addUser, browser, test } = await open()
    await addUser(ada.username, ada.password)
    const chrome = browser()
    const login = await chrome.begin()
    await test.clock.advance(1_801_000)
    const afresh = await chrome.submit(login, ada)
    expect(afresh.page).toBe('login')
    expect(afresh.form.messages[0]?.text.key).toBe('loginTimeout')
    expect((await chrome.submit(afresh, ada)).location).toContain('https://app.example/cb?code=granted')
  })

  it('says that the sign-in has expired when the browser kept nothing of it', async () => {
    const { browser, test } = await open()
    const chrome = browser()
    const login = await chrome.begin()
    await test.clock.advance(1_801_000)
    delete chrome.cookies['KC_RESTART']
    const seen = await chrome.submit(login, ada)
    expect([seen.page, seen.form.messages[0]?.text.key]).toEqual(['error', 'expiredCodeMessage'])
  })

  it('works in two tabs of one browser, and the second tab goes on when the first has signed in', async () => {
    const { addUser, browser, test } = await open()
    await addUser(ada.username, ada.password)
    const chrome = browser()
    const one = await chrome.begin()
    const two = await chrome.begin()
    expect((await chrome.submit(one, { ...ada, password: 'wrong' })).page).toBe('login')
    await test.clock.advance(1000)
    const done = await chrome.submit(two, ada)
    expect(done.location).toContain('code=granted')
    const reloaded = await chrome.get((one.form.action ?? '').replace(/session_code=[^&]*&/, ''))
    expect(reloaded.location).toBe(done.location)
  })

  it('says in the second tab that the user is signed in, instead of taking another password', async () => {
    const { addUser, browser, test } = await open()
    await addUser(ada.username, ada.password)
    const chrome = browser()
    const one = await chrome.begin()
    const two = await chrome.begin()
    await test.clock.advance(1000)
    await chrome.submit(two, ada)
    const late = await chrome.submit(one, ada)
    expect(late.page).toBe('already-logged-in')
    const goOn = late.form.links.find((link) => link.name === 'continue')?.href ?? ''
    expect((await chrome.get(goOn)).location).toContain('code=granted')
    expect((await chrome.submit(one, ada)).page).toBe('already-logged-in')
  })

  it('restarts with nothing kept', async () => {
    const { addUser, browser } = await open()
    await addUser(ada.username, ada.password, { requiredActions: ['UPDATE_PASSWORD'] })
    const chrome = browser()
    const login = await chrome.begin()
    const action = await chrome.submit(login, ada)
    expect(action.page).toBe('login-update-password')
    const restart = (login.form.action ?? '').replace(/authenticate\?.*(client_id=.*)$/, 'restart?$1')
    expect((await chrome.get(restart)).page).toBe('login')
    expect((await chrome.submit(action, { 'password-new': 'another password' })).page).toBe('login-page-expired')
  })

  it('shows an error page for an unknown client and refuses a tab of another client', async () => {
    const { browser } = await open()
    const chrome = browser()
    const login = await chrome.begin()
    const action = new URL(login.form.action ?? '')
    action.searchParams.set('client_id', 'unknown')
    expect((await chrome.get(action.href)).form.messages[0]?.text.key).toBe('clientNotFoundMessage')
    const bare = action.origin + action.pathname
    expect((await browser().get(bare)).form.messages[0]?.text.key).toBe('cookieNotFoundMessage')
    expect((await chrome.get(bare)).form.messages[0]?.text.key).toBe('expiredCodeMessage')
    action.searchParams.set('client_id', 'account')
    expect((await chrome.post(action.href, ada)).form.messages[0]?.text.key).toBe('invalidRequestMessage')
  })

  it('refuses a field that is posted twice', async () => {
    const { browser } = await open()
    const chrome = browser()
    const login = await chrome.begin()
    const fields = new URLSearchParams([
      ['username', 'ada'],
      ['username', 'grace'],
      ['password', 'x'],
    ])
    await expect(chrome.post(login.form.action, fields)).rejects.toThrow('invalidParameterMessage')
  })

  it('has a new id once the password was right, so that a planted id is of no use', async () => {
    const { addUser, browser } = await open()
    await addUser(ada.username, ada.password, { requiredActions: ['UPDATE_PASSWORD'] })
    const victim = browser()
    const login = await victim.begin()
    const planted = victim.cookies['AUTH_SESSION_ID'] ?? ''
    const action = await victim.submit(login, ada)
    expect(action.page).toBe('login-update-password')
    expect(victim.cookies['AUTH_SESSION_ID']).not.toBe(planted)
    const attacker = browser()
    attacker.cookies['AUTH_SESSION_ID'] = planted
    const fields = { 'password-new': 'stolen password', 'password-confirm': 'stolen password' }
    expect((await attacker.submit(action, fields)).page).toBe('error')
  })
})
