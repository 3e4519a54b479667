import type { OAuthError } from '../../kernel/error.ts'
import { json, type Reply } from '../../spi/reply.ts'
import type { RequestFacts } from '../../spi/request.ts'

/** RFC 6749, section 5.1: nothing with a token in it may be kept. */
export const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' } as const

/**
 * The error of a back-channel endpoint (RFC 6749, section 5.2). Only a client that tried the header is challenged for it:
 * a challenge after a wrong password would make browsers ask for one themselves.
 */
export function answerOAuthError(error: OAuthError, request: RequestFacts, realmName: string): Reply {
  const isChallenge = error.code === 'invalid_client' && request.headers['authorization'] !== undefined
  return json({ error: error.code, error_description: error.message }, error.status, {
    ...noStore,
    ...(isChallenge ? { 'www-authenticate': `Basic realm="${encodeURIComponent(realmName)}"` } : {}),
  })
}

/** The error of a resource that takes bearer tokens (RFC 6750, section 3): the reason is in the challenge too. */
export function answerBearerError(error: OAuthError, realmName: string): Reply {
  const realm = `realm="${encodeURIComponent(realmName)}"`
  return json({ error: error.code, error_description: error.message }, error.status, {
    ...noStore,
    'www-authenticate': `Bearer ${realm}, error="${error.code}", error_description="${error.message}"`,
  })
}
