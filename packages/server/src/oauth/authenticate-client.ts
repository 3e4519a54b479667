import { OAuthError } from '../kernel/error.ts'
import type { ClientSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ClientAuthenticationContext, ClientProof } from '../spi/client-authenticator.ts'

export interface AuthenticatedClient extends ClientProof {
  readonly client: ClientSnapshot
  /** Id of the authenticator, for the event; absent for public clients, which prove nothing. */
  readonly method?: string
}

/**
 * Who makes this request of a back-channel endpoint. Several ways may name the client by one proof (an assertion may be
 * signed by a key, a secret or another issuer); the one the client is registered for decides. Throws `invalid_client`
 * or `unauthorized_client` when the client is not proven.
 */
export async function authenticateClient(context: ClientAuthenticationContext): Promise<AuthenticatedClient> {
  const { realm, parameters, server } = context
  const hasAssertion = parameters['client_assertion'] !== undefined
  const named = await identifyClient(context)
  const clientId = parameters['client_id'] ?? named
  requireOneMethod(context, hasAssertion)
  if (clientId === undefined) throw refuseClient('client_not_found')
  const client = await realm.client(clientId)
  if (client?.client.protocol !== 'openid-connect') throw refuseClient('client_not_found')
  const { settings, enabled } = client.client
  if (!enabled) throw refuseClient('client_disabled')
  if (settings.publicClient) {
    // It has nothing to sign with: whoever sends an assertion means another client.
    if (hasAssertion) throw refuseClient('client_not_found')
    // RFC 6749, section 2.3: so does whoever proves another name than the one in the form.
    if (named !== undefined && named !== clientId) throw refuseClient('invalid_client_credentials')
    return { client }
  }
  const authenticator = server.registry.clientAuthenticators.get(settings.clientAuthenticatorType)
  if (!authenticator) throw refuseClient('invalid_client_credentials')
  const proof = await authenticator.verify(client, context)
  // Keycloak's code for a known client that proved nothing.
  if (!proof) throw refuseClient('invalid_client_credentials', 'unauthorized_client')
  return { client, method: authenticator.id, ...proof }
}

/** One text for every reason, so that nothing can be learnt from it; the event keeps the reason. */
export function refuseClient(event: string, code = 'invalid_client'): OAuthError {
  return new OAuthError(code, 'Invalid client or Invalid client credentials', { status: 401, event })
}

async function identifyClient(context: ClientAuthenticationContext): Promise<string | undefined> {
  for (const authenticator of context.server.registry.clientAuthenticators.values()) {
    const named = authenticator.identify(context)
    const clientId = typeof named === 'object' ? await named : named
    if (clientId !== undefined) return clientId
  }
  return undefined
}

/** RFC 6749, section 2.3, RFC 7521, section 4.2: a secret and an assertion never stand side by side. */
function requireOneMethod({ request, parameters }: ClientAuthenticationContext, hasAssertion: boolean): void {
  const hasSecret =
    parameters['client_secret'] !== undefined || /^basic /i.test(String(request.headers['authorization']))
  if (hasAssertion && hasSecret) {
    throw new OAuthError('invalid_request', 'More than one client authentication method used')
  }
}
