import { isRedirectUriAllowed, resolveRedirectUris } from '../../model/client/redirect-uri.ts'
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
  if (clientId === undefined) {
    const reason = 'Missing parameter: client_id'
    throw new UntrustedRequest('invalid_request', text('invalidRequestMessage'), undefined, 400, reason)
  }
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

export interface RedirectTarget {
  readonly redirectUri: string
  /** The request did not name it; then the token request need not either (RFC 6749, section 4.1.3). */
  readonly isImplied: boolean
}

/**
 * The address to send the browser back to; undefined when the request has none that is registered. Plain OAuth requests
 * may leave it out where the client has exactly one (RFC 6749, section 3.1.2.3); OpenID Connect asks for it always.
 */
export function findRedirectUri(
  { urls }: Pick<ServerContext, 'urls'>,
  { client: { settings } }: ClientSnapshot,
  { values, duplicates }: Parameters,
): RedirectTarget | undefined {
  if (duplicates.has('redirect_uri')) return undefined
  const asked = values['redirect_uri']
  const isOpenId = (values['scope'] ?? '').split(' ').includes('openid')
  const redirectUri = asked ?? (isOpenId ? undefined : findOnlyRedirectUri(settings, urls.base))
  if (redirectUri === undefined || !isRedirectUriAllowed(redirectUri, settings, urls.base)) return undefined
  return { redirectUri, isImplied: asked === undefined }
}

function findOnlyRedirectUri(settings: ClientSnapshot['client']['settings'], base: string): string | undefined {
  const [only, ...others] = resolveRedirectUris(settings, base)
  return others.length === 0 && !only?.endsWith('*') ? only : undefined
}
