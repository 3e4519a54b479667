import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { createDpopKey, type ProofOptions } from '../fixture/dpop-key.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, addUser, basic, endpointOf, password, post } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
  /** Bound to `key`. */
  readonly token: string
  readonly refreshToken: string
  readonly seconds: number
}

let world: World
const key = createDpopKey()
const other = createDpopKey()
const rsa = createDpopKey('RS256')

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm()
  await addClient(server, realm, 'app', { serviceAccountsEnabled: true })
  await addClient(server, realm, 'spa', { publicClient: true, directAccessGrantsEnabled: true })
  await addClient(server, realm, 'bound', {
    serviceAccountsEnabled: true,
    attributes: { 'dpop.bound.access.tokens': 'true' },
  })
  await addUser(server, realm)
  const dpop = key.proof(server, { path: endpointOf(realm, 'token') })
  const form = { grant_type: 'password', client_id: 'spa', username: 'ada', password, scope: 'openid' }
  const tokens = (await post(server, realm, 'token', form, { dpop })).json()
  const seconds = Math.floor(server.clock.now() / 1000)
  world = { server, realm, seconds, token: String(tokens.access_token), refreshToken: String(tokens.refresh_token) }
})
afterAll(() => world.server.stop())

type Change = Omit<Partial<ProofOptions>, 'token'>
const makeProof = ({ server, realm }: World, change: Change = {}, by = key) =>
  by.proof(server, { path: endpointOf(realm, 'token'), ...change })
const sendProof = ({ server, realm }: World, dpop: string) =>
  post(server, realm, 'token', { grant_type: 'client_credentials' }, { ...basic('app'), dpop })
/** A token request by a proof that is changed in one thing. */
const send =
  (change: (at: World) => Change, by = key) =>
  (at: World) =>
    sendProof(at, makeProof(at, change(at), by))
const claims = (change: Record<string, unknown>) => send(() => ({ claims: change }))
const header = (change: Record<string, unknown>) => send(() => ({ header: change }))
const refresh = (by?: typeof key) => (at: World) => {
  const form = { grant_type: 'refresh_token', client_id: 'spa', refresh_token: at.refreshToken }
  return post(at.server, at.realm, 'token', form, by ? { dpop: makeProof(at, {}, by) } : {})
}
const userInfo =
  (scheme: string, change: (at: World) => Partial<ProofOptions> | undefined, by = key) =>
  (at: World) => {
    const path = endpointOf(at.realm, 'userinfo')
    const options = change(at)
    const dpop = options && by.proof(at.server, { path, method: 'GET', token: at.token, ...options })
    const headers = { authorization: `${scheme} ${at.token}`, ...(dpop === undefined ? {} : { dpop }) }
    return at.server.inject({ url: path, headers })
  }

const refused = { status: 400, body: { error: 'invalid_dpop_proof' } }
const challenged = (error: string, scheme = 'DPoP') => ({
  status: 401,
  headers: { 'www-authenticate': expect.stringMatching(new RegExp(`^${scheme} .*error="${error}"`)) },
})

describeMusts('RFC 9449', () => world, [
  {
    section: '4.2',
    must: 'the header has the type dpop+jwt',
    request: header({ typ: 'JWT' }),
    expected: refused,
  },
  { section: '4.2', must: 'the algorithm is not none', request: header({ alg: 'none' }), expected: refused },
  { section: '4.2', must: 'the algorithm is not symmetric', request: header({ alg: 'HS256' }), expected: refused },
  { section: '4.2', must: 'the header has the public key', request: header({ jwk: undefined }), expected: refused },
  {
    section: '4.2',
    must: 'the key has no private part',
    request: header({ jwk: key.privateJwk }),
    expected: refused,
  },
  { section: '4.2', must: 'the claim jti is there', request: claims({ jti: undefined }), expected: refused },
  { section: '4.2', must: 'the claim htm is there', request: claims({ htm: undefined }), expected: refused },
  { section: '4.2', must: 'the claim htu is there', request: claims({ htu: undefined }), expected: refused },
  { section: '4.2', must: 'the claim iat is there', request: claims({ iat: undefined }), expected: refused },
  {
    section: '4.3 (1)',
    must: 'there is one header DPoP',
    request: (at) => sendProof(at, `${makeProof(at)}, ${makeProof(at)}`),
    expected: refused,
  },
  {
    section: '4.3 (2)',
    must: 'the header is one well-formed JWT',
    request: (at) => sendProof(at, 'no.jwt'),
    expected: refused,
  },
  {
    section: '4.3 (6)',
    must: 'the signature verifies with the key in the header',
    request: header({ jwk: other.publicJwk }),
    expected: refused,
  },
  {
    section: '4.3 (6)',
    must: 'a proof that was changed is refused',
    request: (at) => sendProof(at, makeProof(at).replace(/\.[^.]/, '.f')),
    expected: refused,
  },
  { section: '4.3 (8)', must: 'htm is the method', request: claims({ htm: 'GET' }), expected: refused },
  {
    section: '4.3 (9)',
    must: 'htu is the address',
    request: claims({ htu: 'https://elsewhere.test/token' }),
    expected: refused,
  },
  {
    section: '4.3 (9)',
    must: 'a proof for another endpoint is refused',
    request: send((at) => ({ path: endpointOf(at.realm, 'userinfo') })),
    expected: refused,
  },
  {
    section: '4.3 (9)',
    must: 'query and fragment do not count',
    request: send((at) => ({ path: `${endpointOf(at.realm, 'token')}?a=b#c` })),
    expected: { status: 200 },
  },
  {
    section: '4.3',
    must: 'htu is compared after normalisation',
    request: send((at) => ({
      claims: {
        htu: `${at.server.url.replace('http://localhost', 'HTTP://LOCALHOST')}${endpointOf(at.realm, 'token')}`,
      },
    })),
    expected: { status: 200 },
  },
  {
    section: '4.3 (11)',
    must: 'a proof that is too old is refused',
    request: send((at) => ({ claims: { iat: at.seconds - 26 } })),
    expected: refused,
  },
  {
    section: '4.3 (11)',
    must: 'a proof of the near past is taken, for clocks that differ',
    request: send((at) => ({ claims: { iat: at.seconds - 25 } })),
    expected: { status: 200 },
  },
  {
    section: '4.3 (11)',
    must: 'a proof of the future is refused',
    request: send((at) => ({ claims: { iat: at.seconds + 16 } })),
    expected: refused,
  },
  {
    section: '5',
    must: 'bound tokens have the type DPoP',
    request: send(() => ({}), rsa),
    expected: { status: 200, body: { token_type: 'DPoP' } },
  },
  {
    section: '5',
    must: 'refresh tokens of public clients are bound to the key',
    request: refresh(other),
    expected: { status: 400, body: { error: 'invalid_grant' } },
  },
  {
    section: '5',
    must: 'a bound refresh token is refused without a proof',
    request: refresh(),
    expected: { status: 400, body: { error: 'invalid_grant' } },
  },
  { section: '5', must: 'the same key refreshes', request: refresh(key), expected: { status: 200 } },
  {
    section: '5.1',
    must: 'the algorithms of proofs are in the metadata',
    request: ({ server, realm }) =>
      server.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` }),
    expected: {
      status: 200,
      body: { dpop_signing_alg_values_supported: expect.arrayContaining(['ES256', 'PS256', 'RS256', 'EdDSA']) },
    },
  },
  {
    section: '5.2',
    must: 'a client that binds its tokens gets none without a proof',
    request: (at) => post(at.server, at.realm, 'token', { grant_type: 'client_credentials' }, basic('bound')),
    expected: { status: 400, body: { error: 'invalid_request' } },
  },
  {
    section: '6.2',
    must: 'introspection tells the thumbprint of the key',
    request: (at) => {
      const dpop = makeProof(at)
      return post(at.server, at.realm, 'token', { grant_type: 'client_credentials' }, { ...basic('app'), dpop }).then(
        (answer) => post(at.server, at.realm, 'token/introspect', { token: String(answer.json().access_token) }),
      )
    },
    expected: { status: 200, body: { active: true, token_type: 'DPoP', cnf: { jkt: key.thumbprint } } },
  },
  {
    section: '7.1',
    must: 'a bound token goes with a proof',
    request: userInfo('DPoP', () => ({})),
    expected: { status: 200 },
  },
  {
    section: '7.1',
    must: 'the scheme knows no case',
    request: userInfo('dpop', () => ({})),
    expected: { status: 200 },
  },
  {
    section: '7.1',
    must: 'without a proof the challenge is DPoP',
    request: userInfo('DPoP', () => undefined),
    expected: challenged('invalid_token'),
  },
  {
    section: '7.1',
    must: 'the challenge names the algorithms',
    request: userInfo('DPoP', () => undefined),
    expected: { status: 401, headers: { 'www-authenticate': expect.stringMatching(/algs="[^"]*\bES256\b/) } },
  },
  {
    section: '7.1',
    must: 'the proof is by the key that the token is bound to',
    request: userInfo('DPoP', () => ({}), other),
    expected: challenged('invalid_token'),
  },
  {
    section: '4.3 (12)',
    must: 'ath is the hash of the token',
    request: userInfo('DPoP', () => ({ token: 'another' })),
    expected: challenged('invalid_token'),
  },
  {
    section: '4.3 (12)',
    must: 'ath is there',
    request: userInfo('DPoP', () => ({ claims: { ath: undefined } })),
    expected: challenged('invalid_token'),
  },
  {
    section: '7.2',
    must: 'a bound token is refused as a bearer token',
    request: userInfo('Bearer', () => ({})),
    expected: challenged('invalid_token', 'Bearer'),
  },
  {
    section: '11.1',
    must: 'a proof counts once',
    request: async (at) => {
      const proof = makeProof(at)
      await sendProof(at, proof)
      return await sendProof(at, proof)
    },
    expected: refused,
  },
  {
    section: '11.1',
    must: 'the jti of one key does not use up that of another',
    request: async (at) => {
      const change = { claims: { jti: 'the same' } }
      await sendProof(at, makeProof(at, change))
      return await sendProof(at, makeProof(at, change, other))
    },
    expected: { status: 200 },
  },
  {
    section: '11.6',
    must: 'only the signature of the JWS counts, not a key named elsewhere',
    request: header({ kid: 'x', jku: 'https://elsewhere.test/jwks' }),
    expected: { status: 200 },
  },
])
