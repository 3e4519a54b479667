/**
 * The kinds of identity providers that a realm may be configured to believe, and of mappers for their users: Keycloak's
 * ids, settings and checks. OpenID Connect Discovery 1.0 and OAuth 2 metadata (RFC 8414) are read to configure one.
 *
 *   administered under /admin/realms/{realm}/identity-provider (admin-rest)
 */
import { defineModule } from '../../spi/module.ts'
import { identityProviderMapperTypes } from './mapper-types.ts'
import { protocolTypes } from './protocol-types.ts'
import { socialTypes } from './social-types.ts'

export const identityProvidersModule = defineModule({
  id: 'identity-providers',
  identityProviderTypes: [...protocolTypes, ...socialTypes],
  identityProviderMapperTypes,
})
