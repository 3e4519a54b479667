import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import type { User } from '../../src/model/user/user.ts'
import { describeMusts } from '../fixture/must-table.ts'
import {
  addClient,
  addUser,
  Browser,
  basic,
  claimsOf,
  password,
  post,
  redirectUri,
} from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'
import { tokenWith } from '../fixture/token-with.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
  readonly ada: User
}

let world: World

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm()
  await addClient(server, realm, 'app', { directAccessGrantsEnabled: true, serviceAccountsEnabled: true })
  await addClient(server, realm, 'other', { directAccessGrantsEnabled: true })
  await addClient(server, realm, 'asking', { consentRequired: true })
  world = { server, realm, ada: await addUser(server, realm) }
})
afterAll(() => world.server.stop())

type Tokens = Record<string, string>

const refused = (error: string, status = 400) => ({ status, body: { error } })
const signIn = async ({ server, realm }: World, scope: string): Promise<Tokens> =>
  (await post(server, realm, 'token', { grant_type: 'password', username: 'ada', password, scope })).json()
const signInByBrowser = async ({ server, realm }: World, scope: string): Promise<Tokens> => {
  const answer = await new Browser(server).signIn(realm, { scope, nonce: 'nonce-1' })
  const form = { grant_type: 'authorization_code', code: answer.get('code') ?? '', redirect_uri: redirectUri }
  return (await post(server, realm, 'token', form)).json()
}
const refresh = ({ server, realm }: World, token = '', form: Record<string, string> = {}, headers = basic('app')) =>
  post(server, realm, 'token', { grant_type: 'refresh_token', refresh_token: token, ...form }, headers)

/** Refreshes a little later; the first ID token is remembered. */
let first: Record<string, unknown> = {}
const refreshed = async (at: World) => {
  const tokens = await signInByBrowser(at, 'openid')
  first = claimsOf(tokens['id_token'])
  await at.server.clock.advance(5000)
  return await refresh(at, tokens['refresh_token'])
}
const sameAs = (name: string) => ({
  status: 200,
  body: {
    id_token: tokenWith(`the same ${name}`, (claims) => JSON.stringify(claims[name]) === JSON.stringify(first[name])),
  },
})
const offline = (at: World) => signIn(at, 'openid offline_access')
const userInfo = ({ server, realm }: World, token = '') =>
  server.inject({ url: `/realms/${realm.realm.name}/protocol/openid-connect/userinfo`, token })

describeMusts('OpenID Connect Core, offline access', () => world, [
  {
    section: '11',
    must: 'offline_access gives a refresh token that works when the user is not there',
    request: async (at) => {
      const tokens = await offline(at)
      await post(at.server, at.realm, 'logout', { refresh_token: (await signIn(at, 'openid'))['refresh_token'] ?? '' })
      return await refresh(at, tokens['refresh_token'])
    },
    expected: { status: 200, body: { access_token: expect.any(String) } },
  },
  {
    section: '11',
    must: 'the access token of it grants access to userinfo',
    request: async (at) => {
      const renewed = await refresh(at, (await offline(at))['refresh_token'])
      return await userInfo(at, renewed.json().access_token)
    },
    expected: { status: 200, body: { preferred_username: 'ada' } },
  },
  {
    section: '11',
    must: 'the user agrees to it where consent is asked for',
    request: async (at) => {
      const browser = new Browser(at.server)
      return await browser.submitPassword(
        await browser.authorize(at.realm, { client_id: 'asking', scope: 'openid offline_access' }),
      )
    },
    expected: { status: 200, text: expect.stringContaining('Offline Access') },
  },
  {
    section: '11',
    must: 'without consent and without a page there is none',
    request: async (at) => {
      const browser = new Browser(at.server)
      await browser.signIn(at.realm)
      return await browser.authorize(at.realm, { client_id: 'asking', scope: 'openid offline_access', prompt: 'none' })
    },
    expected: { status: 302, redirect: { error: expect.stringMatching(/^(interaction|consent)_required$/) } },
  },
  {
    section: '11',
    must: 'what did not ask for it stays a refresh token of the session',
    request: async (at) => {
      const tokens = await signIn(at, 'openid')
      await post(at.server, at.realm, 'logout', { refresh_token: tokens['refresh_token'] ?? '' })
      return await refresh(at, tokens['refresh_token'])
    },
    expected: refused('invalid_grant'),
  },
  {
    section: '11',
    must: 'a client without a user gets no refresh token by it',
    request: (at) => post(at.server, at.realm, 'token', { grant_type: 'client_credentials', scope: 'offline_access' }),
    expected: { status: 200, body: { refresh_expires_in: 0 } },
  },
])

describeMusts('OpenID Connect Core, using refresh tokens', () => world, [
  {
    section: '12.1',
    must: 'the client authenticates as it is registered',
    request: async (at) => refresh(at, (await signIn(at, 'openid'))['refresh_token'], {}, basic('app', 'wrong')),
    expected: refused('unauthorized_client', 401),
  },
  {
    section: '12.1',
    must: 'the refresh token was given to this client',
    request: async (at) => refresh(at, (await signIn(at, 'openid'))['refresh_token'], {}, basic('other')),
    expected: refused('invalid_grant'),
  },
  {
    section: '12.1',
    must: 'the refresh token is validated',
    request: (at) => refresh(at, 'x'),
    expected: refused('invalid_grant'),
  },
  {
    section: '12.2',
    must: 'the answer is that of the token endpoint',
    request: refreshed,
    expected: {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { token_type: 'Bearer', access_token: expect.any(String) },
    },
  },
  { section: '12.2', must: 'iss is the same', request: refreshed, expected: sameAs('iss') },
  { section: '12.2', must: 'sub is the same', request: refreshed, expected: sameAs('sub') },
  {
    section: '12.2',
    must: 'iat is the time of the new token',
    request: refreshed,
    expected: {
      status: 200,
      body: { id_token: tokenWith('a later iat', ({ iat }) => Number(iat) === Number(first['iat']) + 5) },
    },
  },
  { section: '12.2', must: 'aud has that of the first', request: refreshed, expected: sameAs('aud') },
  { section: '12.2', must: 'auth_time is that of the first', request: refreshed, expected: sameAs('auth_time') },
  { section: '12.2', must: 'azp is the same', request: refreshed, expected: sameAs('azp') },
  {
    section: '12.2',
    must: 'sid goes on (Front-Channel Logout 1.0, section 3)',
    request: refreshed,
    expected: sameAs('sid'),
  },
])
