import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { jksStore, pkcs12Store, rc2Store } from '../fixture/key-stores.ts'
import { addClient, post } from '../fixture/oidc-application.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

const providerType = 'org.keycloak.keys.KeyProvider'

let folder: string
let test: TestServer
let realm: RealmSnapshot
let token: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ztrust-key-stores-'))
  test = await testServer({ config: { keystoreFolder: folder } })
  realm = await test.createRealm({ adminEventsEnabled: true, adminEventsDetailsEnabled: true })
  token = (await createAdministrator(test, realm, ['realm-admin'])).token
  await addClient(test, realm, 'app', { serviceAccountsEnabled: true })
  const home = join(folder, realm.realm.name)
  mkdirSync(join(home, 'old'), { recursive: true })
  writeFileSync(join(home, 'keys.p12'), pkcs12Store)
  writeFileSync(join(home, 'old', 'keys.jks'), jksStore)
  writeFileSync(join(home, 'rc2.p12'), rc2Store)
  writeFileSync(join(home, 'large'), Buffer.alloc(1024 * 1024 + 1))
  writeFileSync(join(folder, 'outside.p12'), pkcs12Store)
  mkdirSync(join(folder, 'another-realm'))
  writeFileSync(join(folder, 'another-realm', 'keys.p12'), pkcs12Store)
  symlinkSync(join(folder, 'outside.p12'), join(home, 'link.p12'))
})
afterAll(async () => {
  await test.stop()
  rmSync(folder, { recursive: true, force: true })
})

const call = (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) =>
  test.inject({
    method,
    url: `/admin/realms/${realm.realm.name}${path}`,
    token,
    ...(payload === undefined ? {} : { payload }),
  })

type Settings = Readonly<Record<string, string>>
const store: Settings = { keystore: 'keys.p12', keystorePassword: 'changeit', keyPassword: 'changeit' }
const oldStore: Settings = { ...store, keystore: 'old/keys.jks', keyPassword: 'keysecret' }

const asConfig = (settings: Settings) =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, [value]]))
const create = (settings: Settings) =>
  call('POST', '/components', {
    name: 'stored',
    providerId: 'java-keystore',
    providerType,
    config: asConfig(settings),
  })

async function created(settings: Settings): Promise<string> {
  const answer = await create(settings)
  expect(answer.statusCode, answer.body).toBe(201)
  return String(answer.headers.location).split('/').pop() ?? ''
}

const keyOf = async (id: string) =>
  (await call('GET', '/keys')).json().keys.find((key: { providerId: string }) => key.providerId === id)
const certs = async () =>
  (await test.inject({ url: `/realms/${realm.realm.name}/protocol/openid-connect/certs` })).json()

describe('a key out of a key store', () => {
  it.each<[string, Settings, object]>([
    ['RSA', { ...store, keyAlias: 'rsa' }, { algorithm: 'RS256', type: 'RSA', use: 'SIG' }],
    ['RSA of JKS', { ...oldStore, keyAlias: 'rsa', algorithm: 'PS512' }, { algorithm: 'PS512', use: 'SIG' }],
    ['EC', { ...store, keyAlias: 'ec', algorithm: 'ES256' }, { algorithm: 'ES256', type: 'EC', use: 'SIG' }],
    ['EC of JKS', { ...oldStore, keyAlias: 'ec', algorithm: 'ES256' }, { algorithm: 'ES256', type: 'EC' }],
    ['Ed25519', { ...store, keyAlias: 'ed', algorithm: 'EdDSA' }, { algorithm: 'EdDSA', type: 'OKP', use: 'SIG' }],
    [
      'for encryption',
      { ...store, keyAlias: 'rsa', algorithm: 'RSA-OAEP', keyUse: 'enc' },
      { use: 'ENC', type: 'RSA' },
    ],
    ['for agreement', { ...store, keyAlias: 'ec', algorithm: 'ECDH-ES', keyUse: 'enc' }, { use: 'ENC', type: 'EC' }],
    ['HMAC', { ...store, keyAlias: 'hs', algorithm: 'HS256' }, { algorithm: 'HS256', type: 'OCT', use: 'SIG' }],
    ['AES', { ...store, keyAlias: 'aes', algorithm: 'AES', keyUse: 'enc' }, { algorithm: 'AES', type: 'OCT' }],
  ])('may be %s', async (_name, settings, expected) => {
    const key = await keyOf(await created(settings))
    expect(key).toMatchObject({ status: 'ACTIVE', providerPriority: 0, kid: expect.any(String), ...expected })
    const published = (await certs()).keys.find(({ kid }: { kid: string }) => kid === key.kid)
    if (key.type === 'OCT') expect(published).toBeUndefined()
    else expect(published).toMatchObject({ alg: key.algorithm, use: key.use.toLowerCase(), x5c: [key.certificate] })
  })

  it('signs with the highest priority, and its certificate is published with it', async () => {
    const id = await created({ ...store, keyAlias: 'rsa', priority: '1000' })
    const { kid } = await keyOf(id)
    const answer = await post(test, realm, 'token', { grant_type: 'client_credentials' })
    const signed = answer.json().access_token
    expect(decodeProtectedHeader(signed)).toMatchObject({ alg: 'RS256', kid })
    const currentDate = new Date(test.clock.now())
    await expect(jwtVerify(signed, createLocalJWKSet(await certs()), { currentDate })).resolves.toBeDefined()
  })

  it('is no one’s to read: neither the key nor the passwords come back, nor stand in the events', async () => {
    const id = await created({ ...store, keyAlias: 'rsa' })
    const shown = await call('GET', `/components/${id}`)
    expect(shown.json().config).toEqual({
      ...asConfig({ ...store, keyAlias: 'rsa' }),
      keystorePassword: ['**********'],
      keyPassword: ['**********'],
    })
    const events = (await call('GET', '/admin-events?max=5')).body
    for (const text of [shown.body, events]) {
      expect(text).not.toContain('changeit')
      expect(text).not.toContain('PRIVATE KEY')
    }
  })

  it('is read again when the component is saved, its passwords sent back masked', async () => {
    const file = join(folder, realm.realm.name, 'changing.p12')
    writeFileSync(file, pkcs12Store)
    const id = await created({ ...store, keystore: 'changing.p12', keyAlias: 'hs', algorithm: 'HS256' })
    const { kid } = await keyOf(id)
    const component = (await call('GET', `/components/${id}`)).json()
    expect((await call('PUT', `/components/${id}`, component)).statusCode).toBe(204)
    expect(await keyOf(id)).toMatchObject({ kid })
    rmSync(file)
    const lost = await call('PUT', `/components/${id}`, component)
    expect([lost.statusCode, lost.json().errorMessage]).toEqual([400, expect.stringContaining('File not found')])
    // What was read stays good: no node needs the file any more.
    expect(await keyOf(id)).toMatchObject({ kid, status: 'ACTIVE' })
  })
})

describe('refused is', () => {
  const rsa: Settings = { ...store, keyAlias: 'rsa' }
  it.each<[string, Settings, string]>([
    ['no path', { keyAlias: 'rsa' }, "'Keystore' is required"],
    ['no alias', store, "'Key Alias' is required"],
    ['a file that is not there', { ...rsa, keystore: 'none.jks' }, 'File not found on server. none.jks'],
    ['a folder', { ...rsa, keystore: 'old' }, 'File not found on server.'],
    ['a file too large to be a store', { ...rsa, keystore: 'large' }, 'File not found on server.'],
    ['an absolute path', { ...rsa, keystore: '/etc/passwd' }, 'is not under the realm directory'],
    ['a way out', { ...rsa, keystore: '../outside.p12' }, 'is not under the realm directory'],
    ['the realm’s own folder', { ...rsa, keystore: '.' }, 'is not under the realm directory'],
    ['another realm’s store', { ...rsa, keystore: '../another-realm/keys.p12' }, 'is not under the realm directory'],
    ['a link that leads out', { ...rsa, keystore: 'link.p12' }, 'is not under the realm directory'],
    ['a wrong password', { ...rsa, keystorePassword: 'wrong' }, 'keystore password was incorrect'],
    ['a wrong password of the key', { ...rsa, keyPassword: 'wrong' }, 'Key in the keystore cannot be recovered.'],
    ['an unknown alias', { ...rsa, keyAlias: 'none' }, 'Alias none does not exists in the keystore.'],
    [
      'a key for another algorithm',
      { ...rsa, algorithm: 'ES256' },
      'Invalid ES256 key for alias rsa. Algorithm is RSA.',
    ],
    [
      'a curve of another algorithm',
      { ...rsa, keyAlias: 'ec', algorithm: 'ES512' },
      'The key cannot be used for ES512',
    ],
    ['a secret too short', { ...rsa, keyAlias: 'hs', algorithm: 'HS512' }, 'The key cannot be used for HS512'],
    ['a use against the algorithm', { ...rsa, keyUse: 'enc' }, "'Key use' does not fit RS256"],
    [
      'weak encryption of the store',
      { ...rsa, keystore: 'rc2.p12', keyAlias: 'rc2' },
      'no key store of a kind that is known',
    ],
    ['an algorithm there is not', { ...rsa, algorithm: 'RSA1_5' }, "'Algorithm' should be"],
    ['a kind of store that is not read', { ...rsa, keystoreType: 'BCFKS' }, "'Keystore Type' should be JKS or PKCS12"],
  ])('%s', async (_name, settings, message) => {
    const answer = await create(settings)
    expect(answer.statusCode, answer.body).toBe(400)
    expect(answer.json().errorMessage).toContain(message)
    expect(answer.body).not.toContain(folder)
  })

  it('every path while the operator names no folder', async () => {
    const closed = await testServer()
    const other = await closed.createRealm()
    const administrator = await createAdministrator(closed, other, ['realm-admin'])
    const answer = await closed.inject({
      method: 'POST',
      url: `/admin/realms/${other.realm.name}/components`,
      token: administrator.token,
      payload: { name: 'x', providerId: 'java-keystore', providerType, config: asConfig(rsa) },
    })
    expect([answer.statusCode, answer.json().errorMessage]).toEqual([
      400,
      'Failed to load keys. Key stores are not enabled on this server',
    ])
    await closed.stop()
  })
})
