import { type JwtClaims, JwtError, verifyJwt } from '../../crypto/jws.ts'
import { createVerifiedTokenCache, type VerifiedTokenCache } from '../../crypto/verified-token-cache.ts'
import type { Clock } from '../../kernel/clock.ts'
import { Unauthenticated } from '../../kernel/error.ts'
import type { Storage } from '../../storage/db.ts'
import { verificationKey } from '../key/signing-key.ts'
import type { ClientSnapshot, RealmSnapshot } from '../realm/realm-snapshot.ts'
import type { KnownUser, KnownUsers } from '../user/known-users.ts'
import type { User } from '../user/user.ts'
import { isSessionAlive } from '../user-session/session-lifespan.ts'
import { findOfflineSession, findUserSession } from '../user-session/user-session.store.ts'
import type { ClientSession, UserSession } from '../user-session/user-session.ts'
import { borrowsSession } from './borrowed-session.ts'
import { type SubjectKinds, subjectOf } from './subject.ts'
import { findTokenState, type TokenReferences, type TokenState } from './token-state.store.ts'

/** The part of the server that verifying needs. */
export interface TokenVerifier {
  readonly clock: Clock
  readonly storage: Storage
  readonly users: KnownUsers
  readonly urls: { realm(realmName: string): string }
  /** Without it, subjects are the ids of users. */
  readonly registry?: SubjectKinds
}

export interface VerifiedAccessToken {
  readonly claims: JwtClaims
  readonly user: User
  readonly known: KnownUser
  /** The client it was issued to (`azp`). */
  readonly client: ClientSnapshot
  /** Both absent for tokens without a session: client credentials without refresh token. */
  readonly userSession?: UserSession
  /** Absent also where the session is only borrowed. */
  readonly clientSession?: ClientSession
}

export interface TokenAcceptance {
  /** True: also a token that is bound to a key or certificate. Whoever lets somebody in by it checks that as well. */
  readonly takesBound?: boolean
}

/** Signatures found good, for each opened storage: that is, for each server in the process. */
const caches = new WeakMap<Storage, VerifiedTokenCache>()

/**
 * Accepts a bearer token of this realm, or throws `Unauthenticated` with the reason for the log. Signature, type,
 * issuer and times; then, at every call: user and client enabled, not-before of realm, client and user, the session
 * alive, the token not revoked. Roles in it are not looked at: what the user may do is asked of the store.
 */
export async function verifyAccessToken(
  verifier: TokenVerifier,
  snapshot: RealmSnapshot,
  token: string,
  { takesBound = false }: TokenAcceptance = {},
): Promise<VerifiedAccessToken> {
  const { clock, storage, users } = verifier
  const { realm } = snapshot
  if (!realm.enabled) throw new Unauthenticated('The realm is disabled')
  const claims = await readClaims(verifier, snapshot, token)
  if (!takesBound && (claims['cnf'] !== undefined || claims['typ'] === 'DPoP')) {
    throw new Unauthenticated('The token is bound to its holder')
  }
  const issuedAt = requireNumber(claims, 'iat')
  const userId = requireText(claims, 'sub')
  const tokenId = requireText(claims, 'jti')
  const sessionId = claims['sid'] === undefined ? undefined : requireText(claims, 'sid')
  const client = await snapshot.client(requireText(claims, 'azp'))
  if (!client?.client.enabled) throw new Unauthenticated('The client is disabled or gone')

  const named = { realmId: realm.id, userId, tokenId, sessionId, clientId: client.client.id }
  const known = (await users.byId(snapshot, userId)) ?? (await findOwner(verifier, snapshot, client, named))
  if (!known) throw new Unauthenticated('The user is gone')
  const { user } = known
  if (!user.enabled) throw new Unauthenticated('The user is disabled')
  const state = await findTokenState(storage, named)
  if (state.isRevoked) throw new Unauthenticated('The token was revoked')
  const notBefore = Math.max(realm.settings.notBefore, client.client.settings.notBefore, user.notBefore)
  if (issuedAt < notBefore) throw new Unauthenticated('The token is older than not-before')
  if (sessionId === undefined) return { claims, user, known, client }
  const claimed = { tokenId, issuedAt, userId: user.id }
  const online = readSession(snapshot, state, claimed, clock.now())
  if (typeof online !== 'string') return { claims, user, known, client, ...online }
  // What was given with offline access outlives the session in which it was asked for.
  const offlineState = await findTokenState(storage, { ...named, offline: true })
  const offline = readSession(snapshot, offlineState, claimed, clock.now())
  if (typeof offline !== 'object') throw new Unauthenticated(online)
  return { claims, user, known, client, ...offline }
}

/**
 * Whose the token is that has a pairwise subject, a name that only its client knows: the session's user, or the client
 * itself where there is no session.
 */
async function findOwner(
  { storage, users, registry }: TokenVerifier,
  snapshot: RealmSnapshot,
  client: ClientSnapshot,
  named: TokenReferences & { readonly userId: string },
): Promise<KnownUser | undefined> {
  if (!registry) return undefined
  const owner = await readOwner({ storage, users }, snapshot, client, named)
  // Nobody takes the place of a user who is gone.
  return owner && subjectOf({ registry }, client, owner.user.id) === named.userId ? owner : undefined
}

async function readOwner(
  { storage, users }: Pick<TokenVerifier, 'storage' | 'users'>,
  snapshot: RealmSnapshot,
  client: ClientSnapshot,
  { realmId, sessionId }: TokenReferences,
): Promise<KnownUser | undefined> {
  if (sessionId === undefined) return users.serviceAccount(snapshot, client)
  const session =
    (await findUserSession(storage, realmId, sessionId)) ?? (await findOfflineSession(storage, realmId, sessionId))
  return session && users.byId(snapshot, session.userId)
}

/** RFC 9449, section 5: tokens bound to a key go by another name. */
const accessTokenTypes = ['Bearer', 'DPoP']

async function readClaims(
  { clock, storage, urls }: TokenVerifier,
  snapshot: RealmSnapshot,
  token: string,
): Promise<JwtClaims> {
  const cache = caches.get(storage) ?? createVerifiedTokenCache({ clock })
  caches.set(storage, cache)
  try {
    const { claims } = await verifyJwt(token, (kid, algorithm) => verificationKey(snapshot, kid, algorithm), {
      now: clock.now(),
      type: accessTokenTypes,
      issuer: urls.realm(snapshot.realm.name),
      cache,
    })
    return claims
  } catch (error) {
    if (error instanceof JwtError) throw new Unauthenticated(error.message)
    throw error
  }
}

/** Both parts of the session, or the reason why the token has none. */
function readSession(
  { realm }: RealmSnapshot,
  { userSession, clientSession }: TokenState,
  { tokenId, issuedAt, userId }: { readonly tokenId: string; readonly issuedAt: number; readonly userId: string },
  now: number,
): Pick<VerifiedAccessToken, 'userSession' | 'clientSession'> | string {
  if (userSession?.userId !== userId || !isSessionAlive(realm, userSession, now)) return 'The session has ended'
  if (borrowsSession(tokenId)) return { userSession }
  if (!clientSession) return 'The client was signed out of the session'
  // A session that was restarted under the same id knows nothing of older tokens.
  if (issuedAt < Math.floor(clientSession.startedAt / 1000)) return 'The token is older than its session'
  return { userSession, clientSession }
}

function requireText(claims: JwtClaims, name: string): string {
  const value = claims[name]
  if (typeof value !== 'string' || value === '') throw new Unauthenticated(`The token has no ${name}`)
  return value
}

function requireNumber(claims: JwtClaims, name: string): number {
  const value = claims[name]
  if (typeof value !== 'number') throw new Unauthenticated(`The token has no ${name}`)
  return value
}
