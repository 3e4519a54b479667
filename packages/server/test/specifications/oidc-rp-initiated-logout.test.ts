import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, addUser, Browser, endpointOf, formAction, post, redirectUri } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

const bye = 'https://app.test/bye'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
  readonly foreign: RealmSnapshot
}
let world: World

beforeAll(async () => {
  const server = await testServer()
  const prepare = async () => {
    const realm = await server.createRealm({ internationalizationEnabled: true, supportedLocales: ['en', 'de'] })
    await addClient(server, realm, 'app', { attributes: { 'post.logout.redirect.uris': `${bye}##${bye}?x=1` } })
    await addClient(server, realm, 'other', {})
    await addUser(server, realm)
    return realm
  }
  world = { server, realm: await prepare(), foreign: await prepare() }
})
afterAll(() => world.server.stop())

type Asked = Readonly<Record<string, string>>
type Tokens = Readonly<Record<'id_token' | 'access_token', string>>

async function signIn({ server, realm }: World, at = realm) {
  const browser = new Browser(server)
  const code = String((await browser.signIn(at)).get('code'))
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
  const tokens: Tokens = (await post(server, at, 'token', form)).json()
  return { browser, tokens }
}

const end = ({ realm }: World, browser: Browser, asked: Asked, accept?: string) =>
  browser.request(`${endpointOf(realm, 'logout')}?${new URLSearchParams(asked)}`, undefined, accept)

/** A logout by whoever is signed in; `ask` gets the tokens. */
const logout = (ask: (tokens: Tokens) => Asked, accept?: string) => async (at: World) => {
  const { browser, tokens } = await signIn(at)
  return await end(at, browser, ask(tokens), accept)
}
const hinted = (more: Asked = {}) => logout((tokens) => ({ id_token_hint: tokens.id_token, ...more }))
const page = (id: string) => ({ status: 200, body: { id } })

describeMusts('OpenID Connect RP-Initiated Logout 1.0', () => world, [
  {
    section: '2',
    must: 'the logout endpoint takes GET',
    request: hinted(),
    expected: { status: 200 },
  },
  {
    section: '2',
    must: 'the logout endpoint takes POST, with the parameters in a form',
    request: async (at) => {
      const { browser, tokens } = await signIn(at)
      const form = { id_token_hint: tokens.id_token, post_logout_redirect_uri: bye, state: 's' }
      return await browser.request(endpointOf(at.realm, 'logout'), form)
    },
    expected: { status: 303, headers: { location: `${bye}?state=s` } },
  },
  {
    section: '2',
    must: 'the provider ends the session: tokens of it are worth nothing',
    request: async (at) => {
      const { browser, tokens } = await signIn(at)
      await end(at, browser, { id_token_hint: tokens.id_token })
      return await at.server.inject({ url: endpointOf(at.realm, 'userinfo'), token: tokens.access_token })
    },
    expected: { status: 401 },
  },
  {
    section: '2',
    must: 'the provider ends the session: the browser is not signed in any more',
    request: async (at) => {
      const { browser, tokens } = await signIn(at)
      await end(at, browser, { id_token_hint: tokens.id_token })
      return await browser.authorize(at.realm, { prompt: 'none' })
    },
    expected: { status: 302, redirect: { error: 'login_required' } },
  },
  {
    section: '2',
    must: 'an ID token that has expired is taken as hint',
    request: async (at) => {
      const { browser, tokens } = await signIn(at)
      await at.server.clock.advance(1_200_000)
      return await end(at, browser, { id_token_hint: tokens.id_token, post_logout_redirect_uri: bye })
    },
    expected: { status: 302, headers: { location: bye } },
  },
  {
    section: '2',
    must: 'the provider validates that it issued the ID token: another realm did',
    request: async (at) => {
      const { tokens } = await signIn(at, at.foreign)
      return await logout(() => ({ id_token_hint: tokens.id_token }))(at)
    },
    expected: { status: 400 },
  },
  {
    section: '2',
    must: 'the provider validates that it issued the ID token: somebody changed it',
    request: logout(({ id_token }) => ({ id_token_hint: `${id_token.slice(0, -4)}AAAA` })),
    expected: { status: 400 },
  },
  {
    section: '2',
    must: 'only an ID token is a hint',
    request: logout(({ access_token }) => ({ id_token_hint: access_token })),
    expected: { status: 400 },
  },
  {
    section: '2',
    must: 'when client_id and id_token_hint are both there, the ID token was issued to that client',
    request: hinted({ client_id: 'other' }),
    expected: { status: 400 },
  },
  {
    section: '2',
    must: 'client_id names the client where there is no hint, or one that cannot name it',
    request: logout(() => ({ client_id: 'app', post_logout_redirect_uri: bye }), 'application/json'),
    expected: page('logout-confirm'),
  },
  {
    section: '2',
    must: 'without a hint the user is asked whether to log out',
    request: logout(() => ({}), 'application/json'),
    expected: page('logout-confirm'),
  },
  {
    section: '2',
    must: 'the user is asked when the hint is not of the current session',
    request: async (at) => {
      const other = await signIn(at)
      return await logout(() => ({ id_token_hint: other.tokens.id_token }), 'application/json')(at)
    },
    expected: page('logout-confirm'),
  },
  {
    section: '2',
    must: 'a logout_hint does no harm and proves nothing',
    request: logout(() => ({ logout_hint: 'ada' }), 'application/json'),
    expected: page('logout-confirm'),
  },
  {
    section: '2',
    must: 'ui_locales chooses the language of what is shown',
    request: logout(() => ({ ui_locales: 'de' }), 'application/json'),
    expected: { status: 200, body: { id: 'logout-confirm', locale: 'de' } },
  },
  {
    section: '2',
    must: 'after the confirmation the browser goes where it was asked to, with the state',
    request: async (at) => {
      const { browser } = await signIn(at)
      const asked = await end(at, browser, { client_id: 'app', post_logout_redirect_uri: bye, state: 'x' })
      const code = /name="session_code" value="([^"]+)"/.exec(asked.body)?.[1] ?? ''
      return await browser.request(formAction(asked), { session_code: code, confirmLogout: 'true' })
    },
    expected: { status: 303, headers: { location: `${bye}?state=x` } },
  },
  {
    section: '3',
    must: 'the browser is sent to a registered post_logout_redirect_uri',
    request: hinted({ post_logout_redirect_uri: bye }),
    expected: { status: 302, headers: { location: bye } },
  },
  {
    section: '3',
    must: 'state is passed back as it came',
    request: hinted({ post_logout_redirect_uri: bye, state: 'a b&c=d' }),
    expected: { status: 302, redirect: { state: 'a b&c=d' } },
  },
  {
    section: '3',
    must: 'a query that is part of the registered address stays',
    request: hinted({ post_logout_redirect_uri: `${bye}?x=1`, state: 's' }),
    expected: { status: 302, headers: { location: `${bye}?x=1&state=s` } },
  },
  {
    section: '3',
    must: 'post_logout_redirect_uri equals a registered one exactly: another host',
    request: hinted({ post_logout_redirect_uri: 'https://evil.test/bye' }),
    expected: { status: 400 },
  },
  {
    section: '3',
    must: 'post_logout_redirect_uri equals a registered one exactly: a longer query',
    request: hinted({ post_logout_redirect_uri: `${bye}?x=1&y=2` }),
    expected: { status: 400 },
  },
  {
    section: '3',
    must: 'a redirect URI is no post logout redirect URI unless it is registered as one',
    request: hinted({ post_logout_redirect_uri: redirectUri }),
    expected: { status: 400 },
  },
  {
    section: '3',
    must: 'nobody is redirected without knowing for which client',
    request: logout(() => ({ post_logout_redirect_uri: bye })),
    expected: { status: 400 },
  },
  {
    section: '3',
    must: 'state alone leads nowhere',
    request: hinted({ state: 'only' }),
    expected: { status: 200 },
  },
  {
    section: '4',
    must: 'a wrong request ends nothing',
    request: async (at) => {
      const { browser, tokens } = await signIn(at)
      await end(at, browser, { id_token_hint: tokens.id_token, post_logout_redirect_uri: 'https://evil.test/' })
      return await at.server.inject({ url: endpointOf(at.realm, 'userinfo'), token: tokens.access_token })
    },
    expected: { status: 200 },
  },
  {
    section: '2.1',
    must: 'the metadata name the end_session_endpoint',
    request: ({ server, realm }) =>
      server.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` }),
    expected: {
      status: 200,
      body: { end_session_endpoint: expect.stringMatching(/\/protocol\/openid-connect\/logout$/) },
    },
  },
])
