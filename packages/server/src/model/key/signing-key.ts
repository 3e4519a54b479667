import { type SigningKey, toSigningKey, toVerificationKey, type VerificationKey } from '../../crypto/keys.ts'
import { isSignatureAlgorithm } from '../../crypto/signature-algorithm.ts'
import type { RealmSnapshot } from '../realm/realm-snapshot.ts'
import type { RealmKey } from './key.ts'

const signingKeys = new WeakMap<RealmKey, SigningKey>()
const verificationKeys = new WeakMap<RealmKey, VerificationKey>()

/** The active key of the realm for a signature algorithm; undefined when it has none. */
export function signingKey(snapshot: RealmSnapshot, algorithm: string): SigningKey | undefined {
  const key = snapshot.activeKey('SIG', algorithm)
  if (!key || !isSignatureAlgorithm(algorithm)) return undefined
  const known = signingKeys.get(key)
  if (known) return known
  const material = key.privateKey ?? key.secret
  if (!material) return undefined
  const made = toSigningKey(key.kid, algorithm, material)
  signingKeys.set(key, made)
  return made
}

/** The key a token of this realm names: active or passive, never a disabled one, and only for its own algorithm. */
export function verificationKey(
  snapshot: RealmSnapshot,
  kid: string | undefined,
  algorithm: string,
): VerificationKey | undefined {
  const key = kid === undefined ? undefined : snapshot.keyById(kid)
  if (key?.use !== 'SIG' || key.status === 'DISABLED' || key.algorithm !== algorithm) return undefined
  const known = verificationKeys.get(key)
  if (known) return known
  const material = key.publicKey ?? key.secret
  if (!material || !isSignatureAlgorithm(algorithm)) return undefined
  const made = toVerificationKey(key.kid, algorithm, material)
  verificationKeys.set(key, made)
  return made
}
