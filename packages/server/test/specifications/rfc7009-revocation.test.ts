import { afterAll, beforeAll, expect } from 'vitest'
import { describeMusts } from '../fixture/must-table.ts'
import { basic, endpointOf, post } from '../fixture/oidc-application.ts'
import { type TokenWorld, tokenWorld } from '../fixture/token-world.ts'

let world: TokenWorld
beforeAll(async () => {
  world = await tokenWorld()
})
afterAll(() => world.server.stop())

type Form = Record<string, string>
const revoke = (at: TokenWorld, form: Form, headers?: Form) => post(at.server, at.realm, 'revoke', form, headers)
const ofNew =
  (kind: 'access_token' | 'refresh_token', more: Form = {}, headers?: Form) =>
  async (at: TokenWorld) =>
    revoke(at, { token: String((await at.signIn())[kind]), ...more }, headers)
/** What introspection says of one token after another of the same grant was revoked. */
const after =
  (revoked: 'access_token' | 'refresh_token', asked: 'access_token' | 'refresh_token') => async (at: TokenWorld) => {
    const tokens = await at.signIn()
    await revoke(at, { token: String(tokens[revoked]) })
    return await post(at.server, at.realm, 'token/introspect', { token: String(tokens[asked]) })
  }
const inactive = { status: 200, body: { active: false } }

describeMusts('RFC 7009', () => world, [
  {
    section: '2',
    must: 'refresh tokens can be revoked',
    request: after('refresh_token', 'refresh_token'),
    expected: inactive,
  },
  {
    section: '2',
    must: 'access tokens can be revoked',
    request: after('access_token', 'access_token'),
    expected: inactive,
  },
  {
    section: '2.1',
    must: 'with a refresh token the access tokens of its grant end',
    request: after('refresh_token', 'access_token'),
    expected: inactive,
  },
  {
    section: '2.1',
    must: 'a refresh token outlives an access token',
    request: after('access_token', 'refresh_token'),
    expected: { status: 200, body: { active: true } },
  },
  {
    section: '2.1',
    must: 'the client uses POST',
    request: (at) => at.server.inject({ url: endpointOf(at.realm, 'revoke'), headers: basic('app') }),
    expected: { status: 405 },
  },
  {
    section: '2.1',
    must: 'the token is named',
    request: (at) => revoke(at, {}),
    expected: { status: 400, body: { error: 'invalid_request' } },
  },
  {
    section: '2.1',
    must: 'a confidential client proves who it is',
    request: ofNew('access_token', { client_id: 'app' }, {}),
    expected: { status: 401 },
  },
  {
    section: '2.1',
    must: 'wrong credentials are refused',
    request: ofNew('access_token', {}, basic('app', 'wrong')),
    expected: { status: 401 },
  },
  {
    section: '2.1',
    must: 'a token of another client is refused',
    request: ofNew('access_token', {}, basic('other')),
    expected: { status: 400 },
  },
  {
    section: '2.1',
    must: 'so is a refresh token',
    request: ofNew('refresh_token', {}, basic('other')),
    expected: { status: 400 },
  },
  {
    section: '2.1',
    must: 'a wrong hint does not save the token',
    request: async (at) => {
      const token = String((await at.signIn()).access_token)
      await revoke(at, { token, token_type_hint: 'refresh_token' })
      return await post(at.server, at.realm, 'token/introspect', { token })
    },
    expected: inactive,
  },
  {
    section: '2.1',
    must: 'an unknown hint is ignored',
    request: ofNew('access_token', { token_type_hint: 'unknown' }),
    expected: { status: 200 },
  },
  {
    section: '2.2',
    must: 'a token that is worth nothing is as good as revoked',
    request: (at) => revoke(at, { token: 'x' }),
    expected: { status: 200 },
  },
  {
    section: '2.2',
    must: 'revoking twice is no error',
    request: async (at) => {
      const token = String((await at.signIn()).access_token)
      await revoke(at, { token })
      return await revoke(at, { token })
    },
    expected: { status: 200 },
  },
  {
    section: '2.2',
    must: 'the answer has no content',
    request: async (at) => {
      const answer = await ofNew('access_token')(at)
      expect(answer.body).toBe('')
      return answer
    },
    expected: { status: 200 },
  },
  {
    section: '2.2.1',
    must: 'errors are those of RFC 6749, section 5.2',
    request: (at) => revoke(at, {}),
    expected: { status: 400, headers: { 'content-type': expect.stringContaining('application/json') } },
  },
  {
    section: '5',
    must: 'a revoked token opens nothing at once',
    request: async (at) => {
      const token = String((await at.signIn()).access_token)
      await revoke(at, { token })
      return await at.userInfo({ authorization: `Bearer ${token}` })
    },
    expected: { status: 401 },
  },
])
