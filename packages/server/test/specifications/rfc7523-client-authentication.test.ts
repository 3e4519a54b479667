import { afterAll, beforeAll, expect } from 'vitest'
import { signJwt } from '../../src/crypto/jws.ts'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import {
  assertionClaims,
  assertionForm,
  type ClientKeys,
  makeClientKeys,
  signByHmac,
  signedForm,
} from '../fixture/client-assertion.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, basic, post, secret } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
  readonly keys: ClientKeys
  readonly foreign: ClientKeys
}

let world: World

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm()
  const [keys, foreign] = await Promise.all([makeClientKeys(), makeClientKeys()])
  const service = { serviceAccountsEnabled: true }
  const jwt = { ...service, clientAuthenticatorType: 'client-jwt' }
  await addClient(server, realm, 'jwt', { ...jwt, attributes: keys.attributes })
  await addClient(server, realm, 'other', { ...jwt, attributes: keys.attributes })
  await addClient(server, realm, 'basic', service)
  await addClient(server, realm, 'hmac', { ...service, clientAuthenticatorType: 'client-secret-jwt' }, secret.repeat(2))
  await addClient(server, realm, 'app', { publicClient: true })
  world = { server, realm, keys, foreign }
})
afterAll(() => world.server.stop())

const grant = { grant_type: 'client_credentials' }
const ask = (at: World, form: Record<string, string>, headers: Record<string, string> = {}) =>
  post(at.server, at.realm, 'token', { ...grant, ...form }, headers)
/** A request by an assertion with these changes to its claims, and these beside it in the form. */
const assert =
  (change: (now: number) => Record<string, unknown> = () => ({}), more: Record<string, string> = {}) =>
  async (at: World) => {
    const now = Math.floor(at.server.clock.now() / 1000)
    return ask(at, { ...(await signedForm(at.server, at.realm, 'jwt', at.keys.rs256, change(now))), ...more })
  }
const issuerOf = ({ server, realm }: World) => server.server.urls.realm(realm.realm.name)
const accepted = { status: 200, body: { token_type: 'Bearer' } }
const refused = { status: 400, body: { error: 'invalid_client' } }
const unknown = { status: 401, body: { error: 'invalid_client' } }

describeMusts('RFC 7521, section 4.2: assertions for client authentication', () => world, [
  {
    section: '4.2',
    must: 'client_assertion_type says which format the assertion has: an unknown one is refused',
    request: assert(() => ({}), { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }),
    expected: unknown,
  },
  {
    section: '4.2',
    must: 'client_assertion_type is required',
    request: assert(() => ({}), { client_assertion_type: '' }),
    expected: unknown,
  },
  {
    section: '4.2',
    must: 'client_assertion is required',
    request: assert(() => ({}), { client_assertion: '', client_id: 'jwt' }),
    expected: refused,
  },
  {
    section: '4.2',
    must: 'client_assertion holds a single assertion: twice is refused',
    request: async (at) => {
      const form = new URLSearchParams({ ...grant, ...(await signedForm(at.server, at.realm, 'jwt', at.keys.rs256)) })
      form.append('client_assertion', form.get('client_assertion') ?? '')
      return at.server.inject({
        method: 'POST',
        url: `/realms/${at.realm.realm.name}/protocol/openid-connect/token`,
        payload: form.toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    },
    expected: { status: 400, body: { error: 'invalid_request' } },
  },
  {
    section: '4.2',
    must: 'client_id is not needed, because the subject names the client',
    request: assert(),
    expected: accepted,
  },
  {
    section: '4.2',
    must: 'client_id, where it is there, names the same client as the subject',
    request: assert(() => ({}), { client_id: 'other' }),
    expected: refused,
  },
  {
    section: '4.2',
    must: 'no other way of authentication stands beside the assertion: a secret in the form',
    request: assert(() => ({}), { client_id: 'jwt', client_secret: secret }),
    expected: { status: 400, body: { error: 'invalid_request' } },
  },
  {
    section: '4.2',
    must: 'no other way of authentication stands beside the assertion: a secret in the header',
    request: async (at) => ask(at, await signedForm(at.server, at.realm, 'jwt', at.keys.rs256), basic('jwt')),
    expected: { status: 400, body: { error: 'invalid_request' } },
  },
  {
    section: '4.2.1',
    must: 'an assertion that is not valid is answered with invalid_client',
    request: assert(() => ({ aud: 'https://elsewhere.test' })),
    expected: { ...refused, headers: { 'cache-control': 'no-store' } },
  },
  {
    section: '5.2',
    must: 'the subject is the client_id of a client there is',
    request: async (at) => ask(at, await signedForm(at.server, at.realm, 'nobody', at.keys.rs256)),
    expected: unknown,
  },
])

describeMusts('RFC 7523, section 3: JWTs for client authentication', () => world, [
  { section: '3 (1)', must: 'iss is there', request: assert(() => ({ iss: undefined })), expected: unknown },
  {
    section: '3 (1)',
    must: 'iss is compared as it stands, character by character',
    request: assert(() => ({ iss: 'JWT', sub: 'jwt' })),
    expected: unknown,
  },
  { section: '3 (2)', must: 'sub is there', request: assert(() => ({ sub: undefined })), expected: unknown },
  {
    section: '3 (2.B)',
    must: 'sub is the client_id',
    request: assert(() => ({ iss: 'jwt', sub: 'other' })),
    expected: unknown,
  },
  { section: '3 (3)', must: 'aud is there', request: assert(() => ({ aud: undefined })), expected: refused },
  {
    section: '3 (3)',
    must: 'aud names this server: another is rejected',
    request: assert(() => ({ aud: 'https://elsewhere.test' })),
    expected: refused,
  },
  {
    section: '3 (3)',
    must: 'aud may be the address of the token endpoint',
    request: async (at) =>
      ask(
        at,
        await signedForm(at.server, at.realm, 'jwt', at.keys.rs256, {
          aud: `${issuerOf(at)}/protocol/openid-connect/token`,
        }),
      ),
    expected: accepted,
  },
  {
    section: '3 (3)',
    must: 'aud is compared as it stands, without normalizing',
    request: async (at) =>
      ask(at, await signedForm(at.server, at.realm, 'jwt', at.keys.rs256, { aud: `${issuerOf(at)}/` })),
    expected: refused,
  },
  {
    section: '3 (3)',
    must: 'nobody else is named beside us (CVE-2025-27370)',
    request: async (at) =>
      ask(at, await signedForm(at.server, at.realm, 'jwt', at.keys.rs256, { aud: [issuerOf(at), 'https://rs.test'] })),
    expected: refused,
  },
  { section: '3 (4)', must: 'exp is there', request: assert(() => ({ exp: undefined })), expected: refused },
  { section: '3 (4)', must: 'exp has not passed', request: assert((now) => ({ exp: now - 1 })), expected: refused },
  {
    section: '3 (4)',
    must: 'on the second of exp it has passed',
    request: assert((now) => ({ exp: now })),
    expected: refused,
  },
  {
    section: '3 (4)',
    must: 'an exp unreasonably far away is rejected',
    request: assert((now) => ({ exp: now + 3600, iat: undefined })),
    expected: refused,
  },
  { section: '3 (5)', must: 'nbf has come', request: assert((now) => ({ nbf: now + 20 })), expected: refused },
  { section: '3 (6)', must: 'iat is not long ago', request: assert((now) => ({ iat: now - 120 })), expected: refused },
  {
    section: '3 (6)',
    must: 'iat is not in the future',
    request: assert((now) => ({ iat: now + 20 })),
    expected: refused,
  },
  {
    section: '3 (7)',
    must: 'jti is there, so that replays can be told',
    request: assert(() => ({ jti: undefined })),
    expected: refused,
  },
  {
    section: '3 (7)',
    must: 'an assertion is used once',
    request: async (at) => {
      const form = await signedForm(at.server, at.realm, 'jwt', at.keys.rs256)
      expect((await ask(at, form)).statusCode).toBe(200)
      return ask(at, form)
    },
    expected: refused,
  },
  {
    section: '3 (8)',
    must: 'other claims are ignored',
    request: assert(() => ({ scope: 'everything', admin: true })),
    expected: accepted,
  },
  {
    section: '3 (9)',
    must: 'it is signed by the issuer: a key that is not its own is refused',
    request: async (at) => ask(at, await signedForm(at.server, at.realm, 'jwt', at.foreign.rs256)),
    expected: refused,
  },
  {
    section: '3 (9)',
    must: 'it is signed: none is refused',
    request: async (at) => {
      const parts = [{ alg: 'none' }, assertionClaims(at.server, at.realm, 'jwt')]
      const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
      return ask(at, assertionForm(`${text}.`))
    },
    expected: refused,
  },
  {
    section: '3 (9)',
    must: 'a public key is no secret for HMAC',
    request: (at) => {
      const pem = at.keys.rsa.publicKey.export({ type: 'spki', format: 'pem' })
      return ask(at, assertionForm(signByHmac(assertionClaims(at.server, at.realm, 'jwt'), pem)))
    },
    expected: refused,
  },
  {
    section: '3 (10)',
    must: 'it is a JWT in every other respect: critical extensions that are not understood are refused',
    request: async (at) => {
      const head = Buffer.from('{"alg":"RS256","kid":"rsa-1","crit":["x"],"x":1}').toString('base64url')
      const token = await signJwt(at.keys.rs256, assertionClaims(at.server, at.realm, 'jwt'))
      return ask(at, { ...assertionForm([head, ...token.split('.').slice(1)].join('.')), client_id: 'jwt' })
    },
    expected: refused,
  },
  { section: '5', must: 'RS256 can be used', request: assert(), expected: accepted },
])

/** Each way of section 9 by a client that is registered for it. */
const byHmac =
  (change: Record<string, unknown> = {}) =>
  (at: World) =>
    ask(at, assertionForm(signByHmac(assertionClaims(at.server, at.realm, 'hmac', change), secret.repeat(2))))

describeMusts('OpenID Connect Core 1.0, section 9: client authentication', () => world, [
  {
    section: '9',
    must: 'client_secret_basic is the default',
    request: (at) => ask(at, {}, basic('basic')),
    expected: accepted,
  },
  {
    section: '9',
    must: 'client_secret_post: name and secret in the form',
    request: (at) => ask(at, { client_id: 'basic', client_secret: secret }),
    expected: accepted,
  },
  { section: '9', must: 'client_secret_jwt: an HMAC by the secret', request: byHmac(), expected: accepted },
  { section: '9', must: 'private_key_jwt: signed by a registered key', request: assert(), expected: accepted },
  {
    section: '9',
    must: 'none: a public client is known by its name alone, and gets nothing that asks for proof',
    request: (at) => ask(at, { client_id: 'app' }),
    expected: { status: 401, body: { error: 'unauthorized_client' } },
  },
  {
    section: '9',
    must: 'a client uses the way it registered: no secret instead of a key',
    request: (at) => ask(at, {}, basic('jwt')),
    expected: refused,
  },
  {
    section: '9',
    must: 'a client uses the way it registered: no key instead of an HMAC',
    request: async (at) => ask(at, await signedForm(at.server, at.realm, 'hmac', at.keys.rs256)),
    expected: { status: 400, body: { error: 'unauthorized_client' } },
  },
  {
    section: '9',
    must: 'a client uses the way it registered: no assertion instead of a secret',
    request: async (at) => ask(at, await signedForm(at.server, at.realm, 'basic', at.keys.rs256)),
    expected: unknown,
  },
  { section: '9', must: 'iss is required: client_secret_jwt', request: byHmac({ iss: undefined }), expected: unknown },
  { section: '9', must: 'sub is required: client_secret_jwt', request: byHmac({ sub: undefined }), expected: unknown },
  { section: '9', must: 'aud is required: client_secret_jwt', request: byHmac({ aud: undefined }), expected: refused },
  { section: '9', must: 'jti is required: client_secret_jwt', request: byHmac({ jti: undefined }), expected: refused },
  { section: '9', must: 'exp is required: client_secret_jwt', request: byHmac({ exp: undefined }), expected: refused },
  {
    section: '9',
    must: 'iat is optional',
    request: byHmac({ iat: undefined }),
    expected: accepted,
  },
  {
    section: '9',
    must: 'a wrong secret signs nothing',
    request: (at) =>
      ask(at, assertionForm(signByHmac(assertionClaims(at.server, at.realm, 'hmac'), `${secret}${secret}x`))),
    expected: { status: 400, body: { error: 'unauthorized_client' } },
  },
])
