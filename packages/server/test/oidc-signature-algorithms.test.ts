import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asymmetricAlgorithms, signatureAlgorithms } from '../src/crypto/signature-algorithm.ts'
import { signingKey } from '../src/model/key/signing-key.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { hashHalf } from '../src/oauth/hash-half.ts'
import {
  addClient,
  addUser,
  basic,
  claimsOf,
  currentRealm,
  endpointOf,
  password,
  post,
} from './fixture/oidc-application.ts'
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
const signIn = async (clientId: string) => {
  const form = { grant_type: 'password', username: 'ada', password, scope: 'openid' }
  return (await post(server, realm, 'token', form, basic(clientId))).json()
}
const addSigningClient = (clientId: string, algorithm: string) =>
  addClient(server, realm, clientId, {
    directAccessGrantsEnabled: true,
    attributes: { 'access.token.signed.response.alg': algorithm, 'id.token.signed.response.alg': algorithm },
  })

describe.each(signatureAlgorithms)('%s', (algorithm) => {
  test('signs access and ID tokens of clients that ask for it', async () => {
    await addSigningClient(algorithm, algorithm)
    const tokens = await signIn(algorithm)
    expect([headerOf(tokens.access_token).alg, headerOf(tokens.id_token).alg]).toEqual([algorithm, algorithm])
    expect(claimsOf(tokens.id_token)['at_hash']).toBe(hashHalf(String(tokens.access_token), algorithm))
    const url = endpointOf(realm, 'userinfo')
    const answer = await server.inject({ url, headers: { authorization: `Bearer ${tokens.access_token}` } })
    expect(answer.statusCode).toBe(200)
    const published = (await server.inject({ url: endpointOf(realm, 'certs') })).json()
    if (asymmetricAlgorithms.includes(algorithm)) {
      const verified = await jwtVerify(tokens.id_token, createLocalJWKSet(published), {
        currentDate: new Date(server.clock.now()),
      })
      expect(verified.payload['azp']).toBe(algorithm)
    } else {
      // Secrets are published nowhere.
      expect(JSON.stringify(published)).not.toContain(headerOf(tokens.id_token).kid)
    }
  })
})

test('an algorithm that there is not gives the default of the realm', async () => {
  for (const name of ['none', 'HS1', 'toString']) {
    await addSigningClient(`odd ${name}`, name)
    expect(headerOf((await signIn(`odd ${name}`)).access_token).alg).toBe('RS256')
  }
})

test('a missing key is made once, however many ask for it at the same instant', async () => {
  realm = await server.createRealm()
  await addUser(server, realm)
  await addSigningClient('first', 'ES384')
  const tokens = await Promise.all(Array.from({ length: 6 }, () => signIn('first')))
  expect(new Set(tokens.map((one) => headerOf(one.access_token).kid)).size).toBe(1)
  const now = await currentRealm(server, realm)
  expect(now.keys.filter((key) => key.algorithm === 'ES384').map((key) => key.priority)).toEqual([-100])
  expect(signingKey(now, 'RS256')?.kid).toBe(signingKey(realm, 'RS256')?.kid)
})
