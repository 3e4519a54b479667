import { hash } from 'node:crypto'

/** OpenID Connect Core, section 3.1.3.6: the left half of the hash that the signature's algorithm uses. */
export function hashHalf(token: string, algorithm: string): string {
  const size = algorithm.endsWith('512') || algorithm === 'EdDSA' ? 512 : algorithm.endsWith('384') ? 384 : 256
  const digest = hash(`sha${size}`, token, 'buffer')
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
