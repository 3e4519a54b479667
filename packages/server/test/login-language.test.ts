import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addClient, endpointOf, redirectUri } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

describe('the language of the login pages', () => {
  let server: TestServer
  let authorization: string

  beforeAll(async () => {
    server = await testServer()
    const realm = await server.createRealm({ internationalizationEnabled: true, supportedLocales: ['en', 'de', 'fr'] })
    await addClient(server, realm, 'app')
    const query = new URLSearchParams({
      client_id: 'app',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: redirectUri,
    })
    authorization = `${endpointOf(realm, 'auth')}?${query}`
  })
  afterAll(() => server.stop())

  const languageOf = (page: LightMyRequestResponse) => /<html[^>]* lang="([^"]+)"/.exec(page.body)?.[1]
  const cookiesOf = (page: LightMyRequestResponse) =>
    page.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')

  async function failedSignIn(page: LightMyRequestResponse): Promise<LightMyRequestResponse> {
    const action = new URL(String(/action="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&')))
    const form = { username: 'nobody', password: 'wrong' }
    return server.inject({
      method: 'POST',
      url: action.pathname + action.search,
      form,
      headers: { cookie: cookiesOf(page) },
    })
  }

  it('is the one the application asked for, on every page of the sign-in', async () => {
    const page = await server.inject({ url: `${authorization}&ui_locales=xx%20de` })
    expect(languageOf(page)).toBe('de')
    expect(languageOf(await failedSignIn(page))).toBe('de')
  })

  it('is the one of the browser when nobody asks, and the one of the menu from then on', async () => {
    const headers = { 'accept-language': 'fr-CA,fr;q=0.9,en;q=0.5' }
    expect(languageOf(await server.inject({ url: authorization, headers }))).toBe('fr')
    const chosen = await server.inject({ url: `${authorization}&kc_locale=de`, headers })
    expect(languageOf(chosen)).toBe('de')
    const cookie = cookiesOf(chosen)
    expect(cookie).toContain('KEYCLOAK_LOCALE=de')
    expect(languageOf(await server.inject({ url: authorization, headers: { ...headers, cookie } }))).toBe('de')
  })

  it('is English where the realm has no other, whatever is asked', async () => {
    const realm = await server.createRealm()
    await addClient(server, realm, 'app')
    const url = authorization.replace(/realms\/[^/]+/, `realms/${realm.realm.name}`)
    expect(languageOf(await server.inject({ url: `${url}&kc_locale=de` }))).toBe('en')
  })
})
