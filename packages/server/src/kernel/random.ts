import { hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

/** The only source of unpredictability. */
export interface Random {
  bytes(count: number): Buffer
  /** URL-safe text with at least `bits` bits of entropy (128 unless told; ASVS 5.0 V7). */
  token(bits?: number): string
  /** Decimal digits, each uniformly drawn. */
  digits(count: number): string
}

export const systemRandom: Random = {
  bytes: (count) => randomBytes(count),
  token: (bits = 128) => randomBytes(Math.ceil(bits / 8)).toString('base64url'),
  digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
}

/** Compares two secrets without telling by time where they differ. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'))
}

/** SHA-256 as base64url: how one-time tokens of high entropy are kept at rest. */
export function sha256(text: string): string {
  return hash('sha256', text, 'base64url')
}
