/**
 * Client authentication by an assertion, a JWT that the client signed: `private_key_jwt` by a key of its own,
 * `client_secret_jwt` by the shared secret. RFC 7521, section 4.2; RFC 7523, sections 2.2 and 3; OpenID Connect Core,
 * section 9. No routes: it serves every endpoint that authenticates clients.
 *
 * request -> algorithm -> key -> signature -> audience -> times -> jti seen for the first time -> client
 */
import { signatureAlgorithms } from '../../crypto/signature-algorithm.ts'
import { defineModule } from '../../spi/module.ts'
import { privateKeyJwtAuthenticator, secretJwtAuthenticator } from './client-jwt-authenticator.ts'

export const clientJwtModule = defineModule({
  id: 'client-jwt',
  clientAuthenticators: [privateKeyJwtAuthenticator, secretJwtAuthenticator],
  providerMetadata: () => ({
    token_endpoint_auth_signing_alg_values_supported: [...signatureAlgorithms],
    introspection_endpoint_auth_signing_alg_values_supported: [...signatureAlgorithms],
    revocation_endpoint_auth_signing_alg_values_supported: [...signatureAlgorithms],
  }),
})
