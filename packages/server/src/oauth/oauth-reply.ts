import { asymmetricAlgorithms } from '../crypto/signature-algorithm.ts'
import type { OAuthError } from '../kernel/error.ts'
import { empty, json, type Reply } from '../spi/reply.ts'
import type { RequestFacts } from '../spi/request.ts'

/** RFC 6749, section 5.1: nothing with a token in it may be kept. */
export const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' } as const

/**
 * The error of a back-channel endpoint (RFC 6749, section 5.2). Only a client that tried the header is challenged for it:
 * a challenge after a wrong password would make browsers ask for one themselves.
 */
export function answerOAuthError(error: OAuthError, request: RequestFacts, realmName: string): Reply {
  const isChallenge = error.status === 401 && request.headers['authorization'] !== undefined
  const description = error.message === '' ? {} : { error_description: error.message }
  return json({ error: error.code, ...description }, error.status, {
    ...noStore,
    ...error.headers,
    ...(isChallenge ? { 'www-authenticate': `Basic realm="${encodeURIComponent(realmName)}"` } : {}),
  })
}

/**
 * The error of a resource that takes bearer tokens (RFC 6750, section 3): all in the challenge, no body. An error without
 * a description says that there was no token: then the challenge asks for one and names no error (section 3.1).
 */
export function answerBearerError(
  { code, message, status, headers }: OAuthError,
  realmName: string,
  scheme: 'Bearer' | 'DPoP' = 'Bearer',
): Reply {
  const challenge = [
    // RFC 9449, section 7.1: what proofs may be signed by.
    ...(scheme === 'DPoP' ? [`algs="${asymmetricAlgorithms.join(' ')}"`] : []),
    `realm="${encodeURIComponent(realmName)}"`,
    ...(message === '' ? [] : [`error="${code}"`, `error_description="${message}"`]),
  ]
  return empty(status, { ...noStore, ...headers, 'www-authenticate': `${scheme} ${challenge.join(', ')}` })
}
