import { OAuthError } from '../../kernel/error.ts'
import type { Client } from '../../model/client/client.ts'
import { secretMethodAttribute } from '../../model/client/client-secret.ts'
import { refuseClient } from '../../oauth/authenticate-client.ts'
import type { ClientAuthenticationContext, ClientAuthenticator } from '../../spi/client-authenticator.ts'
import { readBasicCredentials } from './basic-credentials.ts'

/** `client_secret_basic` and `client_secret_post` (RFC 6749, section 2.3.1). */
export const clientSecretAuthenticator: ClientAuthenticator = {
  id: 'client-secret',
  displayName: 'Client Id and Secret',
  helpText:
    "Validates client based on 'client_id' and 'client_secret' sent either in request parameters or in 'Authorization: Basic' header",
  supportsSecret: true,
  methods: ['client_secret_basic', 'client_secret_post'],
  identify: (context) => readCredentials(context)?.clientId,
  async verify({ client, isSecret }, context) {
    const credentials = readCredentials(context)
    if (!credentials) {
      // Only an assertion named the client, and this client signs none.
      if (context.parameters['client_id'] === undefined) throw refuseClient('client_not_found')
      return undefined
    }
    // RFC 6749, section 2.3: the name in the form and the name in the header are one.
    if (credentials.clientId !== client.clientId) throw refuseClient('invalid_client_credentials')
    requireAllowedMethod(client, context)
    return credentials.secret !== '' && isSecret(credentials.secret) ? {} : undefined
  },
}

/** A client may have chosen one of the two ways. Throws `unauthorized_client`, in Keycloak's words. */
function requireAllowedMethod({ settings }: Client, { request }: ClientAuthenticationContext): void {
  const allowed = settings.attributes[secretMethodAttribute]
  const used = readBasicCredentials(request.headers['authorization']) ? 'client_secret_basic' : 'client_secret_post'
  if (allowed === undefined || allowed === '' || allowed === used) return
  const description = `Invalid method used to get client secret. Client requires method '${allowed}' to obtain client secret from the request`
  throw new OAuthError('unauthorized_client', description, { status: 401, event: 'invalid_client_credentials' })
}

function readCredentials({ request, parameters }: ClientAuthenticationContext) {
  const header = request.headers['authorization']
  const basic = readBasicCredentials(header)
  const secret = parameters['client_secret']
  if (!basic) {
    const clientId = parameters['client_id']
    return secret === undefined || clientId === undefined ? undefined : { clientId, secret }
  }
  // RFC 6749, section 2.3: never more than one way in one request.
  if (secret !== undefined && secret !== basic.secret) {
    throw new OAuthError('invalid_request', 'More than one client authentication method used')
  }
  return basic
}
