import { OAuthError } from '../kernel/error.ts'
import type { ClientSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ClientAuthenticationContext, ClientAuthenticator } from '../spi/client-authenticator.ts'

export interface AuthenticatedClient {
  readonly client: ClientSnapshot
  /** Id of the authenticator, for the event; absent for public clients, which prove nothing. */
  readonly method?: string
}

/** Who makes this request of a back-channel endpoint. Throws `invalid_client` when that is not proven. */
export async function authenticateClient(context: ClientAuthenticationContext): Promise<AuthenticatedClient> {
  const { realm, parameters } = context
  const proof = findProof(context)
  const clientId = proof?.clientId ?? parameters['client_id']
  if (clientId === undefined) throw refuse('invalid_client_credentials')
  // RFC 6749, section 2.3: name in the form and name in the proof are one.
  if (parameters['client_id'] !== undefined && parameters['client_id'] !== clientId) {
    throw refuse('invalid_client_credentials')
  }
  const client = await realm.client(clientId)
  if (client?.client.protocol !== 'openid-connect') throw refuse('client_not_found')
  const { settings, enabled } = client.client
  if (!enabled) throw refuse('client_disabled')
  if (settings.publicClient) return { client }
  if (!proof || proof.authenticator.id !== settings.clientAuthenticatorType) throw refuseProof()
  if (!(await proof.authenticator.verify(client, context))) throw refuseProof()
  return { client, method: proof.authenticator.id }
}

function findProof(
  context: ClientAuthenticationContext,
): { readonly authenticator: ClientAuthenticator; readonly clientId: string } | undefined {
  const proofs = [...context.server.registry.clientAuthenticators.values()].flatMap((authenticator) => {
    const clientId = authenticator.identify(context)
    return clientId === undefined ? [] : [{ authenticator, clientId }]
  })
  if (proofs.length > 1) throw new OAuthError('invalid_request', 'More than one client authentication method used')
  return proofs[0]
}

/** Keycloak's code for a known client that proved nothing. */
function refuseProof(): OAuthError {
  return refuse('invalid_client_credentials', 'unauthorized_client')
}

/** One text for every reason, so that nothing can be learnt from it; the event keeps the reason. */
function refuse(event: string, code = 'invalid_client'): OAuthError {
  return new OAuthError(code, 'Invalid client or Invalid client credentials', { status: 401, event })
}
