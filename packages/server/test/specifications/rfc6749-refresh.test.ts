import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, addUser, basic, password, post } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
  /** A realm that gives a new refresh token at each use. */
  readonly rotating: RealmSnapshot
}

let world: World

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm()
  const rotating = await server.createRealm({ revokeRefreshToken: true })
  for (const one of [realm, rotating]) {
    await addClient(server, one, 'app', { directAccessGrantsEnabled: true })
    await addClient(server, one, 'other', {})
    await addClient(server, one, 'spa', { publicClient: true, directAccessGrantsEnabled: true })
    await addUser(server, one)
  }
  world = { server, realm, rotating }
})
afterAll(() => world.server.stop())

const refused = (error: string, status = 400) => ({ status, body: { error } })
const publicClient = { client_id: 'spa' }

async function signIn(
  { server, realm }: World,
  scope = 'openid phone',
  at = realm,
  form = {},
  headers?: Record<string, string>,
) {
  const asked = { grant_type: 'password', username: 'ada', password, scope, ...form }
  return (await post(server, at, 'token', asked, headers)).json().refresh_token as string
}
const refresh = (
  { server, realm }: World,
  token: string | undefined,
  form: Record<string, string> = {},
  headers?: Record<string, string>,
  at = realm,
) =>
  post(
    server,
    at,
    'token',
    { grant_type: 'refresh_token', ...(token ? { refresh_token: token } : {}), ...form },
    headers,
  )
const afterSignIn =
  (form: Record<string, string> = {}, headers?: Record<string, string>) =>
  async (at: World) =>
    refresh(at, await signIn(at), form, headers)

describeMusts('RFC 6749, refreshing an access token', () => world, [
  {
    section: '6',
    must: 'grant_type and refresh_token give a new access token',
    request: afterSignIn(),
    expected: { status: 200, body: { access_token: expect.any(String) } },
  },
  {
    section: '6',
    must: 'refresh_token is required',
    request: (at) => refresh(at, undefined),
    expected: refused('invalid_request'),
  },
  {
    section: '6',
    must: 'a scope that is left out is the one granted first',
    request: afterSignIn(),
    expected: { status: 200, body: { scope: expect.stringContaining('phone') } },
  },
  {
    section: '6',
    must: 'a narrower scope is given',
    request: afterSignIn({ scope: 'openid' }),
    expected: { status: 200, body: { scope: expect.not.stringContaining('phone') } },
  },
  {
    section: '6',
    must: 'no scope that was not granted first',
    request: afterSignIn({ scope: 'openid address' }),
    expected: { status: 200, body: { scope: expect.not.stringContaining('address') } },
  },
  {
    section: '6',
    must: 'a scope that the client cannot have is invalid_scope',
    request: afterSignIn({ scope: 'nonsense' }),
    expected: refused('invalid_scope'),
  },
  {
    section: '6',
    must: 'a confidential client authenticates',
    request: afterSignIn({ client_id: 'app' }, {}),
    expected: refused('unauthorized_client', 401),
  },
  {
    section: '6',
    must: 'the refresh token is bound to its client',
    request: afterSignIn({}, basic('other')),
    expected: refused('invalid_grant'),
  },
  {
    section: '6',
    must: 'that of a confidential client is not for a public one',
    request: afterSignIn(publicClient, {}),
    expected: refused('invalid_grant'),
  },
  {
    section: '6',
    must: 'public clients name themselves',
    request: async (at) => refresh(at, await signIn(at, 'openid', at.realm, publicClient, {}), publicClient, {}),
    expected: { status: 200 },
  },
  {
    section: '6',
    must: 'the refresh token is validated',
    request: (at) => refresh(at, 'x'),
    expected: refused('invalid_grant'),
  },
  {
    section: '6',
    must: 'a new refresh token has the scope of the one before',
    request: async (at) => {
      const narrow = await refresh(at, await signIn(at), { scope: 'openid' })
      return await refresh(at, narrow.json().refresh_token)
    },
    expected: { status: 200, body: { scope: expect.stringContaining('phone') } },
  },
  {
    section: '6',
    must: 'where a new one is given, the client may no longer use the old',
    request: async (at) => {
      const token = await signIn(at, 'openid', at.rotating)
      await refresh(at, token, {}, undefined, at.rotating)
      return await refresh(at, token, {}, undefined, at.rotating)
    },
    expected: refused('invalid_grant'),
  },
  {
    section: '10.4',
    must: 'what comes from an old token ends too (RFC 9700, section 4.14.2)',
    request: async (at) => {
      const token = await signIn(at, 'openid', at.rotating)
      const next = (await refresh(at, token, {}, undefined, at.rotating)).json().refresh_token
      await refresh(at, token, {}, undefined, at.rotating)
      return await refresh(at, next, {}, undefined, at.rotating)
    },
    expected: refused('invalid_grant'),
  },
  {
    section: '10.4',
    must: 'a refresh token cannot be changed',
    request: async (at) => refresh(at, `${(await signIn(at)).slice(0, -8)}AAAAAAAA`),
    expected: refused('invalid_grant'),
  },
  {
    section: '10.4',
    must: 'a token that is no refresh token is none',
    request: async (at) => {
      const tokens = await post(at.server, at.realm, 'token', { grant_type: 'password', username: 'ada', password })
      return await refresh(at, tokens.json().access_token)
    },
    expected: refused('invalid_grant'),
  },
])
