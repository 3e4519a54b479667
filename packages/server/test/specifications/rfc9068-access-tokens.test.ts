import { afterAll, beforeAll, expect } from 'vitest'
import { describeMusts } from '../fixture/must-table.ts'
import { claimsOf } from '../fixture/oidc-application.ts'
import { type TokenWorld, tokenWorld } from '../fixture/token-world.ts'

let world: TokenWorld
beforeAll(async () => {
  world = await tokenWorld()
})
afterAll(() => world.server.stop())

/** Userinfo by a token of a client that wants `at+jwt`, after the token was looked at. */
const look =
  (check: (header: Record<string, unknown>, claims: Record<string, unknown>, at: TokenWorld) => void) =>
  async (at: TokenWorld) => {
    const token = String((await at.signIn('typed')).access_token)
    const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
    check(header, claimsOf(token), at)
    return await at.userInfo({ authorization: `Bearer ${token}` })
  }
const ok = { status: 200 }

describeMusts('RFC 9068', () => world, [
  {
    section: '2.1',
    must: 'the type in the header is at+jwt',
    request: look(({ typ }) => expect(typ).toBe('at+jwt')),
    expected: ok,
  },
  {
    section: '2.1',
    must: 'the token is signed, never none',
    request: look(({ alg }) => expect(alg).toBe('RS256')),
    expected: ok,
  },
  {
    section: '2.2',
    must: 'iss, exp, sub, iat and jti are there',
    request: look((_header, { iss, exp, sub, iat, jti }, { server, realm }) => {
      expect(iss).toBe(`${server.url}/realms/${realm.realm.name}`)
      expect([exp, iat]).toEqual([expect.any(Number), expect.any(Number)])
      expect([sub, jti]).toEqual([expect.any(String), expect.any(String)])
    }),
    expected: ok,
  },
  {
    section: '2.2',
    must: 'client_id is there',
    request: look((_header, { client_id }) => expect(client_id).toBe('typed')),
    expected: ok,
  },
  {
    section: '2.2',
    must: 'aud is there',
    request: look((_header, { aud }) => expect(aud).toBeDefined()),
    expected: ok,
  },
  {
    section: '2.2.3',
    must: 'scope is there when scopes were asked for',
    request: look((_header, { scope }) => expect(scope).toContain('openid')),
    expected: ok,
  },
  {
    section: '4',
    must: 'the resource refuses another type in the header: an ID token',
    request: async (at) => at.userInfo({ authorization: `Bearer ${(await at.signIn('typed')).id_token}` }),
    expected: { status: 401 },
  },
  {
    section: '4',
    must: 'the resource refuses an expired token',
    request: async (at) => {
      const { access_token: token } = await at.signIn('typed')
      await at.server.clock.advance(3_600_000)
      return await at.userInfo({ authorization: `Bearer ${token}` })
    },
    expected: { status: 401 },
  },
  {
    section: '4',
    must: 'the resource refuses a token of another issuer',
    request: async (at) => at.userInfo({ authorization: `Bearer ${await at.server.adminToken()}` }),
    expected: { status: 401 },
  },
  {
    section: '5',
    must: 'clients that did not ask for it get the type JWT as before',
    request: async (at) => {
      const token = String((await at.signIn('app')).access_token)
      expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).typ).toBe('JWT')
      return await at.userInfo({ authorization: `Bearer ${token}` })
    },
    expected: ok,
  },
])
