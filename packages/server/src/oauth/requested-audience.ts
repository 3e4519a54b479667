import { OAuthError } from '../kernel/error.ts'
import type { Claims } from '../spi/token-issue.ts'

/**
 * Leaves in an access token only the audiences asked for (RFC 8693, section 2.1), and of its client roles only theirs.
 * Never adds one: what the token would not have been for anyway cannot be asked for. Throws `invalid_request`.
 */
export function narrowToAudience(claims: Claims, asked: readonly string[]): void {
  const { aud, resource_access: access } = claims
  const available: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  const missing = asked.filter((one) => !available.includes(one))
  if (missing.length > 0) {
    throw new OAuthError('invalid_request', `Requested audience not available: ${missing.join(', ')}`)
  }
  const kept = available.filter((one) => typeof one === 'string' && asked.includes(one))
  claims['aud'] = kept.length === 1 ? kept[0] : kept
  if (typeof access !== 'object' || access === null) return
  claims['resource_access'] = Object.fromEntries(Object.entries(access).filter(([client]) => asked.includes(client)))
}
