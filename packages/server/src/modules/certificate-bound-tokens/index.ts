/**
 * Access and refresh tokens bound to the certificate that the client shows with every request: RFC 8705, section 3.
 * On for clients with `tls.client.certificate.bound.access.tokens`. No routes: it serves the token endpoint and every
 * resource, over TLS or behind a proxy that passes certificates on (http/client-certificate).
 */
import { defineModule } from '../../spi/module.ts'
import { certificateBinding } from './certificate-binding.ts'

export const certificateBoundTokensModule = defineModule({
  id: 'certificate-bound-tokens',
  tokenBindings: [certificateBinding],
  providerMetadata: ({ urls }) => ({ tls_client_certificate_bound_access_tokens: urls.mutualTls !== undefined }),
})
