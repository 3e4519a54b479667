import { sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signJwt } from '../src/crypto/jws.ts'
import { toSigningKey } from '../src/crypto/keys.ts'
import { updateClient } from '../src/model/client/update-client.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { transact } from '../src/storage/transact.ts'
import {
  assertionClaims,
  assertionForm,
  type ClientKeys,
  makeClientKeys,
  signByHmac,
  signedForm,
} from './fixture/client-assertion.ts'
import { addClient, basic, post, secret } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let keys: ClientKeys
let foreign: ClientKeys

/** 36 bytes: enough for HMAC, as those the server makes. */
const longSecret = 'S3cret-of-the-application-0123456789'

beforeAll(async () => {
  server = await testServer()
  ;[keys, foreign] = await Promise.all([makeClientKeys(), makeClientKeys()])
  realm = await server.createRealm({ eventsEnabled: true })
  const service = { serviceAccountsEnabled: true }
  const jwt = { ...service, clientAuthenticatorType: 'client-jwt' }
  const hmac = { ...service, clientAuthenticatorType: 'client-secret-jwt' }
  await addClient(server, realm, 'app', service)
  await addClient(server, realm, 'jwt', { ...jwt, attributes: keys.attributes })
  await addClient(server, realm, 'jwt2', { ...jwt, attributes: keys.attributes })
  await addClient(server, realm, 'ps', {
    ...jwt,
    attributes: { ...keys.attributes, 'token.endpoint.auth.signing.alg': 'PS256' },
  })
  await addClient(server, realm, 'keyless', jwt)
  await addClient(server, realm, 'slow', {
    ...jwt,
    attributes: { ...keys.attributes, 'token.endpoint.auth.signing.max.exp': '600' },
  })
  await addClient(server, realm, 'hs', hmac, longSecret)
  await addClient(
    server,
    realm,
    'hs512',
    { ...hmac, attributes: { 'token.endpoint.auth.signing.alg': 'HS512' } },
    longSecret,
  )
  await addClient(server, realm, 'short', hmac)
  await addClient(server, realm, 'odd', { ...service, clientAuthenticatorType: 'nothing-known' })
  await addClient(server, realm, 'spa', { publicClient: true })
})
afterAll(() => server.stop())

const grant = { grant_type: 'client_credentials' }
const ask = (form: Record<string, string>, headers: Record<string, string> = {}, path = 'token') =>
  post(server, realm, path, { ...grant, ...form }, headers)
const claims = (clientId: string, change?: Record<string, unknown>) => assertionClaims(server, realm, clientId, change)
const signed = (clientId: string, change?: Record<string, unknown>, key = keys.rs256) =>
  signedForm(server, realm, clientId, key, change)
const hmac = (clientId: string, alg: 'HS256' | 'HS384' | 'HS512' = 'HS256', by: string | Buffer = longSecret) =>
  assertionForm(signByHmac(claims(clientId), by, alg))

describe('private_key_jwt', () => {
  test('proves the client by any of its keys', async () => {
    for (const key of [keys.rs256, keys.ps256, keys.es256]) {
      const answer = await ask(await signed('jwt', {}, key))
      expect(answer.json()).toMatchObject({ token_type: 'Bearer' })
    }
  })

  test('the client may be named in the form too', async () => {
    expect((await ask({ ...(await signed('jwt')), client_id: 'jwt' })).statusCode).toBe(200)
  })

  test.each(['', '/protocol/openid-connect/token', '/protocol/openid-connect/token/introspect'])(
    'is meant for the issuer%s',
    async (path) => {
      const aud = `${server.server.urls.realm(realm.realm.name)}${path}`
      expect((await ask(await signed('jwt', { aud }))).statusCode).toBe(200)
    },
  )

  test('is used once, whichever endpoint sees it first', async () => {
    const form = await signed('jwt')
    expect((await ask({ ...form, token: 'x' }, {}, 'token/introspect')).json()).toEqual({ active: false })
    for (const path of ['token', 'revoke', 'token/introspect']) {
      const again = await ask({ ...form, token: 'x' }, {}, path)
      expect(again.statusCode).toBe(400)
      expect(again.json()).toEqual({ error: 'invalid_client', error_description: 'Token reuse detected' })
    }
  })

  test('at the same instant, exactly one of twelve wins', async () => {
    const form = await signed('jwt')
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(form)))
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.json().error_description === 'Token reuse detected')).toHaveLength(11)
  })

  test('another client may use the same jti, and so may another realm', async () => {
    const jti = 'the-same'
    expect((await ask(await signed('jwt', { jti }))).statusCode).toBe(200)
    expect((await ask(await signed('jwt2', { jti }))).statusCode).toBe(200)
    const other = await server.createRealm()
    await addClient(server, other, 'jwt', {
      serviceAccountsEnabled: true,
      clientAuthenticatorType: 'client-jwt',
      attributes: keys.attributes,
    })
    const form = await signedForm(server, other, 'jwt', keys.rs256, { jti })
    expect((await post(server, other, 'token', { ...grant, ...form }, {})).statusCode).toBe(200)
  })

  test('an assertion for another realm says nothing here', async () => {
    const other = await server.createRealm()
    const form = await signedForm(server, other, 'jwt', keys.rs256)
    expect((await ask(form)).json().error_description).toBe('Invalid token audience')
  })

  test('the age that a client is allowed can be raised', async () => {
    const iat = Math.floor(server.clock.now() / 1000) - 300
    expect((await ask(await signed('slow', { iat }))).statusCode).toBe(200)
    expect((await ask(await signed('jwt', { iat }))).json().error_description).toBe(
      'Token was issued too far in the past to be used now',
    )
  })

  test('the event tells which assertion it was', async () => {
    await ask(await signed('jwt', { jti: 'for-the-event' }))
    const [event] = await listEvents(
      server.server.storage,
      realm.realm.id,
      { types: ['CLIENT_LOGIN'], clientId: 'jwt' },
      { first: 0, max: 1 },
    )
    expect(event?.details).toMatchObject({
      client_auth_method: 'client-jwt',
      client_assertion_id: 'for-the-event',
      client_assertion_issuer: 'jwt',
      client_assertion_sub: 'jwt',
      client_jwt_kid: 'rsa-1',
    })
  })
})

describe('private_key_jwt is refused', () => {
  const refused = async (form: Record<string, string>, description: string, error = 'invalid_client', status = 400) => {
    const answer = await ask(form)
    expect(answer.json()).toEqual({ error, error_description: description })
    expect(answer.statusCode).toBe(status)
  }
  const unknown = 'Invalid client or Invalid client credentials'

  test('by a key that the client did not register', async () => {
    await refused(
      await signed('jwt', {}, foreign.rs256),
      'Client authentication with signed JWT failed: Signature on JWT token failed validation',
    )
    const renamed = toSigningKey('unknown', 'RS256', keys.rsa.privateKey)
    await refused(await signed('jwt', {}, renamed), 'Unable to load public key')
    await refused(await signed('keyless'), 'Unable to load public key')
  })

  test('when a byte of it was changed', async () => {
    const { client_assertion: token } = await signed('jwt')
    const [head, , signature] = token.split('.')
    const body = Buffer.from(JSON.stringify(claims('jwt2'))).toString('base64url')
    await refused(
      assertionForm(`${head}.${body}.${signature}`),
      'Client authentication with signed JWT failed: Signature on JWT token failed validation',
    )
  })

  test('by the algorithms of the other kind, whatever the secret', async () => {
    const spki = keys.rsa.publicKey.export({ type: 'spki', format: 'pem' })
    const secrets = [secret, longSecret, spki, keys.rsa.publicKey.export({ type: 'spki', format: 'der' })]
    for (const by of secrets) await refused(hmac('jwt', 'HS256', by), 'Invalid signature algorithm')
  })

  test('without a signature', async () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
    for (const alg of ['none', 'None', 'NONE']) {
      await refused(assertionForm(`${encode({ alg })}.${encode(claims('jwt'))}.`), 'Invalid signature algorithm')
    }
  })

  test('by another algorithm than the one it registered', async () => {
    await refused(await signed('ps'), 'Invalid signature algorithm')
    expect((await ask(await signed('ps', {}, keys.ps256))).statusCode).toBe(200)
  })

  test('by a key for encryption', async () => {
    const publicJwk = keys.rsa.publicKey.export({ format: 'jwk' })
    const jwks = JSON.stringify({ keys: [{ ...publicJwk, kid: 'rsa-1', use: 'enc' }] })
    await addClient(server, realm, 'enc', {
      serviceAccountsEnabled: true,
      clientAuthenticatorType: 'client-jwt',
      attributes: { 'use.jwks.string': 'true', 'jwks.string': jwks },
    })
    await refused(await signed('enc'), 'Unable to load public key')
  })

  test('when a key stands in the header (RFC 8725, section 3.10)', async () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const jwk = foreign.rsa.publicKey.export({ format: 'jwk' })
    const input = `${encode({ alg: 'RS256', kid: 'rsa-1', jwk })}.${encode(claims('jwt'))}`
    const signature = sign('sha256', Buffer.from(input), foreign.rsa.privateKey).toString('base64url')
    await refused(
      assertionForm(`${input}.${signature}`),
      'Client authentication with signed JWT failed: Signature on JWT token failed validation',
    )
  })

  test('when it was signed for another purpose (RFC 8725, section 3.12)', async () => {
    for (const typ of ['oauth-authz-req+jwt', 'dpop+jwt', 'at+jwt', 'logout+jwt']) {
      const token = await signJwt(keys.rs256, claims('jwt'), { typ })
      await refused(assertionForm(token), 'Invalid token type')
    }
    const typed = await signJwt(keys.rs256, claims('jwt'), { typ: 'client-authentication+jwt' })
    expect((await ask(assertionForm(typed))).statusCode).toBe(200)
  })

  test('when issuer, subject and name are not one', async () => {
    await refused(await signed('jwt', { iss: 'app' }), unknown, 'invalid_client', 401)
    await refused(await signed('jwt', { iss: undefined }), unknown, 'invalid_client', 401)
    await refused(await signed('jwt', { sub: undefined }), unknown, 'invalid_client', 401)
    await refused({ ...(await signed('jwt', { iss: 'x' })), client_id: 'jwt' }, unknown, 'invalid_client', 401)
    await refused(
      { ...(await signed('jwt')), client_id: 'jwt2' },
      'client_id parameter does not match authenticated client',
    )
    await refused({ ...(await signed('jwt')), client_id: 'app' }, unknown, 'unauthorized_client', 401)
  })

  test('for clients that authenticate otherwise', async () => {
    await refused(await signed('app'), unknown, 'invalid_client', 401)
    await refused(await signed('spa'), unknown, 'invalid_client', 401)
    await refused(await signed('nobody'), unknown, 'invalid_client', 401)
    await refused(await signed('odd'), unknown, 'invalid_client', 401)
  })

  test('when the parameters are not complete', async () => {
    const { client_assertion: token, client_assertion_type: type } = await signed('jwt')
    await refused({ client_assertion: token }, unknown, 'invalid_client', 401)
    await refused({ client_assertion: token, client_id: 'jwt' }, 'Parameter client_assertion_type is missing')
    await refused({ client_id: 'jwt' }, 'Parameter client_assertion_type is missing')
    await refused({ client_assertion_type: type, client_id: 'jwt' }, 'client_assertion parameter missing')
    await refused(
      { client_assertion: token, client_assertion_type: 'x', client_id: 'jwt' },
      `Parameter client_assertion_type has value 'x' but expected is '${type}'`,
    )
    await refused(
      { ...assertionForm('a.b.c'), client_id: 'jwt' },
      'Client authentication with signed JWT failed: the assertion is not a JWT',
    )
  })

  test('a secret does not help, even the right one', async () => {
    await refused({ client_id: 'jwt', client_secret: secret }, 'Parameter client_assertion_type is missing')
    const answer = await ask({}, basic('jwt'))
    expect(answer.json().error_description).toBe('Parameter client_assertion_type is missing')
  })

  test('beside a secret (RFC 6749, section 2.3)', async () => {
    const form = await signed('jwt')
    const both = 'More than one client authentication method used'
    await refused({ ...form, client_id: 'jwt', client_secret: secret }, both, 'invalid_request')
    const answer = await ask(form, basic('jwt'))
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({ error: 'invalid_request', error_description: both })
  })
})

describe('client_secret_jwt', () => {
  test('proves the client by HMAC of each size', async () => {
    for (const alg of ['HS256', 'HS384', 'HS512'] as const) {
      expect((await ask(hmac('hs', alg))).json()).toMatchObject({ token_type: 'Bearer' })
    }
  })

  test('is used once', async () => {
    const form = hmac('hs')
    expect((await ask(form)).statusCode).toBe(200)
    expect((await ask(form)).json()).toEqual({ error: 'invalid_client', error_description: 'Token reuse detected' })
  })

  test('a wrong secret, a short one and another kind of key are refused', async () => {
    const description =
      'Client authentication with client secret signed JWT failed: Signature on JWT token by client secret  failed validation'
    for (const form of [hmac('hs', 'HS256', `${longSecret}x`), hmac('short', 'HS256', secret), await signed('hs')]) {
      const answer = await ask(form)
      expect(answer.statusCode).toBe(400)
      expect(answer.json()).toEqual({ error: 'unauthorized_client', error_description: description })
    }
    expect((await ask(hmac('hs512'))).json().error_description).toBe('Invalid signature algorithm')
    expect((await ask(hmac('hs512', 'HS512'))).statusCode).toBe(200)
  })

  test('the secret itself is not taken', async () => {
    const answer = await ask({ client_id: 'hs', client_secret: longSecret })
    expect(answer.json().error_description).toBe('Parameter client_assertion_type is missing')
  })

  test('a refused assertion is not used up', async () => {
    const jti = 'not-yet'
    const bad = assertionForm(signByHmac(claims('hs', { jti }), 'x'.repeat(40)))
    expect((await ask(bad)).statusCode).toBe(400)
    expect((await ask(assertionForm(signByHmac(claims('hs', { jti }), longSecret)))).statusCode).toBe(200)
  })
})

test('discovery names the methods and algorithms', async () => {
  const url = `/realms/${realm.realm.name}/.well-known/openid-configuration`
  const document = (await server.inject({ url })).json()
  for (const endpoint of ['token', 'introspection', 'revocation']) {
    expect(document[`${endpoint}_endpoint_auth_methods_supported`]).toEqual(
      expect.arrayContaining(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'client_secret_jwt']),
    )
    const algorithms = document[`${endpoint}_endpoint_auth_signing_alg_values_supported`]
    expect(algorithms).toEqual(expect.arrayContaining(['RS256', 'PS512', 'ES384', 'EdDSA', 'HS256']))
    expect(algorithms).not.toContain('none')
  }
})

test('the keys of a disabled client open nothing', async () => {
  const settings = { clientAuthenticatorType: 'client-jwt', attributes: keys.attributes, serviceAccountsEnabled: true }
  const client = await addClient(server, realm, 'off', settings)
  expect((await ask(await signed('off'))).statusCode).toBe(200)
  await transact(server.server.storage, (tx) => updateClient(tx, client, { enabled: false }))
  expect((await ask(await signed('off'))).statusCode).toBe(401)
})
