import { JwtError, verifyJwt } from '../crypto/jws.ts'
import { OAuthError } from '../kernel/error.ts'
import { verificationKey } from '../model/key/signing-key.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ServerContext } from '../spi/server-context.ts'
import type { Confirmation } from '../spi/token-binding.ts'

export interface RefreshClaims {
  readonly tokenId: string
  /** The name of the session, and which kind. */
  readonly sessionId: string
  readonly offline: boolean
  /** The user, by the name that the client knows. */
  readonly subject: string
  /** The client's name. */
  readonly authorizedParty: string
  readonly scope: string
  /** Seconds. */
  readonly issuedAt: number
  /** Seconds; absent where the session may go on for ever. */
  readonly expiresAt?: number
  /** The one resource it gives access tokens for (RFC 8707). */
  readonly resource?: string
  /** What it is bound to. */
  readonly confirmation?: Confirmation
}

/** What a refresh token says, when it is ours and has not expired. Whether its session lives is another question. */
export async function verifyRefreshToken(
  { urls, clock }: Pick<ServerContext, 'urls' | 'clock'>,
  realm: RealmSnapshot,
  token: string,
): Promise<RefreshClaims> {
  const issuer = urls.realm(realm.realm.name)
  const lookUp = (kid: string | undefined, alg: string) =>
    alg === 'HS512' ? verificationKey(realm, kid, alg) : undefined
  try {
    const expected = { now: clock.now(), type: ['Refresh', 'Offline'], issuer, audience: issuer }
    const { claims } = await verifyJwt(token, lookUp, { ...expected, expiry: 'optional' })
    const { jti, sid, sub, azp, scope, iat, exp, typ, cnf, resource } = claims
    const offline = typ === 'Offline'
    if (!offline && exp === undefined) throw invalid()
    if (typeof jti !== 'string' || typeof sid !== 'string' || typeof sub !== 'string') throw invalid()
    if (typeof azp !== 'string' || typeof iat !== 'number') throw invalid()
    const scopeText = typeof scope === 'string' ? scope : ''
    const names = { tokenId: jti, sessionId: sid, subject: sub, authorizedParty: azp }
    const confirmation = cnf === undefined ? {} : { confirmation: readConfirmation(cnf) }
    const expiry = typeof exp === 'number' ? { expiresAt: exp } : {}
    const bounds = { ...expiry, ...confirmation, ...(typeof resource === 'string' ? { resource } : {}) }
    return { ...names, offline, scope: scopeText, issuedAt: iat, ...bounds }
  } catch (error) {
    if (!(error instanceof JwtError)) throw error
    throw error.code === 'expired' ? invalid('Token is not active', error) : invalid('Invalid refresh token', error)
  }
}

/** Signed by us: anything else than thumbprints by name is a fault of ours, and matches no holder. */
function readConfirmation(cnf: unknown): Confirmation {
  const members = typeof cnf === 'object' && cnf !== null ? Object.entries(cnf) : [['cnf', cnf] as const]
  return Object.fromEntries(members.map(([name, value]) => [name, String(value)]))
}

function invalid(description = 'Invalid refresh token', cause?: unknown): OAuthError {
  return new OAuthError('invalid_grant', description, { event: 'invalid_token', cause })
}
