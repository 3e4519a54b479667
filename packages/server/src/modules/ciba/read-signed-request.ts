import { type JwtClaims, JwtError, readUnverifiedJwt, verifyJwt } from '../../crypto/jws.ts'
import { isSignatureAlgorithm } from '../../crypto/signature-algorithm.ts'
import { OAuthError } from '../../kernel/error.ts'
import { findClientVerificationKey } from '../../oauth/client-keys.ts'
import type { GrantContext } from '../../spi/grant.ts'
import { requestAlgorithm } from './ciba-settings.ts'

/** Clocks of clients may differ by so much (security.md: at most 60). */
const clockSkewSeconds = 15

export interface SignedRequest {
  /** The parameters, as a form would have them. */
  readonly parameters: Readonly<Record<string, string>>
  readonly claims: JwtClaims
  readonly id: string
  /** Epoch milliseconds; until then the request must not come again. */
  readonly expiresAt: number
}

type Context = Pick<GrantContext, 'server' | 'realm' | 'client'>

/**
 * Opens a signed authentication request (CIBA Core, section 7.1.1): by the algorithm the client registered, with a key of
 * the client, for us, now. May fetch the client's keys: never call it inside a transaction.
 */
export async function readSignedRequest(context: Context, text: string): Promise<SignedRequest> {
  if (text.split('.').length === 5) throw refuse('Encrypted request object is not allowed')
  const claims = await verify(context, text)
  const { jti, exp, iat, nbf } = claims
  // All of them are demanded by section 7.1.1; `exp`, `nbf`, `iss` and `aud` were compared with the signature.
  if (typeof jti !== 'string' || jti === '') throw refuse('Missing claim in the signed request: jti')
  if (typeof iat !== 'number') throw refuse('Missing claim in the signed request: iat')
  if (typeof nbf !== 'number') throw refuse('Missing claim in the signed request: nbf')
  return { parameters: toParameters(claims), claims, id: jti, expiresAt: (Number(exp) + clockSkewSeconds) * 1000 }
}

async function verify({ server, realm, client }: Context, text: string): Promise<JwtClaims> {
  try {
    const algorithm = String(readUnverifiedJwt(text).header['alg'])
    requireRegistered(algorithm, requestAlgorithm(client.client))
    const { claims } = await verifyJwt(text, (kid, alg) => findClientVerificationKey(server, client.client, kid, alg), {
      now: server.clock.now(),
      issuer: client.client.clientId,
      audience: server.urls.realm(realm.realm.name),
      clockSkewSeconds,
    })
    return claims
  } catch (error) {
    if (!(error instanceof JwtError)) throw error
    throw refuse(error.code === 'malformed' ? 'Failed to parse JWT' : 'Failed to verify signature', error)
  }
}

function requireRegistered(algorithm: string, registered: string | undefined): void {
  if (algorithm === 'none') throw refuse('None signed algorithm is not allowed')
  if (!isSignatureAlgorithm(algorithm) || algorithm.startsWith('HS')) throw refuse('Signed algorithm is not allowed')
  if (algorithm !== registered) {
    throw refuse(
      'Client requested algorithm not registered in advance or request signed with different algorithm other than client requested algorithm',
    )
  }
}

/** Claims of JWTs that are no parameters. */
const ownClaims = new Set(['iss', 'aud', 'exp', 'iat', 'nbf', 'jti', 'sub'])

function toParameters(claims: JwtClaims): Record<string, string> {
  const parameters: Record<string, string> = {}
  for (const [name, value] of Object.entries(claims)) {
    if (ownClaims.has(name) || value === null || value === '') continue
    parameters[name] = typeof value === 'string' ? value : JSON.stringify(value)
  }
  return parameters
}

function refuse(description: string, cause?: unknown): OAuthError {
  return new OAuthError('invalid_request', description, { cause })
}
