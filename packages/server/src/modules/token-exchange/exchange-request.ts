import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { TokenRequest } from '../../spi/grant.ts'
import type { RequestFacts } from '../../spi/request.ts'

/** Names of RFC 8693, section 3. */
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'
const idTokenType = 'urn:ietf:params:oauth:token-type:id_token'
const refreshTokenType = 'urn:ietf:params:oauth:token-type:refresh_token'

const kinds: ReadonlyMap<string, RequestedKind> = new Map([
  [accessTokenType, 'access'],
  [idTokenType, 'id'],
  [refreshTokenType, 'refresh'],
])

export type RequestedKind = 'access' | 'id' | 'refresh'

/** A request for an exchange that is complete; nothing in it is proven yet. */
export interface ExchangeRequest {
  readonly subjectToken: string
  readonly actorToken?: string
  /** Name or id of the user to become. */
  readonly requestedSubject?: string
  /** As it was asked for; whether it is given is for `requestedKind` to say. */
  readonly requestedType: string
  /** Names of clients, each once. */
  readonly audience: readonly string[]
  readonly scope: string | undefined
}

/** Reads the parameters (RFC 8693, section 2.1) in Keycloak's order and words. Throws `invalid_request`. */
export function readExchangeRequest(
  { parameters, scope }: TokenRequest,
  request: RequestFacts,
  { client }: ClientSnapshot,
): ExchangeRequest {
  const { attributes } = client.settings
  const requestedSubject = parameters['requested_subject']
  if (requestedSubject !== undefined && attributes['token.exchange.impersonation.enabled'] !== 'true') {
    throw refuseParameter('requested_subject')
  }
  for (const name of ['requested_issuer', 'subject_issuer']) {
    if (parameters[name] !== undefined) throw refuseParameter(name)
  }
  if (attributes['standard.token.exchange.enabled'] !== 'true') {
    throw invalid('Standard token exchange is not enabled for the requested client')
  }
  const subjectToken = parameters['subject_token']
  if (subjectToken === undefined) throw invalid("Parameter 'subject_token' required for standard token exchange")
  requireAccessTokenType(parameters['subject_token_type'], 'subject')
  const actorToken = readActorToken(parameters)
  return {
    subjectToken,
    ...(actorToken === undefined ? {} : { actorToken }),
    ...(requestedSubject === undefined ? {} : { requestedSubject }),
    requestedType: parameters['requested_token_type'] ?? accessTokenType,
    audience: [...new Set(request.form?.getAll('audience').filter((one) => one !== ''))],
    scope,
  }
}

/** The kind of token to give. Throws for kinds there are none of, and for refresh tokens where the client gets none. */
export function requestedKind(requestedType: string, { client }: ClientSnapshot): RequestedKind {
  const kind = kinds.get(requestedType)
  const { attributes } = client.settings
  const refreshAllowed = attributes['standard.token.exchange.enableRefreshRequestedTokenType'] === 'SAME_SESSION'
  if (!kind || (kind === 'refresh' && !refreshAllowed)) throw invalid('requested_token_type unsupported')
  return kind
}

function requireAccessTokenType(type: string | undefined, of: 'subject' | 'actor'): void {
  if (type === undefined) throw invalid(`Parameter '${of}_token_type' required for standard token exchange`)
  if (type !== accessTokenType) throw invalid(`Parameter '${of}_token' supports access tokens only`)
}

/** RFC 8693, section 2.1: the type comes with the token, and never alone. */
function readActorToken(parameters: TokenRequest['parameters']): string | undefined {
  const token = parameters['actor_token']
  const type = parameters['actor_token_type']
  if (token !== undefined) requireAccessTokenType(type, 'actor')
  else if (type !== undefined) throw invalid("Parameter 'actor_token_type' is not allowed without 'actor_token'")
  return token
}

function refuseParameter(name: string): OAuthError {
  return invalid(`Parameter '${name}' is not supported for standard token exchange`)
}

function invalid(description: string): OAuthError {
  return new OAuthError('invalid_request', description)
}
