import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { otpCredential, toOtpParameters } from '../src/model/credential/otp-credential.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import { insertAuthenticatorConfigs, updateExecution } from '../src/model/flow/flow.store.ts'
import { listJobs } from '../src/model/job/job.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { listUserSessions } from '../src/model/user-session/user-session.store.ts'
import { transact } from '../src/storage/transact.ts'
import { openMailServer, type TestMailServer } from './fixture/mail-server.ts'
import { addClient, addUser, Browser, formAction, password, redirectUri } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let test: TestServer
let mailServer: TestMailServer
let realm: RealmSnapshot

beforeAll(async () => {
  test = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  mailServer = await openMailServer()
})
beforeEach(async () => {
  await test.running.runDueJobs()
  mailServer.received.length = 0
  realm = await test.createRealm({ smtpServer: mailServer.settings(), resetPasswordAllowed: true, eventsEnabled: true })
  await addClient(test, realm, 'app')
})
afterAll(async () => {
  await test.stop()
  await mailServer.close()
})

type Page = Awaited<ReturnType<Browser['request']>>
const sentMessage = 'You should receive an email shortly with further instructions.'
const newPassword = 'another horse battery'

/** From the login page by "Forgot password?" to the page that says a mail is on its way. */
async function forget(browser: Browser, username = 'ada'): Promise<Page> {
  const login = await browser.authorize(realm)
  const link = /href="([^"]*reset-credentials[^"]*)"/.exec(login.body)?.[1]?.replaceAll('&amp;', '&')
  if (link === undefined) throw new Error('The login page does not offer it')
  const asked = await browser.request(link)
  expect(asked.body).toContain('kc-reset-password-form')
  return browser.request(formAction(asked), { username })
}
async function mailedLink(): Promise<string> {
  await test.running.runDueJobs()
  return mailServer.link()
}
const choosePassword = (browser: Browser, page: Page) =>
  browser.request(formAction(page), { 'password-new': newPassword, 'password-confirm': newPassword })
const keyOf = (link: string) => new URL(link).searchParams.get('key') ?? ''
async function signInWith(typed: string): Promise<Page> {
  const browser = new Browser(test)
  return browser.submitPassword(await browser.authorize(realm), 'ada', typed)
}
const eventsOf = async () =>
  (await listEvents(test.server.storage, realm.realm.id, {}, { first: 0, max: 50 })).map(({ type, error }) => [
    type,
    error,
  ])

describe('a forgotten password', () => {
  it('is set anew by the mailed link; in the browser that asked, the sign-in goes on', async () => {
    const user = await addUser(test, realm)
    const browser = new Browser(test)
    const sent = await forget(browser)
    expect(sent.body).toContain(sentMessage)
    expect(sent.body).toContain('kc-form-login')
    const form = await browser.request(await mailedLink())
    expect(form.body).toContain('kc-passwd-update-form')
    const done = await choosePassword(browser, form)
    expect(done.headers.location).toMatch(/^https:\/\/app\.test\/cb\?.*code=/)
    expect(await listUserSessions(test.server.storage, realm.realm.id, user.id)).toHaveLength(1)
    expect((await signInWith(password)).statusCode).toBe(200)
    expect((await signInWith(newPassword)).headers.location).toContain(redirectUri)
    expect(await eventsOf()).toEqual(
      expect.arrayContaining([
        ['SEND_RESET_PASSWORD', undefined],
        ['RESET_PASSWORD', undefined],
        ['UPDATE_PASSWORD', undefined],
        ['LOGIN', undefined],
      ]),
    )
  })

  it('is set anew in another browser, after a question, and nobody is signed in there', async () => {
    const user = await addUser(test, realm)
    await forget(new Browser(test))
    const link = await mailedLink()
    const phone = new Browser(test)
    const asked = await phone.request(link)
    expect(asked.body).toContain('Choose a new password for your account.')
    const form = await phone.request(formAction(asked), { key: keyOf(link), proceed: 'true' })
    const done = await choosePassword(phone, form)
    expect(done.body).toContain('Your account has been updated.')
    expect(phone.cookieNames).not.toContain('KEYCLOAK_IDENTITY')
    expect(await listUserSessions(test.server.storage, realm.realm.id, user.id)).toEqual([])
    expect((await signInWith(newPassword)).headers.location).toContain(redirectUri)
    expect((await new Browser(test).request(link)).statusCode).toBe(400)
  })

  it('may be reset once by a link: the browser that asked does not get in again either', async () => {
    await addUser(test, realm)
    const browser = new Browser(test)
    await forget(browser)
    const link = await mailedLink()
    await choosePassword(browser, await browser.request(link))
    expect((await browser.request(link)).statusCode).toBe(400)
  })

  it('does not get past a second factor: who has one signs in with it', async () => {
    const parameters = toOtpParameters(realm.realm)
    const factor = otpCredential(test.server.secrets, test.server.ids.uuid(), {
      secret: 'JBSWY3DPEHPK3PXP',
      parameters,
    })
    await addUser(test, realm, { credentials: [factor] })
    const browser = new Browser(test)
    await forget(browser)
    const done = await choosePassword(browser, await browser.request(await mailedLink()))
    expect(done.body).toContain('Your account has been updated.')
    expect(done.body).toContain('kc-form-login')
    expect(browser.cookieNames).not.toContain('KEYCLOAK_IDENTITY')
  })

  it('ends before the sign-in where the realm says so', async () => {
    await addUser(test, realm)
    const [execution] = realm
      .executions(realm.flowByAlias('reset credentials')?.id ?? '')
      .filter((one) => one.authenticator === 'reset-credential-email')
    if (!execution) throw new Error('The flow sends no mail')
    await transact(test.server.storage, async (tx) => {
      const made = { id: tx.ids.ordered(), realmId: realm.realm.id, alias: 'strict', config: { 'force-login': 'true' } }
      await insertAuthenticatorConfigs(tx, [made])
      await updateExecution(tx, { ...execution, configId: made.id })
    })
    const browser = new Browser(test)
    await forget(browser)
    const done = await choosePassword(browser, await browser.request(await mailedLink()))
    expect(done.body).toContain('kc-form-login')
    expect(browser.cookieNames).not.toContain('KEYCLOAK_IDENTITY')
    expect((await signInWith(newPassword)).headers.location).toContain(redirectUri)
  })

  it('needs the link: no other way leads past the mail (CVE-2026-18963)', async () => {
    await addUser(test, realm)
    const browser = new Browser(test)
    await forget(browser)
    const query = new URLSearchParams({ client_id: 'app' })
    for (const path of ['reset-credentials', 'required-action', 'authenticate']) {
      const shown = await browser.request(`/realms/${realm.realm.name}/login-actions/${path}?${query}`)
      expect(shown.body).not.toContain('kc-passwd-update-form')
    }
    const again = await forget(browser)
    const posted = await browser.request(formAction(again), { 'password-new': 'x', 'password-confirm': 'x' })
    expect(posted.body).not.toContain('kc-passwd-update-form')
  })
})

describe('who asks to reset a password', () => {
  it('learns nothing about who has an account', async () => {
    await addUser(test, realm)
    await addUser(test, realm, { username: 'off', email: 'off@example.org', enabled: false })
    await addUser(test, realm, { username: 'bare', email: undefined })
    const pages = []
    for (const name of ['ada', 'ada@example.org', 'nobody', 'off', 'bare']) {
      const page = await forget(new Browser(test), name)
      expect(page.statusCode).toBe(200)
      pages.push(page.body.replaceAll(/(session_code|execution|tab_id|nonce)=("?)[^&"\s]*/g, '$1'))
    }
    expect(new Set(pages).size).toBe(1)
    await test.running.runDueJobs()
    expect(mailServer.received.map(({ to }) => to[0])).toEqual(['ada@example.org', 'ada@example.org'])
  })

  it('costs the same work whoever is asked for', async () => {
    await addUser(test, realm)
    const waiting = async () => (await listJobs(test.server.storage, 'waiting', { first: 0, max: 100 })).length
    const before = await waiting()
    await forget(new Browser(test), 'nobody')
    await forget(new Browser(test), 'ada')
    expect((await waiting()) - before).toBe(2)
  })

  it('fills nobody’s mailbox', async () => {
    await addUser(test, realm)
    for (let turn = 0; turn < 7; turn++) expect((await forget(new Browser(test))).body).toContain(sentMessage)
    await test.running.runDueJobs()
    // One mail server takes four at once from a node; what found no place comes a little later.
    await test.clock.advance(5_000)
    await test.running.runDueJobs()
    expect(mailServer.received).toHaveLength(5)
    await test.clock.advance(15 * 60_000)
    await forget(new Browser(test))
    await test.running.runDueJobs()
    expect(mailServer.received).toHaveLength(6)
  })

  it('must say whom', async () => {
    const page = await forget(new Browser(test), ' ')
    expect(page.body).toContain('Please specify username.')
  })

  it('is refused where the realm does not allow it', async () => {
    const strict = await test.createRealm()
    await addClient(test, strict, 'app')
    const browser = new Browser(test)
    const login = await browser.authorize(strict)
    expect(login.body).not.toContain('reset-credentials')
    const tab = new URL(formAction(login), test.url).searchParams.get('tab_id')
    const url = `/realms/${strict.realm.name}/login-actions/reset-credentials?client_id=app&tab_id=${tab}`
    const page = await browser.request(url)
    expect(page.statusCode).toBe(400)
    expect(page.body).toContain('Reset Credential not allowed')
  })

  it('may begin without a sign-in: at the account console', async () => {
    await addUser(test, realm)
    const browser = new Browser(test)
    const asked = await browser.request(`/realms/${realm.realm.name}/login-actions/reset-credentials`)
    expect(asked.body).toContain('kc-reset-password-form')
    await browser.request(formAction(asked), { username: 'ada' })
    const done = await choosePassword(browser, await browser.request(await mailedLink()))
    expect(done.headers.location).toContain(`/realms/${realm.realm.name}/account/`)
  })
})
