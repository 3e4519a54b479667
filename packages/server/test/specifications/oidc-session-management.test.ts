import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import {
  addClient,
  addUser,
  answerOf,
  Browser,
  claimsOf,
  endpointOf,
  post,
  redirectUri,
} from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
}
let world: World

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm()
  await addClient(server, realm, 'app', { webOrigins: ['https://app.test'] })
  await addClient(server, realm, 'hidden', { attributes: { 'exclude.session.state.from.auth.response': 'true' } })
  await addUser(server, realm)
  world = { server, realm }
})
afterAll(() => world.server.stop())

const frame = ({ server, realm }: World) => server.inject({ url: endpointOf(realm, 'login-status-iframe.html') })
const init =
  (clientId: string, origin: string) =>
  ({ server, realm }: World) =>
    server.inject({
      url: `${endpointOf(realm, 'login-status-iframe.html/init')}?${new URLSearchParams({ client_id: clientId, origin })}`,
    })
const signIn =
  (parameters: Record<string, string> = {}) =>
  async ({ server, realm }: World) => {
    const browser = new Browser(server)
    return await browser.submitPassword(await browser.authorize(realm, parameters))
  }

describeMusts('OpenID Connect Session Management 1.0', () => world, [
  {
    section: '2',
    must: 'the answer to a sign-in has a session_state without spaces',
    request: signIn(),
    expected: { status: 303, redirect: { session_state: expect.stringMatching(/^[^\s]+$/) } },
  },
  {
    section: '2',
    must: 'the session_state is the session that tokens name',
    request: async (at) => {
      const answer = await signIn()(at)
      const parameters = answerOf(answer)
      const form = { grant_type: 'authorization_code', code: String(parameters.get('code')), redirect_uri: redirectUri }
      const tokens = (await post(at.server, at.realm, 'token', form)).json()
      expect(claimsOf(tokens.id_token)['sid']).toBe(parameters.get('session_state'))
      return answer
    },
    expected: { status: 303 },
  },
  {
    section: '2',
    must: 'a client may do without it',
    request: async (at) => {
      const answer = await signIn({ client_id: 'hidden' })(at)
      expect(answerOf(answer).has('session_state')).toBe(false)
      return answer
    },
    expected: { status: 303, redirect: { code: expect.any(String) } },
  },
  {
    section: '3.1',
    must: 'the metadata name the frame',
    request: ({ server, realm }) =>
      server.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` }),
    expected: { status: 200, body: { check_session_iframe: expect.stringMatching(/\/login-status-iframe\.html$/) } },
  },
  {
    section: '3.2',
    must: 'the frame may be loaded by pages of any client',
    request: frame,
    expected: { status: 200, headers: { 'content-security-policy': expect.stringContaining('frame-ancestors *') } },
  },
  {
    section: '3.2',
    must: 'the frame is not kept by caches',
    request: frame,
    expected: { status: 200, headers: { 'cache-control': expect.stringContaining('no-store') } },
  },
  {
    section: '3.2',
    must: 'the frame answers pages of an origin that the client has registered',
    request: init('app', 'https://app.test'),
    expected: { status: 204 },
  },
  {
    section: '3.2',
    must: 'the frame enforces that the caller has the origin of the client: another origin',
    request: init('app', 'https://evil.test'),
    expected: { status: 403 },
  },
  {
    section: '3.2',
    must: 'the frame enforces that the caller has the origin of the client: an unknown client',
    request: init('nobody', 'https://app.test'),
    expected: { status: 403 },
  },
  {
    section: '3.3',
    must: 'the state of the session stands where the script of the frame can read it, and is gone after the logout',
    request: async (at) => {
      const browser = new Browser(at.server)
      const last = await browser.submitPassword(await browser.authorize(at.realm))
      const cookie = last.cookies.find(({ name }) => name === 'KEYCLOAK_SESSION')
      expect(cookie?.httpOnly).toBeFalsy()
      expect(cookie?.value).toContain(answerOf(last).get('session_state'))
      const form = {
        grant_type: 'authorization_code',
        code: String(answerOf(last).get('code')),
        redirect_uri: redirectUri,
      }
      const { id_token: hint } = (await post(at.server, at.realm, 'token', form)).json<{ id_token: string }>()
      const answer = await browser.request(`${endpointOf(at.realm, 'logout')}?id_token_hint=${hint}`)
      expect(browser.cookieNames).not.toContain('KEYCLOAK_SESSION')
      return answer
    },
    expected: { status: 200 },
  },
])
