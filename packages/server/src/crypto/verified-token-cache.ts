import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../kernel/clock.ts'
import type { SignatureCache, VerifiedJwt } from './jws.ts'

export interface VerifiedTokenCacheOptions {
  readonly clock: Clock
  /** Bytes of tokens to remember; 32 MiB unless told. */
  readonly maximumBytes?: number
  /** Nothing is remembered longer than this; 600 unless told. */
  readonly maximumAgeSeconds?: number
}

export interface VerifiedTokenCache extends SignatureCache {
  readonly size: number
  clear(): void
}

/** What an entry costs beside the token: the digest, the objects around it. */
const overheadBytes = 512

/**
 * Remembers that a token's signature is good, until the token expires. Only that: issuer, audience, times, revocation
 * and session are looked at each time. The token itself is not kept, only its SHA-256.
 */
export function createVerifiedTokenCache(options: VerifiedTokenCacheOptions): VerifiedTokenCache {
  const { clock, maximumBytes = 32 * 1024 * 1024, maximumAgeSeconds = 600 } = options
  const entries = new LRUCache<string, { readonly verified: VerifiedJwt; readonly expiresAt: number }>({
    maxSize: maximumBytes,
  })
  return {
    get size() {
      return entries.size
    },
    clear: () => entries.clear(),
    get(token) {
      const digest = hash('sha256', token, 'base64url')
      const entry = entries.get(digest)
      if (!entry) return undefined
      if (clock.now() < entry.expiresAt) return entry.verified
      entries.delete(digest)
      return undefined
    },
    put(token, verified) {
      const now = clock.now()
      const exp = verified.claims['exp']
      const latest = now + maximumAgeSeconds * 1000
      const expiresAt = typeof exp === 'number' ? Math.min(exp * 1000, latest) : latest
      if (expiresAt <= now) return
      // Shared by all requests that bring this token: nobody may change it for the others.
      freeze(verified.header)
      freeze(verified.claims)
      // JSON as objects takes about three times its text.
      const size = token.length * 3 + overheadBytes
      entries.set(hash('sha256', token, 'base64url'), { verified, expiresAt }, { size })
    },
  }
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const inner of Object.values(value)) freeze(inner)
}
