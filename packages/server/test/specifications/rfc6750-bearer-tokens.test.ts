import { afterAll, beforeAll, expect } from 'vitest'
import { describeMusts } from '../fixture/must-table.ts'
import { endpointOf, post } from '../fixture/oidc-application.ts'
import { type TokenWorld, tokenWorld } from '../fixture/token-world.ts'

let world: TokenWorld
beforeAll(async () => {
  world = await tokenWorld()
})
afterAll(() => world.server.stop())

const tokenOf = async (at: TokenWorld, scope?: string) => String((await at.signIn('app', scope)).access_token)
const withHeader = (scheme: string) => async (at: TokenWorld) =>
  at.userInfo({ authorization: `${scheme} ${await tokenOf(at)}` })
const withText = (authorization: string) => (at: TokenWorld) => at.userInfo({ authorization })
const invalid = {
  status: 401,
  headers: { 'www-authenticate': expect.stringMatching(/^Bearer realm="[^"]+", error="invalid_token"/) },
}

describeMusts('RFC 6750', () => world, [
  { section: '2.1', must: 'the token comes in the header', request: withHeader('Bearer'), expected: { status: 200 } },
  { section: '2.1', must: 'the scheme knows no case', request: withHeader('bEARER'), expected: { status: 200 } },
  {
    section: '2.2',
    must: 'the token may come in a posted form',
    request: async (at) => post(at.server, at.realm, 'userinfo', { access_token: await tokenOf(at) }, {}),
    expected: { status: 200 },
  },
  {
    section: '2.2',
    must: 'and only in a form',
    request: async (at) =>
      at.server.inject({
        method: 'POST',
        url: endpointOf(at.realm, 'userinfo'),
        payload: { access_token: await tokenOf(at) },
        headers: { 'content-type': 'application/json' },
      }),
    expected: { status: 415 },
  },
  {
    section: '2.3',
    must: 'a token in the query is not looked at (RFC 9700, section 4.3.2)',
    request: async (at) => at.userInfo({}, `?access_token=${await tokenOf(at)}`),
    expected: { status: 401 },
  },
  {
    section: '2',
    must: 'not more than one method is used in a request',
    request: async (at) => {
      const token = await tokenOf(at)
      return post(at.server, at.realm, 'userinfo', { access_token: token }, { authorization: `Bearer ${token}` })
    },
    expected: {
      status: 400,
      headers: { 'www-authenticate': expect.stringContaining('error="invalid_request"') },
    },
  },
  {
    section: '3',
    must: 'a request without credentials is challenged with the scheme Bearer and a realm',
    request: (at) => at.userInfo({}),
    expected: { status: 401, headers: { 'www-authenticate': expect.stringMatching(/^Bearer realm="[^"]+"$/) } },
  },
  {
    section: '3.1',
    must: 'and told no error',
    request: (at) => at.userInfo({}),
    expected: { status: 401, headers: { 'www-authenticate': expect.not.stringContaining('error') } },
  },
  { section: '3.1', must: 'a malformed token is invalid_token', request: withText('Bearer x'), expected: invalid },
  { section: '3.1', must: 'so is none after the scheme', request: withText('Bearer '), expected: invalid },
  {
    section: '3.1',
    must: 'an altered token is invalid_token',
    request: async (at) => at.userInfo({ authorization: `Bearer ${(await tokenOf(at)).replace(/.$/, '_')}` }),
    expected: invalid,
  },
  {
    section: '3.1',
    must: 'a revoked token is invalid_token',
    request: async (at) => {
      const token = await tokenOf(at)
      await post(at.server, at.realm, 'revoke', { token })
      return await at.userInfo({ authorization: `Bearer ${token}` })
    },
    expected: invalid,
  },
  {
    section: '3.1',
    must: 'a refresh token is no access token',
    request: async (at) => at.userInfo({ authorization: `Bearer ${(await at.signIn()).refresh_token}` }),
    expected: invalid,
  },
  {
    section: '3.1',
    must: 'an ID token is no access token',
    request: async (at) => at.userInfo({ authorization: `Bearer ${(await at.signIn()).id_token}` }),
    expected: invalid,
  },
  {
    section: '3.1',
    must: 'a token without the scope that is needed is insufficient_scope, 403',
    request: async (at) => at.userInfo({ authorization: `Bearer ${await tokenOf(at, 'email')}` }),
    expected: {
      status: 403,
      headers: { 'www-authenticate': expect.stringContaining('error="insufficient_scope"') },
    },
  },
  {
    section: '5.2',
    must: 'an expired token is invalid_token',
    request: async (at) => {
      const token = await tokenOf(at)
      await at.server.clock.advance(3_600_000)
      return await at.userInfo({ authorization: `Bearer ${token}` })
    },
    expected: invalid,
  },
  {
    section: '5.3',
    must: 'answers to tokens are not stored',
    request: withHeader('Bearer'),
    expected: { status: 200, headers: { 'cache-control': 'no-store' } },
  },
])
