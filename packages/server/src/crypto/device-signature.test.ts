import { sign } from 'node:crypto'
import { deviceMessage } from '@ztrust/contract/device-message'
import { calculateJwkThumbprint } from 'jose'
import { expect, test } from 'vitest'
import { importDeviceKey, verifyDeviceSignature } from './device-signature.ts'
import { generateEcKeyPair } from './keys.ts'

const ecdsa = { name: 'ECDSA', hash: 'SHA-256' }

/** A phone: the key is made and used as the app does it. */
async function makeDevice() {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const jwk = await crypto.subtle.exportKey('jwk', pair.publicKey)
  return {
    jwk,
    sign: async (message: string) =>
      Buffer.from(await crypto.subtle.sign(ecdsa, pair.privateKey, Buffer.from(message))).toString('base64url'),
  }
}

test('what WebCrypto signs verifies, under this key and for this message only', async () => {
  const device = await makeDevice()
  const { publicKey } = importDeviceKey(device.jwk)
  const message = deviceMessage('request', ['nonce', '1800000000', 'account ü'])
  const signature = await device.sign(message)
  expect(await verifyDeviceSignature(publicKey, message, signature)).toBe(true)
  expect(await verifyDeviceSignature(publicKey, `${message} `, signature)).toBe(false)
  expect(
    await verifyDeviceSignature(publicKey, deviceMessage('enrolment', ['nonce', '1800000000', 'account ü']), signature),
  ).toBe(false)
  const other = importDeviceKey((await makeDevice()).jwk)
  expect(await verifyDeviceSignature(other.publicKey, message, signature)).toBe(false)
})

test('the thumbprint is jose’s, and only the four members are kept', async () => {
  const { jwk } = await makeDevice()
  const imported = importDeviceKey({ ...jwk, kid: 'mine', use: 'sig', extra: { a: 1 } })
  expect(imported.thumbprint).toBe(await calculateJwkThumbprint({ ...imported.jwk }))
  expect(imported.jwk).toEqual({ kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y })
})

test('signatures of any other form are false, not errors', async () => {
  const device = await makeDevice()
  const { publicKey } = importDeviceKey(device.jwk)
  const good = await device.sign('m')
  const zero = Buffer.alloc(64)
  const ones = Buffer.alloc(64, 255)
  const forms = ['', 'A', good.slice(0, -2), `${good}=`, `${good}AA`, `${good.slice(0, -1)}!`, 'A'.repeat(10_000_000)]
  for (const form of [...forms, zero.toString('base64url'), ones.toString('base64url')]) {
    expect(await verifyDeviceSignature(publicKey, 'm', form), form.slice(0, 100)).toBe(false)
  }
  expect(await verifyDeviceSignature(publicKey, 'm', good)).toBe(true)
})

test('a DER signature is not taken', async () => {
  const { privateKey, publicKey } = await generateEcKeyPair('P-256')
  const der = sign('sha256', Buffer.from('m'), privateKey).toString('base64url')
  expect(await verifyDeviceSignature(publicKey, 'm', der)).toBe(false)
})

test('only points of P-256 are keys', async () => {
  const { jwk } = await makeDevice()
  const p384 = (await generateEcKeyPair('P-384')).publicKey.export({ format: 'jwk' })
  const x = Buffer.from(jwk.x ?? '', 'base64url')
  x[31] = (x[31] ?? 0) ^ 1
  const fieldPrime = Buffer.from('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff', 'hex')
  const refused: unknown[] = [
    undefined,
    null,
    'text',
    [],
    {},
    p384,
    { ...jwk, kty: 'RSA' },
    { ...jwk, kty: 'oct', k: 'AAAA' },
    { ...jwk, crv: 'P-384' },
    { ...jwk, crv: 'secp256k1' },
    { ...jwk, x: undefined },
    { ...jwk, y: 7 },
    { ...jwk, x: `${jwk.x}=` },
    { ...jwk, x: `AA${jwk.x}` },
    { ...jwk, x: 'A'.repeat(1_000_000) },
    { ...jwk, x: x.toString('base64url') },
    { ...jwk, x: Buffer.alloc(32).toString('base64url'), y: Buffer.alloc(32).toString('base64url') },
    { ...jwk, x: fieldPrime.toString('base64url') },
    { ...jwk, d: jwk.x },
  ]
  for (const candidate of refused) {
    expect(() => importDeviceKey(candidate), JSON.stringify(candidate)?.slice(0, 200)).toThrow(
      'error-invalid-device-key',
    )
  }
})
