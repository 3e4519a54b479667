import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, addUser, Browser } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
}

let world: World

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm()
  await addClient(server, realm, 'app', { implicitFlowEnabled: true })
  await addClient(server, realm, 'elliptic', { attributes: { 'authorization.signed.response.alg': 'ES256' } })
  await addUser(server, realm)
  world = { server, realm }
})
afterAll(() => world.server.stop())

type Form = Record<string, string>
const signIn = (parameters: Form) => async (at: World) => {
  const browser = new Browser(at.server)
  return browser.submitPassword(await browser.authorize(at.realm, { nonce: 'n', ...parameters }))
}
const ask = (parameters: Form) => (at: World) => new Browser(at.server).authorize(at.realm, parameters)

/** Matches a JWT by its claims, or its header. */
const jwtWith = (claims: object, header: object = {}) => ({
  asymmetricMatch: (value: unknown) => {
    const token = String(value)
    expect(decodeProtectedHeader(token)).toMatchObject(header)
    expect(decodeJwt(token)).toMatchObject(claims)
    return true
  },
})
const found = (sign: '?' | '#') => ({ location: expect.stringContaining(`https://app.test/cb${sign}response=`) })

describeMusts('JWT Secured Authorization Response Mode (JARM)', () => world, [
  {
    section: '2.1',
    must: 'the JWT names the issuer',
    request: signIn({ response_mode: 'jwt' }),
    expected: { status: 303, redirect: { response: jwtWith({ iss: expect.stringContaining('/realms/') }) } },
  },
  {
    section: '2.1',
    must: 'the audience is the client',
    request: signIn({ response_mode: 'jwt' }),
    expected: { status: 303, redirect: { response: jwtWith({ aud: 'app' }) } },
  },
  {
    section: '2.1',
    must: 'the JWT expires, within ten minutes',
    request: signIn({ response_mode: 'jwt' }),
    expected: { status: 303, redirect: { response: jwtWith({ exp: expect.any(Number) }) } },
  },
  {
    section: '2.1',
    must: 'all parameters of the answer are in the JWT, for code: code and state',
    request: signIn({ response_mode: 'jwt' }),
    expected: { status: 303, redirect: { response: jwtWith({ code: expect.any(String), state: 'state-1' }) } },
  },
  {
    section: '2.1',
    must: 'all parameters of the answer are in the JWT, for token',
    request: signIn({ response_mode: 'jwt', response_type: 'token' }),
    expected: {
      status: 303,
      redirect: { response: jwtWith({ access_token: expect.any(String), token_type: 'Bearer', state: 'state-1' }) },
    },
  },
  {
    section: '2.1',
    must: 'errors are in the JWT too',
    request: ask({ response_mode: 'jwt', prompt: 'none' }),
    expected: { status: 302, redirect: { response: jwtWith({ error: 'login_required', state: 'state-1' }) } },
  },
  {
    section: '2.2',
    must: 'the JWT is signed, never with none',
    request: signIn({ response_mode: 'jwt' }),
    expected: { status: 303, redirect: { response: jwtWith({}, { alg: 'RS256', kid: expect.any(String) }) } },
  },
  {
    section: '2.2, 3',
    must: 'the algorithm is the one the client registered',
    request: signIn({ client_id: 'elliptic', response_mode: 'jwt' }),
    expected: { status: 303, redirect: { response: jwtWith({}, { alg: 'ES256' }) } },
  },
  {
    section: '2.3.1',
    must: 'query.jwt: response is a parameter of the query',
    request: signIn({ response_mode: 'query.jwt' }),
    expected: { status: 303, headers: found('?') },
  },
  {
    section: '2.3.1',
    must: 'query.jwt is not used with tokens unless encrypted',
    request: ask({ response_mode: 'query.jwt', response_type: 'token' }),
    expected: { status: 302, redirect: { response: jwtWith({ error: 'invalid_request' }) } },
  },
  {
    section: '2.3.2',
    must: 'fragment.jwt: response is a parameter of the fragment',
    request: signIn({ response_mode: 'fragment.jwt' }),
    expected: { status: 303, headers: found('#') },
  },
  {
    section: '2.3.3',
    must: 'form_post.jwt: response is a field of a form',
    request: signIn({ response_mode: 'form_post.jwt' }),
    expected: {
      status: 200,
      text: expect.stringMatching(/<form[^>]*action="https:\/\/app\.test\/cb".*name="response"/s),
    },
  },
  {
    section: '2.3.4',
    must: 'jwt: the default of code is query.jwt',
    request: signIn({ response_mode: 'jwt' }),
    expected: { status: 303, headers: found('?') },
  },
  {
    section: '2.3.4',
    must: 'jwt: the default of tokens is fragment.jwt',
    request: signIn({ response_mode: 'jwt', response_type: 'code id_token' }),
    expected: { status: 303, headers: found('#') },
  },
  {
    section: '4',
    must: 'the metadata names modes and algorithms',
    request: (at) => at.server.inject({ url: `/realms/${at.realm.realm.name}/.well-known/openid-configuration` }),
    expected: {
      status: 200,
      body: {
        response_modes_supported: expect.arrayContaining(['query.jwt', 'fragment.jwt', 'form_post.jwt', 'jwt']),
        authorization_signing_alg_values_supported: expect.arrayContaining(['RS256', 'ES256']),
        authorization_encryption_alg_values_supported: expect.arrayContaining(['RSA-OAEP', 'ECDH-ES']),
        authorization_encryption_enc_values_supported: expect.arrayContaining(['A128CBC-HS256', 'A256GCM']),
      },
    },
  },
])
