import { OAuthError } from '../../kernel/error.ts'
import type { ClientAuthenticationContext, ClientAuthenticator } from '../../spi/client-authenticator.ts'
import { readBasicCredentials } from './basic-credentials.ts'

/** `client_secret_basic` and `client_secret_post` (RFC 6749, section 2.3.1). */
export const clientSecretAuthenticator: ClientAuthenticator = {
  id: 'client-secret',
  displayName: 'Client Id and Secret',
  methods: ['client_secret_basic', 'client_secret_post'],
  identify: (context) => readCredentials(context)?.clientId,
  async verify({ isSecret }, context) {
    const credentials = readCredentials(context)
    return credentials !== undefined && credentials.secret !== '' && isSecret(credentials.secret)
  },
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
