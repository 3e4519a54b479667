import { OAuthError, Unauthenticated } from '../kernel/error.ts'
import type { RequestFacts } from '../spi/request.ts'

export interface PresentedCredentials {
  readonly scheme: 'Bearer' | 'DPoP'
  readonly token: string
}

/** Longer tokens are refused unread. */
const longestToken = 16_384

const pattern = /^(Bearer|DPoP) +([\w~+/.=-]+)$/i

/**
 * The access token in the Authorization header: never one in the query, which would end up in logs (RFC 6750, section
 * 2.1; RFC 9449, section 7.1; RFC 9700, section 4.3.2).
 */
export function readCredentials({ headers }: RequestFacts): PresentedCredentials {
  const header = headers['authorization']
  if (typeof header !== 'string') throw new Unauthenticated('no authorization header')
  const [, name = '', token] = pattern.exec(header) ?? []
  const scheme = name.toLowerCase() === 'dpop' || /^dpop\b/i.test(header) ? 'DPoP' : 'Bearer'
  if (!token || token.length > longestToken) throw new Unauthenticated('malformed authorization header', { scheme })
  return { scheme, token }
}

/** As `readCredentials`, for resources that take the token in a form as well (RFC 6750, section 2.2): one way only. */
export function readCredentialsOrForm(request: RequestFacts): PresentedCredentials {
  const header = request.headers['authorization']
  const posted = request.form?.getAll('access_token') ?? []
  if (header !== undefined && posted.length > 0) {
    throw new OAuthError('invalid_request', 'More than one method used for including an access token')
  }
  const [token, ...others] = posted
  if (token) {
    if (others.length > 0 || token.length > longestToken) throw new Unauthenticated('malformed token in the form')
    return { scheme: 'Bearer', token }
  }
  // No credentials at all is no error (RFC 6750, section 3.1): the challenge then names none.
  if (!/^(Bearer|DPoP)\b/i.test(String(header))) throw new OAuthError('invalid_token', '', { status: 401 })
  return readCredentials(request)
}
