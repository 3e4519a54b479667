import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import type { RequiredActionAlias } from '@keycloak/keycloak-admin-client/lib/defs/requiredActionProviderRepresentation.js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listEvents } from '../src/model/event/event.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { updateUser } from '../src/model/user/update-user.ts'
import { findUserById } from '../src/model/user/user.store.ts'
import type { User } from '../src/model/user/user.ts'
import { listUserSessions } from '../src/model/user-session/user-session.store.ts'
import { transact } from '../src/storage/transact.ts'
import { openMailServer, type TestMailServer } from './fixture/mail-server.ts'
import {
  addClient,
  addUser,
  Browser,
  currentRealm,
  formAction,
  password,
  redirectUri,
} from './fixture/oidc-application.ts'
import { administrator, type TestServer, testServer } from './fixture/test-server.ts'

let test: TestServer
let mailServer: TestMailServer
let admin: KeycloakAdminClient
let realm: RealmSnapshot
let user: User

beforeAll(async () => {
  test = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  mailServer = await openMailServer()
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
})
beforeEach(async () => {
  await test.running.runDueJobs()
  mailServer.received.length = 0
  admin.setConfig({ realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
  realm = await test.createRealm({
    smtpServer: mailServer.settings(),
    displayName: 'Acme',
    eventsEnabled: true,
    adminEventsEnabled: true,
  })
  await addClient(test, realm, 'app', { baseUrl: 'https://app.test/' })
  user = await addUser(test, realm, { emailVerified: false })
  admin.setConfig({ realmName: realm.realm.name })
})
afterAll(async () => {
  await test.stop()
  await mailServer.close()
})

const stored = async () => {
  const found = await findUserById(test.server.storage, realm.realm.id, user.id)
  if (!found) throw new Error('The user is gone')
  return found
}
async function mailedLink(): Promise<string> {
  await test.running.runDueJobs()
  return mailServer.link()
}
const askFor = (actions: string[], more = {}) =>
  admin.users.executeActionsEmail({ id: user.id, actions: actions as RequiredActionAlias[], ...more })
const json = 'application/json'
const newPassword = 'another horse battery'

/** Opens a link and agrees. */
async function proceed(browser: Browser, link: string) {
  const page = await browser.request(link)
  expect(page.statusCode).toBe(200)
  return browser.request(formAction(page), { key: keyOf(link), proceed: 'true' })
}
const keyOf = (link: string) => new URL(link).searchParams.get('key') ?? ''
const choosePassword = (browser: Browser, page: Awaited<ReturnType<Browser['request']>>, typed = newPassword) =>
  browser.request(formAction(page), { 'password-new': typed, 'password-confirm': typed })
async function canSignIn(typed: string): Promise<boolean> {
  const browser = new Browser(test)
  const answer = await browser.submitPassword(await browser.authorize(realm), 'ada', typed)
  return answer.headers.location?.startsWith(redirectUri) ?? false
}
const eventTypes = async () =>
  (await listEvents(test.server.storage, realm.realm.id, {}, { first: 0, max: 100 })).map(({ type, error }) => [
    type,
    error,
  ])

describe('a link that an administrator mails', () => {
  it('asks before anything happens, then leads through what is asked, signs nobody in, and works once', async () => {
    await askFor(['UPDATE_PASSWORD'], { clientId: 'app', redirectUri, lifespan: 3600 })
    const link = await mailedLink()
    expect(mailServer.received[0]?.mail.text).toContain('choose a new password')
    expect(mailServer.received[0]?.mail.text).toContain('1 hour')
    const browser = new Browser(test)
    const asked = await browser.request(link, undefined, json)
    expect(asked.json()).toMatchObject({ id: 'info', data: { requiredActions: ['Update Password'] } })
    expect((await stored()).emailVerified).toBe(false)
    const form = await proceed(browser, link)
    expect(form.body).toContain('kc-passwd-update-form')
    const done = await choosePassword(browser, form)
    expect(done.body).toContain('Your account has been updated.')
    expect(done.body).toContain(`href="${redirectUri}"`)
    expect(browser.cookieNames).not.toContain('KEYCLOAK_IDENTITY')
    expect(await listUserSessions(test.server.storage, realm.realm.id, user.id)).toEqual([])
    expect((await stored()).emailVerified).toBe(true)
    expect(await canSignIn(password)).toBe(false)
    expect(await canSignIn(newPassword)).toBe(true)
    const again = await new Browser(test).request(link)
    expect(again.statusCode).toBe(400)
    expect(again.body).toContain('Action expired.')
    expect(await eventTypes()).toEqual(
      expect.arrayContaining([
        ['EXECUTE_ACTIONS', undefined],
        ['EXECUTE_ACTION_TOKEN_ERROR', 'expired_code'],
      ]),
    )
  })

  it('can be opened again while its actions are not done; the one who opened it before is left outside', async () => {
    await askFor(['UPDATE_PASSWORD'])
    const link = await mailedLink()
    const first = new Browser(test)
    const second = new Browser(test)
    const firstForm = await proceed(first, link)
    const secondForm = await proceed(second, link)
    const late = await choosePassword(first, firstForm, 'too late to choose it')
    expect(late.statusCode).toBe(400)
    expect(await canSignIn('too late to choose it')).toBe(false)
    expect((await choosePassword(second, secondForm)).body).toContain('Your account has been updated.')
    expect(await canSignIn(newPassword)).toBe(true)
  })

  it('gets one of many to its end, who all proceed at once', async () => {
    await askFor(['UPDATE_PASSWORD'])
    const link = await mailedLink()
    const forms = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const browser = new Browser(test)
        return { browser, form: await browser.request(new URL(link).pathname, { key: keyOf(link) }) }
      }),
    )
    const ends = await Promise.all(
      forms.map(({ browser, form }, index) => choosePassword(browser, form, `a long password ${index}`)),
    )
    expect(ends.filter(({ body }) => body.includes('Your account has been updated.'))).toHaveLength(1)
  })

  it('verifies an address by proceeding alone', async () => {
    await admin.users.sendVerifyEmail({ id: user.id, clientId: 'app' })
    const link = await mailedLink()
    expect(mailServer.received[0]?.mail.subject).toBe('Verify your email')
    const done = await proceed(new Browser(test), link)
    expect(done.body).toContain('Your email address has been verified.')
    expect((await stored()).emailVerified).toBe(true)
    expect((await new Browser(test).request(link)).statusCode).toBe(400)
  })

  it('resets a password by reset-password-email', async () => {
    const token = await test.adminToken()
    const url = `/admin/realms/${realm.realm.name}/users/${user.id}/reset-password-email`
    expect((await test.inject({ method: 'PUT', url, token })).statusCode).toBe(204)
    const browser = new Browser(test)
    await choosePassword(browser, await proceed(browser, await mailedLink()))
    expect(await canSignIn(newPassword)).toBe(true)
  })

  it('is an admin event', async () => {
    await askFor(['UPDATE_PASSWORD'])
    const [event] = await admin.realms.findAdminEvents({ realm: realm.realm.name })
    expect(event).toMatchObject({
      operationType: 'ACTION',
      resourceType: 'USER',
      resourcePath: `users/${user.id}/execute-actions-email`,
    })
  })

  const refusals: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ['an unknown action', () => askFor(['NOPE']), 'Provided invalid required actions'],
    ['a redirect without a client', () => askFor([], { redirectUri }), 'Client id missing'],
    ['an unknown client', () => askFor([], { clientId: 'nope' }), "Client doesn't exist"],
    [
      'a foreign redirect',
      () => askFor([], { clientId: 'app', redirectUri: 'https://evil.test' }),
      'Invalid redirect uri.',
    ],
    [
      'an unknown client of send-verify-email',
      () => admin.users.sendVerifyEmail({ id: user.id, clientId: 'x' }),
      "Client doesn't exist",
    ],
  ]
  it.each(refusals)('is refused for %s', async (_case, ask, errorMessage) => {
    await expect(ask()).rejects.toMatchObject({ response: { status: 400 }, responseData: { errorMessage } })
    await test.running.runDueJobs()
    expect(mailServer.received).toEqual([])
  })

  it('is refused for users without an address, disabled ones, and realms without a mail server', async () => {
    await admin.users.update({ id: user.id }, { enabled: false })
    await expect(askFor([])).rejects.toMatchObject({ responseData: { errorMessage: 'User is disabled' } })
    const bare = await addUser(test, realm, { username: 'bare', email: undefined })
    await expect(admin.users.sendVerifyEmail({ id: bare.id })).rejects.toMatchObject({
      responseData: { errorMessage: 'User email missing' },
    })
    await admin.users.update({ id: user.id }, { enabled: true })
    await admin.realms.update({ realm: realm.realm.name }, { smtpServer: {} })
    await expect(askFor([])).rejects.toMatchObject({ response: { status: 500 } })
    await expect(admin.users.sendVerifyEmail({ id: user.id })).rejects.toMatchObject({
      response: { status: 500 },
      responseData: { errorMessage: 'Failed to send verify email' },
    })
  })
})

describe('a link that must not work', () => {
  const open = async (link: string) => {
    const browser = new Browser(test)
    const shown = await browser.request(link)
    const posted = await browser.request(new URL(link).pathname, { key: keyOf(link) })
    return [shown.statusCode, posted.statusCode]
  }

  it('is expired', async () => {
    await askFor(['UPDATE_PASSWORD'], { lifespan: 60 })
    const link = await mailedLink()
    await test.clock.advance(60_000)
    expect(await open(link)).toEqual([400, 400])
  })

  it('is changed by one character, cut short, or nothing', async () => {
    await askFor(['UPDATE_PASSWORD'])
    const link = new URL(await mailedLink())
    const key = keyOf(link.href)
    const [header = '', payload = '', signature = ''] = key.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody' })).toString('base64url')
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
    for (const bad of [key.slice(0, -2), `${header}.${forged}.${signature}`, `${none}.${payload}.`, 'x', '']) {
      link.searchParams.set('key', bad)
      expect(await open(link.href)).toEqual([400, 400])
    }
  })

  it('is a token of another kind, signed by the same key', async () => {
    const browser = new Browser(test)
    const code = (await browser.signIn(realm)).get('code') ?? ''
    const answer = await test.inject({
      method: 'POST',
      url: `/realms/${realm.realm.name}/protocol/openid-connect/token`,
      form: { grant_type: 'authorization_code', code, redirect_uri: redirectUri },
      headers: { authorization: `Basic ${Buffer.from('app:S3cret%2Bof%2Fthe%20application').toString('base64')}` },
    })
    const refresh = String(answer.json()['refresh_token'])
    expect(refresh.split('.')).toHaveLength(3)
    const link = `${test.url}/realms/${realm.realm.name}/login-actions/action-token?key=${refresh}`
    expect(await open(link)).toEqual([400, 400])
  })

  it('is of another realm', async () => {
    await askFor(['UPDATE_PASSWORD'])
    const link = await mailedLink()
    const other = await test.createRealm()
    expect(await open(link.replace(`/realms/${realm.realm.name}/`, `/realms/${other.realm.name}/`))).toEqual([400, 400])
  })

  it('was sent to an address that the user has no more', async () => {
    await askFor(['UPDATE_PASSWORD'])
    const link = await mailedLink()
    const current = await currentRealm(test, realm)
    const before = await stored()
    await transact(test.server.storage, (tx) => updateUser(tx, current, before, { email: 'new@example.org' }))
    expect(await open(link)).toEqual([400, 400])
  })

  it('is of a user who is disabled or gone, or of a client that is disabled', async () => {
    await askFor(['UPDATE_PASSWORD'], { clientId: 'app' })
    const link = await mailedLink()
    const [client] = await admin.clients.find({ clientId: 'app' })
    await admin.clients.update({ id: client?.id ?? '' }, { ...client, enabled: false })
    expect(await open(link)).toEqual([400, 400])
    await admin.clients.update({ id: client?.id ?? '' }, { ...client, enabled: true })
    await admin.users.update({ id: user.id }, { enabled: false })
    expect(await open(link)).toEqual([400, 400])
    await admin.users.del({ id: user.id })
    expect(await open(link)).toEqual([400, 400])
  })
})

describe('the required action VERIFY_EMAIL', () => {
  const demand = () => admin.realms.update({ realm: realm.realm.name }, { verifyEmail: true })

  it('mails a link once, shows where to look, and goes on in the same tab when the link is opened there', async () => {
    await demand()
    const browser = new Browser(test)
    const shown = await browser.submitPassword(await browser.authorize(realm))
    expect(shown.body).toContain('ada@example.org')
    expect(shown.body).toContain('kc-verify-email-form')
    const link = await mailedLink()
    const seen = await browser.request(String(formAction(shown)).replace(/session_code=[^&]*&/, ''))
    expect(seen.statusCode).toBe(200)
    await test.running.runDueJobs()
    expect(mailServer.received).toHaveLength(1)
    const done = await browser.request(link)
    expect(done.headers.location).toMatch(/^https:\/\/app\.test\/cb\?.*code=/)
    expect((await stored()).emailVerified).toBe(true)
    expect(await eventTypes()).toEqual(
      expect.arrayContaining([
        ['SEND_VERIFY_EMAIL', undefined],
        ['VERIFY_EMAIL', undefined],
        ['LOGIN', undefined],
      ]),
    )
  })

  it('is done by the link in another browser, which signs nobody in there', async () => {
    await demand()
    const browser = new Browser(test)
    const shown = await browser.submitPassword(await browser.authorize(realm))
    const phone = new Browser(test)
    expect((await proceed(phone, await mailedLink())).body).toContain('Your email address has been verified.')
    expect(phone.cookieNames).not.toContain('KEYCLOAK_IDENTITY')
    const done = await browser.request(formAction(shown), { resend: 'true' })
    expect(done.headers.location).toMatch(/^https:\/\/app\.test\/cb\?/)
  })

  it('mails again when asked to, within bounds', async () => {
    await demand()
    const browser = new Browser(test)
    let page = await browser.submitPassword(await browser.authorize(realm))
    for (let turn = 0; turn < 6; turn++) page = await browser.request(formAction(page), { resend: 'true' })
    expect(page.body).toContain('Too many emails')
    await test.running.runDueJobs()
    // One mail server takes four at once from a node; what found no place comes a little later.
    await test.clock.advance(5_000)
    await test.running.runDueJobs()
    expect(mailServer.received).toHaveLength(5)
  })

  it('lets nobody past who has not opened the link', async () => {
    await demand()
    const browser = new Browser(test)
    const shown = await browser.submitPassword(await browser.authorize(realm))
    const tried = await browser.request(formAction(shown), { emailVerified: 'true' })
    expect(tried.statusCode).toBe(200)
    expect(tried.body).toContain('kc-verify-email-form')
    expect((await stored()).emailVerified).toBe(false)
  })
})
