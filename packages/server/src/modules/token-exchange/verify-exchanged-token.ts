import { OAuthError, Unauthenticated } from '../../kernel/error.ts'
import { type VerifiedAccessToken, verifyAccessToken } from '../../model/token/verify-access-token.ts'
import { requireSameHolder } from '../../oauth/prove-holder.ts'
import type { GrantContext } from '../../spi/grant.ts'
import type { Confirmation } from '../../spi/token-binding.ts'

/**
 * A subject or actor token: an access token of this realm that is good now. One that is bound must be the requesting
 * client's own, and its holder the one who asks (RFC 9449, section 5; RFC 8705, section 3).
 */
export async function verifyExchangedToken(
  { server, realm, client, holder }: GrantContext,
  token: string,
): Promise<VerifiedAccessToken> {
  const verified = await verifyAccessToken(server, realm, token, { takesBound: true }).catch((cause: unknown) => {
    if (!(cause instanceof Unauthenticated)) throw cause
    throw new OAuthError('invalid_request', 'Invalid token', { event: 'invalid_token', cause })
  })
  const { cnf } = verified.claims
  if (cnf === undefined) return verified
  if (verified.client.client.id !== client.client.id) {
    const description =
      'Sender-constrained token exchange rejected as the token was not issued for the requesting client'
    throw new OAuthError('invalid_request', description, { event: 'invalid_token' })
  }
  requireSameHolder(readConfirmation(cnf), holder)
  return verified
}

/** A token of ours; whatever else stands there is a confirmation that no holder fits. */
function readConfirmation(cnf: unknown): Confirmation {
  const members = typeof cnf === 'object' && cnf !== null ? Object.entries(cnf) : []
  return Object.fromEntries(
    (members.length > 0 ? members : [['cnf', cnf]]).map(([name, value]) => [name, String(value)]),
  )
}

/** Is the token for this client, or its own? */
export function isMeantFor({ claims, client: owner }: VerifiedAccessToken, clientId: string): boolean {
  const { aud } = claims
  return owner.client.clientId === clientId || (Array.isArray(aud) ? aud : [aud]).includes(clientId)
}
