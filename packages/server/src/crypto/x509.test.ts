import { execFileSync, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { importX509 } from 'jose'
import { describe, expect, test } from 'vitest'
import { systemRandom } from '../kernel/random.ts'
import { derObjectIdentifier, derPositiveInteger, derTime } from './der.ts'
import { generateEcKeyPair, generateEd25519KeyPair, generateRsaKeyPair, toPublicJwk } from './keys.ts'
import { createSelfSignedCertificate } from './x509.ts'

const now = Date.UTC(2026, 7, 1, 12, 30, 15)

describe.each([
  ['RSA', () => generateRsaKeyPair(2048)],
  ['P-256', () => generateEcKeyPair('P-256')],
  ['P-384', () => generateEcKeyPair('P-384')],
  ['P-521', () => generateEcKeyPair('P-521')],
  ['Ed25519', () => generateEd25519KeyPair()],
] as const)('%s', (_, generatePair) => {
  test('the certificate is about the key, signed by it, for ten years', async () => {
    const keyPair = await generatePair()
    const base64 = await createSelfSignedCertificate({ keyPair, commonName: 'my realm', now, random: systemRandom })
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'))
    expect(certificate.subject).toBe('CN=my realm')
    expect(certificate.issuer).toBe('CN=my realm')
    expect(certificate.publicKey.equals(keyPair.publicKey)).toBe(true)
    expect(certificate.checkPrivateKey(keyPair.privateKey)).toBe(true)
    expect(certificate.verify(keyPair.publicKey)).toBe(true)
    expect(certificate.validFromDate.getTime()).toBe(now - 100_000)
    expect(certificate.validToDate.getTime()).toBe(Date.UTC(2036, 7, 1, 12, 30, 15))
    expect(certificate.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/)
    const other = await generatePair()
    expect(certificate.verify(other.publicKey)).toBe(false)
  })
})

describe.runIf(spawnSync('openssl', ['version']).status === 0)('the openssl command', () => {
  test('reads and verifies it', async () => {
    const keyPair = await generateRsaKeyPair(2048)
    const base64 = await createSelfSignedCertificate({ keyPair, commonName: 'master', now, random: systemRandom })
    const pem = new X509Certificate(Buffer.from(base64, 'base64')).toString()
    const text = execFileSync('openssl', ['x509', '-noout', '-text'], { input: pem, encoding: 'utf8' })
    expect(text).toContain('Version: 1 (0x0)')
    expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption')
    expect(text).toMatch(/Subject: CN ?= ?master/)
    expect(await importX509(pem, 'RS256')).toBeDefined()
  })
})

test('names of any script fit, long ones are cut to 64 characters', async () => {
  const keyPair = await generateEcKeyPair('P-256')
  for (const commonName of ['Überländer GmbH', '日本', 'a=b,CN=c+d"\\', 'x'.repeat(255), '🔑'.repeat(100)]) {
    const base64 = await createSelfSignedCertificate({ keyPair, commonName, now, random: systemRandom })
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'))
    expect(certificate.verify(keyPair.publicKey)).toBe(true)
    const expected = Array.from(commonName).slice(0, 64).join('')
    expect(certificate.toLegacyObject().subject).toMatchObject({ CN: expected })
  }
})

test('from 2050 on times are written long, and the 29th of February has no anniversary', async () => {
  const keyPair = await generateEcKeyPair('P-256')
  const make = async (at: number) =>
    new X509Certificate(
      Buffer.from(
        await createSelfSignedCertificate({ keyPair, commonName: 'x', now: at, random: systemRandom }),
        'base64',
      ),
    )
  expect((await make(Date.UTC(2039, 11, 31, 23, 59, 59))).validToDate.getTime()).toBe(
    Date.UTC(2049, 11, 31, 23, 59, 59),
  )
  expect((await make(Date.UTC(2040, 0, 1))).validToDate.getTime()).toBe(Date.UTC(2050, 0, 1))
  expect((await make(Date.UTC(2028, 1, 29))).validToDate.getTime()).toBe(Date.UTC(2038, 1, 28))
  expect(derTime('2049-12-31T23:59:59.000Z')[0]).toBe(0x17)
  expect(derTime('2050-01-01T00:00:00.000Z')[0]).toBe(0x18)
})

test('DER integers and identifiers are in the shortest form', () => {
  expect(derPositiveInteger(Buffer.from([0, 0, 1])).toString('hex')).toBe('020101')
  expect(derPositiveInteger(Buffer.from([0x80])).toString('hex')).toBe('02020080')
  expect(derPositiveInteger(Buffer.from([0, 0])).toString('hex')).toBe('020100')
  expect(derObjectIdentifier('1.2.840.113549.1.1.11').toString('hex')).toBe('06092a864886f70d01010b')
})

test('the JWK shows the certificate and both thumbprints, as Keycloak does', async () => {
  const keyPair = await generateRsaKeyPair(2048)
  const base64 = await createSelfSignedCertificate({ keyPair, commonName: 'master', now, random: systemRandom })
  const certificate = new X509Certificate(Buffer.from(base64, 'base64'))
  const published = { kid: 'k', algorithm: 'RS256', use: 'sig', publicKey: keyPair.publicKey } as const
  const jwk = toPublicJwk({ ...published, certificate: base64 })
  expect(Object.keys(jwk)).toEqual(['kid', 'kty', 'alg', 'use', 'x5c', 'x5t', 'x5t#S256', 'n', 'e'])
  expect(jwk.x5c).toEqual([base64])
  const hex = (text: string | undefined) =>
    Buffer.from(text ?? '', 'base64url')
      .toString('hex')
      .toUpperCase()
  expect(hex(jwk.x5t)).toBe(certificate.fingerprint.replaceAll(':', ''))
  expect(hex(jwk['x5t#S256'])).toBe(certificate.fingerprint256.replaceAll(':', ''))
  expect(toPublicJwk({ ...published, certificate: certificate.toString() })).toEqual(jwk)
})
