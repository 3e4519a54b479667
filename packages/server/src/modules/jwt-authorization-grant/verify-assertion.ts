import { createPublicKey } from 'node:crypto'
import { JwtError, verifyJwt } from '../../crypto/jws.ts'
import { toVerificationKey, type VerificationKey } from '../../crypto/keys.ts'
import { findKeyMismatch, isSignatureAlgorithm, type SignatureAlgorithm } from '../../crypto/signature-algorithm.ts'
import type { IdentityProvider } from '../../model/identity-provider/identity-provider.ts'
import { type AcceptableAssertion, audiencesOf, checkAssertion } from '../../oauth/client-assertion.ts'
import { fetchKeySet } from '../../oauth/fetch-key-set.ts'
import type { ClientKey } from '../../oauth/read-key-set.ts'
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
  const key = await findIssuerKey({ server }, provider, assertion, alg)
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

async function findIssuerKey(
  { server }: Pick<GrantContext, 'server'>,
  { realmId, id, config }: IdentityProvider,
  { header: { kid } }: Assertion,
  algorithm: SignatureAlgorithm,
): Promise<VerificationKey | undefined> {
  const fits = (key: ClientKey) =>
    key.use !== 'enc' &&
    (kid === undefined || key.kid === undefined || key.kid === kid) &&
    (key.algorithm === undefined || key.algorithm === algorithm) &&
    findKeyMismatch(algorithm, key.key) === undefined
  const { jwksUrl } = config
  const from = { owner: `${realmId} ${id}`, url: jwksUrl ?? '' }
  const found =
    config['useJwksUrl'] === 'true' && jwksUrl
      ? ((await fetchKeySet(server, { ...from, refresh: false })).find(fits) ??
        (await fetchKeySet(server, { ...from, refresh: true })).find(fits))
      : readSingleKey(config).find(fits)
  return found && toVerificationKey(found.kid ?? '', algorithm, found.key)
}

function readSingleKey(config: IdentityProvider['config']): readonly ClientKey[] {
  try {
    const der = Buffer.from((config['publicKeySignatureVerifier'] ?? '').replace(/-----[A-Z ]+-----/g, ''), 'base64')
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    const kid = config['publicKeySignatureVerifierKeyId'] || undefined
    return [{ kid, algorithm: undefined, use: 'sig', key }]
  } catch {
    return []
  }
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
