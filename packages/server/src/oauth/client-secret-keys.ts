import { createSecretKey } from 'node:crypto'
import { toVerificationKey, type VerificationKey } from '../crypto/keys.ts'
import { findKeyMismatch, type SignatureAlgorithm } from '../crypto/signature-algorithm.ts'
import type { ClientSnapshot } from '../model/realm/realm-snapshot.ts'

/** The client's secrets as keys for an HMAC; one too short verifies nothing (RFC 7518, section 3.2). */
export function listSecretKeys({ secrets }: ClientSnapshot, algorithm: SignatureAlgorithm): VerificationKey[] {
  return secrets()
    .map((secret) => createSecretKey(Buffer.from(secret)))
    .filter((key) => findKeyMismatch(algorithm, key) === undefined)
    .map((key) => toVerificationKey('', algorithm, key))
}
