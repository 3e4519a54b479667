import {
  constants,
  createHmac,
  type KeyObject,
  type SignKeyObjectInput,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto'
import { toConcatenatedSignature, toDerSignature } from './ecdsa-signature.ts'

/** The JWS algorithms of RFC 7518, section 3.1 and RFC 8037, section 3.1; `none` is not among them. */
export type SignatureAlgorithm =
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'EdDSA'
  | 'HS256'
  | 'HS384'
  | 'HS512'

interface Parameters {
  readonly family: 'rsa' | 'rsa-pss' | 'ec' | 'ed25519' | 'hmac'
  readonly hash: 'sha256' | 'sha384' | 'sha512' | null
  /** OpenSSL's name of the curve, and the length of r || s in bytes (RFC 7518, section 3.4). */
  readonly curve?: { readonly name: string; readonly signatureBytes: number }
}

const parametersOf: Readonly<Record<SignatureAlgorithm, Parameters>> = {
  RS256: { family: 'rsa', hash: 'sha256' },
  RS384: { family: 'rsa', hash: 'sha384' },
  RS512: { family: 'rsa', hash: 'sha512' },
  PS256: { family: 'rsa-pss', hash: 'sha256' },
  PS384: { family: 'rsa-pss', hash: 'sha384' },
  PS512: { family: 'rsa-pss', hash: 'sha512' },
  ES256: { family: 'ec', hash: 'sha256', curve: { name: 'prime256v1', signatureBytes: 64 } },
  ES384: { family: 'ec', hash: 'sha384', curve: { name: 'secp384r1', signatureBytes: 96 } },
  ES512: { family: 'ec', hash: 'sha512', curve: { name: 'secp521r1', signatureBytes: 132 } },
  EdDSA: { family: 'ed25519', hash: null },
  HS256: { family: 'hmac', hash: 'sha256' },
  HS384: { family: 'hmac', hash: 'sha384' },
  HS512: { family: 'hmac', hash: 'sha512' },
}

export const signatureAlgorithms: readonly SignatureAlgorithm[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'HS256',
  'HS384',
  'HS512',
]

/** Those of key pairs: who verifies cannot sign. */
export const asymmetricAlgorithms = signatureAlgorithms.filter((name) => parametersOf[name].family !== 'hmac')

export function isSignatureAlgorithm(text: string): text is SignatureAlgorithm {
  return Object.hasOwn(parametersOf, text)
}

/** RFC 7518, section 3.3: 2048 bits or more; section 3.2 asks for the hash's size, but client secrets may be 32 bytes. */
const minimumRsaBits = 2048
const minimumHmacBytes = 32

/** Says what is wrong with `key` for `algorithm` (RFC 8725, section 3.1: one key, one algorithm), or undefined. */
export function findKeyMismatch(algorithm: SignatureAlgorithm, key: KeyObject): string | undefined {
  const { family, curve } = parametersOf[algorithm]
  if (family === 'hmac') {
    if (key.type !== 'secret') return `${algorithm} needs a secret key`
    return (key.symmetricKeySize ?? 0) < minimumHmacBytes ? `${algorithm} needs ${minimumHmacBytes} bytes` : undefined
  }
  if (key.type === 'secret') return `${algorithm} needs a key pair`
  const type = family === 'rsa-pss' ? 'rsa' : family
  if (key.asymmetricKeyType !== type) return `${algorithm} needs a key of type ${type}`
  const details = key.asymmetricKeyDetails
  if (type === 'rsa' && (details?.modulusLength ?? 0) < minimumRsaBits) return `RSA needs ${minimumRsaBits} bits`
  if (curve && details?.namedCurve !== curve.name) return `${algorithm} needs the curve ${curve.name}`
  return undefined
}

/** The bare key where that is enough: unwrapping options costs node:crypto 40 to 60 microseconds. */
function makeInput(family: Parameters['family'], key: KeyObject): KeyObject | SignKeyObjectInput {
  if (family !== 'rsa-pss') return key
  // RFC 7518, section 3.5: the salt is as long as the hash.
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
}

/** Signs in the thread pool; HMAC, which takes microseconds, at once. The key must fit (`findKeyMismatch`). */
export function createSignature(algorithm: SignatureAlgorithm, key: KeyObject, data: string): Promise<Buffer> {
  const { family, hash, curve } = parametersOf[algorithm]
  if (family === 'hmac') return Promise.resolve(createMac(hash, key, data))
  return new Promise((resolve, reject) => {
    sign(hash, Buffer.from(data), makeInput(family, key), (error, signature) => {
      if (error) reject(error)
      else resolve(curve ? toConcatenatedSignature(signature, curve.signatureBytes) : signature)
    })
  })
}

/** Verifies in the thread pool; HMAC at once and in constant time. The key must fit (`findKeyMismatch`). */
export function checkSignature(
  algorithm: SignatureAlgorithm,
  key: KeyObject,
  data: string,
  signature: Buffer,
): Promise<boolean> {
  const { family, hash, curve } = parametersOf[algorithm]
  if (family === 'hmac') {
    const expected = createMac(hash, key, data)
    return Promise.resolve(signature.length === expected.length && timingSafeEqual(signature, expected))
  }
  if (curve && signature.length !== curve.signatureBytes) return Promise.resolve(false)
  return new Promise((resolve, reject) => {
    const given = curve ? toDerSignature(signature) : signature
    verify(hash, Buffer.from(data), makeInput(family, key), given, (error, isValid) =>
      error ? reject(error) : resolve(isValid),
    )
  })
}

function createMac(hash: Parameters['hash'], key: KeyObject, data: string): Buffer {
  if (hash === null) throw new Error('An HMAC algorithm has a hash')
  return createHmac(hash, key).update(data).digest()
}
