import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAdminEvents } from '../../src/model/event/admin-event.store.ts'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { addClient, post } from '../fixture/oidc-application.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

const providerType = 'org.keycloak.keys.KeyProvider'

let test: TestServer
let realm: RealmSnapshot
let token: string

beforeAll(async () => {
  test = await testServer()
  realm = await test.createRealm({ adminEventsEnabled: true, adminEventsDetailsEnabled: true })
  token = (await createAdministrator(test, realm, ['realm-admin'])).token
  await addClient(test, realm, 'app', { serviceAccountsEnabled: true })
})
afterAll(() => test.stop())

async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, as = token) {
  const url = `/admin/realms/${realm.realm.name}${path}`
  return test.inject({ method, url, token: as, ...(payload === undefined ? {} : { payload }) })
}

async function createKey(providerId: string, config: Record<string, string[]> = {}): Promise<string> {
  const answer = await call('POST', '/components', { name: providerId, providerId, providerType, config })
  expect(answer.statusCode, answer.body).toBe(201)
  return String(answer.headers.location).split('/').pop() ?? ''
}

const keys = async () => (await call('GET', '/keys')).json()
const keyOf = async (id: string) =>
  (await keys()).keys.find(({ providerId }: { providerId: string }) => providerId === id)
const signedNow = async (): Promise<string> =>
  (await post(test, realm, 'token', { grant_type: 'client_credentials' })).json().access_token

async function verifies(accessToken: string): Promise<boolean> {
  const answer = await test.inject({ url: `/realms/${realm.realm.name}/protocol/openid-connect/certs` })
  const currentDate = new Date(test.clock.now())
  return jwtVerify(accessToken, createLocalJWKSet(answer.json()), { currentDate }).then(
    () => true,
    () => false,
  )
}

const pem = (bits: number) =>
  generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

describe('keys of a realm', () => {
  it('are listed with the one that is used by each algorithm', async () => {
    const { active, keys: all } = await keys()
    expect(Object.keys(active).sort()).toEqual(['AES', 'ES256', 'HS512', 'RS256', 'RSA-OAEP'])
    const signing = all.find(({ algorithm }: { algorithm: string }) => algorithm === 'RS256')
    expect(signing).toMatchObject({
      kid: active.RS256,
      status: 'ACTIVE',
      type: 'RSA',
      use: 'SIG',
      providerPriority: 100,
    })
    expect(signing.validTo).toBeGreaterThan(test.clock.now())
    expect(new X509Certificate(Buffer.from(signing.certificate, 'base64')).subject).toContain(realm.realm.name)
    const secret = all.find(({ algorithm }: { algorithm: string }) => algorithm === 'HS512')
    expect(secret).not.toHaveProperty('publicKey')
  })

  it.each([
    ['rsa-generated', { keySize: ['3072'], algorithm: ['PS384'] }, 'PS384'],
    ['rsa-enc-generated', { algorithm: ['RSA-OAEP-256'] }, 'RSA-OAEP-256'],
    ['ecdsa-generated', { ecdsaEllipticCurveKey: ['P-384'] }, 'ES384'],
    ['ecdsa-generated', { ecdsaEllipticCurveKey: ['P-521'], ecGenerateCertificate: ['true'] }, 'ES512'],
    ['ecdh-generated', { ecdhAlgorithm: ['ECDH-ES+A128KW'] }, 'ECDH-ES+A128KW'],
    ['eddsa-generated', {}, 'EdDSA'],
    ['hmac-generated', { algorithm: ['HS256'], secretSize: ['32'] }, 'HS256'],
    ['aes-generated', { secretSize: ['32'] }, 'AES'],
  ])('may be made: %s %j', async (providerId, config, algorithm) => {
    const key = await keyOf(await createKey(providerId, config))
    expect(key).toMatchObject({ algorithm, status: 'ACTIVE', providerPriority: 0 })
    expect(key.certificate !== undefined).toBe(providerId.startsWith('rsa') || 'ecGenerateCertificate' in config)
  })

  it('of higher priority sign at once, and those before still verify', async () => {
    const before = await signedNow()
    const id = await createKey('rsa-generated', { priority: ['500'] })
    const after = await signedNow()
    expect(decodeProtectedHeader(after).kid).toBe((await keyOf(id)).kid)
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid)
    expect([await verifies(before), await verifies(after)]).toEqual([true, true])
    // Passive, it verifies; disabled, it does not; deleted, it is gone.
    const change = (config: object) =>
      call('PUT', `/components/${id}`, { providerId: 'rsa-generated', providerType, config })
    expect((await change({ priority: ['500'], active: ['false'] })).statusCode).toBe(204)
    expect(decodeProtectedHeader(await signedNow()).kid).toBe(decodeProtectedHeader(before).kid)
    expect(await verifies(after)).toBe(true)
    await change({ priority: ['500'], enabled: ['false'] })
    expect((await keyOf(id)).status).toBe('DISABLED')
    expect(await verifies(after)).toBe(false)
    expect((await call('DELETE', `/components/${id}`)).statusCode).toBe(204)
    expect(await keyOf(id)).toBeUndefined()
  })

  it('stay the same while nothing they are made by changes', async () => {
    const id = await createKey('ecdsa-generated', { priority: ['1'] })
    const { kid } = await keyOf(id)
    const config = { priority: ['2'], ecdsaEllipticCurveKey: ['P-256'] }
    await call('PUT', `/components/${id}`, { name: 'renamed', config })
    expect(await keyOf(id)).toMatchObject({ kid, providerPriority: 2 })
    await call('PUT', `/components/${id}`, { config: { ecdsaEllipticCurveKey: ['P-384'] } })
    expect(await keyOf(id)).toMatchObject({ algorithm: 'ES384', providerPriority: 0 })
    expect((await keyOf(id)).kid).not.toBe(kid)
  })

  it('may be brought, and never leave again', async () => {
    const privateKey = pem(2048)
    const id = await createKey('rsa', { privateKey: [privateKey], priority: ['900'], algorithm: ['PS256'] })
    const shown = (await call('GET', `/components/${id}`)).json()
    expect(shown.config).toMatchObject({ privateKey: ['**********'], priority: ['900'], algorithm: ['PS256'] })
    expect(shown.config.certificate).toHaveLength(1)
    const { kid } = await keyOf(id)
    // Sent back as it was shown, it is the same key.
    expect((await call('PUT', `/components/${id}`, shown)).statusCode).toBe(204)
    expect((await keyOf(id)).kid).toBe(kid)
    const events = await listAdminEvents(test.server.storage, realm.realm.id, {}, { first: 0, max: 100 })
    expect(JSON.stringify(events)).not.toContain(privateKey.split('\n')[1])
    const rows = await test.server.storage.query.selectFrom('component').select('config').execute()
    expect(JSON.stringify(rows)).not.toContain(privateKey.split('\n')[1])
  })

  it('show nothing of what is inside them', async () => {
    for (const { config } of (await call('GET', `/components?type=${providerType}`)).json()) {
      expect(Object.keys(config)).not.toContain('secret')
      expect(Object.keys(config)).not.toContain('kid')
      for (const [name, [value]] of Object.entries<string[]>(config)) {
        if (/privateKey/i.test(name)) expect(value).toBe('**********')
      }
    }
  })
})

describe('a component that is not acceptable', () => {
  const short = pem(1024)
  it.each<[string, Record<string, string[]>, string]>([
    ['rsa', {}, "'Private RSA Key' is required"],
    ['rsa', { privateKey: ['garbage'] }, 'Failed to decode private key'],
    ['rsa', { privateKey: [short] }, 'The private key is shorter than 2048 bits'],
    ['rsa-generated', { priority: ['abc'] }, "'Priority' should be a number"],
    ['rsa-generated', { keySize: ['1000'] }, "'Key size' should be 2048, 3072 or 4096"],
    ['ecdsa-generated', { enabled: ['maybe'] }, "'Enabled' should be 'true' or 'false'"],
    ['hmac-generated', { secretSize: ['32'], algorithm: ['HS512'] }, 'The key cannot be used for HS512'],
  ])('%s %j', async (providerId, config, errorMessage) => {
    const answer = await call('POST', '/components', { name: 'x', providerId, providerType, config })
    expect([answer.statusCode, answer.json()]).toEqual([400, { errorMessage }])
  })

  it.each([{ providerId: 'nope', providerType }, { providerId: 'rsa', providerType: 'nope' }, {}])(
    'of no known kind: %j',
    async (body) => {
      const answer = await call('POST', '/components', { name: 'x', ...body })
      expect([answer.statusCode, answer.json()]).toEqual([400, { error: 'Invalid provider type or no such provider' }])
    },
  )

  it('with a certificate over another key', async () => {
    const id = await createKey('rsa', { privateKey: [pem(2048)] })
    const { certificate } = (await call('GET', `/components/${id}`)).json().config
    const config = { privateKey: [pem(2048)], certificate }
    const answer = await call('POST', '/components', { name: 'x', providerId: 'rsa', providerType, config })
    expect(answer.json()).toEqual({ errorMessage: 'Certificate does not match private key' })
  })
})

describe('components', () => {
  it('are found by name, type and parent, and are nobody else’s', async () => {
    const id = await createKey('eddsa-generated')
    const names = async (query: string) =>
      (await call('GET', `/components?${query}`)).json().map(({ name }: { name: string }) => name)
    expect(await names('name=eddsa-generated')).toContain('eddsa-generated')
    expect(await names(`parent=${realm.realm.id}&type=${providerType}`)).toContain('eddsa-generated')
    expect(await names('parent=nowhere')).toEqual([])
    const other = await test.createRealm()
    const foreign = (await createAdministrator(test, other, ['realm-admin'])).token
    const url = `/admin/realms/${other.realm.name}/components/${id}`
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await test.inject({ method, url, token: foreign })).statusCode).toBe(404)
    }
    expect((await test.inject({ method: 'PUT', url, token: foreign, payload: {} })).statusCode).toBe(404)
    expect((await call('GET', `/components/${id}`, undefined, foreign)).statusCode).toBe(401)
  })

  it('are shown to who may view the realm, and changed by who may manage it', async () => {
    const viewer = (await createAdministrator(test, realm, ['view-realm'])).token
    const nobody = (await createAdministrator(test, realm, ['view-clients'])).token
    const body = { name: 'x', providerId: 'aes-generated', providerType }
    expect((await call('GET', '/components', undefined, viewer)).statusCode).toBe(200)
    expect((await call('GET', '/keys', undefined, viewer)).statusCode).toBe(200)
    expect((await call('POST', '/components', body, viewer)).statusCode).toBe(403)
    expect((await call('GET', '/components', undefined, nobody)).statusCode).toBe(403)
    expect((await call('GET', '/keys', undefined, nobody)).statusCode).toBe(403)
  })

  it('say what may be made', async () => {
    const { id } = (await call('GET', '/components')).json()[0]
    const types = (await call('GET', `/components/${id}/sub-component-types?type=${providerType}`)).json()
    expect(types.map((type: { id: string }) => type.id)).toContain('rsa-generated')
    const info = await test.inject({ url: '/admin/serverinfo', token: await test.adminToken() })
    expect(info.json().componentTypes[providerType]).toEqual(types)
  })

  it('of client registration are administered as well', async () => {
    const policyType = 'org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy'
    const policy = { name: 'Few', providerId: 'max-clients', providerType: policyType, subType: 'anonymous' }
    const answer = await call('POST', '/components', { ...policy, config: { 'max-clients': ['3'] } })
    expect(answer.statusCode, answer.body).toBe(201)
    const id = String(answer.headers.location).split('/').pop()
    expect((await call('GET', `/components/${id}`)).json()).toMatchObject({
      ...policy,
      config: { 'max-clients': ['3'] },
    })
    expect((await call('PUT', `/components/${id}`, { ...policy, config: { 'max-clients': ['7'] } })).statusCode).toBe(
      204,
    )
    expect((await call('GET', `/components?type=${policyType}`)).json()).toContainEqual(
      expect.objectContaining({ id, config: { 'max-clients': ['7'] } }),
    )
  })
})
