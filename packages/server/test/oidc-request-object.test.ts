import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CompactEncrypt, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeClientSecret } from '../src/model/client/client-secret.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import { generateRealmKey } from '../src/model/key/generate-realm-key.ts'
import { insertKey } from '../src/model/key/insert-key.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { transact } from '../src/storage/transact.ts'
import {
  addClient,
  addUser,
  answerOf,
  Browser,
  basic,
  endpointOf,
  post,
  redirectUri,
  secret,
} from './fixture/oidc-application.ts'
import { type RequestSigner, requestSigner } from './fixture/signed-request.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let signer: RequestSigner
let objects = ''
const served = new Map<string, string>()
const asked: string[] = []
const receiver = createServer((request, response) => {
  asked.push(request.url ?? '')
  const body = served.get(request.url ?? '')
  response.writeHead(body === undefined ? 404 : 200).end(body)
})

beforeAll(async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  receiver.listen(0, '127.0.0.1', resolve)
  await promise
  objects = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  server = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  realm = await server.createRealm({ eventsEnabled: true })
  signer = await requestSigner(server, realm)
  const withKeys = (attributes: Record<string, string> = {}) => ({
    attributes: { ...signer.attributes, ...attributes },
  })
  await addClient(server, realm, 'app', withKeys({ 'request.uris': `${objects}/*##https://app.test/object` }))
  await addClient(server, realm, 'rs', withKeys({ 'request.object.signature.alg': 'RS256' }))
  await addClient(server, realm, 'either', withKeys({ 'request.object.required': 'request or request_uri' }))
  await addClient(server, realm, 'by-value', withKeys({ 'request.object.required': 'request only' }))
  await addClient(server, realm, 'by-reference', withKeys({ 'request.object.required': 'request_uri only' }))
  const encrypted = { 'request.object.encryption.alg': 'RSA-OAEP', 'request.object.encryption.enc': 'A256GCM' }
  await addClient(server, realm, 'encrypting', withKeys(encrypted))
  await addClient(server, realm, 'keyless', {})
  await addUser(server, realm)
})
afterAll(async () => {
  receiver.close()
  await server.stop()
})

const ask = (request: string | undefined, parameters: Record<string, string> = {}) =>
  new Browser(server).authorize(realm, { ...(request === undefined ? {} : { request }), ...parameters })
const askByUri = (uri: string, parameters: Record<string, string> = {}) =>
  new Browser(server).authorize(realm, { request_uri: uri, ...parameters })
const as = (clientId: string) => ({ iss: clientId, client_id: clientId })

async function expectPage(answer: Awaited<ReturnType<typeof ask>>, status: number): Promise<void> {
  expect(answer.statusCode).toBe(status)
  expect(answer.headers.location).toBeUndefined()
}

describe('a request object', () => {
  test('counts more than what stands beside it', async () => {
    const browser = new Browser(server)
    const request = await signer.sign({ state: 'inside', scope: 'openid email' })
    const page = await browser.authorize(realm, { request, state: 'beside', scope: 'openid nonsense' })
    const answer = answerOf(await browser.submitPassword(page))
    expect(answer.get('state')).toBe('inside')
    const form = { grant_type: 'authorization_code', code: String(answer.get('code')), redirect_uri: redirectUri }
    expect((await post(server, realm, 'token', form)).json().scope).toBe('openid email profile')
  })

  test('may hold all there is to say', async () => {
    const query = new URLSearchParams({ client_id: 'app', request: await signer.sign() })
    expect((await server.inject({ url: `${endpointOf(realm, 'auth')}?${query}` })).statusCode).toBe(200)
  })

  test('may hold numbers and objects', async () => {
    const answer = await ask(await signer.sign({ max_age: 'x', prompt: 'none' }))
    expect(answerOf(answer).get('error')).toBe('invalid_request')
    const claims = { id_token: { acr: { essential: true } } }
    expect((await ask(await signer.sign({ max_age: 100, claims }))).statusCode).toBe(200)
  })

  test.each<[string, Record<string, unknown>]>([
    ['without iss and aud', { iss: undefined, aud: undefined }],
    ['without times', { exp: undefined, nbf: undefined, iat: undefined }],
    ['for several audiences', { aud: ['https://other.test', 'ISSUER'] }],
  ])('%s is taken, as in Keycloak', async (_name, change) => {
    const aud = Array.isArray(change['aud'])
      ? { aud: ['https://other.test', `${server.url}/realms/${realm.realm.name}`] }
      : {}
    expect((await ask(await signer.sign({ ...change, ...aud }))).statusCode).toBe(200)
  })

  test.each<[string, Record<string, unknown>]>([
    ['of another issuer', { iss: 'other' }],
    ['of another client', { client_id: 'other' }],
    ['for another audience', { aud: 'https://other.test' }],
    ['for nobody', { aud: [] }],
    ['that has expired', { exp: 1_000_000_000 }],
    ['that is not valid yet', { nbf: 9_000_000_000 }],
    ['with a time that is none', { exp: 'tomorrow' }],
    ['with a request within', { request: 'x.y.z' }],
    ['with a request_uri within', { request_uri: 'https://app.test/object' }],
    ['with an unregistered address', { redirect_uri: 'https://evil.test/' }],
  ])('%s is refused on a page', async (_name, change) => {
    await expectPage(await ask(await signer.sign(change)), 400)
    await expectPage(await ask(signer.unsigned(change)), 400)
  })

  test('refused, its event tells why', async () => {
    await ask(await signer.sign({ aud: 'https://other.test' }))
    const { storage } = server.server
    const [event] = await listEvents(storage, realm.realm.id, { types: ['LOGIN_ERROR'] }, { first: 0, max: 1 })
    const details = { reason: 'The aud of the request object is another' }
    expect(event).toMatchObject({ error: 'invalid_request', clientId: 'app', details })
  })
})

describe('its signature', () => {
  test('must be one of the client', async () => {
    const good = await signer.sign()
    await expectPage(await ask(`${good.slice(0, -8)}AAAAAAAA`), 400)
    await expectPage(await ask(`${good.slice(0, good.indexOf('.'))}.${good.split('.')[1]}.`), 400)
    await expectPage(await ask(await signer.sign(as('keyless')), { client_id: 'keyless' }), 400)
    await expectPage(await ask(await signer.sign({}, { kid: 'unknown' })), 400)
    const stranger = await requestSigner(server, realm)
    await expectPage(await ask(await stranger.sign()), 400)
  })

  test('may be made by the secret', async () => {
    expect((await ask(await signer.signBySecret(secret))).statusCode).toBe(400)
    const client = await addClient(server, realm, 'long-secret', {})
    const long = 'a secret of more than 32 characters'
    const { storage, secrets } = server.server
    await transact(storage, (tx) => writeClientSecret(tx, client, long, secrets))
    const parameters = { client_id: 'long-secret' }
    expect((await ask(await signer.signBySecret(long, as('long-secret')), parameters)).statusCode).toBe(200)
    const wrong = await signer.signBySecret(`${long}!`, as('long-secret'))
    await expectPage(await ask(wrong, parameters), 400)
  })

  test('by a public key as secret is refused (CVE-2026-11800)', async () => {
    const jwks = JSON.parse(String(signer.attributes['jwks.string']))
    await expectPage(await ask(await signer.signBySecret(jwks.keys[0].n)), 400)
  })

  test('may be missing unless the client registered an algorithm', async () => {
    expect((await ask(signer.unsigned())).statusCode).toBe(200)
    await expectPage(await ask(`${signer.unsigned()}c2lnbmF0dXJl`), 400)
    const parameters = { client_id: 'rs' }
    await expectPage(await ask(signer.unsigned(as('rs')), parameters), 400)
    expect((await ask(await signer.sign(as('rs')), parameters)).statusCode).toBe(200)
    await expectPage(await ask(await signer.sign(as('rs'), { alg: 'PS256' }).catch(() => 'x.y.z'), parameters), 400)
  })

  test('on a token of another type is no request (RFC 8725, section 3.11)', async () => {
    expect((await ask(await signer.sign({}, { typ: 'oauth-authz-req+jwt' }))).statusCode).toBe(200)
    await expectPage(await ask(await signer.sign({}, { typ: 'dpop+jwt' })), 400)
  })

  test.each(['nonsense', 'a.b.c', 'a.b.c.d.e', '....', `${'a'.repeat(70_000)}.b.c`])(
    '%#: nonsense is no object',
    async (text) => {
      await expectPage(await ask(text), 400)
    },
  )
})

describe('an encrypted request object', () => {
  async function encrypt(text: string, alg = 'RSA-OAEP', enc = 'A256GCM', header: object = {}): Promise<string> {
    const { keys } = (await server.inject({ url: endpointOf(realm, 'certs') })).json()
    const kty = alg.startsWith('RSA') ? 'RSA' : 'EC'
    const jwk = keys.find((key: { use: string; kty: string }) => key.use === 'enc' && key.kty === kty)
    const key = await importJWK({ ...jwk, alg })
    return await new CompactEncrypt(Buffer.from(text))
      .setProtectedHeader({ alg, enc, kid: jwk.kid, ...header })
      .encrypt(key)
  }

  test.each(['RSA-OAEP', 'RSA-OAEP-256'])('by %s is opened, and its signature verified', async (alg) => {
    expect((await ask(await encrypt(await signer.sign(), alg))).statusCode).toBe(200)
    await expectPage(await ask(await encrypt(`${(await signer.sign()).slice(0, -8)}AAAAAAAA`, alg)), 400)
  })

  test('may hold the bare claims, where no signature is asked for', async () => {
    expect((await ask(await encrypt(JSON.stringify(signer.claims())))).statusCode).toBe(200)
    const bare = await encrypt(JSON.stringify(signer.claims(as('rs'))))
    await expectPage(await ask(bare, { client_id: 'rs' }), 400)
  })

  test('by an elliptic key of the realm', async () => {
    const request = { providerId: 'ecdh-generated', name: 'ecdh', commonName: realm.realm.name } as const
    const key = await generateRealmKey(request, server.server)
    await transact(server.server.storage, (tx) => insertKey(tx, realm.realm.id, key, server.server.secrets))
    for (const alg of ['ECDH-ES', 'ECDH-ES+A256KW']) {
      expect((await ask(await encrypt(await signer.sign(), alg, 'A128CBC-HS256'))).statusCode).toBe(200)
    }
  })

  test('must be encrypted as registered, when it is', async () => {
    const parameters = { client_id: 'encrypting' }
    const object = await signer.sign(as('encrypting'))
    expect((await ask(await encrypt(object), parameters)).statusCode).toBe(200)
    await expectPage(await ask(await encrypt(object, 'RSA-OAEP-256'), parameters), 400)
    await expectPage(await ask(await encrypt(object, 'RSA-OAEP', 'A128GCM'), parameters), 400)
  })

  test('for somebody else, or by a key that is none, is refused', async () => {
    const other = await encrypt(await signer.sign(), 'RSA-OAEP', 'A256GCM', { kid: 'unknown' })
    await expectPage(await ask(other), 400)
    await expectPage(await ask((await encrypt(await signer.sign())).replace(/\.[^.]+\./, '.AAAA.')), 400)
  })
})

describe('a request object by reference', () => {
  test('is fetched from a registered address', async () => {
    served.set('/good', await signer.sign({ prompt: 'none', state: 'fetched' }))
    expect(answerOf(await askByUri(`${objects}/good`)).get('state')).toBe('fetched')
    expect(answerOf(await askByUri(`${objects}/good#hash`)).get('state')).toBe('fetched')
  })

  test('is not fetched from another (CVE-2020-10770)', async () => {
    served.set('/good', await signer.sign())
    const before = asked.length
    await expectPage(await askByUri(`${objects.replace('127.0.0.1', 'localhost')}/good`), 400)
    await expectPage(await askByUri(`${objects}/good`, { client_id: 'rs' }), 400)
    await expectPage(await askByUri(`${objects}/../good`), 400)
    await expectPage(await askByUri('file:///etc/passwd'), 400)
    expect(asked.length).toBe(before)
  })

  test('is refused when there is none', async () => {
    served.set('/nonsense', 'nonsense')
    served.set('/large', 'x'.repeat(100_000))
    for (const path of ['/missing', '/nonsense', '/large']) await expectPage(await askByUri(objects + path), 400)
  })

  test('and by value at the same time is refused', async () => {
    served.set('/good', await signer.sign())
    await expectPage(await askByUri(`${objects}/good`, { request: await signer.sign() }), 400)
  })
})

describe('a client that has to send request objects', () => {
  test.each([
    ['either', true],
    ['by-value', true],
    ['by-reference', false],
  ])('%s', async (clientId, byValue) => {
    await expectPage(await ask(undefined, { client_id: clientId }), 400)
    const answer = await ask(await signer.sign(as(clientId)), { client_id: clientId })
    expect(answer.statusCode).toBe(byValue ? 200 : 400)
  })

  test('is served nothing that stands beside them (RFC 9101, section 6.3)', async () => {
    const parameters = { client_id: 'either', prompt: 'none', response_mode: 'fragment' }
    const answer = await ask(await signer.sign({ ...as('either'), state: undefined }), parameters)
    expect(answer.statusCode).toBe(200)
    const silent = await ask(await signer.sign({ ...as('either'), state: undefined, prompt: 'none' }), parameters)
    expect(String(silent.headers.location).startsWith(`${redirectUri}?`)).toBe(true)
    expect(answerOf(silent).get('error')).toBe('login_required')
    expect(answerOf(silent).has('state')).toBe(false)
  })
})

describe('a pushed request object', () => {
  const push = (form: Record<string, string>, headers = basic('app')) =>
    post(server, realm, 'ext/par/request', form, headers)

  test('is verified when it is pushed', async () => {
    const pushed = await push({ request: await signer.sign({ prompt: 'none', state: 'in-object' }) })
    expect(pushed.statusCode).toBe(201)
    const query = new URLSearchParams({ client_id: 'app', request_uri: pushed.json().request_uri })
    const answer = await server.inject({ url: `${endpointOf(realm, 'auth')}?${query}` })
    expect(answerOf(answer).get('state')).toBe('in-object')
  })

  test.each<[string, Record<string, unknown>]>([
    ['of another client', { client_id: 'other' }],
    ['with a request_uri within', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }],
    ['that has expired', { exp: 1_000_000_000 }],
  ])('%s is invalid_request_object', async (_name, change) => {
    const answer = await push({ request: await signer.sign(change) })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error).toBe('invalid_request_object')
  })

  test('is asked for where the client has to send one', async () => {
    const answer = await push({ response_type: 'code', redirect_uri: redirectUri }, basic('by-value'))
    expect(answer.json()).toEqual({
      error: 'invalid_request',
      error_description: "Client is required to use 'request' parameter.",
    })
  })
})
