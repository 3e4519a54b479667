import { hash } from 'node:crypto'
import { OAuthError, Unauthenticated } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { RequestFacts } from '../../spi/request.ts'
import type { TokenBinding } from '../../spi/token-binding.ts'

export const certificateBinding: TokenBinding = {
  id: 'certificate',
  member: 'x5t#S256',
  tokenType: 'Bearer',
  isRequired,
  // A certificate may be shown for other reasons: only the client's setting binds its tokens to it.
  isOffered: () => false,
  bindsRefreshTokens: () => true,
  async prove({ request }) {
    const thumbprint = thumbprintOf(request)
    if (thumbprint !== undefined) return thumbprint
    throw new OAuthError('invalid_request', 'Client Certification missing for MTLS HoK Token Binding')
  },
  async requireHolder({ client, request, scheme, thumbprint }) {
    if (thumbprint === undefined && !isRequired(client)) return
    if (thumbprint !== undefined && thumbprint === thumbprintOf(request)) return
    const reason = 'Client certificate missing, or its thumbprint and one in the token did NOT match'
    throw new Unauthenticated(reason, { scheme })
  },
}

function isRequired({ client }: ClientSnapshot): boolean {
  return client.settings.attributes['tls.client.certificate.bound.access.tokens'] === 'true'
}

/** RFC 8705, section 3.1: SHA-256 of the certificate as it is encoded, whoever issued it. */
function thumbprintOf({ clientCertificate }: RequestFacts): string | undefined {
  return clientCertificate && hash('sha256', clientCertificate.certificate.raw, 'base64url')
}
