import type { Client } from '../../model/client/client.ts'
import { findIdentityProvider } from '../../model/identity-provider/identity-provider.store.ts'
import type { IdentityProvider } from '../../model/identity-provider/identity-provider.ts'
import type { GrantContext } from '../../spi/grant.ts'
import { refuseGrant } from './refuse-grant.ts'

/** The identity provider that issued the assertion, when it is enabled for this grant and the client may use it. */
export async function findAssertionIssuer(
  { server, realm, client }: GrantContext,
  issuer: string,
): Promise<IdentityProvider> {
  const provider = await findIdentityProvider(server.storage, realm.realm.id, { issuer })
  if (!provider?.enabled) throw refuseGrant('No Identity Provider for provided issuer')
  if (!allowedProviders(client.client).includes(provider.alias)) {
    throw refuseGrant('Identity Provider is not allowed for the client')
  }
  if (provider.config['jwtAuthorizationGrantEnabled'] !== 'true') {
    throw refuseGrant('Identity Provider is not configured for JWT Authorization Grant')
  }
  return provider
}

/** Keycloak keeps lists in attributes with this between. */
function allowedProviders({ settings }: Client): readonly string[] {
  return (settings.attributes['oauth2.jwt.authorization.grant.idp'] ?? '').split('##')
}
