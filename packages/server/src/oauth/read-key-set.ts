import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'

/** A public key of a client, as its key set (RFC 7517, section 4) describes it. */
export interface ClientKey {
  readonly kid: string | undefined
  /** The one algorithm it is for; any that fits when the client does not say. */
  readonly algorithm: string | undefined
  /** Both when the client does not say; `jwt-svid` is for signatures of SPIFFE alone. */
  readonly use: 'sig' | 'enc' | 'jwt-svid' | undefined
  readonly key: KeyObject
}

/** Nobody needs more; each costs work to look through. */
const mostKeys = 100

/**
 * The public keys of a JWK Set. Keys that cannot be understood are left out (RFC 7517, section 5), secret ones too: what
 * is published is no secret. Undefined when it is no JWK Set at all.
 */
export function readKeySet(text: string): readonly ClientKey[] | undefined {
  const keys = parseKeys(text)
  return keys?.slice(0, mostKeys).flatMap((jwk) => readKey(jwk) ?? [])
}

function parseKeys(text: string): readonly JsonWebKey[] | undefined {
  try {
    const { keys } = Object(JSON.parse(text))
    return Array.isArray(keys) ? keys.filter((key) => typeof key === 'object' && key !== null) : undefined
  } catch {
    return undefined
  }
}

function readKey(jwk: JsonWebKey): ClientKey | undefined {
  const { kid, alg, use } = jwk
  if (jwk.kty === 'oct' || (use !== undefined && !isKnownUse(use))) return undefined
  try {
    return {
      kid: typeof kid === 'string' ? kid : undefined,
      algorithm: typeof alg === 'string' ? alg : undefined,
      use,
      key: createPublicKey({ key: jwk, format: 'jwk' }),
    }
  } catch {
    return undefined
  }
}

function isKnownUse(use: unknown): use is 'sig' | 'enc' | 'jwt-svid' {
  return use === 'sig' || use === 'enc' || use === 'jwt-svid'
}
