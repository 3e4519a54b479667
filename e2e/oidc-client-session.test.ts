import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium, signIn } from './fixture/chromium.ts'
import { type ExpressApplication, startExpress } from './fixture/express-application.ts'
import { ada, type JudgedRealm, startJudgedRealm } from './fixture/judged-realm.ts'

/** oidc-client-ts as it is published for browsers. */
const library = readFileSync(
  join(dirname(fileURLToPath(import.meta.resolve('oidc-client-ts'))), '../browser/oidc-client-ts.min.js'),
)

let realm: JudgedRealm
let notes: ExpressApplication
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  realm = await startJudgedRealm()
  notes = await startExpress()
  notes.app.get('/oidc-client.js', (_request, response) => void response.type('text/javascript').send(library))
  notes.app.get('/silent.html', (_request, response) => void response.send(silentPage))
  notes.app.get('/{*any}', (_request, response) => void response.send(applicationPage()))
  await realm.admin.clients.create({
    clientId: 'notes',
    publicClient: true,
    redirectUris: [`${notes.url}/*`],
    webOrigins: ['+'],
    attributes: { 'post.logout.redirect.uris': '+' },
  })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await notes?.stop()
  await realm?.stop()
})
beforeEach(async () => {
  context = await browser.newContext()
  page = await context.newPage()
})
afterEach(() => context.close())

const silentPage = `<!doctype html><script src="/oidc-client.js"></script><script type="module">
const { UserManager } = oidc
await new UserManager({ authority: '', client_id: '', redirect_uri: '' }).signinSilentCallback()
</script>`

function applicationPage(): string {
  const settings = {
    authority: realm.issuer,
    client_id: 'notes',
    redirect_uri: `${notes.url}/callback`,
    silent_redirect_uri: `${notes.url}/silent.html`,
    post_logout_redirect_uri: `${notes.url}/`,
    scope: 'openid profile email',
    loadUserInfo: true,
    monitorSession: true,
    checkSessionIntervalInSeconds: 1,
    automaticSilentRenew: false,
  }
  return `<!doctype html><title>Notes</title><p id="state">starting</p>
<script src="/oidc-client.js"></script><script type="module">
const { UserManager } = oidc
const manager = new UserManager(${JSON.stringify(settings)})
window.manager = manager
const show = (text) => (document.getElementById('state').textContent = text)
manager.events.addUserSignedOut(() => show('signed out elsewhere'))
try {
  if (location.pathname === '/callback') {
    await manager.signinCallback()
    history.replaceState({}, '', '/')
  }
  const user = await manager.getUser()
  show(user ? 'in ' + user.profile.preferred_username : 'out')
} catch (error) {
  show('failed ' + error.message)
}
</script>`
}

const shows = (wanted: string) =>
  page.waitForFunction((text) => document.getElementById('state')?.textContent === text, wanted)

async function signInAtApplication(): Promise<void> {
  await page.goto(`${notes.url}/`)
  await shows('out')
  await page.evaluate('void manager.signinRedirect()')
  await signIn(page, ada)
  await page.waitForURL(`${notes.url}/`)
  await shows('in ada')
}

describe('oidc-client-ts', () => {
  test('signs in by code and PKCE, and joins userinfo to the profile', async () => {
    await signInAtApplication()
    expect(await page.evaluate('manager.getUser().then((user) => user.profile)')).toMatchObject({
      name: 'Ada Lovelace',
      email: 'ada@example.org',
      email_verified: true,
    })
  })

  test('renews by refresh token', async () => {
    await signInAtApplication()
    const before = await page.evaluate('manager.getUser().then((user) => user.access_token)')
    const after = await page.evaluate('manager.signinSilent().then((user) => user.access_token)')
    expect(after).not.toBe(before)
  })

  test('finds the session by a hidden frame when it has no token', async () => {
    await signInAtApplication()
    await page.evaluate('manager.removeUser()')
    const name = await page.evaluate('manager.signinSilent().then((user) => user.profile.preferred_username)')
    expect(name).toBe('ada')
  })

  test('revokes its tokens', async () => {
    await signInAtApplication()
    const token = await page.evaluate<string>('manager.getUser().then((user) => user.refresh_token)')
    await page.evaluate('manager.revokeTokens(["refresh_token"])')
    const answer = await fetch(`${realm.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', client_id: 'notes', refresh_token: token }),
    })
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' })
  })

  test('notices by the session frame that somebody signed out, and signs out itself', async () => {
    await signInAtApplication()
    const address = await page.evaluate<string>(
      'manager.getUser().then((user) => manager.metadataService.getEndSessionEndpoint().then((url) => url + "?id_token_hint=" + user.id_token))',
    )
    const other = await context.newPage()
    await other.goto(address)
    await shows('signed out elsewhere')
    await page.evaluate('void manager.signinRedirect()')
    await signIn(page, ada)
    await page.waitForURL(`${notes.url}/`)
    await shows('in ada')
    await page.evaluate('void manager.signoutRedirect()')
    await page.waitForURL(`${notes.url}/`)
    await shows('out')
  })
})
