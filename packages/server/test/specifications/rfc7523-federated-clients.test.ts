import { generateKeyPairSync } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll } from 'vitest'
import { createFederatedWorld, type FederatedWorld, foreignSubject, oidcSettings } from '../fixture/federated-world.ts'
import { describeMusts } from '../fixture/must-table.ts'

let world: FederatedWorld

beforeAll(async () => {
  world = await createFederatedWorld()
  await world.useProvider('oidc', oidcSettings(world, { publicKeySignatureVerifierKeyId: 'key-1' }))
})
afterAll(() => world.close())

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
type Members = Readonly<Record<string, unknown>>
type Request = (at: FederatedWorld) => Promise<LightMyRequestResponse>

/** A request by an assertion of the platform with these changes to its claims and its header. */
const assert =
  (change: (now: number, at: FederatedWorld) => Members = () => ({}), header: Members = {}): Request =>
  async (at) =>
    await at.bring(at.assert(change(Math.floor(at.server.clock.now() / 1000), at), header))
const form =
  (more: Readonly<Record<string, string>>): Request =>
  async (at) =>
    await at.bring(at.assert(), more)
const issuerOf = ({ server, realm }: FederatedWorld) => server.server.urls.realm(realm.realm.name)
const taken = { status: 200, body: { token_type: 'Bearer' } }
const unknown = { status: 401, body: { error: 'invalid_client' } }
const refused = (description: string) => ({
  status: 400,
  body: { error: 'invalid_client', error_description: description },
})

describeMusts('RFC 7521: assertions about clients by a third party', () => world, [
  {
    section: '4.2',
    must: 'client_assertion_type says which format the assertion has: an unknown one is refused',
    request: form({ client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }),
    expected: unknown,
  },
  {
    section: '4.2',
    must: 'client_id is optional: the subject of the assertion says who it is',
    request: assert(),
    expected: taken,
  },
  {
    section: '4.2',
    must: 'client_id, where it is there, identifies the same client as the assertion',
    request: form({ client_id: foreignSubject }),
    expected: unknown,
  },
  {
    section: '4.2',
    must: 'an assertion is no second way beside a secret',
    request: form({ client_secret: 'secret' }),
    expected: { status: 400, body: { error: 'invalid_request' } },
  },
  {
    section: '5.2',
    must: 'the issuer is one that this server trusts about the client',
    request: assert(() => ({ iss: 'https://elsewhere.test' })),
    expected: unknown,
  },
  {
    section: '5.2',
    must: 'the signature is that of the issuer',
    request: async (at) => await at.bring(at.assert({}, {}, stranger)),
    expected: unknown,
  },
  {
    section: '5.2',
    must: 'an assertion is refused when any of it is not valid: a changed claim',
    request: async (at) => {
      const [header, , signature] = at.assert().split('.')
      const [, claims] = at.assert({ exp: 4_000_000_000 }).split('.')
      return await at.bring(`${header}.${claims}.${signature}`)
    },
    expected: unknown,
  },
])

describeMusts('RFC 7523: assertions about clients by a third party', () => world, [
  { section: '3, 1', must: 'there is an iss claim', request: assert(() => ({ iss: undefined })), expected: unknown },
  { section: '3, 2', must: 'there is a sub claim', request: assert(() => ({ sub: undefined })), expected: unknown },
  {
    section: '3, 2B',
    must: 'the subject is the client, by the name that the issuer has for it',
    request: assert(() => ({ sub: 'workload-2' })),
    expected: unknown,
  },
  {
    section: '3, 2B',
    must: 'our own name for the client is not the name that the issuer has for it',
    request: assert(() => ({ sub: 'worker' })),
    expected: unknown,
  },
  {
    section: '3, 3',
    must: 'there is an aud claim',
    request: assert(() => ({ aud: undefined })),
    expected: refused('Invalid token audience'),
  },
  {
    section: '3, 3',
    must: 'the audience is this server: an assertion for another is refused',
    request: assert(() => ({ aud: 'https://other.test' })),
    expected: refused('Invalid token audience'),
  },
  {
    section: '3, 3 (rfc7523bis)',
    must: 'the audience is the issuer identifier, and no endpoint',
    request: assert((_now, at) => ({ aud: `${issuerOf(at)}/protocol/openid-connect/token` })),
    expected: refused('Invalid token audience'),
  },
  {
    section: '3, 3 (rfc7523bis)',
    must: 'the audience is this server alone',
    request: assert((_now, at) => ({ aud: [issuerOf(at), 'https://other.test'] })),
    expected: refused('Multiple audiences not allowed'),
  },
  {
    section: '3, 4',
    must: 'there is an exp claim',
    request: assert(() => ({ exp: undefined })),
    expected: refused('Token exp claim is required'),
  },
  {
    section: '3, 4',
    must: 'an assertion that has expired is refused',
    request: assert((now) => ({ exp: now - 1 })),
    expected: refused('Token is not active'),
  },
  {
    section: '3, 4',
    must: 'an end unreasonably far in the future is refused',
    request: assert((now) => ({ exp: now + 86_400, iat: undefined })),
    expected: refused('Token expiration is too far in the future and iat claim not present in token'),
  },
  {
    section: '3, 5',
    must: 'an assertion is refused before nbf',
    request: assert((now) => ({ nbf: now + 30 })),
    expected: refused('Token is not active'),
  },
  {
    section: '3, 6',
    must: 'an assertion made unreasonably long ago is refused',
    request: assert((now) => ({ iat: now - 301 })),
    expected: refused('Token was issued too far in the past to be used now'),
  },
  {
    section: '3, 7',
    must: 'an assertion with a jti that was used is refused',
    request: async (at) => {
      const assertion = at.assert()
      await at.bring(assertion)
      return await at.bring(assertion)
    },
    expected: refused('Token reuse detected'),
  },
  {
    section: '3, 9',
    must: 'the assertion is signed, by a key and no secret',
    request: assert(() => ({}), { alg: 'HS256' }),
    expected: refused('Invalid signature algorithm'),
  },
  {
    section: '3, 9',
    must: 'the assertion is signed: none is no signature',
    request: assert(() => ({}), { alg: 'none' }),
    expected: refused('Invalid signature algorithm'),
  },
])

describeMusts('RFC 8725: assertions about clients by a third party', () => world, [
  {
    section: '3.1',
    must: 'the key is used for the algorithm that it is for only',
    request: assert(() => ({}), { alg: 'ES256' }),
    expected: unknown,
  },
  {
    section: '3.10',
    must: 'keys in the header are not believed',
    request: async (at) => {
      const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })
      return await at.bring(at.assert({}, { jwk }, stranger))
    },
    expected: unknown,
  },
  {
    section: '3.10',
    must: 'a name of a key chooses among the keys of the issuer only',
    request: assert(() => ({}), { kid: '../../key-1' }),
    expected: unknown,
  },
])
