import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPair,
  type KeyObject,
  X509Certificate,
} from 'node:crypto'
import { promisify } from 'node:util'
import type { Random } from '../kernel/random.ts'
import { findKeyMismatch, type SignatureAlgorithm } from './signature-algorithm.ts'

/** A private or secret key with the one algorithm it is for. Kept and reused: parsing a key costs more than signing. */
export interface SigningKey {
  readonly kid: string
  readonly algorithm: SignatureAlgorithm
  readonly key: KeyObject
}

/** A public or secret key with the one algorithm it is for. */
export interface VerificationKey {
  readonly kid: string
  readonly algorithm: SignatureAlgorithm
  readonly key: KeyObject
}

export interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export type RsaBits = 2048 | 3072 | 4096
export type EllipticCurve = 'P-256' | 'P-384' | 'P-521'

const generate = promisify(generateKeyPair)

/** Runs in the thread pool; 4096 bits may take seconds. */
export function generateRsaKeyPair(bits: RsaBits): Promise<KeyPair> {
  return generate('rsa', { modulusLength: bits })
}

export function generateEcKeyPair(curve: EllipticCurve): Promise<KeyPair> {
  return generate('ec', { namedCurve: curve })
}

export function generateEd25519KeyPair(): Promise<KeyPair> {
  return generate('ed25519')
}

/** An HMAC or AES secret. Keycloak makes 128 bytes for HS512 and 16 for AES. */
export function generateSecretKey(random: Random, bytes: number): KeyObject {
  return createSecretKey(random.bytes(bytes))
}

/** PKCS#8 PEM for a private key, base64url for a secret. */
export function exportKey(key: KeyObject): string {
  if (key.type === 'secret') return key.export().toString('base64url')
  if (key.type === 'public') throw new Error('A public key is exported as JWK')
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

export function importPrivateKey(pem: string): KeyObject {
  return createPrivateKey({ key: pem, format: 'pem' })
}

export function importSecretKey(text: string): KeyObject {
  return createSecretKey(text, 'base64url')
}

/** Throws when the key does not fit the algorithm, so that nothing can be signed by a wrong pair of them. */
export function toSigningKey(kid: string, algorithm: SignatureAlgorithm, key: KeyObject): SigningKey {
  if (key.type === 'public') throw new Error('A public key cannot sign')
  requireFit(algorithm, key)
  return { kid, algorithm, key }
}

/** Takes a public, private or secret key; of a private key it keeps the public half. */
export function toVerificationKey(kid: string, algorithm: SignatureAlgorithm, key: KeyObject): VerificationKey {
  const verifying = key.type === 'private' ? createPublicKey(key) : key
  requireFit(algorithm, verifying)
  return { kid, algorithm, key: verifying }
}

function requireFit(algorithm: SignatureAlgorithm, key: KeyObject): void {
  const mismatch = findKeyMismatch(algorithm, key)
  if (mismatch !== undefined) throw new Error(mismatch)
}

/** The JWK thumbprint of RFC 7638 (RFC 8037 for Ed25519), SHA-256 as base64url: the `kid` of a key pair. */
export function computeThumbprint(publicKey: KeyObject): string {
  const { kty, crv, e, n, x, y } = publicKey.export({ format: 'jwk' })
  const members = kty === 'RSA' ? { e, kty, n } : kty === 'EC' ? { crv, kty, x, y } : { crv, kty, x }
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url')
}

/** A key as Keycloak's JWKS endpoint shows it. */
export interface PublicJwk {
  readonly kid: string
  readonly kty: string
  readonly alg: string
  readonly use: 'sig' | 'enc'
  readonly x5c?: readonly string[]
  readonly x5t?: string
  readonly 'x5t#S256'?: string
  readonly n?: string
  readonly e?: string
  readonly crv?: string
  readonly x?: string
  readonly y?: string
}

export interface PublishedKey {
  readonly kid: string
  readonly algorithm: string
  readonly use: 'sig' | 'enc'
  readonly publicKey: KeyObject
  /** PEM or base64 DER of the certificate over this key. */
  readonly certificate?: string
}

/** Makes the public JWK (RFC 7517), with the certificate's thumbprints (sections 4.7 to 4.9) when there is one. */
export function toPublicJwk({ kid, algorithm, use, publicKey, certificate }: PublishedKey): PublicJwk {
  if (publicKey.type !== 'public') throw new Error('Only a public key may be published')
  const { kty, n, e, crv, x, y } = publicKey.export({ format: 'jwk' })
  if (kty === undefined) throw new Error('The key has no JWK form')
  return {
    kid,
    kty,
    alg: algorithm,
    use,
    ...(certificate === undefined ? {} : describeCertificate(certificate)),
    ...withoutUndefined({ n, e, crv, x, y }),
  }
}

function describeCertificate(certificate: string): Pick<PublicJwk, 'x5c' | 'x5t' | 'x5t#S256'> {
  const der = certificate.startsWith('-----')
    ? new X509Certificate(certificate).raw
    : Buffer.from(certificate, 'base64')
  return {
    x5c: [der.toString('base64')],
    x5t: createHash('sha1').update(der).digest('base64url'),
    'x5t#S256': createHash('sha256').update(der).digest('base64url'),
  }
}

function withoutUndefined<Name extends string>(
  members: Record<Name, string | undefined>,
): Partial<Record<Name, string>> {
  const kept: Partial<Record<Name, string>> = {}
  for (const name in members) {
    const value = members[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}
