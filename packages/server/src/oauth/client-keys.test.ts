import type { KeyObject } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { generateEcKeyPair, generateRsaKeyPair, type KeyPair } from '../crypto/keys.ts'
import { createSelfSignedCertificate } from '../crypto/x509.ts'
import { manualClock } from '../kernel/clock.ts'
import { silentLog } from '../kernel/log.ts'
import { systemRandom } from '../kernel/random.ts'
import type { Client } from '../model/client/client.ts'
import { defaultClientSettings } from '../model/client/default-client-settings.ts'
import { OutboundError } from '../spi/outbound-client.ts'
import { findClientEncryptionKey, findClientVerificationKey } from './client-keys.ts'

let rsa: KeyPair
let ec: KeyPair
const clock = manualClock()
let published: string | undefined
let fetches = 0
let outbound = makeOutbound()

function makeOutbound() {
  return {
    fetch: async () => {
      fetches += 1
      if (published === undefined) throw new OutboundError('unreachable', 'down')
      return { status: 200, headers: {}, body: published }
    },
    connect: async () => Promise.reject(new Error('No connection is meant')),
    close: async () => {},
  }
}

beforeAll(async () => {
  rsa = await generateRsaKeyPair(2048)
  ec = await generateEcKeyPair('P-256')
})
beforeEach(() => {
  fetches = 0
  outbound = makeOutbound()
})

const clientWith = (attributes: Record<string, string>): Client => ({
  id: 'id-1',
  realmId: 'realm-1',
  clientId: 'app',
  enabled: true,
  protocol: 'openid-connect',
  hasSecret: false,
  createdAt: 0,
  updatedAt: 0,
  settings: { ...defaultClientSettings, attributes },
})
const jwk = (key: KeyObject, more: object = {}) => ({ ...key.export({ format: 'jwk' }), ...more })
const setOf = (...keys: object[]) => JSON.stringify({ keys })
const stored = (...keys: object[]) => clientWith({ 'use.jwks.string': 'true', 'jwks.string': setOf(...keys) })
const remote = clientWith({ 'use.jwks.url': 'true', 'jwks.url': 'https://app.test/jwks' })
const find = (client: Client, kid: string | undefined, alg = 'RS256') =>
  findClientVerificationKey({ clock, outbound, log: silentLog }, client, kid, alg)

describe('a registered key set', () => {
  test('gives the key of this name and algorithm', async () => {
    const client = stored(jwk(ec.publicKey, { kid: 'e' }), jwk(rsa.publicKey, { kid: 'r', use: 'sig', alg: 'PS256' }))
    expect((await find(client, 'r', 'PS256'))?.key.equals(rsa.publicKey)).toBe(true)
    expect((await find(client, undefined, 'ES256'))?.key.equals(ec.publicKey)).toBe(true)
    expect(await find(client, 'r', 'RS256')).toBe(undefined)
    expect(await find(client, 'e', 'PS256')).toBe(undefined)
    expect(await find(client, 'unknown', 'ES256')).toBe(undefined)
  })

  test('never gives a secret, nor verifies an HMAC by a public key (CVE-2026-11800)', async () => {
    const secret = { kty: 'oct', k: Buffer.alloc(64, 1).toString('base64url'), kid: 's' }
    const client = stored(secret, jwk(rsa.publicKey))
    expect(await find(client, 's', 'HS256')).toBe(undefined)
    expect(await find(client, undefined, 'HS256')).toBe(undefined)
    expect(await find(client, undefined, 'none')).toBe(undefined)
  })

  test('keeps keys for encryption and for signatures apart', async () => {
    const client = stored(jwk(rsa.publicKey, { use: 'enc', kid: 'x' }), jwk(ec.publicKey, { use: 'sig' }))
    const server = { clock, outbound, log: silentLog }
    expect(await find(client, 'x')).toBe(undefined)
    expect((await findClientEncryptionKey(server, client, 'RSA-OAEP-256'))?.kid).toBe('x')
    expect(await findClientEncryptionKey(server, client, 'ECDH-ES')).toBe(undefined)
    expect(await findClientEncryptionKey(server, client, 'dir')).toBe(undefined)
  })

  test.each(['', 'nonsense', 'null', '[]', '{}', '{"keys":7}', '{"keys":[7,null,{}]}'])(
    'that is %j has no keys',
    async (text) => {
      expect(await find(clientWith({ 'use.jwks.string': 'true', 'jwks.string': text }), undefined)).toBe(undefined)
    },
  )
})

describe('a certificate', () => {
  test('gives its key, for signatures', async () => {
    const now = clock.now()
    const pem = await createSelfSignedCertificate({ keyPair: rsa, commonName: 'app', now, random: systemRandom })
    const client = clientWith({ 'jwt.credential.certificate': pem })
    expect((await find(client, undefined))?.key.equals(rsa.publicKey)).toBe(true)
    expect(await find(client, undefined, 'ES256')).toBe(undefined)
    const server = { clock, outbound, log: silentLog }
    expect(await findClientEncryptionKey(server, client, 'RSA-OAEP')).toBe(undefined)
    expect(await find(clientWith({ 'jwt.credential.certificate': 'AAAA' }), undefined)).toBe(undefined)
  })

  test('may be a bare public key', async () => {
    const der = ec.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    const found = await find(clientWith({ 'jwt.credential.public.key': der }), undefined, 'ES256')
    expect(found?.key.equals(ec.publicKey)).toBe(true)
  })
})

describe('a key set at an address', () => {
  test('is fetched once for many at the same time, and again when it is old', async () => {
    published = setOf(jwk(rsa.publicKey, { kid: 'a' }))
    const found = await Promise.all(Array.from({ length: 5 }, () => find(remote, 'a')))
    expect(found.every((one) => one?.kid === 'a')).toBe(true)
    expect(fetches).toBe(1)
    await clock.advance(10 * 60_000)
    await find(remote, 'a')
    expect(fetches).toBe(2)
  })

  test('is fetched again for an unknown key, but not twice in ten seconds', async () => {
    published = setOf(jwk(rsa.publicKey, { kid: 'a' }))
    await find(remote, 'a')
    published = setOf(jwk(rsa.publicKey, { kid: 'b' }))
    expect(await find(remote, 'b')).toBe(undefined)
    expect(fetches).toBe(1)
    await clock.advance(10_000)
    expect((await find(remote, 'b'))?.kid).toBe('b')
    expect(await find(remote, 'c')).toBe(undefined)
    expect(fetches).toBe(2)
  })

  test('holds while the address does not answer', async () => {
    published = setOf(jwk(rsa.publicKey, { kid: 'a' }))
    await find(remote, 'a')
    published = undefined
    await clock.advance(10_000)
    expect(await find(remote, 'z')).toBe(undefined)
    expect((await find(remote, 'a'))?.kid).toBe('a')
    expect(fetches).toBe(2)
  })
})
