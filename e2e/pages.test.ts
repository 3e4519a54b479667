import KcAdminClient from '@keycloak/keycloak-admin-client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
let browser: Browser
let admin: KcAdminClient
let watched: WatchedContext
let page: Page

beforeAll(async () => {
  place = await newServerPlace()
  ;[server, browser] = await Promise.all([startBuiltServer({ ...place, withoutAdministrator: true }), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await place?.remove()
})
beforeEach(async () => {
  watched = await watchedContext(browser, [server.url], { serviceWorkers: 'block' })
  page = watched.page
})
afterEach(async () => {
  await watched.context.close()
  expect(watched.problems()).toEqual([])
})

/** Judges the page; goes on with the test whatever it finds, so that one run shows all. */
const expectGood = async (name: string) => expect.soft(await inspectPage(page, name)).toEqual([])

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()

function authorizationUrl(clientId: string, redirectUri = 'http://localhost:1/callback'): string {
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid',
  })
  return `${server.url}/realms/${realm}/protocol/openid-connect/auth?${query}`
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
  await page.getByRole('button').last().click()
  await page.waitForURL(`${server.url}/admin/master/console/**`)

  admin = new KcAdminClient({ baseUrl: server.url, realmName: 'master' })
  await admin.auth({ ...administrator, grantType: 'password', clientId: 'admin-cli' })
  await admin.realms.create({ realm, displayName: 'Acme Observatories of Great Britain and Ireland', enabled: true })
  admin.setConfig({ realmName: realm })
  const client = { publicClient: true, redirectUris: ['http://localhost:1/callback'] }
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
    await openLogin('second')
    await page.locator('#totp').waitFor()
    await expectGood('configure-totp')
  })

  test('consent', async () => {
    await openLogin('ada', 'asking')
    await page.locator('#kc-login').waitFor()
    await page.getByText('Telescope sharing').first().waitFor()
    await expectGood('consent')
  })

  test('an error', async () => {
    watched.expectRefusal(400, /protocol\/openid-connect\/auth/)
    await page.goto(authorizationUrl('shop', 'http://localhost:1/elsewhere'))
    await heading(/./)
    await expectGood('error')
  })
})
