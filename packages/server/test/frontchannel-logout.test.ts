import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClientSettings } from '../src/model/client/client.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import {
  addClient,
  addUser,
  Browser,
  basic,
  claimsOf,
  endpointOf,
  formAction,
  post,
  redirectUri,
} from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
const bye = 'https://app.test/bye'

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm({ internationalizationEnabled: true, supportedLocales: ['en', 'de'] })
  const told = (url: string, more: Partial<ClientSettings> = {}, attributes: Record<string, string> = {}) => ({
    frontchannelLogout: true,
    ...more,
    attributes: { 'frontchannel.logout.url': url, ...attributes },
  })
  await addClient(server, realm, 'app', { attributes: { 'post.logout.redirect.uris': bye } })
  await addClient(server, realm, 'shop', told('https://shop.test/out?keep=1#part', { name: 'The <Shop>' }))
  await addClient(server, realm, 'plain', told('https://plain.test/out', {}, withoutSession))
  await addClient(server, realm, 'relative', told('/out', { rootUrl: 'https://relative.test' }))
  await addClient(server, realm, 'off', { ...told('https://off.test/out'), frontchannelLogout: false })
  await addClient(server, realm, 'script', told('javascript:alert(1)'))
  await addUser(server, realm)
})
afterAll(() => server.stop())

const withoutSession = { 'frontchannel.logout.session.required': 'false' }

/** Signs one browser in at all these clients; the ID token of the first. */
async function signIn(...clients: readonly string[]) {
  const browser = new Browser(server)
  const tokens = []
  for (const clientId of clients) {
    const code = String((await browser.signIn(realm, { client_id: clientId })).get('code'))
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
    tokens.push((await post(server, realm, 'token', form, basic(clientId))).json())
  }
  const hint = String(tokens[0].id_token)
  return { browser, hint, sid: String(claimsOf(hint)['sid']), accessToken: String(tokens[0].access_token) }
}
const logout = (browser: Browser, parameters: Record<string, string>, accept?: string) =>
  browser.request(`${endpointOf(realm, 'logout')}?${new URLSearchParams(parameters)}`, undefined, accept)
const isAlive = async (token: string) =>
  (await server.inject({ url: endpointOf(realm, 'userinfo'), token })).statusCode === 200

describe('the page of a logout', () => {
  test('loads the address of each application that asks for it, with issuer and session', async () => {
    const { browser, hint, sid, accessToken } = await signIn('app', 'shop', 'plain', 'relative', 'off', 'script')
    const parameters = { id_token_hint: hint, post_logout_redirect_uri: bye, state: 's' }
    const answer = await logout(browser, parameters, 'application/json')
    const issuer = encodeURIComponent(server.server.urls.realm(realm.realm.name))
    const form = answer.json()
    expect(form.id).toBe('frontchannel-logout')
    expect(form.data.clients.map(({ logoutUrl }: { logoutUrl: string }) => logoutUrl).toSorted()).toEqual([
      'https://plain.test/out',
      `https://relative.test/out?iss=${issuer}&sid=${sid}`,
      `https://shop.test/out?keep=1&iss=${issuer}&sid=${sid}#part`,
    ])
    expect(form.links).toEqual([{ name: 'continue', label: 'Continue', href: `${bye}?state=s` }])
    expect(await isAlive(accessToken)).toBe(false)
    expect(browser.cookieNames).not.toContain('KEYCLOAK_IDENTITY')
  })

  test('may frame these origins and no other, escapes names, and leads on without script', async () => {
    const { browser, hint } = await signIn('app', 'shop')
    const answer = await logout(browser, { id_token_hint: hint, post_logout_redirect_uri: bye })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-security-policy']).toContain('; frame-src https://shop.test;')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.body).toContain('The &lt;Shop&gt;')
    expect(answer.body).toMatch(/<iframe[^>]* src="https:\/\/shop\.test\/out\?keep=1&amp;iss=/)
    expect(answer.body).toContain(`href="${bye}"`)
  })

  test('leads nowhere when the application asked for nothing, and speaks its language', async () => {
    const { browser, hint } = await signIn('shop')
    const answer = await logout(browser, { id_token_hint: hint, ui_locales: 'de' }, 'application/json')
    expect(answer.json()).toMatchObject({ links: [], locale: 'de', title: 'Abmeldung läuft' })
  })

  test('comes after the confirmation too', async () => {
    const { browser } = await signIn('shop')
    const asked = await logout(browser, { client_id: 'app', post_logout_redirect_uri: bye, ui_locales: 'de' })
    expect(asked.body).toContain('lang="de"')
    const code = /name="session_code" value="([^"]+)"/.exec(asked.body)?.[1] ?? ''
    const form = { session_code: code, confirmLogout: 'true' }
    const answer = await browser.request(formAction(asked), form, 'application/json')
    expect(answer.json()).toMatchObject({ id: 'frontchannel-logout', locale: 'de', links: [{ href: bye }] })
  })

  test('is none where nobody asks for it, and none twice', async () => {
    const { browser, hint } = await signIn('app', 'off')
    const parameters = { id_token_hint: hint, post_logout_redirect_uri: bye }
    expect((await logout(browser, parameters)).headers.location).toBe(bye)
    const shop = await signIn('app', 'shop')
    expect((await logout(shop.browser, { ...parameters, id_token_hint: shop.hint })).statusCode).toBe(200)
    expect((await logout(shop.browser, { ...parameters, id_token_hint: shop.hint })).headers.location).toBe(bye)
  })
})
