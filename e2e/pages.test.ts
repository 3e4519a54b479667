import KcAdminClient from '@keycloak/keycloak-admin-client'
import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Application, startApplication } from './fixture/application.ts'
import { launchChromium, signIn } from './fixture/chromium.ts'
import { inspectPage } from './fixture/inspect-page.ts'
import {
  administrator,
  newServerPlace,
  type RunningServer,
  type ServerPlace,
  startBuiltServer,
} from './fixture/running-server.ts'
import { type WatchedContext, watchedContext } from './fixture/watched-context.ts'

const realm = 'acme'
const password = 'Analytical-Engine-1'

let place: ServerPlace
let server: RunningServer
let application: Application
let browser: Browser
let admin: KcAdminClient
let watched: WatchedContext
let page: Page

beforeAll(async () => {
  place = await newServerPlace()
  ;[server, browser, application] = await Promise.all([
    startBuiltServer({ ...place, withoutAdministrator: true }),
    launchChromium(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']),
    startApplication(),
  ])
})
afterAll(async () => {
  await browser?.close()
  await application?.stop()
  await server?.stop()
  await place?.remove()
})
beforeEach(async () => {
  watched = await watchedContext(browser, [server.url, application.url], { serviceWorkers: 'block' })
  page = watched.page
})
afterEach(async () => {
  await watched.context.close()
  expect(watched.problems()).toEqual([])
})

/** Judges the page; goes on with the test whatever it finds, so that one run shows all. */
const expectGood = async (name: string) => expect.soft(await inspectPage(page, name)).toEqual([])

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()

function authorizationUrl(clientId: string, redirectUri = application.redirectUri): string {
  const query = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid' }
  return `${server.url}/realms/${realm}/protocol/openid-connect/auth?${new URLSearchParams(query)}`
}

async function openLogin(username?: string, clientId = 'shop'): Promise<void> {
  await page.goto(authorizationUrl(clientId))
  if (username) await signIn(page, { username, password })
}

test('the welcome page', async () => {
  await page.goto(server.url)
  await page.locator('#username').waitFor()
  await expectGood('welcome')
  await page.fill('#username', administrator.username)
  await page.fill('#password', administrator.password)
  await page.fill('#passwordConfirmation', 'something else')
  watched.expectRefusal(400, /\/welcome$/)
  await page.getByRole('button').last().click()
  await page.getByText("Password confirmation doesn't match.").waitFor()
  await expectGood('welcome-refused')
  await page.fill('#password', administrator.password)
  await page.fill('#passwordConfirmation', administrator.password)
  watched.expectRefusal(503, /console/)
  await page.getByRole('button').last().click()
  await page.waitForURL(`${server.url}/admin/master/console/**`)

  admin = new KcAdminClient({ baseUrl: server.url, realmName: 'master' })
  await admin.auth({ ...administrator, grantType: 'password', clientId: 'admin-cli' })
  await admin.realms.create({ realm, displayName: 'Acme Observatories of Great Britain and Ireland', enabled: true })
  admin.setConfig({ realmName: realm })
  const client = { publicClient: true, directAccessGrantsEnabled: true, redirectUris: [application.redirectUri] }
  await admin.clients.create({ ...client, clientId: 'shop', name: 'The shop' })
  await admin.clients.create({ ...client, clientId: 'asking', name: 'Telescope sharing', consentRequired: true })
  await addUser('ada', 'Ada', 'Lovelace')
  await addUser('forced', 'Mary', 'Somerville', ['UPDATE_PASSWORD'])
  await addUser('second', 'Caroline', 'Herschel', ['CONFIGURE_TOTP'])
})

async function addUser(username: string, firstName: string, lastName: string, requiredActions: string[] = []) {
  const credentials = [{ type: 'password', value: password, temporary: false }]
  const email = `${username}@example.org`
  return admin.users.create({ username, firstName, lastName, email, enabled: true, credentials, requiredActions })
}

describe('login pages', () => {
  test('login, and again after a wrong password', async () => {
    await openLogin()
    await expectGood('login')
    await signIn(page, { username: 'ada', password: 'wrong' })
    await page.getByText('Invalid username or password.').waitFor()
    await expectGood('login-refused')
  })

  test('update password', async () => {
    await openLogin('forced')
    await page.locator('#password-new').waitFor()
    await expectGood('update-password')
  })

  test('set-up of a one-time code, then the code', async () => {
    await application.connect({ issuer: `${server.url}/realms/${realm}`, clientId: 'shop' })
    await page.goto(application.url)
    await signIn(page, { username: 'second', password })
    await page.locator('#totp').waitFor()
    await expectGood('configure-totp')
    await page.locator('#mode-manual').click()
    const secret = ((await page.locator('#kc-totp-secret-key').textContent()) ?? '').replaceAll(/\s/g, '')
    await expectGood('configure-totp-manual')
    await page.fill('#totp', new TOTP({ secret: Secret.fromBase32(secret) }).generate())
    await page.locator('#saveTOTPBtn').click()
    await page.getByRole('heading', { name: 'Signed in' }).waitFor()

    await page.context().clearCookies()
    await openLogin('second')
    await page.locator('#otp').waitFor()
    await expectGood('otp')
  })

  test('consent', async () => {
    await openLogin('ada', 'asking')
    await page.locator('#kc-login').waitFor()
    await page.getByText('Telescope sharing').first().waitFor()
    await expectGood('consent')
  })

  test('an error', async () => {
    watched.expectRefusal(400, /protocol\/openid-connect\/auth/)
    await page.goto(authorizationUrl('shop', 'https://elsewhere.test/'))
    await heading(/./)
    await expectGood('error')
  })
})

describe('the authenticator', () => {
  test('without an account: home, scan, a link pasted, a link that is not known', async () => {
    await page.goto(`${server.url}/authenticator/`)
    await page.getByRole('heading', { name: 'No accounts yet' }).waitFor()
    await expectGood('authenticator-home-empty')
    await page.getByRole('link', { name: 'Scan QR code' }).click()
    await page.getByText('Point the camera at the code in the portal.').waitFor()
    await expectGood('authenticator-scan')
    await page.getByRole('button', { name: 'Paste a link instead' }).click()
    await page.getByRole('textbox', { name: 'Link' }).waitFor()
    await expectGood('authenticator-paste-link')
    watched.expectRefusal(404, /enrolments\/scan$/)
    const query = { server: server.url, realm, token: 'a-token-that-nobody-ever-issued' }
    await page.getByRole('textbox', { name: 'Link' }).fill(`${server.url}/authenticator/#${new URLSearchParams(query)}`)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'This code is not known' }).waitFor()
    await expectGood('authenticator-unknown-code')
  })

  test('with an account: enrolment, home, account, remove', async () => {
    await page.goto(await inviteDevice('ada'))
    await page.getByLabel('Password', { exact: true }).fill(password)
    await expectGood('authenticator-enrol')
    await page.getByRole('button', { name: 'Add account' }).click()
    await page.getByRole('heading', { name: 'Account added' }).waitFor()
    await expectGood('authenticator-added')
    await page.getByRole('link', { name: 'Done' }).click()
    await page.getByText('Active').waitFor()
    await expectGood('authenticator-home')
    await page.getByText('Ada Lovelace').click()
    await page.getByLabel('Device name').waitFor()
    await expectGood('authenticator-account')
    await page.getByRole('button', { name: 'Remove account' }).click()
    await page.getByRole('dialog').waitFor()
    await expectGood('authenticator-remove')
  })
})

/** The link in the QR code of the portal, asked for as the portal does. */
async function inviteDevice(username: string): Promise<string> {
  const form = { grant_type: 'password', client_id: 'shop', username, password }
  const token = await fetch(`${server.url}/realms/${realm}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const { access_token } = (await token.json()) as { access_token: string }
  const invitation = await fetch(`${server.url}/realms/${realm}/account/ztrust/device-enrolments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}` },
  })
  return ((await invitation.json()) as { link: string }).link
}
