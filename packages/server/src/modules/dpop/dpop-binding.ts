import { OAuthError, Unauthenticated } from '../../kernel/error.ts'
import { sha256 } from '../../kernel/random.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { RequestFacts } from '../../spi/request.ts'
import type { Presentation, TokenBinding } from '../../spi/token-binding.ts'
import { ProofError } from './proof-error.ts'
import { nonceHeader } from './proof-nonce.ts'
import { verifyProof } from './verify-proof.ts'

export const dpopBinding: TokenBinding = {
  id: 'dpop',
  member: 'jkt',
  tokenType: 'DPoP',
  isRequired,
  isOffered: ({ headers }) => headers['dpop'] !== undefined,
  // RFC 9449, section 5: a confidential client's refresh tokens are bound to it by its authentication.
  bindsRefreshTokens: ({ client }) => client.settings.publicClient,
  async prove(context) {
    const proof = readProof(context.request)
    // Keycloak's code for what is not there at all: RFC 9449 has one for proofs that are wrong.
    if (proof === undefined) {
      throw new OAuthError('invalid_request', 'DPoP proof is missing', { event: 'invalid_dpop_proof' })
    }
    try {
      return await verifyProof(context, proof)
    } catch (cause) {
      if (!(cause instanceof ProofError)) throw cause
      const { code, message } = cause
      const headers = code === 'use_dpop_nonce' ? nonceHeader(context) : {}
      throw new OAuthError(code, message, { event: 'invalid_dpop_proof', headers, cause })
    }
  },
  requireHolder,
}

function isRequired({ client }: ClientSnapshot): boolean {
  return client.settings.attributes['dpop.bound.access.tokens'] === 'true'
}

/** RFC 9449, section 7. */
async function requireHolder(presentation: Presentation): Promise<void> {
  const { client, request, scheme, token, thumbprint } = presentation
  const refuse = (reason: string) => new Unauthenticated(reason, { scheme })
  if (thumbprint === undefined) {
    if (scheme === 'DPoP') throw refuse('The access token type is not DPoP but Authorization Header is DPoP')
    if (isRequired(client)) throw refuse('This client requires DPoP')
    return
  }
  // Section 7.2: whoever has stolen it would bring it without a proof.
  if (scheme !== 'DPoP') throw refuse('The access token type is DPoP but Authorization Header is not DPoP')
  const proof = readProof(request)
  if (proof === undefined) throw refuse('DPoP proof is missing')
  try {
    const proven = await verifyProof(presentation, proof, sha256(token))
    if (proven !== thumbprint) throw refuse("DPoP confirmation doesn't match DPoP proof")
  } catch (cause) {
    if (!(cause instanceof ProofError)) throw cause
    const { code, message } = cause
    if (code !== 'use_dpop_nonce') throw refuse(message)
    throw new Unauthenticated(message, { scheme, code, headers: nonceHeader(presentation) })
  }
}

/** Undefined when there is none. Several are none that counts (RFC 9449, section 4.3, check 1). */
function readProof({ headers }: RequestFacts): string | undefined {
  const header = headers['dpop']
  const text = Array.isArray(header) ? header.join(',') : header
  return text?.trim() ? text : undefined
}
