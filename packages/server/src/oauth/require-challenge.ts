import { OAuthError } from '../kernel/error.ts'
import type { Client } from '../model/client/client.ts'
import { isChallenge, isChallengeMethod } from './pkce.ts'

/** The request of whoever will have to bring the verifier later: RFC 7636, section 4.4, and what its client asks for. */
export function requireChallenge(
  parameters: Readonly<Record<string, string>>,
  { settings: { attributes } }: Pick<Client, 'settings'>,
): void {
  const challenge = parameters['code_challenge']
  const method = parameters['code_challenge_method']
  const required = attributes['pkce.code.challenge.method'] ?? ''
  if (required !== '') {
    if (method === undefined) throw invalid('Missing parameter: code_challenge_method')
    if (challenge === undefined) throw invalid('Missing parameter: code_challenge')
    if (method !== required) {
      throw invalid('Invalid parameter: code challenge method is not matching the configured one')
    }
  }
  if (method !== undefined && !isChallengeMethod(method)) throw invalid('Invalid parameter: code_challenge_method')
  if (method !== undefined && challenge === undefined) throw invalid('Missing parameter: code_challenge')
  if (challenge !== undefined && !isChallenge(challenge)) throw invalid('Invalid parameter: code_challenge')
}

function invalid(description: string): OAuthError {
  return new OAuthError('invalid_request', description)
}
