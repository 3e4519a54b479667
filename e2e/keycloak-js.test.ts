import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import KcAdminClient from '@keycloak/keycloak-admin-client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, signIn } from './fixture/chromium.ts'
import {
  administrator,
  newServerPlace,
  type RunningServer,
  type ServerPlace,
  startBuiltServer,
} from './fixture/running-server.ts'

const grace = { username: 'grace', password: 'Compiler-A-0-System' } as const

/** A single-page application with the real keycloak-js; `window.keycloak` is there once `init` has ended. */
const page = (serverUrl: string) => `<!doctype html><title>app</title><script type="module">
import Keycloak from '/keycloak.js'
const keycloak = new Keycloak({ url: ${JSON.stringify(serverUrl)}, realm: 'spa', clientId: 'spa' })
const options = location.pathname === '/silent'
  ? { onLoad: 'check-sso', silentCheckSsoRedirectUri: location.origin + '/silent-check-sso.html' }
  : { onLoad: 'login-required' }
await keycloak.init({ ...options, pkceMethod: 'S256', checkLoginIframeInterval: 1 })
window.keycloak = keycloak
</script>`

const silentPage = '<!doctype html><script>parent.postMessage(location.href, location.origin)</script>'

describe('keycloak-js', () => {
  let place: ServerPlace
  let server: RunningServer
  let application: Server
  let origin: string
  let browser: Browser

  beforeAll(async () => {
    place = await newServerPlace()
    server = await startBuiltServer(place)
    const library = await readFile(join(dirname(createRequire(import.meta.url).resolve('keycloak-js')), 'keycloak.js'))
    application = createServer((request, response) => {
      const isScript = request.url === '/keycloak.js'
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
      response.end(isScript ? library : request.url?.startsWith('/silent-check') ? silentPage : page(server.url))
    })
    await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve))
    origin = `http://localhost:${(application.address() as AddressInfo).port}`

    const admin = new KcAdminClient({ baseUrl: server.url, realmName: 'master' })
    await admin.auth({ ...administrator, grantType: 'password', clientId: 'admin-cli' })
    await admin.realms.create({ realm: 'spa', enabled: true })
    admin.setConfig({ realmName: 'spa' })
    await admin.clients.create({
      clientId: 'spa',
      publicClient: true,
      redirectUris: [`${origin}/*`],
      webOrigins: ['+'],
      attributes: { 'post.logout.redirect.uris': '+' },
    })
    const { id } = await admin.users.create({
      username: grace.username,
      email: 'grace@example.org',
      firstName: 'Grace',
      lastName: 'Hopper',
      enabled: true,
    })
    await admin.users.resetPassword({ id, credential: { type: 'password', value: grace.password, temporary: false } })
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    application?.close()
    await server?.stop()
    await place?.remove()
  })

  it('signs in, reads the profile, renews the token, keeps SSO for silent checks, and signs out', async () => {
    const context = await browser.newContext()
    const tab = await context.newPage()
    await tab.goto(`${origin}/app`)
    await signIn(tab, grace)
    await tab.waitForFunction('window.keycloak')
    expect(await tab.evaluate('keycloak.authenticated')).toBe(true)
    expect(await tab.evaluate('keycloak.tokenParsed.preferred_username')).toBe('grace')
    expect(await tab.evaluate('keycloak.loadUserInfo()')).toMatchObject({ name: 'Grace Hopper' })
    expect(await tab.evaluate('keycloak.loadUserProfile()')).toMatchObject({
      username: 'grace',
      email: 'grace@example.org',
    })
    expect(await tab.evaluate('keycloak.updateToken(-1)')).toBe(true)

    const second = await context.newPage()
    await second.goto(`${origin}/silent`)
    await second.waitForFunction('window.keycloak')
    expect(await second.evaluate('keycloak.authenticated')).toBe(true)
    await second.close()

    await tab.evaluate(`void keycloak.logout({ redirectUri: '${origin}/silent' })`)
    await tab.waitForURL(`${origin}/silent`)
    await tab.waitForFunction('window.keycloak')
    expect(await tab.evaluate('keycloak.authenticated')).toBe(false)
    await context.close()
  })
})
