import type { JwtClaims } from '../../crypto/jws.ts'
import type { IdentityProvider } from '../../model/identity-provider/identity-provider.ts'
import { jwtBearerAssertion } from '../../oauth/client-assertion.ts'

/** draft-ietf-oauth-spiffe-client-auth, section 3.1. */
export const spiffeAssertion = 'urn:ietf:params:oauth:client-assertion-type:jwt-spiffe'

/** What the assertions of an identity provider have to be like. */
export interface AssertionRules {
  /** The `client_assertion_type` they come with. */
  readonly type: string
  readonly isIssued: (claims: JwtClaims) => boolean
  /** How long after it was made an assertion is taken. */
  readonly maximumAgeSeconds: number
  /** Clocks of issuers may be this far ahead. */
  readonly skewSeconds: number
  /** May be brought again: platforms hand out the same one until it ends. */
  readonly isReusable: boolean
}

/** Undefined for an identity provider that speaks for no clients. */
export function assertionRules({ providerId, config, enabled }: IdentityProvider): AssertionRules | undefined {
  if (!enabled) return undefined
  const skewSeconds = readSeconds(config['allowedClockSkew']) ?? 0
  const maximum = readSeconds(config['fedClientAssertionMaxExp']) || undefined
  const { issuer, trustDomain } = config
  switch (providerId) {
    case 'oidc':
    case 'keycloak-oidc':
      if (config['supportsClientAssertions'] !== 'true' || !issuer) return undefined
      return {
        ...{ type: jwtBearerAssertion, isIssued: ({ iss }) => iss === issuer, skewSeconds },
        maximumAgeSeconds: maximum ?? 300,
        isReusable: config['supportsClientAssertionReuse'] === 'true',
      }
    case 'kubernetes':
      if (!issuer) return undefined
      // Tokens of service accounts are good for an hour, and come without `jti` from older clusters.
      return {
        ...{ type: jwtBearerAssertion, isIssued: ({ iss }) => iss === issuer, skewSeconds },
        maximumAgeSeconds: maximum ?? 3600,
        isReusable: true,
      }
    case 'spiffe':
      if (!trustDomain) return undefined
      // JWT-SVID, section 3: the subject says who issued it; `iss` need not be there.
      return {
        ...{ type: spiffeAssertion, isIssued: ({ sub }) => String(sub).startsWith(`${trustDomain}/`), skewSeconds },
        maximumAgeSeconds: maximum ?? 300,
        isReusable: true,
      }
    default:
      return undefined
  }
}

function readSeconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
