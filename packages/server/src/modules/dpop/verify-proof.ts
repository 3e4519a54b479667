import { JwtError, readUnverifiedJwt, verifyJwt } from '../../crypto/jws.ts'
import { isSameSecret } from '../../kernel/random.ts'
import { putSingleUse } from '../../model/single-use/single-use.ts'
import type { BindingContext } from '../../spi/token-binding.ts'
import { transact } from '../../storage/transact.ts'
import { ProofError } from './proof-error.ts'
import { readProofKey } from './proof-key.ts'
import { isCurrentNonce, requiresNonce } from './proof-nonce.ts'
import { normaliseTarget } from './proof-target.ts'

/** Longer proofs are refused unread: one by a key of 4096 bits has 2000 characters. */
const longestProof = 8192
const longestId = 255
/** Keycloak's: a proof lives 10 seconds, and clocks may differ by 15. */
const lifetimeSeconds = 10
const skewSeconds = 15
/** A used proof is remembered longer than it counts, so that a clock set back revives none (security.md: clock). */
const memorySeconds = 300

/**
 * The thumbprint of the key that signed this proof for this request (RFC 9449, section 4.3). `tokenHash`: of the access
 * token that comes with it. Throws `ProofError`; a proof counts once, on whichever node.
 */
export async function verifyProof(context: BindingContext, proof: string, tokenHash?: string): Promise<string> {
  const { server } = context
  const header = readHeader(proof)
  const key = readProofKey(header)
  const claims = await verifySignature(proof, key, server.clock.now())
  const { jti, iat } = requireClaims(claims)
  requireTarget(context, claims)
  const age = Math.floor(server.clock.now() / 1000) - iat
  if (age < -skewSeconds || age > lifetimeSeconds + skewSeconds) throw new ProofError('DPoP proof is not active')
  if (tokenHash !== undefined) requireTokenHash(claims, tokenHash)
  if (requiresNonce(context) && !isCurrentNonce(context, claims['nonce'])) {
    throw new ProofError('Authorization server requires nonce in DPoP proof', 'use_dpop_nonce')
  }
  await spend(context, `${key.kid} ${jti}`, iat)
  return key.kid
}

function readHeader(proof: string): Readonly<Record<string, unknown>> {
  const failure = 'DPoP header verification failure'
  if (proof.length > longestProof) throw new ProofError(failure)
  try {
    const { header } = readUnverifiedJwt(proof)
    const { typ } = header
    if (typ !== 'dpop+jwt') {
      throw new ProofError(`Invalid or missing type in DPoP header: ${String(typ ?? null).slice(0, 40)}`)
    }
    return header
  } catch (cause) {
    if (cause instanceof JwtError) throw new ProofError(failure, 'invalid_dpop_proof', cause)
    throw cause
  }
}

async function verifySignature(proof: string, key: ReturnType<typeof readProofKey>, now: number) {
  try {
    return (await verifyJwt(proof, () => key, { now, expiry: 'optional' })).claims
  } catch (cause) {
    if (cause instanceof JwtError) throw new ProofError('DPoP verification failure', 'invalid_dpop_proof', cause)
    throw cause
  }
}

type ProofClaims = Readonly<Record<string, unknown>>

function requireClaims({ jti, iat, htm, htu }: ProofClaims): { readonly jti: string; readonly iat: number } {
  const isText = (value: unknown) => typeof value === 'string' && value.trim() !== ''
  if (typeof jti !== 'string' || !isText(jti) || !isText(htm) || !isText(htu) || !Number.isSafeInteger(iat)) {
    throw new ProofError('DPoP mandatory claims are missing')
  }
  if (jti.length > longestId) throw new ProofError('DPoP verification failure')
  return { jti, iat: Number(iat) }
}

/** RFC 9449, section 4.3, checks 8 and 9. The public address counts, not the Host header. */
function requireTarget({ server, request }: BindingContext, { htm, htu }: ProofClaims): void {
  const claimed = normaliseTarget(String(htu))
  if (claimed === undefined) throw new ProofError('Malformed HTTP URL in DPoP proof')
  const path = request.url.split(/[?#]/, 1)[0] ?? ''
  // Clients that show certificates may reach us under another name (RFC 8705, section 5).
  const { base, mutualTls = base } = server.urls
  const own = [base, mutualTls].map((origin) => normaliseTarget(`${origin}${path}`))
  if (!own.includes(claimed)) throw new ProofError('DPoP HTTP URL mismatch')
  if (htm !== request.method) throw new ProofError('DPoP HTTP method mismatch')
}

function requireTokenHash({ ath }: ProofClaims, tokenHash: string): void {
  if (typeof ath !== 'string') throw new ProofError('No access token hash in DPoP proof')
  if (!isSameSecret(ath, tokenHash)) throw new ProofError('DPoP proof access token hash mismatch')
}

/** RFC 9449, section 11.1. */
async function spend({ server, realm }: BindingContext, id: string, iat: number): Promise<void> {
  const expiresAt = (iat + lifetimeSeconds + skewSeconds + memorySeconds) * 1000
  const isFirst = await transact(server.storage, (tx) =>
    putSingleUse(tx, realm.realm.id, 'dpop-proof', id, null, expiresAt),
  )
  if (!isFirst) throw new ProofError('DPoP proof has already been used')
}
