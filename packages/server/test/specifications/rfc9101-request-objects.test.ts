import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, addUser, Browser, basic, post, redirectUri } from '../fixture/oidc-application.ts'
import { type ChangedClaims, type RequestSigner, requestSigner } from '../fixture/signed-request.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
  readonly signer: RequestSigner
}

let world: World

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm()
  const signer = await requestSigner(server, realm)
  const { attributes } = signer
  await addClient(server, realm, 'app', { attributes: { ...attributes, 'request.uris': 'http://127.0.0.1:9/object' } })
  const strict = { 'request.object.required': 'request only', 'request.object.signature.alg': 'RS256' }
  await addClient(server, realm, 'strict', { attributes: { ...attributes, ...strict } })
  await addClient(server, realm, 'keyless', {})
  await addUser(server, realm)
  world = { server, realm, signer }
})
afterAll(() => world.server.stop())

type Header = Parameters<RequestSigner['sign']>[1]
/** `prompt=none` in the object: an accepted one answers at once with login_required and its own state. */
const silent = { prompt: 'none' }
const strict = { iss: 'strict', client_id: 'strict' }
const send =
  (change: ChangedClaims = {}, parameters: Record<string, string> = {}, header: Header = {}) =>
  async (at: World) =>
    new Browser(at.server).authorize(at.realm, {
      request: await at.signer.sign({ ...silent, ...change }, header),
      ...parameters,
    })
const sendText =
  (text: (at: World) => string | Promise<string>, clientId = 'app') =>
  async (at: World) =>
    new Browser(at.server).authorize(at.realm, { client_id: clientId, request: await text(at) })
const push = (change: ChangedClaims) => async (at: World) =>
  post(at.server, at.realm, 'ext/par/request', { request: await at.signer.sign(change) }, basic('app'))

const accepted = { status: 302, redirect: { error: 'login_required', state: 'state-of-object' } }
const page = { status: 400, headers: { 'content-type': expect.stringContaining('text/html') } }

describeMusts('RFC 9101, request objects', () => world, [
  { section: '4', must: 'a signed request object is accepted', request: send(), expected: accepted },
  {
    section: '4',
    must: 'request is no member of a request object',
    request: send({ request: 'x.y.z' }),
    expected: page,
  },
  {
    section: '4',
    must: 'request_uri is no member of a request object',
    request: send({ request_uri: 'https://app.test/object' }),
    expected: page,
  },
  {
    section: '4',
    must: 'the media type of the object may be said in its typ',
    request: send({}, {}, { typ: 'oauth-authz-req+jwt' }),
    expected: accepted,
  },
  {
    section: '5',
    must: 'request and request_uri do not stand together',
    request: send({}, { request_uri: 'http://127.0.0.1:9/object' }),
    expected: page,
  },
  {
    section: '5',
    must: 'the client_id in the request is the one in the object',
    request: send({ client_id: 'keyless' }),
    expected: page,
  },
  {
    section: '5.2',
    must: 'a request_uri that the client did not register is refused',
    request: (at) => new Browser(at.server).authorize(at.realm, { request_uri: 'http://127.0.0.1:9/other' }),
    expected: page,
  },
  {
    section: '5.2.3',
    must: 'an object that cannot be fetched is refused',
    request: (at) => new Browser(at.server).authorize(at.realm, { request_uri: 'http://127.0.0.1:9/object' }),
    expected: page,
  },
  {
    section: '6.1',
    must: 'an encrypted object that cannot be decrypted is refused',
    request: sendText(() => 'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.AA.AA.AA.AA'),
    expected: page,
  },
  {
    section: '6.2',
    must: 'the signature is verified',
    request: sendText(async ({ signer }) => `${(await signer.sign()).slice(0, -8)}AAAAAAAA`),
    expected: page,
  },
  {
    section: '6.2',
    must: 'the key is one of the client',
    request: send({ iss: 'keyless', client_id: 'keyless' }, { client_id: 'keyless' }),
    expected: page,
  },
  {
    section: '6.2',
    must: 'the algorithm is the registered one',
    request: sendText(({ signer }) => signer.signBySecret('x'.repeat(40), strict), 'strict'),
    expected: page,
  },
  {
    section: '6.2',
    must: 'alg none is refused where a signature is registered',
    request: sendText(({ signer }) => signer.unsigned(strict), 'strict'),
    expected: page,
  },
  {
    section: '6.3',
    must: 'parameters of the object count, not the same ones beside it',
    request: send({ state: 'inside' }, { state: 'beside', prompt: 'login', scope: 'nonsense' }),
    expected: { status: 302, redirect: { error: 'login_required', state: 'inside' } },
  },
  {
    section: '6.3',
    must: 'only parameters of the object count, where the client has to send one',
    request: send({ ...strict, redirect_uri: undefined }, { client_id: 'strict' }),
    expected: page,
  },
  {
    section: '6.3',
    must: 'the parameters of the object are validated as those of a query: redirect URI',
    request: send({ redirect_uri: 'https://evil.test/' }),
    expected: page,
  },
  {
    section: '6.3',
    must: 'the parameters of the object are validated as those of a query: scope',
    request: send({ scope: 'nonsense' }),
    expected: { status: 302, redirect: { error: 'invalid_scope' } },
  },
  {
    section: '7',
    must: 'a pushed object that is not valid is invalid_request_object',
    request: push({ aud: 'https://other.test' }),
    expected: { status: 400, body: { error: 'invalid_request_object' } },
  },
  {
    section: '10.3',
    must: 'a client that has to send an object is refused without one',
    request: (at) => new Browser(at.server).authorize(at.realm, { client_id: 'strict' }),
    expected: page,
  },
  {
    section: '4; RFC 7519, 4.1.3',
    must: 'an object for another audience is refused',
    request: send({ aud: 'https://other.test' }),
    expected: page,
  },
  {
    section: '4; RFC 7519, 4.1.1',
    must: 'an object of another issuer is refused',
    request: send({ iss: 'keyless' }),
    expected: page,
  },
  {
    section: 'RFC 7519, 4.1.4',
    must: 'an object is refused after its exp',
    request: send({ exp: 1_000_000_000 }),
    expected: page,
  },
  {
    section: 'RFC 7519, 4.1.5',
    must: 'an object is refused before its nbf',
    request: send({ nbf: 9_000_000_000 }),
    expected: page,
  },
  {
    section: '10.8',
    must: 'a JWT of another kind is no request object',
    request: send({}, {}, { typ: 'at+jwt' }),
    expected: page,
  },
  {
    section: '10.8',
    must: 'claims of the object that say something of the token are no parameters',
    request: send({ sub: 'somebody', jti: 'id-1', redirect_uri: redirectUri }),
    expected: accepted,
  },
  {
    section: '9.2',
    must: 'the metadata says what can be sent',
    request: (at) => at.server.inject({ url: `/realms/${at.realm.realm.name}/.well-known/openid-configuration` }),
    expected: {
      status: 200,
      body: {
        request_parameter_supported: true,
        request_uri_parameter_supported: true,
        require_request_uri_registration: true,
        request_object_signing_alg_values_supported: expect.arrayContaining(['RS256', 'ES256', 'none']),
        request_object_encryption_alg_values_supported: ['RSA-OAEP', 'RSA-OAEP-256'],
      },
    },
  },
])
