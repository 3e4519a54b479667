import { JwtError, signJwt, verifyJwt } from '../../crypto/jws.ts'
import type { Db } from '../../storage/db.ts'
import { signingKey, verificationKey } from '../key/signing-key.ts'
import type { RealmSnapshot } from '../realm/realm-snapshot.ts'
import { findUserById } from '../user/user.store.ts'
import type { User } from '../user/user.ts'
import { findUserSession } from './user-session.store.ts'
import type { UserSession } from './user-session.ts'

const identityCookie = 'KEYCLOAK_IDENTITY'
const sessionCookie = 'KEYCLOAK_SESSION'
const tokenType = 'Serialized-ID'

/** A cookie to set, or to remove when the value is undefined. `maxAge` in seconds; absent: until the browser closes. */
export interface IdentityCookie {
  readonly name: string
  readonly value: string | undefined
  readonly maxAge?: number
  readonly httpOnly?: boolean
  readonly sameSite?: 'lax' | 'none'
}

/**
 * The cookies that carry SSO: `KEYCLOAK_IDENTITY`, an HS512 JWT of Keycloak's type `Serialized-ID` that only names the
 * session, and `KEYCLOAK_SESSION` for the script of the session iframe. Throws when the realm has no HS512 key.
 */
export async function createIdentityCookies(
  db: Pick<Db, 'clock' | 'ids'>,
  snapshot: RealmSnapshot,
  issuer: string,
  session: UserSession,
): Promise<readonly IdentityCookie[]> {
  const key = signingKey(snapshot, 'HS512')
  if (!key) throw new Error(`The realm ${snapshot.realm.name} has no active HS512 key`)
  const now = db.clock.now()
  const endsAt = session.startedAt + maximumLifespan(snapshot, session) * 1000
  const value = await signJwt(key, {
    exp: Math.floor(endsAt / 1000),
    iat: Math.floor(now / 1000),
    jti: db.ids.uuid(),
    iss: issuer,
    sub: session.userId,
    typ: tokenType,
    sid: session.id,
  })
  const lifetime = session.rememberMe ? { maxAge: Math.max(0, Math.floor((endsAt - now) / 1000)) } : {}
  const reach = { sameSite: sameSiteOf(issuer), ...lifetime }
  return [
    { name: identityCookie, value, ...reach },
    { name: sessionCookie, value: `${snapshot.realm.name}/${session.userId}/${session.id}`, httpOnly: false, ...reach },
  ]
}

/** Makes the browser forget the SSO session. */
export function removeIdentityCookies(issuer: string): readonly IdentityCookie[] {
  const sameSite = sameSiteOf(issuer)
  return [
    { name: identityCookie, value: undefined, sameSite },
    { name: sessionCookie, value: undefined, httpOnly: false, sameSite },
  ]
}

/**
 * The SSO session of this browser, when its cookie is genuine, the session is alive, and the user may still sign in.
 * The cookie proves nothing by itself: a session that ended on the server has ended.
 */
export async function findBrowserSession(
  db: Db,
  snapshot: RealmSnapshot,
  issuer: string,
  cookies: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly user: User; readonly userSession: UserSession } | undefined> {
  const claims = await readIdentity(db, snapshot, issuer, cookies[identityCookie])
  if (!claims) return undefined
  const userSession = await findUserSession(db, snapshot.realm.id, claims.sessionId)
  if (!userSession || userSession.offline || userSession.userId !== claims.userId) return undefined
  const user = await findUserById(db, snapshot.realm.id, userSession.userId)
  if (!user?.enabled) return undefined
  const notBefore = Math.max(user.notBefore, snapshot.realm.settings.notBefore)
  return Math.floor(userSession.startedAt / 1000) < notBefore ? undefined : { user, userSession }
}

async function readIdentity(db: Db, snapshot: RealmSnapshot, issuer: string, cookie: string | undefined) {
  if (!cookie) return undefined
  try {
    const { claims } = await verifyJwt(
      cookie,
      // Only what this realm signed by HMAC: a token signed for applications is no cookie.
      (kid, algorithm) => (algorithm === 'HS512' ? verificationKey(snapshot, kid, algorithm) : undefined),
      { now: db.clock.now(), type: tokenType, issuer },
    )
    const { sid, sub } = claims
    return typeof sid === 'string' && typeof sub === 'string' ? { sessionId: sid, userId: sub } : undefined
  } catch (error) {
    if (error instanceof JwtError) return undefined
    throw error
  }
}

function maximumLifespan({ realm: { settings } }: RealmSnapshot, session: UserSession): number {
  const remembered = session.rememberMe ? settings.ssoSessionMaxLifespanRememberMe : 0
  return remembered > 0 ? remembered : settings.ssoSessionMaxLifespan
}

/** Applications ask for the session from frames on other sites; browsers take `none` only with https. */
function sameSiteOf(issuer: string): 'lax' | 'none' {
  return issuer.startsWith('https:') ? 'none' : 'lax'
}
