import { type JwtClaims, JwtError, readUnverifiedJwt } from '../../crypto/jws.ts'
import { refuseGrant } from './refuse-grant.ts'

/** Who says what, before anything is verified. */
export interface Assertion {
  readonly token: string
  readonly header: JwtClaims
  readonly claims: JwtClaims
  readonly issuer: string
  readonly subject: string
}

/** Throws `invalid_grant` for what names nobody (RFC 7523, section 3, points 1 and 2). */
export function readAssertion(token: string | undefined): Assertion {
  if (token === undefined) throw refuseGrant('Missing parameter:assertion')
  const { header, claims } = parse(token)
  const { iss, sub } = claims
  if (typeof iss !== 'string' || iss === '') throw refuseGrant('Missing claim: iss')
  if (typeof sub !== 'string' || sub === '') throw refuseGrant('Missing claim: sub')
  return { token, header, claims, issuer: iss, subject: sub }
}

function parse(token: string): ReturnType<typeof readUnverifiedJwt> {
  try {
    return readUnverifiedJwt(token)
  } catch (error) {
    if (!(error instanceof JwtError)) throw error
    throw refuseGrant('The provided assertion is not a valid JWT', error)
  }
}
