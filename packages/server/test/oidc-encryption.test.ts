import { CompactEncrypt, compactDecrypt, createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { addClient, addUser, basic, claimsOf, endpointOf, password, post } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  await addUser(server, realm)
})
afterAll(() => server.stop())

const headerOf = (token: unknown) => JSON.parse(Buffer.from(String(token).split('.')[0] ?? '', 'base64url').toString())
const realmKeys = async () => createLocalJWKSet((await server.inject({ url: endpointOf(realm, 'certs') })).json())

/** A client that registered the public half of a key of its own. */
async function addEncryptingClient(clientId: string, algorithm: string, attributes: Record<string, string>) {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: `${clientId}-key`, use: 'enc' }
  await addClient(server, realm, clientId, {
    directAccessGrantsEnabled: true,
    attributes: { 'use.jwks.string': 'true', 'jwks.string': JSON.stringify({ keys: [jwk] }), ...attributes },
  })
  return privateKey
}
const signIn = async (clientId: string) => {
  const form = { grant_type: 'password', username: 'ada', password, scope: 'openid' }
  return await post(server, realm, 'token', form, basic(clientId))
}
const userInfo = async (clientId: string) => {
  const token = String((await signIn(clientId)).json().access_token)
  return await server.inject({ url: endpointOf(realm, 'userinfo'), headers: { authorization: `Bearer ${token}` } })
}

describe('ID tokens', () => {
  test.each([
    ['RSA-OAEP', undefined, 'A128CBC-HS256'],
    ['RSA-OAEP-256', 'A256GCM', 'A256GCM'],
    ['ECDH-ES', 'A192GCM', 'A192GCM'],
    ['ECDH-ES+A256KW', 'A256CBC-HS512', 'A256CBC-HS512'],
  ])('are signed, then encrypted, by %s and %s', async (alg, asked, enc) => {
    const clientId = `id-${alg}`
    const key = await addEncryptingClient(clientId, alg, {
      'id.token.encrypted.response.alg': alg,
      ...(asked === undefined ? {} : { 'id.token.encrypted.response.enc': asked }),
    })
    const token = String((await signIn(clientId)).json().id_token)
    expect(headerOf(token)).toMatchObject({ alg, enc, cty: 'JWT', kid: `${clientId}-key` })
    const { plaintext } = await compactDecrypt(token, key)
    const signed = Buffer.from(plaintext).toString()
    const { payload } = await jwtVerify(signed, await realmKeys(), {
      audience: clientId,
      currentDate: new Date(server.clock.now()),
    })
    expect(payload).toMatchObject({ typ: 'ID', preferred_username: 'ada' })
  })

  test.each([
    ['no key', { 'id.token.encrypted.response.alg': 'RSA-OAEP' }],
    ['an algorithm that is not offered', { 'id.token.encrypted.response.alg': 'RSA1_5' }],
    [
      'a content encryption that there is not',
      { 'id.token.encrypted.response.alg': 'ECDH-ES', 'id.token.encrypted.response.enc': 'none' },
    ],
  ])('are not given in clear to a client with %s', async (what, attributes) => {
    await addEncryptingClient(`clear ${what}`, 'ECDH-ES', attributes)
    const answer = await signIn(`clear ${what}`)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({ error: 'invalid_request', error_description: 'can not get encryption KEK' })
  })
})

describe('userinfo', () => {
  test('is encrypted, signed and encrypted, or signed, as the client registered', async () => {
    const key = await addEncryptingClient('encrypted', 'RSA-OAEP', { 'user.info.encrypted.response.alg': 'RSA-OAEP' })
    const encrypted = await userInfo('encrypted')
    expect(encrypted.headers['content-type']).toBe('application/jwt')
    expect(headerOf(encrypted.body)).not.toHaveProperty('cty')
    const opened = Buffer.from((await compactDecrypt(encrypted.body, key)).plaintext).toString()
    expect(JSON.parse(opened)).toMatchObject({ preferred_username: 'ada' })

    const both = await addEncryptingClient('both', 'ECDH-ES', {
      'user.info.response.signature.alg': 'ES256',
      'user.info.encrypted.response.alg': 'ECDH-ES',
      'user.info.encrypted.response.enc': 'A128GCM',
    })
    const nested = await userInfo('both')
    expect(headerOf(nested.body)).toMatchObject({ alg: 'ECDH-ES', enc: 'A128GCM', cty: 'JWT' })
    const inner = Buffer.from((await compactDecrypt(nested.body, both)).plaintext).toString()
    const issuer = `${server.url}/realms/${realm.realm.name}`
    const { payload, protectedHeader } = await jwtVerify(inner, await realmKeys(), { audience: 'both', issuer })
    expect(protectedHeader.alg).toBe('ES256')
    expect(payload).toMatchObject({ preferred_username: 'ada' })

    const signing = { 'user.info.response.signature.alg': 'RS256' }
    await addClient(server, realm, 'signed', { directAccessGrantsEnabled: true, attributes: signing })
    const signed = await userInfo('signed')
    expect((await jwtVerify(signed.body, await realmKeys(), { audience: 'signed' })).payload['sub']).toBeDefined()
  })
})

describe('introspection', () => {
  const introspect = async (accept: string, clientId: string, token?: string) => {
    const given = token ?? String((await signIn(clientId)).json().access_token)
    return await post(server, realm, 'token/introspect', { token: given }, { ...basic(clientId), accept })
  }

  test('answers signed to who accepts that (RFC 9701)', async () => {
    await addClient(server, realm, 'api', { directAccessGrantsEnabled: true })
    const answer = await introspect('application/token-introspection+jwt', 'api')
    expect(answer.headers['content-type']).toBe('application/token-introspection+jwt')
    const issuer = `${server.url}/realms/${realm.realm.name}`
    const { payload } = await jwtVerify(answer.body, await realmKeys(), {
      audience: 'api',
      issuer,
      typ: 'token-introspection+jwt',
    })
    expect(payload).not.toHaveProperty('active')
    expect(payload['token_introspection']).toMatchObject({ active: true, username: 'ada' })
    const other = await introspect('application/token-introspection+jwt', 'api', 'no token')
    expect(claimsOf(other.body)['token_introspection']).toEqual({ active: false })
  })

  test('gives the whole token, signed, to clients that may have it and accept a JWT', async () => {
    const attributes = { 'client.introspection.response.allow.jwt.claim.enabled': 'true' }
    const lightweight = { 'client.use.lightweight.access.token.enabled': 'true' }
    await addClient(server, realm, 'whole', {
      directAccessGrantsEnabled: true,
      attributes: { ...attributes, ...lightweight },
    })
    const answer = (await introspect('application/jwt', 'whole')).json()
    const { payload } = await jwtVerify(answer.jwt, await realmKeys(), { currentDate: new Date(server.clock.now()) })
    expect(payload).toMatchObject({ typ: 'Bearer', azp: 'whole', preferred_username: 'ada' })
    expect((await introspect('application/json', 'whole')).json()).not.toHaveProperty('jwt')
    expect((await introspect('application/jwt', 'api')).json()).not.toHaveProperty('jwt')
  })
})

test('what a client of ours encrypts with a key of its own opens nothing of ours', async () => {
  const { publicKey } = await generateKeyPair('RSA-OAEP')
  const token = await new CompactEncrypt(Buffer.from('{}'))
    .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A128GCM' })
    .encrypt(publicKey)
  const answer = await server.inject({
    url: endpointOf(realm, 'userinfo'),
    headers: { authorization: `Bearer ${token}` },
  })
  expect(answer.statusCode).toBe(401)
})
