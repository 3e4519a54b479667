import { JwtError, readUnverifiedJwt } from '../../../crypto/jws.ts'
import { OAuthError } from '../../../kernel/error.ts'
import { readText } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyContext, ClientPolicyExecutor } from '../../../spi/client-policy.ts'
import { invalidRequest, onEach } from '../amend-client.ts'
import { toPattern } from './to-pattern.ts'

/** Requests that bring a token of somebody else. */
const requestsWithToken = ['TOKEN_EXCHANGE_REQUEST', 'JWT_AUTHORIZATION_GRANT'] as const

export const jwtClaimExecutor: ClientPolicyExecutor = {
  id: 'jwt-claim-enforcer',
  helpText: 'The executor enforces the presence and specific values of a claim in a JWT.',
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
      if (name === undefined) return undefined
      const value = readToken(context)?.[name]
      const isPlain = typeof value === 'string' || typeof value === 'number'
      if (isPlain && (pattern === undefined || pattern.test(String(value)))) return undefined
      throw invalidRequest(`Claim ${name} is missing or has a value that is not allowed`)
    })
  },
}

export const downscopeExecutor: ClientPolicyExecutor = {
  id: 'downscope-assertion-grant-enforcer',
  helpText:
    'It ensures that the scopes in the final access token are limited to the ones already present in the JWT assertion passed.',
  properties: [],
  prepare: () =>
    onEach(requestsWithToken, (context) => {
      const granted = readToken(context)?.['scope']
      const held = typeof granted === 'string' ? granted.split(' ') : []
      const asked = (context.parameters['scope'] ?? '').split(' ').filter((name) => name !== '')
      if (asked.every((name) => held.includes(name))) return undefined
      throw new OAuthError('invalid_scope', 'Scopes are not present in the initial access token')
    }),
}

/** The claims of the token that came; that it is good is the grant's business. */
function readToken({ parameters }: ClientPolicyContext): Readonly<Record<string, unknown>> | undefined {
  const token = parameters['subject_token'] ?? parameters['assertion']
  try {
    return token === undefined ? undefined : readUnverifiedJwt(token).claims
  } catch (cause) {
    if (cause instanceof JwtError) return undefined
    throw cause
  }
}
