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
const ask = (at: TokenWorld, form: Form, headers?: Form) => post(at.server, at.realm, 'token/introspect', form, headers)
const about =
  (kind: 'access_token' | 'refresh_token' | 'id_token', more: Form = {}, headers?: Form) =>
  async (at: TokenWorld) =>
    ask(at, { token: String((await at.signIn())[kind]), ...more }, headers)
const inactive = { status: 200, body: { active: false } }
const text = expect.any(String)
const number = expect.any(Number)
const signed = { ...basic('app'), accept: 'application/token-introspection+jwt' }

describeMusts('RFC 7662 and RFC 9701', () => world, [
  {
    section: '2',
    must: 'an active token is active',
    request: about('access_token'),
    expected: { status: 200, body: { active: true } },
  },
  {
    section: '2.1',
    must: 'the client uses POST',
    request: (at) => at.server.inject({ url: endpointOf(at.realm, 'token/introspect'), headers: basic('app') }),
    expected: { status: 405 },
  },
  {
    section: '2.1',
    must: 'the token is named',
    request: (at) => ask(at, {}),
    expected: { status: 400, body: { error: 'invalid_request' } },
  },
  {
    section: '2.1',
    must: 'the caller proves who they are',
    request: about('access_token', {}, {}),
    expected: { status: 401, body: { error: 'invalid_client' } },
  },
  {
    section: '2.3',
    must: 'wrong credentials are 401',
    request: about('access_token', {}, basic('app', 'wrong')),
    expected: { status: 401, body: { error: 'invalid_client' } },
  },
  {
    section: '2.1',
    must: 'a public client proves nothing',
    request: about('access_token', { client_id: 'spa' }, {}),
    expected: { status: 403 },
  },
  {
    section: '2.1',
    must: 'a hint that is wrong does not hide the token',
    request: about('access_token', { token_type_hint: 'refresh_token' }),
    expected: { status: 200, body: { active: true, token_type: 'Bearer' } },
  },
  {
    section: '2.1',
    must: 'nor does none',
    request: about('refresh_token'),
    expected: { status: 200, body: { active: true, token_type: 'Refresh' } },
  },
  {
    section: '2.2',
    must: 'the members have the names and types of the specification',
    request: about('access_token'),
    expected: {
      status: 200,
      body: {
        scope: text,
        client_id: 'app',
        username: 'ada',
        token_type: 'Bearer',
        exp: number,
        iat: number,
        sub: text,
        iss: text,
        jti: text,
      },
    },
  },
  {
    section: '2.2',
    must: 'the answer is JSON',
    request: about('access_token'),
    expected: { status: 200, headers: { 'content-type': expect.stringContaining('application/json') } },
  },
  {
    section: '2.2',
    must: 'what is no token is inactive, and no error',
    request: (at) => ask(at, { token: 'x' }),
    expected: inactive,
  },
  {
    section: '2.2',
    must: 'of an inactive token nothing else is told',
    request: async (at) => {
      const answer = await ask(at, { token: 'x' })
      expect(Object.keys(answer.json())).toEqual(['active'])
      return answer
    },
    expected: inactive,
  },
  {
    section: '2.2',
    must: 'a revoked token is inactive',
    request: async (at) => {
      const token = String((await at.signIn()).access_token)
      await post(at.server, at.realm, 'revoke', { token })
      return await ask(at, { token })
    },
    expected: inactive,
  },
  {
    section: '2.2',
    must: 'a token that is meant for others is inactive to the caller',
    request: about('access_token', {}, basic('other')),
    expected: inactive,
  },
  {
    section: '4',
    must: 'a refresh token of others too',
    request: about('refresh_token', {}, basic('other')),
    expected: inactive,
  },
  {
    section: '4',
    must: 'an altered token is inactive',
    request: async (at) => ask(at, { token: String((await at.signIn()).access_token).replace(/\.[^.]+\./, '.e30.') }),
    expected: inactive,
  },
  {
    section: '4',
    must: 'a token of another realm is inactive',
    request: async (at) => ask(at, { token: await at.server.adminToken() }),
    expected: inactive,
  },
  {
    section: '4',
    must: 'an expired token is inactive',
    request: async (at) => {
      const token = String((await at.signIn()).access_token)
      await at.server.clock.advance(3_600_000)
      return await ask(at, { token })
    },
    expected: inactive,
  },
  {
    section: '4',
    must: 'answers are not stored',
    request: about('access_token'),
    expected: { status: 200, headers: { 'cache-control': 'no-store' } },
  },
  {
    section: 'RFC 9701, 5',
    must: 'who accepts it gets the media type token-introspection+jwt',
    request: about('access_token', {}, signed),
    expected: { status: 200, headers: { 'content-type': 'application/token-introspection+jwt' } },
  },
  {
    section: 'RFC 9701, 5',
    must: 'type, issuer, audience and time are in the JWT, and the answer below token_introspection',
    request: async (at) => {
      const answer = await about('access_token', {}, signed)(at)
      const [header = '', payload = ''] = answer.body.split('.')
      const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
      expect(decode(header)).toMatchObject({ typ: 'token-introspection+jwt' })
      expect(decode(payload)).toMatchObject({
        iss: text,
        aud: 'app',
        iat: number,
        token_introspection: { active: true },
      })
      expect(decode(payload)).not.toHaveProperty('sub')
      expect(decode(payload)).not.toHaveProperty('exp')
      return answer
    },
    expected: { status: 200 },
  },
  {
    section: 'RFC 9701, 8.1',
    must: 'the JWT is no access token',
    request: async (at) => {
      const { body } = await about('access_token', {}, signed)(at)
      return await at.userInfo({ authorization: `Bearer ${body}` })
    },
    expected: { status: 401 },
  },
])
