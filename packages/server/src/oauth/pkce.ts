import { isSameSecret, sha256 } from '../kernel/random.ts'

export type ChallengeMethod = 'S256' | 'plain'

/** 43 to 128 unreserved characters: RFC 7636, sections 4.1 and 4.2. */
const pattern = /^[A-Za-z0-9._~-]{43,128}$/

export function isChallengeMethod(text: string): text is ChallengeMethod {
  return text === 'S256' || text === 'plain'
}

export function isChallenge(text: string): boolean {
  return pattern.test(text)
}

export function isVerifier(text: string): boolean {
  return pattern.test(text)
}

/** True when the verifier is the one behind the challenge (RFC 7636, section 4.6). Constant time. */
export function isVerifierOf(verifier: string, challenge: string, method: ChallengeMethod): boolean {
  return pattern.test(verifier) && isSameSecret(method === 'S256' ? sha256(verifier) : verifier, challenge)
}
