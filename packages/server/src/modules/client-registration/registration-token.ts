import { type JwtClaims, JwtError, signJwt, verifyJwt } from '../../crypto/jws.ts'
import { verificationKey } from '../../model/key/signing-key.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { requireRefreshKey } from '../../oauth/token-keys.ts'
import type { RealmContext } from '../../spi/request.ts'

type Place = Pick<RealmContext, 'server' | 'realm'>

export const initialAccessType = 'InitialAccessToken'
export const registrationAccessType = 'RegistrationAccessToken'

/** Which of the realm's policies a registered client stays under. */
export type Authentication = 'anonymous' | 'authenticated'

export interface RegistrationToken {
  readonly type: typeof initialAccessType | typeof registrationAccessType
  /** Of the initial access, or the one that the client remembers. */
  readonly id: string
  /** Seconds since the epoch; 0 for without end, as Keycloak writes it. */
  readonly expiresAt: number
  /** Origins whose scripts may use it. */
  readonly origins: readonly string[]
  /** Of a registration access token only. */
  readonly authentication?: Authentication
}

/** A token that only this server reads (Keycloak: HS512). */
export async function signRegistrationToken({ server, realm }: Place, token: RegistrationToken): Promise<string> {
  const issuer = server.urls.realm(realm.realm.name)
  return await signJwt(requireRefreshKey(realm), {
    exp: token.expiresAt,
    iat: Math.floor(server.clock.now() / 1000),
    jti: token.id,
    iss: issuer,
    aud: issuer,
    typ: token.type,
    ...(token.authentication ? { registration_auth: token.authentication } : {}),
    ...(token.authentication || token.origins.length > 0 ? { 'allowed-origins': token.origins } : {}),
  })
}

/** Undefined for a token that is none of ours, or has expired. */
export async function verifyRegistrationToken(
  { server, realm }: Place,
  token: string,
): Promise<RegistrationToken | undefined> {
  const issuer = server.urls.realm(realm.realm.name)
  const now = server.clock.now()
  try {
    const { claims } = await verifyJwt(token, (kid, algorithm) => findKey(realm, kid, algorithm), {
      now,
      type: [initialAccessType, registrationAccessType],
      issuer,
      audience: issuer,
      expiry: 'ignored',
    })
    const read = readClaims(claims)
    return read && (read.expiresAt === 0 || read.expiresAt * 1000 > now) ? read : undefined
  } catch (error) {
    if (error instanceof JwtError) return undefined
    throw error
  }
}

function findKey(realm: RealmSnapshot, kid: string | undefined, algorithm: string) {
  return algorithm === 'HS512' ? verificationKey(realm, kid, algorithm) : undefined
}

function readClaims(claims: JwtClaims): RegistrationToken | undefined {
  const { jti, exp, typ, registration_auth: authentication, 'allowed-origins': origins } = claims
  if (typeof jti !== 'string' || typeof exp !== 'number') return undefined
  return {
    type: typ === initialAccessType ? initialAccessType : registrationAccessType,
    id: jti,
    expiresAt: exp,
    origins: Array.isArray(origins) ? origins.map(String) : [],
    // A token that does not say how its client came stays under the stricter policies.
    authentication: authentication === 'authenticated' ? 'authenticated' : 'anonymous',
  }
}
