/**
 * JWT authorization grant (RFC 7523, section 2.1; RFC 7521, section 4.1): somebody whom the realm believes, an identity
 * provider, says by a signed assertion for which user a client asks; the client gets an access token of that user.
 *
 *   grant urn:ietf:params:oauth:grant-type:jwt-bearer
 *
 * Attributes of the client: `oauth2.jwt.authorization.grant.enabled`, `oauth2.jwt.authorization.grant.idp` (aliases).
 * Identity providers and their links to users: the Admin REST API.
 *
 * client -> issuer -> identity provider -> algorithm -> signature -> audience, times -> user -> scope -> jti seen first
 */
import { defineModule } from '../../spi/module.ts'
import { jwtAuthorizationGrant } from './jwt-authorization-grant.ts'

export const jwtAuthorizationGrantModule = defineModule({
  id: 'jwt-authorization-grant',
  grants: [jwtAuthorizationGrant],
})
