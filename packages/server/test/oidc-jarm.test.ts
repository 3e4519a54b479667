import { compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { addClient, addUser, answerOf, Browser, endpointOf, post, redirectUri } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  const pair = await generateKeyPair('RSA-OAEP', { extractable: true })
  privateKey = pair.privateKey
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'mine', use: 'enc' }
  const keys = { 'use.jwks.string': 'true', 'jwks.string': JSON.stringify({ keys: [jwk] }) }
  const withAttributes = (attributes: Record<string, string>) => ({ implicitFlowEnabled: true, attributes })
  await addClient(server, realm, 'app', withAttributes({}))
  await addClient(server, realm, 'elliptic', withAttributes({ 'authorization.signed.response.alg': 'ES256' }))
  const encryption = { 'authorization.encrypted.response.alg': 'RSA-OAEP' }
  await addClient(server, realm, 'encrypted', withAttributes({ ...encryption, ...keys }))
  await addClient(server, realm, 'keyless', withAttributes(encryption))
  await addUser(server, realm)
})
afterAll(() => server.stop())

async function open(response: string | null, audience = 'app') {
  const { keys } = (await server.inject({ url: endpointOf(realm, 'certs') })).json()
  const { kid } = decodeProtectedHeader(String(response))
  const key = await importJWK(keys.find((one: { kid: string }) => one.kid === kid))
  const issuer = `${server.url}/realms/${realm.realm.name}`
  const currentDate = new Date(server.clock.now())
  return (await jwtVerify(String(response), key, { issuer, audience, currentDate })).payload
}
const signIn = async (mode: string, parameters: Record<string, string> = {}) => {
  const browser = new Browser(server)
  return browser.submitPassword(await browser.authorize(realm, { response_mode: mode, nonce: 'n', ...parameters }))
}

describe('a sealed answer', () => {
  test('holds the parameters, who gives it, for whom, and until when', async () => {
    const answer = answerOf(await signIn('query.jwt'))
    expect([...answer.keys()]).toEqual(['response'])
    const claims = await open(answer.get('response'))
    expect(claims).toEqual({
      iss: `${server.url}/realms/${realm.realm.name}`,
      aud: 'app',
      exp: Math.floor(server.clock.now() / 1000) + 60,
      code: expect.any(String),
      state: 'state-1',
      session_state: expect.any(String),
    })
    const form = { grant_type: 'authorization_code', code: String(claims['code']), redirect_uri: redirectUri }
    expect((await post(server, realm, 'token', form)).statusCode).toBe(200)
  })

  test.each([
    ['jwt', 'code', '?'],
    ['jwt', 'code id_token', '#'],
    ['jwt', 'token', '#'],
    ['query.jwt', 'code', '?'],
    ['fragment.jwt', 'code', '#'],
    ['fragment.jwt', 'id_token token', '#'],
  ])('%s of %s stands behind %s', async (mode, type, sign) => {
    const location = String((await signIn(mode, { response_type: type })).headers.location)
    expect(location.startsWith(`${redirectUri}${sign}response=`)).toBe(true)
    await open(answerOf(await signIn(mode, { response_type: type })).get('response'))
  })

  test('may be posted', async () => {
    const page = await signIn('form_post.jwt')
    expect(page.statusCode).toBe(200)
    const response = /name="response" value="([^"]+)"/.exec(page.body)?.[1]
    expect(await open(response ?? null)).toMatchObject({ state: 'state-1' })
    expect(page.body).not.toContain('name="state"')
  })

  test('is signed as the client asks', async () => {
    const response = answerOf(await signIn('jwt', { client_id: 'elliptic' })).get('response')
    expect(decodeProtectedHeader(String(response)).alg).toBe('ES256')
    await open(response, 'elliptic')
  })

  test('holds errors, from the first check to the last', async () => {
    const early = await new Browser(server).authorize(realm, { response_mode: 'jwt', scope: 'nonsense' })
    expect(await open(answerOf(early).get('response'))).toMatchObject({ error: 'invalid_scope', state: 'state-1' })
    const late = await new Browser(server).authorize(realm, { response_mode: 'fragment.jwt', prompt: 'none' })
    expect(await open(answerOf(late).get('response'))).toMatchObject({ error: 'login_required', state: 'state-1' })
  })
})

describe('an encrypted answer', () => {
  test('opens with the key of the client alone', async () => {
    const response = String(answerOf(await signIn('jwt', { client_id: 'encrypted' })).get('response'))
    expect(decodeProtectedHeader(response)).toMatchObject({
      alg: 'RSA-OAEP',
      enc: 'A128CBC-HS256',
      cty: 'JWT',
      kid: 'mine',
    })
    const { plaintext } = await compactDecrypt(response, privateKey)
    expect(await open(new TextDecoder().decode(plaintext), 'encrypted')).toMatchObject({ state: 'state-1' })
  })

  test('may hold tokens in a query; one in clear may not', async () => {
    const tokens = { response_type: 'token', response_mode: 'query.jwt' }
    const clear = await new Browser(server).authorize(realm, tokens)
    expect(await open(answerOf(clear).get('response'))).toMatchObject({
      error: 'invalid_request',
      error_description: "Response_mode 'query.jwt' is allowed only when the authorization response token is encrypted",
    })
    const sealed = answerOf(await signIn('query.jwt', { client_id: 'encrypted', response_type: 'token' }))
    const { plaintext } = await compactDecrypt(String(sealed.get('response')), privateKey)
    expect(await open(new TextDecoder().decode(plaintext), 'encrypted')).toHaveProperty('access_token')
  })

  test('that cannot be encrypted is not sent in clear', async () => {
    const answer = await signIn('jwt', { client_id: 'keyless' })
    expect(answer.statusCode).toBe(400)
    expect(answer.headers.location).toBeUndefined()
    expect(answer.body).not.toContain('state-1')
  })
})
