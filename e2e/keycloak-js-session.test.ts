import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../packages/server/src/model/realm/realm-snapshot.ts'
import { addClient, addUser, password } from '../packages/server/test/fixture/oidc-application.ts'
import { type TestServer, testServer } from '../packages/server/test/fixture/test-server.ts'

/** An application of somebody else: keycloak-js as it is published, on an origin of its own. */
const library = readFileSync(fileURLToPath(import.meta.resolve('keycloak-js')))

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']

let server: TestServer
let realm: RealmSnapshot
let application: Server
let origin: string
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  application = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (path === '/keycloak.js') return response.setHeader('content-type', 'text/javascript').end(library)
    response.setHeader('content-type', 'text/html')
    if (path === '/silent.html')
      return response.end('<script>parent.postMessage(location.href, location.origin)</script>')
    return response.end(applicationPage())
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  application.listen(0, 'localhost', resolve)
  await promise
  origin = `http://localhost:${(application.address() as AddressInfo).port}`
  await addClient(server, realm, 'spa', {
    publicClient: true,
    redirectUris: [`${origin}/*`],
    webOrigins: ['+'],
    attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': '+' },
  })
  await addUser(server, realm)
  const executablePath = process.env['ZTRUST_TEST_CHROMIUM'] ?? '/usr/bin/chromium'
  browser = await chromium.launch({ executablePath, headless: true, args: flags })
})
afterAll(async () => {
  await browser?.close()
  application?.close()
  await server?.stop()
})
beforeEach(async () => {
  context = await browser.newContext()
  page = await context.newPage()
})
afterEach(() => context.close())

/** Puts what keycloak-js found out into the page; `?onLoad=` chooses how it starts. */
function applicationPage(): string {
  const config = JSON.stringify({ url: server.url, realm: realm.realm.name, clientId: 'spa' })
  return `<!doctype html><title>Application</title><p id="state">starting</p>
<script type="module">
import Keycloak from '/keycloak.js'
const keycloak = new Keycloak(${config})
window.keycloak = keycloak
const onLoad = new URLSearchParams(location.search).get('onLoad') ?? 'check-sso'
try {
  const isIn = await keycloak.init({ onLoad, pkceMethod: 'S256', checkLoginIframe: true, checkLoginIframeInterval: 1,
    silentCheckSsoRedirectUri: location.origin + '/silent.html' })
  document.getElementById('state').textContent = isIn ? 'in ' + keycloak.tokenParsed.preferred_username : 'out'
} catch (error) {
  document.getElementById('state').textContent = 'failed ' + (error?.message ?? JSON.stringify(error))
}
</script>`
}

const state = async (wanted: string) => {
  await page.waitForFunction(
    () => !['starting', undefined].includes(document.getElementById('state')?.textContent ?? undefined),
  )
  expect(await page.textContent('#state')).toBe(wanted)
}

async function signIn(): Promise<void> {
  await page.goto(`${origin}/?onLoad=login-required`)
  await page.fill('#username', 'ada')
  await page.fill('#password', password)
  await page.click('#kc-login')
  await page.waitForURL(`${origin}/**`)
  await state('in ada')
}

describe('the session of keycloak-js', () => {
  test('finds nobody signed in, without a page', async () => {
    await page.goto(`${origin}/`)
    await state('out')
  })

  test('signs in, renews the token, reads userinfo and profile', async () => {
    await signIn()
    const renewed = await page.evaluate('keycloak.updateToken(-1)')
    expect(renewed).toBe(true)
    expect(await page.evaluate('keycloak.loadUserInfo()')).toMatchObject({ email: 'ada@example.org' })
    expect(await page.evaluate('keycloak.hasRealmRole("offline_access")')).toBe(true)
  })

  test('finds the session again silently, in another tab', async () => {
    await signIn()
    page = await context.newPage()
    await page.goto(`${origin}/`)
    await state('in ada')
  })

  test('notices a logout in another tab by the session iframe', async () => {
    await signIn()
    const other = await context.newPage()
    const url = await page.evaluate<string>('keycloak.createLogoutUrl()')
    await other.goto(url)
    // The library forgets the tokens and, as it was told, asks for a sign-in again.
    await page.waitForSelector('#kc-form-login')
  })
})
