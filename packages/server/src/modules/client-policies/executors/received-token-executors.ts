import { JwtError, readUnverifiedJwt } from '../../../crypto/jws.ts'
import { OAuthError } from '../../../kernel/error.ts'
import { readText } from '../../../model/client-policy/client-policy.ts'
import { printable } from '../../../oauth/grantable-scope.ts'
import type { ClientPolicyContext, ClientPolicyExecutor } from '../../../spi/client-policy.ts'
import { invalidRequest, onEach } from '../amend-client.ts'
import { toPattern } from './to-pattern.ts'

/** Requests that bring a token of somebody else. */
const requestsWithToken = ['TOKEN_EXCHANGE_REQUEST', 'JWT_AUTHORIZATION_GRANT'] as const

export const jwtClaimExecutor: ClientPolicyExecutor = {
  id: 'jwt-claim-enforcer',
  helpText:
    "The executor enforces the presence and specific values of a claim in a JWT.\nIt is applied in client requests where an existing JWT token is passed, such as a JWT Authorization Grant request (RFC 7523) or Standard Token Exchange request.\nThe configured claim must be present in the received JWT.\nIf allowed value is empty, only the presence of the claim is enforced.\nIf allowed value is set, the claim's value must match the configured regular expression.\nOnly claims of type string or number are allowed; multi-valued, arrays, maps, or other JSON objects are not supported.\n",
  properties: [
    {
      name: 'claim-name',
      label: 'Claim Name',
      helpText: 'The name of the JWT claim to enforce. This claim must be present in the token for validation.',
      type: 'String',
    },
    {
      name: 'allowed-value',
      label: 'Allowed Value',
      helpText:
        'Value that the JWT claim must match. Regular expressions are supported. If left empty, only the presence of the claim is enforced.',
      type: 'String',
    },
  ],
  prepare(configuration) {
    const name = readText(configuration, 'claim-name')
    const allowed = readText(configuration, 'allowed-value')
    const pattern = allowed === undefined ? undefined : toPattern('allowed-value', allowed)
    return onEach(requestsWithToken, (context) => {
      if (name === undefined) throw invalidRequest('Invalid configuration')
      const value = readToken(context, 'JWT is not valid')[name] ?? undefined
      if (value === undefined) throw invalidRequest(`Required claim '${name}' is missing from the token`)
      if (!pattern) return undefined
      if (typeof value !== 'string' && typeof value !== 'number') {
        throw invalidRequest(`Value type for claim '${name}' not allowed`)
      }
      if (!pattern.test(String(value))) throw invalidRequest(`Value for claim '${name}' not allowed`)
      return undefined
    })
  },
}

export const downscopeExecutor: ClientPolicyExecutor = {
  id: 'downscope-assertion-grant-enforcer',
  helpText:
    'It ensures that the scopes in the final access token are limited to the ones already present in the JWT assertion passed.\nFor the moment, the executor applies to certain grants where some initial token/assertion is passed (for example\nsubject_token in case of Standard Token Exchange grant). The limitation is done over the scopes that are\npresent in the initial token/assertion, returning an error if any extra scope is requested.\n',
  properties: [],
  prepare: () =>
    onEach(requestsWithToken, (context) => {
      const granted = readToken(context, 'Assertion contains an invalid access token')['scope']
      const held = typeof granted === 'string' ? readNames(granted) : []
      const beyond = readNames(context.parameters['scope'] ?? '').filter((name) => !held.includes(name))
      if (beyond.length === 0) return { scopesAtMost: held }
      const description = `Scopes [${beyond.join(', ')}] not present in the initial access token [${held.join(', ')}]`
      throw new OAuthError('invalid_scope', printable(description))
    }),
}

const readNames = (scope: string) => scope.split(' ').filter((name) => name !== '')

/**
 * The claims of the token that came; that it is good is the grant's business, which reads the same parameter. Throws
 * with this description for what is no JWT.
 */
function readToken({ event, parameters }: ClientPolicyContext, description: string): Readonly<Record<string, unknown>> {
  const isExchange = event === 'TOKEN_EXCHANGE_REQUEST'
  if (isExchange && parameters['subject_token_type'] !== 'urn:ietf:params:oauth:token-type:access_token') {
    throw invalidRequest("Parameter 'subject_token' should be access_token for the executor")
  }
  try {
    return readUnverifiedJwt(parameters[isExchange ? 'subject_token' : 'assertion'] ?? '').claims
  } catch (cause) {
    if (!(cause instanceof JwtError)) throw cause
    throw new OAuthError('invalid_request', description, { cause })
  }
}
