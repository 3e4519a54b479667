import { isChallengeMethod, isVerifier, isVerifierOf } from './pkce.ts'

export interface Challenge {
  readonly codeChallenge?: string
  /** RFC 7636, section 4.3: `plain` when the request names none. */
  readonly codeChallengeMethod?: string
}

/** Why the verifier does not prove the challenge, as it is told and as the event says it; undefined when it does. */
export function findVerifierProblem(
  { codeChallenge, codeChallengeMethod: method = 'plain' }: Challenge,
  verifier: string | undefined,
): { readonly description: string; readonly event: string } | undefined {
  if (codeChallenge === undefined) {
    // A verifier without a challenge: somebody took the challenge away (RFC 9700, section 2.1.1).
    if (verifier === undefined) return undefined
    const description = 'PKCE code verifier specified but challenge not present in authorization'
    return { description, event: 'pkce_verification_failed' }
  }
  if (verifier === undefined) {
    return { description: 'PKCE code verifier not specified', event: 'code_verifier_missing' }
  }
  if (!isVerifier(verifier)) {
    return { description: 'PKCE verification failed: Invalid code verifier', event: 'invalid_code_verifier' }
  }
  if (!isChallengeMethod(method) || !isVerifierOf(verifier, codeChallenge, method)) {
    return { description: 'PKCE verification failed: Code mismatch', event: 'pkce_verification_failed' }
  }
  return undefined
}
