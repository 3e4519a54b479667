import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
}

let world: World

beforeAll(async () => {
  const server = await testServer()
  world = { server, realm: await server.createRealm({}, 'metadata') }
})
afterAll(() => world.server.stop())

const encoded = 'metadata'
const root = `/.well-known/oauth-authorization-server/realms/${encoded}`
const below = `/realms/${encoded}/.well-known/oauth-authorization-server`
const get =
  (url: string, headers: Record<string, string> = {}) =>
  ({ server }: World) =>
    server.inject({ url, headers })
const address = expect.stringMatching(/^http:\/\/localhost:\d+\/realms\/metadata\//)

describeMusts('RFC 8414', () => world, [
  {
    section: '2',
    must: 'issuer is a URL without query and fragment',
    request: get(root),
    expected: {
      status: 200,
      body: { issuer: expect.stringMatching(/^http:\/\/localhost:\d+\/realms\/metadata$/) },
    },
  },
  {
    section: '2',
    must: 'the authorization endpoint is named, for there are grants that use it',
    request: get(root),
    expected: { status: 200, body: { authorization_endpoint: address } },
  },
  {
    section: '2',
    must: 'the token endpoint is named',
    request: get(root),
    expected: { status: 200, body: { token_endpoint: address } },
  },
  {
    section: '2',
    must: 'the response types are listed',
    request: get(root),
    expected: { status: 200, body: { response_types_supported: expect.arrayContaining(['code']) } },
  },
  {
    section: '2',
    must: 'grants that are not the default are listed',
    request: get(root),
    expected: {
      status: 200,
      body: { grant_types_supported: expect.arrayContaining(['client_credentials', 'refresh_token']) },
    },
  },
  {
    section: '2',
    must: 'PKCE methods are listed where PKCE is supported',
    request: get(root),
    expected: { status: 200, body: { code_challenge_methods_supported: expect.arrayContaining(['S256']) } },
  },
  {
    section: '2',
    must: 'ways of client authentication at the token endpoint are listed',
    request: get(root),
    expected: {
      status: 200,
      body: { token_endpoint_auth_methods_supported: expect.arrayContaining(['client_secret_basic']) },
    },
  },
  {
    section: '2',
    must: 'revocation and introspection are named',
    request: get(root),
    expected: { status: 200, body: { revocation_endpoint: address, introspection_endpoint: address } },
  },
  {
    section: '3',
    must: 'the document is at the well-known path between host and path of the issuer',
    request: get(root),
    expected: { status: 200 },
  },
  { section: '3.1', must: 'it is also where Keycloak has it', request: get(below), expected: { status: 200 } },
  {
    section: '3.1',
    must: 'a realm that there is not has none',
    request: get('/.well-known/oauth-authorization-server/realms/nowhere'),
    expected: { status: 404 },
  },
  {
    section: '3.2',
    must: 'the answer is 200 with application/json',
    request: get(root),
    expected: { status: 200, headers: { 'content-type': expect.stringContaining('application/json') } },
  },
  {
    section: '5',
    must: 'scripts of every origin may read it',
    request: get(root, { origin: 'https://any.test' }),
    expected: { status: 200, headers: { 'access-control-allow-origin': '*' } },
  },
])

test('all three documents are the same (section 3.3: the issuer is that of the address)', async () => {
  const openid = `/realms/${encoded}/.well-known/openid-configuration`
  const [first, ...others] = await Promise.all([root, below, openid].map((url) => world.server.inject({ url })))
  for (const other of others) expect(other.json()).toEqual(first?.json())
})

test('every address that is named answers', async () => {
  const document: Record<string, unknown> = (await world.server.inject({ url: root })).json()
  const addresses = Object.entries(document).filter(([name]) => /(_endpoint|_uri|_iframe)$/.test(name))
  expect(addresses.length).toBeGreaterThan(6)
  for (const [name, url] of addresses) {
    const path = String(url).slice(world.server.url.length)
    const answers = await Promise.all([
      world.server.inject({ url: path }),
      world.server.inject({ method: 'POST', url: path, form: { a: 'b' } }),
    ])
    expect(
      answers.some((answer) => ![404, 405].includes(answer.statusCode)),
      name,
    ).toBe(true)
  }
})

test('no list names a value twice or none', async () => {
  const document: Record<string, unknown> = (await world.server.inject({ url: root })).json()
  for (const [name, value] of Object.entries(document)) {
    if (!Array.isArray(value)) continue
    expect(value.length, name).toBeGreaterThan(0)
    expect(new Set(value).size, name).toBe(value.length)
  }
})
