import { isRedirectUriAllowed } from '../../model/client/redirect-uri.ts'
import type { ClientSnapshot, RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { Parameters } from '../../oauth/parameters.ts'
import { text } from '../../spi/form.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { UntrustedRequest } from './untrusted-request.ts'

/** The client that a request of the authorization endpoint names. Throws UntrustedRequest when there is none. */
export async function requireNamedClient(
  realm: RealmSnapshot,
  { values, duplicates }: Parameters,
): Promise<ClientSnapshot> {
  const clientId = duplicates.has('client_id') ? undefined : values['client_id']
  if (clientId === undefined)
    throw new UntrustedRequest('invalid_request', text('missingParameterMessage', 'client_id'))
  const client = await realm.client(clientId)
  if (client?.client.protocol !== 'openid-connect') {
    throw new UntrustedRequest('client_not_found', text('clientNotFoundMessage'))
  }
  if (!client.client.enabled) throw new UntrustedRequest('client_disabled', text('clientDisabledMessage'), client)
  if (client.client.settings.bearerOnly) {
    throw new UntrustedRequest('not_allowed', text('bearerOnlyMessage'), client, 403)
  }
  return client
}

/** The address to send the browser back to; undefined when the request has none that is registered. */
export function findRedirectUri(
  { urls }: Pick<ServerContext, 'urls'>,
  { client }: ClientSnapshot,
  { values, duplicates }: Parameters,
): string | undefined {
  const redirectUri = duplicates.has('redirect_uri') ? undefined : values['redirect_uri']
  if (redirectUri === undefined) return undefined
  return isRedirectUriAllowed(redirectUri, client.settings, urls.base) ? redirectUri : undefined
}
