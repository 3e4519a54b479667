import { createPrivateKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toSigningKey } from '../../src/crypto/keys.ts'
import type { Client } from '../../src/model/client/client.ts'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { makeCertificate } from '../fixture/certificates.ts'
import { type ClientKeys, makeClientKeys, signedForm } from '../fixture/client-assertion.ts'
import { addClient, post } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let token: string
let client: Client
let keys: ClientKeys

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  token = await server.adminToken()
  keys = await makeClientKeys()
  client = await addClient(server, realm, 'app', {
    serviceAccountsEnabled: true,
    clientAuthenticatorType: 'client-jwt',
  })
})
afterAll(() => server.stop())

const addressOf = (path: string) => `/admin/realms/${realm.realm.name}/clients/${client.id}${path}`
const read = async (path: string) => (await server.inject({ url: addressOf(path), token })).json()
const attributes = async () => (await read('')).attributes

async function upload(keystoreFormat: string, file: string | undefined, action = 'upload-certificate') {
  const form = new FormData()
  form.set('keystoreFormat', keystoreFormat)
  if (file !== undefined) form.set('file', new Blob([file]), 'key.pem')
  const encoded = new Response(form)
  return server.inject({
    method: 'POST',
    url: addressOf(`/certificates/jwt.credential/${action}`),
    token,
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
    payload: Buffer.from(await encoded.arrayBuffer()),
  })
}
const statusBy = async (key: Parameters<typeof signedForm>[3]) => {
  const form = await signedForm(server, realm, 'app', key)
  return (await post(server, realm, 'token', { grant_type: 'client_credentials', ...form }, {})).statusCode
}

describe('the key that a client is known by', () => {
  test('is none at first', async () => {
    expect(await read('/certificates/jwt.credential')).toEqual({})
  })

  test('is made by the server: the private key is told once, and opens the token endpoint', async () => {
    const url = addressOf('/certificates/jwt.credential/generate')
    const made = (await server.inject({ method: 'POST', url, token })).json()
    expect(made).toEqual({ privateKey: expect.any(String), certificate: expect.any(String) })
    const der = Buffer.from(made.privateKey, 'base64')
    const key = toSigningKey('', 'RS256', createPrivateKey({ key: der, format: 'der', type: 'pkcs1' }))
    expect(await statusBy(key)).toBe(200)
    expect(await read('/certificates/jwt.credential')).toEqual({ certificate: made.certificate })
    expect(JSON.stringify(await read(''))).not.toContain(made.privateKey.slice(-100))
    expect(await attributes()).toMatchObject({ 'jwt.credential.certificate': made.certificate })
  })

  test('is a certificate that was uploaded', async () => {
    const {
      certificate,
      pem,
      keys: pair,
    } = await makeCertificate({ subject: [['2.5.4.3', 'app']], validFrom: 0, validTo: 1 })
    const base64 = certificate.raw.toString('base64')
    for (const action of ['upload', 'upload-certificate']) {
      const answer = await upload('Certificate PEM', pem, action)
      expect(answer.json()).toEqual({ certificate: base64 })
    }
    expect((await upload('Certificate PEM', base64)).json()).toEqual({ certificate: base64 })
    expect(await read('/certificates/jwt.credential')).toEqual({ certificate: base64 })
    expect(await statusBy(toSigningKey('', 'ES256', pair.privateKey))).toBe(200)
  })

  test('is a bare public key', async () => {
    const pem = String(keys.rsa.publicKey.export({ type: 'spki', format: 'pem' }))
    expect((await upload('Public Key PEM', pem)).json()).toEqual({ publicKey: pem })
    expect(await attributes()).not.toHaveProperty('jwt.credential.certificate')
    expect(await statusBy(keys.rs256)).toBe(200)
    expect(await statusBy(keys.es256)).toBe(400)
  })

  test('is a key set', async () => {
    const jwks = keys.attributes['jwks.string']
    const publicKey = keys.rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    expect((await upload('JSON Web Key Set', jwks)).json()).toEqual({ publicKey, kid: 'rsa-1', jwks })
    expect(await read('/certificates/jwt.credential')).toEqual({ publicKey, kid: 'rsa-1', jwks })
    expect(await attributes()).not.toHaveProperty('jwt.credential.public.key')
    expect(await statusBy(keys.rs256)).toBe(200)
    expect(await statusBy(keys.es256)).toBe(200)
  })

  test('of another purpose is another one', async () => {
    expect(await read('/certificates/saml.signing')).toEqual({})
  })
})

describe('an upload is refused', () => {
  test.each<[string, string, string | undefined]>([
    ['of nothing', 'Certificate PEM', undefined],
    ['of an empty file', 'Certificate PEM', ' '],
    ['of another format', 'JKS', 'x'],
    ['of the format of objects', 'constructor', 'x'],
    ['of what is no certificate', 'Certificate PEM', 'zzz'],
    ['of what is no key', 'Public Key PEM', '-----BEGIN PUBLIC KEY-----\nzzz\n-----END PUBLIC KEY-----'],
    ['of what is no key set', 'JSON Web Key Set', '{}'],
    ['of a key set of secrets', 'JSON Web Key Set', '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}'],
    ['that is too large', 'Certificate PEM', 'x'.repeat(300_000)],
  ])('%s', async (_name, format, file) => {
    const before = await attributes()
    expect((await upload(format, file)).statusCode).toBe(file && file.length > 100_000 ? 413 : 400)
    expect(await attributes()).toEqual(before)
  })

  test('that is no form', async () => {
    const url = addressOf('/certificates/jwt.credential/upload')
    for (const type of ['application/json', 'multipart/form-data', 'multipart/form-data; boundary=x']) {
      const answer = await server.inject({
        method: 'POST',
        url,
        token,
        headers: { 'content-type': type },
        payload: '{}',
      })
      expect(answer.statusCode).toBe(400)
    }
  })

  test('of a kind of key that there is not, and by nobody', async () => {
    const odd = await server.inject({ url: addressOf('/certificates/client.secret'), token })
    expect(odd.statusCode).toBe(400)
    const url = addressOf('/certificates/jwt.credential/generate')
    expect((await server.inject({ method: 'POST', url })).statusCode).toBe(401)
  })
})
