import { type JwtClaims, JwtError, readUnverifiedJwt } from '../crypto/jws.ts'
import type { ServerContext } from '../spi/server-context.ts'

/** RFC 7523, section 2.2. */
export const jwtBearerAssertion = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** A JWT by which a client says who it is, not verified yet. */
export interface ClientAssertion {
  readonly token: string
  readonly header: JwtClaims
  readonly claims: JwtClaims
}

/** The assertion of a request; undefined when there is none, it is of another type, or it cannot be read. */
export function readClientAssertion(
  parameters: Readonly<Record<string, string>>,
  type = jwtBearerAssertion,
): ClientAssertion | undefined {
  const token = parameters['client_assertion']
  if (token === undefined || parameters['client_assertion_type'] !== type) return undefined
  try {
    return { token, ...readUnverifiedJwt(token) }
  } catch (error) {
    if (error instanceof JwtError) return undefined
    throw error
  }
}

/** Whom an assertion may be meant for, as Keycloak 26.7 has it: the issuer, or an endpoint that older clients name. */
export function audiencesOf({ urls }: Pick<ServerContext, 'urls'>, realmName: string): readonly string[] {
  const issuer = urls.realm(realmName)
  const endpoints = ['token', 'token/introspect', 'ext/par/request', 'ext/ciba/auth']
  return [issuer, ...endpoints.map((path) => `${issuer}/protocol/openid-connect/${path}`)]
}

export interface AssertionLimits {
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly audiences: readonly string[]
  /** How long an assertion is good after it was made. */
  readonly maximumAgeSeconds: number
  /** How far the clock of whoever made it may be ahead (security.md: at most 60); 15 unless told. */
  readonly skewSeconds?: number
  /** May be brought more than once; then it needs no `jti`. */
  readonly isReusable?: boolean
}

/** An assertion whose claims are acceptable; it must be used once until `expiresAt`. */
export interface AcceptableAssertion {
  /** Its `jti`; empty when it has none and needs none. */
  readonly id: string
  /** Milliseconds since the epoch, when it cannot be used any more. */
  readonly expiresAt: number
}

const defaultSkewSeconds = 15

/**
 * The rules of RFC 7523, section 3 for the claims of an assertion, in the words of Keycloak 26.7. The signature is
 * checked elsewhere. Returns what is wrong as text.
 */
export function checkAssertion(claims: JwtClaims, limits: AssertionLimits): AcceptableAssertion | string {
  return checkAudience(claims['aud'], limits.audiences) ?? checkTimes(claims, limits)
}

/** One audience alone: whoever else could read the assertion could use it here (CVE-2025-27370, CVE-2025-27371). */
function checkAudience(aud: unknown, accepted: readonly string[]): string | undefined {
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  if (!audiences.some((one) => typeof one === 'string' && accepted.includes(one))) return 'Invalid token audience'
  return audiences.length > 1 ? 'Multiple audiences not allowed' : undefined
}

function checkTimes(
  claims: JwtClaims,
  { now, maximumAgeSeconds, skewSeconds = defaultSkewSeconds, isReusable = false }: AssertionLimits,
): AcceptableAssertion | string {
  const { exp, iat, nbf, jti } = claims
  const seconds = now / 1000
  if (exp === undefined) return 'Token exp claim is required'
  if (!isTime(exp) || exp <= seconds) return 'Token is not active'
  if (nbf !== undefined && (!isTime(nbf) || nbf > seconds + skewSeconds)) return 'Token is not active'
  if (iat === undefined) {
    if (exp > seconds + maximumAgeSeconds) {
      return 'Token expiration is too far in the future and iat claim not present in token'
    }
  } else {
    if (!isTime(iat)) return 'Token is not active'
    if (iat > seconds + skewSeconds) return 'Token was issued in the future'
    if (seconds > iat + maximumAgeSeconds) return 'Token was issued too far in the past to be used now'
  }
  const id = typeof jti === 'string' ? jti : ''
  if (id === '' && !isReusable) return 'Token jti claim is required'
  const lastSecond = isTime(iat) ? Math.min(exp, iat + maximumAgeSeconds) : exp
  return { id, expiresAt: (Math.floor(lastSecond) + 1) * 1000 }
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
