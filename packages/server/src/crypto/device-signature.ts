/**
 * Signatures of the ZTrust Authenticator: ECDSA on P-256 with SHA-256 by a key that WebCrypto made and does not give
 * out; a signature is r || s (IEEE P1363). A valid signature has a twin (r, n - s): replay is refused by the nonce
 * within the message, never by remembering signatures.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { InvalidInput } from '../kernel/error.ts'
import { decodeBase64url } from './base64url.ts'

/** The public key as it is stored: these members and no others. */
export interface DevicePublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

export interface DeviceKey {
  readonly jwk: DevicePublicJwk
  readonly publicKey: KeyObject
  /** RFC 7638, SHA-256, base64url. */
  readonly thumbprint: string
}

const coordinateBytes = 32
const signatureBytes = 64

/** Takes in a public key that a device sent; throws `InvalidInput` for all but a point on P-256. */
export function importDeviceKey(jwk: unknown): DeviceKey {
  const { x, y } = readCoordinates(jwk)
  const own: DevicePublicJwk = { kty: 'EC', crv: 'P-256', x, y }
  let publicKey: KeyObject
  try {
    // OpenSSL refuses points that are not on the curve.
    publicKey = createPublicKey({ key: { ...own }, format: 'jwk' })
  } catch (cause) {
    throw invalidKey(cause)
  }
  const members = JSON.stringify({ crv: own.crv, kty: own.kty, x, y })
  return { jwk: own, publicKey, thumbprint: createHash('sha256').update(members).digest('base64url') }
}

function readCoordinates(jwk: unknown): { x: string; y: string } {
  if (typeof jwk !== 'object' || jwk === null) throw invalidKey()
  const { kty, crv, x, y, d } = jwk as Partial<Record<string, unknown>>
  // A private key that has travelled is nobody's secret any more.
  if (kty !== 'EC' || crv !== 'P-256' || d !== undefined) throw invalidKey()
  if (typeof x !== 'string' || typeof y !== 'string') throw invalidKey()
  if (x.length > 64 || y.length > 64) throw invalidKey()
  if (decodeBase64url(x)?.length !== coordinateBytes || decodeBase64url(y)?.length !== coordinateBytes) {
    throw invalidKey()
  }
  return { x, y }
}

function invalidKey(cause?: unknown): InvalidInput {
  return new InvalidInput('publicKey', 'error-invalid-device-key', [], cause)
}

/** Verifies in the thread pool. `signature` is base64url; anything but 64 bytes is false. */
export function verifyDeviceSignature(publicKey: KeyObject, message: string, signature: string): Promise<boolean> {
  if (signature.length > 128) return Promise.resolve(false)
  const bytes = decodeBase64url(signature)
  if (bytes?.length !== signatureBytes) return Promise.resolve(false)
  return new Promise((resolve, reject) => {
    verify('sha256', Buffer.from(message), { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes, (error, isValid) =>
      error ? reject(error) : resolve(isValid),
    )
  })
}
