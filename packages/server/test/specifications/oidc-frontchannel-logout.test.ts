import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import {
  addClient,
  addUser,
  Browser,
  basic,
  claimsOf,
  endpointOf,
  post,
  redirectUri,
} from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

const bye = 'https://app.test/bye'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
}
let world: World

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm()
  await addClient(server, realm, 'app', { attributes: { 'post.logout.redirect.uris': bye } })
  await addClient(server, realm, 'told', {
    frontchannelLogout: true,
    attributes: { 'frontchannel.logout.url': 'https://told.test/out?keep=1' },
  })
  await addClient(server, realm, 'without-session', {
    frontchannelLogout: true,
    attributes: {
      'frontchannel.logout.url': 'https://without.test/out',
      'frontchannel.logout.session.required': 'false',
    },
  })
  await addUser(server, realm)
  world = { server, realm }
})
afterAll(() => world.server.stop())

async function signIn({ server, realm }: World, clients: readonly string[]) {
  const browser = new Browser(server)
  let hint = ''
  for (const clientId of clients) {
    const code = String((await browser.signIn(realm, { client_id: clientId })).get('code'))
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
    hint = (await post(server, realm, 'token', form, basic(clientId))).json<{ id_token: string }>().id_token
  }
  return { browser, hint }
}

/** A logout asked for by `app`, of a session in which these took part. */
const logout =
  (others: readonly string[], accept = 'application/json') =>
  async (at: World) => {
    const { browser, hint } = await signIn(at, [...others, 'app'])
    const query = new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: bye })
    return await browser.request(`${endpointOf(at.realm, 'logout')}?${query}`, undefined, accept)
  }
const frames = (...addresses: unknown[]) => ({
  status: 200,
  body: { data: { clients: addresses.map((logoutUrl) => ({ logoutUrl })) } },
})
const discovery = ({ server, realm }: World) =>
  server.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` })

describeMusts('OpenID Connect Front-Channel Logout 1.0', () => world, [
  {
    section: '2',
    must: 'the address of every client of the session is loaded in a frame',
    request: logout(['told', 'without-session']),
    expected: frames(expect.stringMatching(/^https:\/\/told\.test\/out/), 'https://without.test/out'),
  },
  {
    section: '2',
    must: 'parameters that the registered address has are kept',
    request: logout(['told']),
    expected: frames(expect.stringContaining('?keep=1&')),
  },
  {
    section: '2',
    must: 'the issuer goes with it',
    request: logout(['told']),
    expected: frames(expect.stringMatching(/[?&]iss=http[^&]+%2Frealms%2F[^&]+&sid=/)),
  },
  {
    section: '2',
    must: 'the session id goes with it, the same that ID tokens name',
    request: async (at) => {
      const { browser, hint } = await signIn(at, ['app', 'told'])
      const query = new URLSearchParams({ id_token_hint: hint })
      const answer = await browser.request(`${endpointOf(at.realm, 'logout')}?${query}`, undefined, 'application/json')
      expect(answer.body).toContain(`sid=${claimsOf(hint)['sid']}`)
      return answer
    },
    expected: { status: 200 },
  },
  {
    section: '2',
    must: 'iss and sid are left out for a client that does not require them',
    request: logout(['without-session']),
    expected: frames('https://without.test/out'),
  },
  {
    section: '2',
    must: 'who is not in the session is not told',
    request: logout([]),
    expected: { status: 302, headers: { location: bye } },
  },
  {
    section: '3',
    must: 'the browser goes to the post logout redirect URI afterwards',
    request: logout(['told']),
    expected: { status: 200, body: { links: [{ name: 'continue', href: bye }] } },
  },
  {
    section: '3',
    must: 'the page that holds the frames may frame the clients, and nobody else',
    request: logout(['told', 'without-session'], 'text/html'),
    expected: {
      status: 200,
      headers: {
        'content-security-policy': expect.stringContaining('; frame-src https://told.test https://without.test;'),
      },
    },
  },
  {
    section: '4',
    must: 'the page is not kept by caches',
    request: logout(['told'], 'text/html'),
    expected: { status: 200, headers: { 'cache-control': 'no-store' } },
  },
  {
    section: '3',
    must: 'the metadata say that it is supported',
    request: discovery,
    expected: { status: 200, body: { frontchannel_logout_supported: true } },
  },
  {
    section: '3',
    must: 'the metadata say that iss and sid can be passed',
    request: discovery,
    expected: { status: 200, body: { frontchannel_logout_session_supported: true } },
  },
])
