import { createHash, X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateRealmKey } from '../src/model/key/generate-realm-key.ts'
import { insertKey } from '../src/model/key/insert-key.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { transact } from '../src/storage/transact.ts'
import { endpointOf } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
})
afterAll(() => server.stop())

const certs = (headers: Record<string, string> = {}) =>
  server.inject({ url: endpointOf(realm, 'certs'), headers: { origin: 'https://any.test', ...headers } })

async function addKey(priority: string): Promise<void> {
  const { server: context } = server
  const request = {
    providerId: 'ecdsa-generated',
    name: 'new',
    commonName: 'x',
    config: { priority: [priority] },
  } as const
  const key = await generateRealmKey(request, context)
  await transact(context.storage, (tx) => insertKey(tx, realm.realm.id, key, context.secrets))
}

interface Published {
  readonly kid: string
  readonly kty: string
  readonly x5c?: readonly string[]
  readonly x5t?: string
  readonly 'x5t#S256'?: string
}

describe('the key set', () => {
  test('may be kept only to be asked for again, which costs no body while it is the same', async () => {
    const first = await certs()
    expect(first.headers['cache-control']).toBe('no-cache')
    expect(first.headers['access-control-allow-origin']).toBe('*')
    const etag = String(first.headers['etag'])
    const again = await certs({ 'if-none-match': etag })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    expect(again.headers).toMatchObject({ etag, 'cache-control': 'no-cache', 'access-control-allow-origin': '*' })
    expect((await certs({ 'if-none-match': '"other"' })).statusCode).toBe(200)
    await addKey('10')
    const changed = await certs({ 'if-none-match': etag })
    expect(changed.statusCode).toBe(200)
    expect(changed.headers['etag']).not.toBe(etag)
    expect(changed.json().keys).toHaveLength(first.json().keys.length + 1)
  })

  test('begins with the highest priority', async () => {
    await addKey('5000')
    await addKey('-5000')
    const { keys } = (await certs()).json()
    const known = new Map((await server.server.realms.byId(realm.realm.id))?.keys.map((key) => [key.kid, key.priority]))
    const priorities = keys.map(({ kid }: Published) => known.get(kid))
    expect(priorities).toEqual(priorities.toSorted((a: number, b: number) => b - a))
    expect([priorities[0], priorities.at(-1)]).toEqual([5000, -5000])
  })

  test('shows the certificate of a key that has one, with its thumbprints', async () => {
    const keys: readonly Published[] = (await certs()).json().keys
    const certified = keys.filter(({ kty }) => kty === 'RSA')
    expect(certified.length).toBeGreaterThan(0)
    for (const { x5c, ...key } of certified) {
      const { raw, subject } = new X509Certificate(Buffer.from(x5c?.[0] ?? '', 'base64'))
      expect(subject).toContain(realm.realm.name)
      expect(key.x5t).toBe(createHash('sha1').update(raw).digest('base64url'))
      expect(key['x5t#S256']).toBe(createHash('sha256').update(raw).digest('base64url'))
    }
    for (const key of keys.filter(({ kty }) => kty === 'EC')) expect(key).not.toHaveProperty('x5c')
  })
})
