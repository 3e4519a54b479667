import { signJwt } from '../../crypto/jws.ts'
import { OAuthError, Unauthenticated } from '../../kernel/error.ts'
import type { Client } from '../../model/client/client.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { subjectOf } from '../../model/token/subject.ts'
import { verifyAccessToken } from '../../model/token/verify-access-token.ts'
import { findUserById } from '../../model/user/user.store.ts'
import { findClientSession, findOfflineSession, findUserSession } from '../../model/user-session/user-session.store.ts'
import { applyMappers } from '../../oauth/build-claims.ts'
import { loadPresentedToken } from '../../oauth/presented-token.ts'
import { audienceNames } from '../../oauth/resource-indicator.ts'
import { ensureKey } from '../../oauth/token-keys.ts'
import { loadTokenSource } from '../../oauth/token-source.ts'
import { verifyRefreshToken } from '../../oauth/verify-refresh-token.ts'
import type { RealmContext } from '../../spi/request.ts'
import type { Claims } from '../../spi/token-issue.ts'

/** What introspection tells this caller of an access token; undefined when it is not active, or none of their business. */
export async function describeAccessToken(
  context: RealmContext,
  caller: ClientSnapshot,
  token: string,
): Promise<Claims | undefined> {
  const { server, realm } = context
  try {
    const verified = await verifyAccessToken(server, realm, token, { takesBound: true })
    const loaded = await loadPresentedToken(context, verified)
    const claims = await applyMappers(pickOwnClaims(verified.claims), loaded.source, 'introspection')
    // Mappers fill in what a lightweight token left out, and never widen what a token was narrowed to (RFC 8707).
    if (verified.claims['aud'] !== undefined) claims['aud'] = verified.claims['aud']
    if (!isAudience(caller.client, claims)) return undefined
    const { accept } = context.request.headers
    const jwt = accept === 'application/jwt' ? await signFullToken(context, caller, verified.client, claims) : {}
    return {
      ...claims,
      ...jwt,
      sub: subjectOf(server, verified.client, verified.user.id),
      username: verified.user.username,
      client_id: verified.client.client.clientId,
      token_type: claims['typ'],
      active: true,
    }
  } catch (error) {
    if (error instanceof Unauthenticated) return undefined
    throw error
  }
}

/** What a token says by itself. The rest is said by mappers, which may say other things here than in the token. */
const ownClaims = [
  ...['exp', 'iat', 'nbf', 'auth_time', 'jti', 'iss', 'aud', 'sub', 'typ', 'azp', 'nonce', 'sid', 'acr', 'scope'],
  ...['cnf', 'act'],
]

function pickOwnClaims(claims: Readonly<Claims>): Claims {
  const own: Claims = {}
  for (const name of ownClaims) {
    const value = claims[name]
    // Copied: the token is remembered, and mappers may write into what they are given.
    if (value !== undefined) own[name] = typeof value === 'object' ? structuredClone(value) : value
  }
  return own
}

/**
 * Keycloak's: for services that need the whole token where a lightweight one travelled. The client that asks must be
 * allowed to get it.
 */
async function signFullToken(
  { server, realm }: RealmContext,
  caller: ClientSnapshot,
  { client }: ClientSnapshot,
  claims: Claims,
): Promise<Claims> {
  if (caller.client.settings.attributes['client.introspection.response.allow.jwt.claim.enabled'] !== 'true') return {}
  const key = await ensureKey(server, realm, client.settings.attributes['access.token.signed.response.alg'])
  return { jwt: await signJwt(key, claims) }
}

/** Only those a token is meant for, or was given to, may learn what it says (CVE-2026-37979). */
function isAudience({ clientId, settings }: Client, { aud, azp }: Claims): boolean {
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  return azp === clientId || audienceNames(clientId, settings.attributes).some((name) => audiences.includes(name))
}

/** Clients may ask for their own refresh tokens, and learn of them what they would of the access tokens. */
export async function describeRefreshToken(
  context: RealmContext,
  snapshot: ClientSnapshot,
  token: string,
): Promise<Claims | undefined> {
  const { server, realm } = context
  const { client } = snapshot
  try {
    const refresh = await verifyRefreshToken(server, realm, token)
    if (refresh.authorizedParty !== client.clientId) return undefined
    const db = server.storage
    const find = refresh.offline ? findOfflineSession : findUserSession
    const session = await find(db, realm.realm.id, refresh.sessionId)
    const clientSession = session && (await findClientSession(db, realm.realm.id, session.id, client.id))
    const user = session && (await findUserById(db, realm.realm.id, session.userId))
    if (!clientSession || !user?.enabled || subjectOf(server, snapshot, user.id) !== refresh.subject) return undefined
    const { settings } = realm.realm
    if (refresh.issuedAt < Math.max(settings.notBefore, client.settings.notBefore, user.notBefore)) return undefined
    if (settings.revokeRefreshToken && clientSession.refreshTokenId !== refresh.tokenId) return undefined
    const issuer = server.urls.realm(realm.realm.name)
    const type = refresh.offline ? 'Offline' : 'Refresh'
    const own: Claims = {
      ...(refresh.expiresAt === undefined ? {} : { exp: refresh.expiresAt }),
      iat: refresh.issuedAt,
      jti: refresh.tokenId,
      iss: issuer,
      sub: refresh.subject,
      sid: refresh.sessionId,
      typ: type,
      azp: client.clientId,
      scope: refresh.scope,
      ...(refresh.confirmation ? { cnf: refresh.confirmation } : {}),
    }
    const facts = { server, realm, client: snapshot, user, userSession: session, clientSession, scope: refresh.scope }
    const { source } = await loadTokenSource({ ...facts, requestNotes: clientSession.notes })
    const claims = await applyMappers(own, source, 'introspection')
    return {
      ...claims,
      // It is for this server, and gets tokens for those that mappers name.
      aud: [issuer, ...[claims['aud'] ?? []].flat()],
      sub: refresh.subject,
      username: user.username,
      client_id: client.clientId,
      token_type: type,
      active: true,
    }
  } catch (error) {
    if (error instanceof OAuthError) return undefined
    throw error
  }
}
