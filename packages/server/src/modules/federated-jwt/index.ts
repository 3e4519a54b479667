/**
 * Client authentication by an assertion that somebody else issued, an identity provider of the realm: a workload proves
 * itself by what its platform gave it, and keeps no secret of ours. RFC 7521, section 4.2; RFC 7523, section 3;
 * Kubernetes service account tokens; SPIFFE JWT-SVID (draft-ietf-oauth-spiffe-client-auth). No routes: it serves every
 * endpoint that authenticates clients.
 *
 * Attributes of the client: `jwt.credential.issuer` (alias of the identity provider), `jwt.credential.sub`.
 *
 * assertion -> client by subject -> identity provider -> algorithm -> key -> signature -> audience, times -> jti seen first
 */
import { defineModule } from '../../spi/module.ts'
import { federatedJwtAuthenticator } from './federated-jwt-authenticator.ts'

export const federatedJwtModule = defineModule({
  id: 'federated-jwt',
  clientAuthenticators: [federatedJwtAuthenticator],
})
