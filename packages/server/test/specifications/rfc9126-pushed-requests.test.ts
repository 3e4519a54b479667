import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import {
  addClient,
  addUser,
  Browser,
  basic,
  endpointOf,
  post,
  redirectUri,
  secret,
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
  await addClient(server, realm, 'app', {})
  await addClient(server, realm, 'other', {})
  await addClient(server, realm, 'spa', { publicClient: true })
  await addClient(server, realm, 'pushing', { attributes: { 'require.pushed.authorization.requests': 'true' } })
  await addUser(server, realm)
  world = { server, realm }
})
afterAll(() => world.server.stop())

const request = { response_type: 'code', redirect_uri: redirectUri, scope: 'openid', state: 'pushed' }
type Form = Record<string, string>
const push = (form: Form, headers?: Form) => (at: World) =>
  post(at.server, at.realm, 'ext/par/request', { ...request, ...form }, headers)
const without = (name: keyof typeof request) => (at: World) => {
  const { [name]: _, ...rest } = request
  return post(at.server, at.realm, 'ext/par/request', rest)
}
const refused = (error: string, status = 400) => ({ status, body: { error } })

async function pushed(at: World, form: Form = {}, headers?: Form): Promise<string> {
  return String((await push(form, headers)(at)).json().request_uri)
}

/** The browser with a pushed request, and what it brings beside it. */
const bring =
  (change: (uri: string) => Form, form: Form = {}, headers?: Form) =>
  async (at: World) => {
    const query = new URLSearchParams(change(await pushed(at, form, headers)))
    return new Browser(at.server).request(`${endpointOf(at.realm, 'auth')}?${query}`)
  }

describeMusts('RFC 9126, pushed authorization requests', () => world, [
  {
    section: '2',
    must: 'the endpoint takes POST',
    request: (at) => at.server.inject({ url: endpointOf(at.realm, 'ext/par/request') }),
    expected: { status: 405 },
  },
  {
    section: '2',
    must: 'parameters come as a form',
    request: (at) =>
      at.server.inject({
        method: 'POST',
        url: endpointOf(at.realm, 'ext/par/request'),
        headers: { ...basic('app'), 'content-type': 'application/json' },
        payload: JSON.stringify(request),
      }),
    expected: { status: 415 },
  },
  {
    section: '2',
    must: 'clients authenticate as at the token endpoint: by HTTP Basic',
    request: push({}),
    expected: { status: 201 },
  },
  {
    section: '2',
    must: 'clients authenticate as at the token endpoint: by secret in the form',
    request: push({ client_id: 'app', client_secret: secret }, {}),
    expected: { status: 201 },
  },
  {
    section: '2',
    must: 'public clients name themselves',
    request: push({ client_id: 'spa' }, {}),
    expected: { status: 201 },
  },
  {
    section: '2.1 (1)',
    must: 'a client that does not authenticate is refused as at the token endpoint',
    request: push({}, basic('app', 'wrong')),
    expected: {
      status: 401,
      body: { error: 'unauthorized_client' },
      headers: { 'www-authenticate': expect.stringMatching(/^Basic /) },
    },
  },
  {
    section: '2.1 (1)',
    must: 'an unknown client is invalid_client',
    request: push({}, basic('nobody')),
    expected: refused('invalid_client', 401),
  },
  {
    section: '2.1 (1)',
    must: 'the client named in the form is the one that authenticates',
    request: push({ client_id: 'other' }),
    expected: refused('invalid_client', 401),
  },
  {
    section: '2.1 (2)',
    must: 'request_uri is not a parameter of a pushed request',
    request: push({ request_uri: 'urn:ietf:params:oauth:request_uri:x' }),
    expected: refused('invalid_request'),
  },
  {
    section: '2.1 (3)',
    must: 'the redirect URI has to be one of the client',
    request: push({ redirect_uri: 'https://evil.test/cb' }),
    expected: refused('invalid_request'),
  },
  {
    section: '2.1 (3)',
    must: 'the request is validated as at the authorization endpoint: response type',
    request: without('response_type'),
    expected: refused('invalid_request'),
  },
  {
    section: '2.1 (3)',
    must: 'the request is validated as at the authorization endpoint: scope',
    request: push({ scope: 'nonsense' }),
    expected: refused('invalid_scope'),
  },
  {
    section: '2.2',
    must: 'the answer is 201 with request_uri and a lifetime in seconds above 0',
    request: push({}),
    expected: {
      status: 201,
      headers: { 'content-type': expect.stringContaining('application/json'), 'cache-control': 'no-store' },
      body: { request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:.{22,}$/), expires_in: 60 },
    },
  },
  {
    section: '2.3',
    must: 'a request that is too large is 413',
    request: push({ unknown: 'x'.repeat(100_000) }),
    expected: { status: 413 },
  },
  {
    section: '4',
    must: 'client_id and request_uri are enough to start a sign-in',
    request: bring((uri) => ({ client_id: 'app', request_uri: uri })),
    expected: { status: 200 },
  },
  {
    section: '4',
    must: 'the client_id stays a required parameter',
    request: bring((uri) => ({ request_uri: uri })),
    expected: { status: 400 },
  },
  {
    section: '2.2, 4',
    must: 'the request_uri is bound to the client that pushed',
    request: bring((uri) => ({ client_id: 'other', request_uri: uri })),
    expected: { status: 400 },
  },
  {
    section: '2.2',
    must: 'a request_uri cannot be guessed or made',
    request: bring((uri) => ({ client_id: 'app', request_uri: `${uri.slice(0, -1)}!` })),
    expected: { status: 400 },
  },
  {
    section: '4',
    must: 'what is in the request counts, not what is beside it',
    request: bring((uri) => ({ client_id: 'app', request_uri: uri, prompt: 'login', scope: 'nonsense' }), {
      prompt: 'none',
    }),
    expected: { status: 302, redirect: { error: 'login_required', state: 'pushed' } },
  },
  {
    section: '4',
    must: 'an expired request_uri is refused',
    request: async (at) => {
      const uri = await pushed(at)
      await at.server.clock.advance(60_000)
      return new Browser(at.server).request(
        `${endpointOf(at.realm, 'auth')}?${new URLSearchParams({ client_id: 'app', request_uri: uri })}`,
      )
    },
    expected: { status: 400 },
  },
  {
    section: '4, 7.3',
    must: 'a request_uri gives one answer',
    request: async (at) => {
      const browser = new Browser(at.server)
      const url = `${endpointOf(at.realm, 'auth')}?${new URLSearchParams({ client_id: 'app', request_uri: await pushed(at) })}`
      await browser.submitPassword(await browser.request(url))
      return browser.request(url)
    },
    expected: { status: 400 },
  },
  {
    section: '6',
    must: 'a client that has to push is refused when it does not',
    request: (at) => new Browser(at.server).authorize(at.realm, { client_id: 'pushing' }),
    expected: { status: 302, redirect: { error: 'invalid_request' } },
  },
  {
    section: '5',
    must: 'the metadata names the endpoint',
    request: (at) => at.server.inject({ url: `/realms/${at.realm.realm.name}/.well-known/openid-configuration` }),
    expected: {
      status: 200,
      body: { pushed_authorization_request_endpoint: expect.stringMatching(/\/ext\/par\/request$/) },
    },
  },
])
