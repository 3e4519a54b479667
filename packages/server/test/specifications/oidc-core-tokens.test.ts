import { afterAll, beforeAll, expect } from 'vitest'
import { hashHalf } from '../../src/oauth/hash-half.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { Browser, basic, claimsOf, post, redirectUri } from '../fixture/oidc-application.ts'
import { type TokenWorld, tokenWorld } from '../fixture/token-world.ts'

let world: TokenWorld
beforeAll(async () => {
  world = await tokenWorld()
})
afterAll(() => world.server.stop())

type Form = Record<string, string>
const codeOf = async (at: TokenWorld, parameters: Form = {}) =>
  String((await new Browser(at.server).signIn(at.realm, parameters)).get('code'))
const exchange = (at: TokenWorld, code: string, more: Form = {}, headers?: Form) =>
  post(
    at.server,
    at.realm,
    'token',
    { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more },
    headers,
  )
const exchangeNew =
  (parameters: Form = {}, more: Form = {}, headers?: Form) =>
  async (at: TokenWorld) =>
    exchange(at, await codeOf(at, parameters), more, headers)
/** The answer of the token endpoint, after its ID token was looked at. */
const withIdToken =
  (
    check: (claims: Record<string, unknown>, answer: Record<string, unknown>, at: TokenWorld) => void,
    parameters: Form = {},
  ) =>
  async (at: TokenWorld) => {
    const answer = await exchangeNew(parameters)(at)
    check(claimsOf(answer.json().id_token), answer.json(), at)
    return answer
  }
const refreshed =
  (check: (before: Record<string, unknown>, after: Record<string, unknown>) => void) => async (at: TokenWorld) => {
    const first = (await exchangeNew({ nonce: 'n-1' })(at)).json()
    await at.server.clock.advance(2_000)
    const form = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) }
    const answer = await post(at.server, at.realm, 'token', form)
    check(claimsOf(first.id_token), claimsOf(answer.json().id_token))
    return answer
  }
const ok = { status: 200 }
const refused = (error: string, status = 400) => ({ status, body: { error } })

describeMusts('OpenID Connect Core, tokens and userinfo', () => world, [
  {
    section: '2',
    must: 'the ID token names issuer, subject, audience, expiry and time of issue',
    request: withIdToken((claims, _answer, { server, realm }) => {
      expect(claims).toMatchObject({
        iss: `${server.url}/realms/${realm.realm.name}`,
        sub: expect.any(String),
        aud: 'app',
        exp: expect.any(Number),
        iat: expect.any(Number),
      })
    }),
    expected: ok,
  },
  {
    section: '2',
    must: 'a subject has at most 255 ASCII characters',
    request: withIdToken(({ sub }) => expect(sub).toMatch(/^[\x21-\x7e]{1,255}$/)),
    expected: ok,
  },
  {
    section: '2',
    must: 'the nonce of the request is in it, unchanged',
    request: withIdToken(({ nonce }) => expect(nonce).toBe('n-0S6_WzA2Mj'), { nonce: 'n-0S6_WzA2Mj' }),
    expected: ok,
  },
  {
    section: '2',
    must: 'auth_time is in it when max_age was asked for',
    request: withIdToken(({ auth_time: time }) => expect(time).toEqual(expect.any(Number)), { max_age: '600' }),
    expected: ok,
  },
  {
    section: '3.1.2.1',
    must: 'without the scope openid there is no ID token',
    request: async (at) => {
      const answer = await exchangeNew({ scope: 'email' })(at)
      expect(answer.json()).not.toHaveProperty('id_token')
      return answer
    },
    expected: ok,
  },
  {
    section: '3.1.3.1',
    must: 'a confidential client proves who it is',
    request: exchangeNew({}, { client_id: 'app' }, {}),
    expected: { status: 401 },
  },
  {
    section: '3.1.3.2',
    must: 'the code was issued to the client that brings it',
    request: exchangeNew({}, {}, basic('other')),
    expected: refused('invalid_grant'),
  },
  {
    section: '3.1.3.2',
    must: 'a code that there is not is refused',
    request: (at) => exchange(at, 'none'),
    expected: refused('invalid_grant'),
  },
  {
    section: '3.1.3.2',
    must: 'a code is used once',
    request: async (at) => {
      const code = await codeOf(at)
      await exchange(at, code)
      return await exchange(at, code)
    },
    expected: refused('invalid_grant'),
  },
  {
    section: '3.1.3.2',
    must: 'the redirect URI is that of the request',
    request: exchangeNew({}, { redirect_uri: 'https://app.test/other' }),
    expected: refused('invalid_grant'),
  },
  {
    section: '3.1.3.2',
    must: 'and is there',
    request: exchangeNew({}, { redirect_uri: '' }),
    expected: refused('invalid_grant'),
  },
  {
    section: '3.1.3.3',
    must: 'the answer has the access token, its type and the ID token',
    request: exchangeNew(),
    expected: {
      status: 200,
      body: { access_token: expect.any(String), token_type: 'Bearer', id_token: expect.any(String) },
    },
  },
  {
    section: '3.1.3.3',
    must: 'and is not stored',
    request: exchangeNew(),
    expected: { status: 200, headers: { 'cache-control': 'no-store', pragma: 'no-cache' } },
  },
  {
    section: '3.1.3.6',
    must: 'at_hash is the left half of the hash of the access token',
    request: withIdToken(({ at_hash: hash }, { access_token: token }) =>
      expect(hash).toBe(hashHalf(String(token), 'RS256')),
    ),
    expected: ok,
  },
  {
    section: '3.1.3.7',
    must: 'azp is the client',
    request: withIdToken(({ azp }) => expect(azp).toBe('app')),
    expected: ok,
  },
  {
    section: '5.3.1',
    must: 'userinfo answers GET',
    request: async (at) => at.userInfo({ authorization: `Bearer ${(await at.signIn()).access_token}` }),
    expected: ok,
  },
  {
    section: '5.3.1',
    must: 'and POST',
    request: async (at) =>
      post(at.server, at.realm, 'userinfo', {}, { authorization: `Bearer ${(await at.signIn()).access_token}` }),
    expected: ok,
  },
  {
    section: '5.3.2',
    must: 'sub is always there, and that of the ID token',
    request: async (at) => {
      const tokens = await at.signIn()
      const answer = await at.userInfo({ authorization: `Bearer ${tokens.access_token}` })
      expect(answer.json().sub).toBe(claimsOf(tokens.id_token)['sub'])
      return answer
    },
    expected: ok,
  },
  {
    section: '5.3.2',
    must: 'the answer is JSON',
    request: async (at) => at.userInfo({ authorization: `Bearer ${(await at.signIn()).access_token}` }),
    expected: { status: 200, headers: { 'content-type': expect.stringContaining('application/json') } },
  },
  {
    section: '5.3.2',
    must: 'claims without a value are left out',
    request: async (at) => {
      const answer = await at.userInfo({
        authorization: `Bearer ${(await at.signIn('app', 'openid phone address')).access_token}`,
      })
      expect(Object.values(answer.json())).not.toContain(null)
      expect(answer.json()).not.toHaveProperty('phone_number')
      return answer
    },
    expected: ok,
  },
  {
    section: '5.3.3',
    must: 'errors are those of RFC 6750',
    request: (at) => at.userInfo({ authorization: 'Bearer x' }),
    expected: { status: 401, headers: { 'www-authenticate': expect.stringContaining('invalid_token') } },
  },
  {
    section: '5.4',
    must: 'a scope that was not granted gives no claims',
    request: async (at) => {
      const client = await at.signIn('app', 'openid')
      expect(claimsOf(client.id_token)).not.toHaveProperty('phone_number')
      return await at.userInfo({ authorization: `Bearer ${client.access_token}` })
    },
    expected: ok,
  },
  {
    section: '12.2',
    must: 'refreshed, issuer, subject, audience and auth_time are those of the first',
    request: refreshed((before, after) => {
      for (const name of ['iss', 'sub', 'aud', 'azp', 'auth_time']) expect(after[name]).toEqual(before[name])
    }),
    expected: ok,
  },
  {
    section: '12.2',
    must: 'refreshed, the time of issue is new',
    request: refreshed((before, after) => expect(Number(after['iat'])).toBeGreaterThan(Number(before['iat']))),
    expected: ok,
  },
  {
    section: '12.2',
    must: 'a nonce, if there is one, is that of the first',
    request: refreshed((before, after) => {
      if ('nonce' in after) expect(after['nonce']).toBe(before['nonce'])
      else expect(before['nonce']).toBe('n-1')
    }),
    expected: ok,
  },
  {
    section: '12.1',
    must: 'a refresh token is for its client',
    request: async (at) => {
      const form = { grant_type: 'refresh_token', refresh_token: String((await at.signIn()).refresh_token) }
      return post(at.server, at.realm, 'token', form, basic('other'))
    },
    expected: refused('invalid_grant'),
  },
])
