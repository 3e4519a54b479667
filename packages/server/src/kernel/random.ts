import { hash, randomBytes, randomFillSync, randomInt, timingSafeEqual } from 'node:crypto'

/** The only source of unpredictability. */
export interface Random {
  bytes(count: number): Buffer
  /** URL-safe text with at least `bits` bits of entropy (128 unless told; ASVS 5.0 V7). */
  token(bits?: number): string
  /** Decimal digits, each uniformly drawn. */
  digits(count: number): string
}

/** Asking for a few bytes costs as much as asking for thousands: they are drawn in advance. */
const pool = Buffer.alloc(4096)
let poolUsed = pool.length

/** Bytes that nobody was given before; the pool forgets them. */
function drawBytes(count: number): Buffer {
  if (count > pool.length / 8) return randomBytes(count)
  if (poolUsed + count > pool.length) {
    randomFillSync(pool)
    poolUsed = 0
  }
  const drawn = pool.subarray(poolUsed, poolUsed + count)
  const bytes = Buffer.from(drawn)
  drawn.fill(0)
  poolUsed += count
  return bytes
}

export const systemRandom: Random = {
  bytes: drawBytes,
  token: (bits = 128) => drawBytes(Math.ceil(bits / 8)).toString('base64url'),
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
