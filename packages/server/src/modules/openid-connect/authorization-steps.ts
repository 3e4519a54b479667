import { OAuthError } from '../../kernel/error.ts'
import { readLevelRequest } from '../../oauth/acr.ts'
import { requireGrantableScope } from '../../oauth/grantable-scope.ts'
import { requireChallenge } from '../../oauth/require-challenge.ts'
import { requireResource } from '../../oauth/resource-indicator.ts'
import { type AuthorizationRequest, readPrompts } from './authorization-request.ts'
import { requireNonce, requireResponseMode, requireResponseType } from './require-response-type.ts'

export interface AuthorizationStep {
  readonly name: string
  /** Throws an OAuthError, which goes back to the application. */
  check(request: AuthorizationRequest): void
}

const thumbprintLength = 43

/** What a request has to stand, from top to bottom, once its client and redirect URI are known to be good. */
export const authorizationSteps: readonly AuthorizationStep[] = [
  { name: 'every parameter once (RFC 6749, section 3.1)', check: requireSingleParameters },
  { name: 'pushed, where the client has to (RFC 9126, section 6)', check: requirePushed },
  { name: 'response type (RFC 6749, section 3.1.1)', check: requireResponseType },
  { name: 'response mode', check: requireResponseMode },
  { name: 'no client metadata (OpenID Connect Core, section 7.2.1)', check: refuseRegistration },
  { name: 'nonce (OpenID Connect Core, section 3.2.2.1)', check: requireNonce },
  { name: 'dpop_jkt (RFC 9449, section 10)', check: requireThumbprint },
  { name: 'scope (RFC 6749, section 3.3)', check: requireScope },
  { name: 'resource (RFC 8707, section 2.1)', check: ({ parameters }) => requireResource(parameters['resource']) },
  { name: 'prompt (OpenID Connect Core, section 3.1.2.1)', check: requirePrompt },
  { name: 'max_age (OpenID Connect Core, section 3.1.2.1)', check: requireMaxAge },
  {
    name: 'essential acr (OpenID Connect Core, section 5.5.1.1)',
    check: (request) => void readLevelRequest(request.parameters, request),
  },
  {
    name: 'PKCE (RFC 7636, section 4.4)',
    check: ({ parameters, client }) => requireChallenge(parameters, client.client),
  },
]

function requireSingleParameters({ duplicates }: AuthorizationRequest): void {
  if (duplicates.size > 0) throw invalid('duplicated parameter')
}

function requirePushed({ isPushed, client: { client } }: AuthorizationRequest): void {
  if (isPushed || client.settings.attributes['require.pushed.authorization.requests'] !== 'true') return
  throw invalid('Pushed Authorization Request is only allowed.')
}

function refuseRegistration({ parameters }: AuthorizationRequest): void {
  if (parameters['registration'] === undefined) return
  throw new OAuthError('registration_not_supported', 'Parameter registration is not supported', {
    event: 'invalid_request',
  })
}

/** A thumbprint by SHA-256 (RFC 9449, section 10). */
function requireThumbprint({ parameters }: AuthorizationRequest): void {
  const thumbprint = parameters['dpop_jkt']
  if (thumbprint !== undefined && thumbprint.length > thumbprintLength) throw invalid('Invalid parameter: dpop_jkt')
}

function requireScope({ parameters, client }: AuthorizationRequest): void {
  requireGrantableScope(client, parameters['scope'])
}

/** Values that we do not know are left out, as unknown parameters are; `none` stands alone. */
function requirePrompt({ parameters }: AuthorizationRequest): void {
  const prompts = readPrompts(parameters['prompt'])
  if (prompts.includes('none') && prompts.length > 1) throw invalid('Invalid parameter: prompt')
}

function requireMaxAge({ parameters }: AuthorizationRequest): void {
  const maxAge = parameters['max_age']
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) throw invalid('Invalid parameter: max_age')
}

function invalid(description: string): OAuthError {
  return new OAuthError('invalid_request', description)
}
