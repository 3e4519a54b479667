import { createPublicKey, type KeyObject } from 'node:crypto'
import { computeThumbprint, toVerificationKey, type VerificationKey } from '../../crypto/keys.ts'
import { asymmetricAlgorithms, isSignatureAlgorithm } from '../../crypto/signature-algorithm.ts'
import { ProofError } from './proof-error.ts'

/** The members of public keys, and those that only private and secret ones have (RFC 7518, section 6; RFC 8037). */
const publicMembers = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] } as const
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/** The key in a proof's header, for the header's algorithm (RFC 9449, section 4.3, checks 5 to 7). */
export function readProofKey(header: Readonly<Record<string, unknown>>): VerificationKey {
  const { alg, jwk } = header
  if (typeof alg !== 'string' || !isSignatureAlgorithm(alg) || !asymmetricAlgorithms.includes(alg)) {
    throw new ProofError(`Unsupported DPoP algorithm: ${String(alg).slice(0, 20)}`)
  }
  if (!isRecord(jwk)) throw new ProofError('No JWK in DPoP header')
  if (privateMembers.some((member) => member in jwk)) {
    throw new ProofError('Private key material must not be present in DPoP JWK')
  }
  const key = importPublicKey(jwk)
  try {
    return toVerificationKey(computeThumbprint(key), alg, key)
  } catch (cause) {
    throw new ProofError('Unsupported key type in DPoP header', 'invalid_dpop_proof', cause)
  }
}

/** Only what makes the key is handed on. */
function importPublicKey(jwk: Readonly<Record<string, unknown>>): KeyObject {
  const { kty } = jwk
  if (kty !== 'RSA' && kty !== 'EC' && kty !== 'OKP') throw new ProofError('Unsupported key type in DPoP header')
  const members = publicMembers[kty].map((name) => [name, jwk[name]] as const)
  if (members.some(([, value]) => typeof value !== 'string')) throw new ProofError('No public key in DPoP header')
  try {
    return createPublicKey({ key: { kty, ...Object.fromEntries(members) }, format: 'jwk' })
  } catch (cause) {
    throw new ProofError('No public key in DPoP header', 'invalid_dpop_proof', cause)
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
