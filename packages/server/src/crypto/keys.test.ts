import { createPublicKey, createSecretKey } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, importJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { systemRandom } from '../kernel/random.ts'
import {
  computeThumbprint,
  exportKey,
  generateEcKeyPair,
  generateEd25519KeyPair,
  generateRsaKeyPair,
  generateSecretKey,
  importPrivateKey,
  importSecretKey,
  toPublicJwk,
} from './keys.ts'

describe.each([
  ['RSA 2048', () => generateRsaKeyPair(2048)],
  ['P-256', () => generateEcKeyPair('P-256')],
  ['P-384', () => generateEcKeyPair('P-384')],
  ['P-521', () => generateEcKeyPair('P-521')],
  ['Ed25519', () => generateEd25519KeyPair()],
] as const)('%s', (_, generatePair) => {
  test('a private key survives export and import', async () => {
    const { privateKey, publicKey } = await generatePair()
    const pem = exportKey(privateKey)
    expect(pem).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
    const again = importPrivateKey(pem)
    expect(again.equals(privateKey)).toBe(true)
    expect(createPublicKey(again).equals(publicKey)).toBe(true)
  })

  test('the thumbprint is jose’s', async () => {
    const { publicKey } = await generatePair()
    expect(computeThumbprint(publicKey)).toBe(await calculateJwkThumbprint(await exportJWK(publicKey)))
  })

  test('the public JWK holds the public key and nothing else', async () => {
    const { publicKey, privateKey } = await generatePair()
    const jwk = toPublicJwk({ kid: 'k', algorithm: 'EdDSA', use: 'sig', publicKey })
    expect(Object.keys(jwk).filter((name) => ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].includes(name))).toEqual([])
    expect(createPublicKey({ key: { ...jwk }, format: 'jwk' }).equals(publicKey)).toBe(true)
    expect(() => toPublicJwk({ kid: 'k', algorithm: 'x', use: 'sig', publicKey: privateKey })).toThrow('public key')
  })
})

test('the thumbprint of RFC 7638, section 3.1', () => {
  const n =
    '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw'
  const key = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' })
  expect(computeThumbprint(key)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')
})

test.each([3072, 4096] as const)('RSA %i bits', async (bits) => {
  const { publicKey } = await generateRsaKeyPair(bits)
  expect(publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: bits, publicExponent: 65537n })
})

test('a secret survives export and import', () => {
  const key = generateSecretKey(systemRandom, 128)
  const text = exportKey(key)
  expect(text).toMatch(/^[\w-]{171}$/)
  expect(importSecretKey(text).equals(key)).toBe(true)
  expect(generateSecretKey(systemRandom, 16).equals(generateSecretKey(systemRandom, 16))).toBe(false)
  expect(() => toPublicJwk({ kid: 'k', algorithm: 'HS512', use: 'sig', publicKey: key })).toThrow('public key')
})

test('public keys and rubbish are not taken for private keys', async () => {
  const { publicKey } = await generateEcKeyPair('P-256')
  expect(() => exportKey(publicKey)).toThrow()
  expect(() => importPrivateKey('rubbish')).toThrow()
  expect(() => importPrivateKey(publicKey.export({ type: 'spki', format: 'pem' }).toString())).toThrow()
  expect(() => exportKey(createSecretKey(Buffer.alloc(0)))).not.toThrow()
})

test('jose can import the JWK', async () => {
  const { publicKey } = await generateRsaKeyPair(2048)
  const jwk = toPublicJwk({ kid: computeThumbprint(publicKey), algorithm: 'RS256', use: 'sig', publicKey })
  expect(Object.keys(jwk)).toEqual(['kid', 'kty', 'alg', 'use', 'n', 'e'])
  expect(await importJWK({ ...jwk, x5c: [] }, 'RS256')).toBeDefined()
})
