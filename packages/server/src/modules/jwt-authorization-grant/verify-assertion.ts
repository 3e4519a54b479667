import { JwtError, verifyJwt } from '../../crypto/jws.ts'
import type { VerificationKey } from '../../crypto/keys.ts'
import { isSignatureAlgorithm } from '../../crypto/signature-algorithm.ts'
import type { IdentityProvider } from '../../model/identity-provider/identity-provider.ts'
import { type AcceptableAssertion, audiencesOf, checkAssertion } from '../../oauth/client-assertion.ts'
import { configuredKeys, findIssuerKey } from '../../oauth/find-issuer-key.ts'
import type { GrantContext } from '../../spi/grant.ts'
import type { Assertion } from './read-assertion.ts'
import { refuseGrant } from './refuse-grant.ts'

/** Keycloak's default for how long after it was made an assertion is taken. */
const defaultMaximumAgeSeconds = 300

/**
 * The rules of RFC 7523, section 3: signed by a key of the issuer, for this realm alone, made a short time ago, not
 * expired, with an id that is to be used once.
 */
export async function verifyAssertion(
  { server, realm }: GrantContext,
  provider: IdentityProvider,
  assertion: Assertion,
): Promise<AcceptableAssertion> {
  const { alg } = assertion.header
  const wanted = provider.config['jwtAuthorizationGrantAssertionSignatureAlg']
  // Secrets are nobody's signature here, and `none` is none (RFC 8725, section 3.2).
  if (typeof alg !== 'string' || !isSignatureAlgorithm(alg) || alg.startsWith('HS') || (wanted && wanted !== alg)) {
    throw refuseGrant('Invalid signature algorithm')
  }
  const { kid } = assertion.header
  const key = await findIssuerKey(server, provider, configuredKeys(provider.config), { kid, algorithm: alg })
  if (!key || !(await isSignedBy(key, assertion.token))) throw refuseGrant('Invalid signature')
  const configured = Number(provider.config['jwtAuthorizationGrantMaxAllowedAssertionExpiration'])
  const accepted = checkAssertion(assertion.claims, {
    now: server.clock.now(),
    audiences: audiencesOf(server, realm.realm.name),
    maximumAgeSeconds: configured > 0 ? configured : defaultMaximumAgeSeconds,
  })
  if (typeof accepted === 'string') throw refuseGrant(accepted)
  return accepted
}

async function isSignedBy(key: VerificationKey, token: string): Promise<boolean> {
  try {
    // Times have rules of their own (`checkAssertion`).
    await verifyJwt(token, () => key, { now: Number.MAX_SAFE_INTEGER, expiry: 'ignored' })
    return true
  } catch (error) {
    if (error instanceof JwtError) return false
    throw error
  }
}
