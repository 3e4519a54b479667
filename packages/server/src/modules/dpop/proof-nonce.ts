import { createHmac } from 'node:crypto'
import { isSameSecret } from '../../kernel/random.ts'
import { requireRefreshKey } from '../../oauth/token-keys.ts'
import type { BindingContext } from '../../spi/token-binding.ts'

type NonceContext = Pick<BindingContext, 'server' | 'realm'>

/** A nonce is new every five minutes, and the one before it is taken as well (RFC 9449, section 8.2). */
const windowMilliseconds = 300_000

/** Does the realm demand that proofs carry a nonce of ours? */
export function requiresNonce({ realm }: NonceContext): boolean {
  return realm.realm.settings.attributes['dpop.nonce.required'] === 'true'
}

export function isCurrentNonce(context: NonceContext, nonce: unknown): boolean {
  if (typeof nonce !== 'string') return false
  return [0, 1].some((age) => isSameSecret(nonce, makeNonce(context, age)))
}

/** RFC 9449, section 8: the nonce for the next proof. */
export function nonceHeader(context: NonceContext): Readonly<Record<string, string>> {
  return { 'dpop-nonce': makeNonce(context, 0) }
}

/** Computed, not kept: every node of the realm makes the same from the realm's secret, and nobody else can. */
function makeNonce({ server, realm }: NonceContext, age: number): string {
  const window = Math.floor(server.clock.now() / windowMilliseconds) - age
  const mac = createHmac('sha256', requireRefreshKey(realm).key).update(`dpop nonce ${window}`).digest()
  return mac.subarray(0, 16).toString('base64url')
}
