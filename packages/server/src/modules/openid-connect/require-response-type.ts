import { OAuthError } from '../../kernel/error.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { parseResponseMode } from './response-mode.ts'
import { isFrontChannel, parseResponseType, type ResponseType } from './response-type.ts'

/** RFC 6749, sections 3.1.1 and 4.1.2.1, for what the client may ask for; in Keycloak's words. */
export function requireResponseType(request: AuthorizationRequest): void {
  const { parameters, client, askedResponseType, server } = request
  const text = parameters['response_type']
  if (text === undefined) throw invalid('Missing parameter: response_type')
  const type = parseResponseType(text)
  if (!type) {
    throw new OAuthError('unsupported_response_type', 'Unsupported response_type', { event: 'invalid_request' })
  }
  requireFlows(type, request)
  // OpenID Connect Core, section 6.1: said twice, it is said alike.
  if (askedResponseType !== undefined && askedResponseType !== text) {
    throw invalid('Parameter response_type does not match')
  }
  // What comes through the browser is bound to no key.
  const binding = isFrontChannel(type) && server.registry.tokenBindings.find((one) => one.isRequired(client))
  if (binding) {
    const name = binding.tokenType === 'DPoP' ? 'DPoP' : 'A certificate'
    const description = `${name} is not supported for implicit nor hybrid flows. Client requires ${name} bound access tokens.`
    throw new OAuthError('unauthorized_client', description, { event: 'not_allowed', status: 401 })
  }
}

function requireFlows(type: ResponseType, { client: { client } }: AuthorizationRequest): void {
  const { implicitFlowEnabled, standardFlowEnabled } = client.settings
  const needsStandard = type.code || !isFrontChannel(type)
  const refused =
    isFrontChannel(type) && !implicitFlowEnabled ? 'Implicit' : needsStandard && !standardFlowEnabled ? 'Standard' : ''
  if (refused === '') return
  throw new OAuthError(
    'unauthorized_client',
    `Client is not allowed to initiate browser login with given response_type. ${refused} flow is disabled for the client.`,
    { event: 'not_allowed', status: 401 },
  )
}

/** Tokens must not stand in a query (OAuth 2.0 Multiple Response Types, section 5), unless encrypted (JARM, 2.3.1). */
export function requireResponseMode({ parameters, client: { client } }: AuthorizationRequest): void {
  const text = parameters['response_mode']
  if (text === undefined) return
  const mode = parseResponseMode(text, 'query')
  if (mode === undefined) throw invalid('Invalid parameter: response_mode')
  const type = parseResponseType(parameters['response_type'] ?? '')
  if (!type || !isFrontChannel(type)) return
  if (text === 'query') throw invalid("Response_mode 'query' not allowed for implicit or hybrid flow")
  if (text === 'query.jwt' && !client.settings.attributes['authorization.encrypted.response.alg']) {
    throw invalid("Response_mode 'query.jwt' is allowed only when the authorization response token is encrypted")
  }
}

/** OpenID Connect Core, sections 3.2.2.1 and 3.3.2.11. */
export function requireNonce({ parameters }: AuthorizationRequest): void {
  const type = parseResponseType(parameters['response_type'] ?? '')
  if (type?.idToken && parameters['nonce'] === undefined) throw invalid('Missing parameter: nonce')
}

function invalid(description: string): OAuthError {
  return new OAuthError('invalid_request', description)
}
