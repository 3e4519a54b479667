import { afterAll, beforeAll, expect } from 'vitest'
import { type AssertionWorld, createAssertionWorld, strangerKey } from '../fixture/assertion-world.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { basic } from '../fixture/oidc-application.ts'
import { testServer } from '../fixture/test-server.ts'
import { tokenWith } from '../fixture/token-with.ts'

let world: AssertionWorld

beforeAll(async () => {
  world = await createAssertionWorld(await testServer())
})
afterAll(() => world.server.stop())

/** Claims by seconds from now. */
const bring =
  (claims: (now: number) => object = () => ({}), header: object = {}) =>
  (at: AssertionWorld) =>
    at.bring(at.assert(claims(Math.floor(at.server.clock.now() / 1000)), header))
const refused = (error_description: string) => ({ status: 400, body: { error: 'invalid_grant', error_description } })

describeMusts('RFC 7523, JWTs as authorization grants', () => world, [
  {
    section: '2.1',
    must: 'the grant type is jwt-bearer, the assertion one JWT',
    request: bring(),
    expected: { status: 200, body: { access_token: expect.any(String) } },
  },
  {
    section: '2.1',
    must: 'assertion is required',
    request: (at) => at.bring(undefined),
    expected: refused('Missing parameter:assertion'),
  },
  {
    section: '2.1',
    must: 'the scope may be asked for',
    request: (at) => at.bring(at.assert(), { scope: 'openid phone' }),
    expected: { status: 200, body: { scope: expect.stringContaining('phone') } },
  },
  {
    section: '2.1',
    must: 'a client that authenticates is who it says',
    request: (at) => at.bring(at.assert(), {}, basic('app', 'wrong')),
    expected: { status: 401, body: { error: 'unauthorized_client' } },
  },
  {
    section: '3 (1)',
    must: 'the JWT has an issuer',
    request: bring(() => ({ iss: undefined })),
    expected: refused('Missing claim: iss'),
  },
  {
    section: '3 (1)',
    must: 'the issuer is one that is trusted',
    request: bring(() => ({ iss: 'https://nobody.test' })),
    expected: refused('No Identity Provider for provided issuer'),
  },
  {
    section: '3 (1)',
    must: 'issuers are compared as they are',
    request: bring(() => ({ iss: 'https://ISSUER.test' })),
    expected: refused('No Identity Provider for provided issuer'),
  },
  {
    section: '3 (2)',
    must: 'the JWT has a subject',
    request: bring(() => ({ sub: undefined })),
    expected: refused('Missing claim: sub'),
  },
  {
    section: '3 (2)',
    must: 'the subject is a user of the realm',
    request: bring(() => ({ sub: 'nobody' })),
    expected: refused('User not found'),
  },
  {
    section: '3 (2)',
    must: 'the subject is whom the token is for',
    request: (at) => at.bring(at.assert()),
    expected: { status: 200, body: { access_token: tokenWith('ada', ({ sub }) => sub === world.ada.id) } },
  },
  {
    section: '3 (3)',
    must: 'the JWT has an audience',
    request: bring(() => ({ aud: undefined })),
    expected: refused('Invalid token audience'),
  },
  {
    section: '3 (3)',
    must: 'the audience is this server',
    request: bring(() => ({ aud: 'https://other.test' })),
    expected: refused('Invalid token audience'),
  },
  {
    section: '3 (3)',
    must: 'the token endpoint may be the audience',
    request: (at) =>
      at.bring(at.assert({ aud: `${at.server.server.urls.realm(at.realm.realm.name)}/protocol/openid-connect/token` })),
    expected: { status: 200 },
  },
  {
    section: '3 (3)',
    must: 'nobody else may use it too (CVE-2025-27370)',
    request: (at) =>
      at.bring(at.assert({ aud: [at.server.server.urls.realm(at.realm.realm.name), 'https://other.test'] })),
    expected: refused('Multiple audiences not allowed'),
  },
  {
    section: '3 (4)',
    must: 'the JWT has an expiration',
    request: bring(() => ({ exp: undefined })),
    expected: refused('Token exp claim is required'),
  },
  {
    section: '3 (4)',
    must: 'an expired JWT is refused',
    request: bring((now) => ({ exp: now })),
    expected: refused('Token is not active'),
  },
  {
    section: '3 (4)',
    must: 'one that expires in a far future is refused',
    request: bring((now) => ({ exp: now + 86_400, iat: undefined })),
    expected: refused('Token expiration is too far in the future and iat claim not present in token'),
  },
  {
    section: '3 (5)',
    must: 'a JWT is refused before its nbf',
    request: bring((now) => ({ nbf: now + 120 })),
    expected: refused('Token is not active'),
  },
  {
    section: '3 (6)',
    must: 'a JWT of long ago is refused',
    request: bring((now) => ({ iat: now - 400 })),
    expected: refused('Token was issued too far in the past to be used now'),
  },
  {
    section: '3 (6)',
    must: 'a JWT of the future is refused',
    request: bring((now) => ({ iat: now + 120 })),
    expected: refused('Token was issued in the future'),
  },
  {
    section: '3 (7)',
    must: 'a JWT is used once',
    request: async (at) => {
      const assertion = at.assert()
      await at.bring(assertion)
      return await at.bring(assertion)
    },
    expected: refused('Token reuse detected'),
  },
  {
    section: '3 (7)',
    must: 'without a jti that cannot be known',
    request: bring(() => ({ jti: undefined })),
    expected: refused('Token jti claim is required'),
  },
  {
    section: '3 (8)',
    must: 'other claims do no harm',
    request: bring(() => ({ unknown: { x: 1 } })),
    expected: { status: 200 },
  },
  {
    section: '3 (9)',
    must: 'the JWT is signed by its issuer',
    request: (at) => at.bring(at.assert({}, {}, strangerKey)),
    expected: refused('Invalid signature'),
  },
  {
    section: '3 (9)',
    must: 'it is signed at all',
    request: bring(() => ({}), { alg: 'none' }),
    expected: refused('Invalid signature algorithm'),
  },
  {
    section: '3 (10)',
    must: 'what is no JWT is refused',
    request: (at) => at.bring('x.y'),
    expected: refused('The provided assertion is not a valid JWT'),
  },
  {
    section: '3.1',
    must: 'an unacceptable assertion is invalid_grant',
    request: bring(() => ({ sub: 'nobody' })),
    expected: { status: 400, body: { error: 'invalid_grant' } },
  },
])
