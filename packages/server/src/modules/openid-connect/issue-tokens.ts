import { hash } from 'node:crypto'
import type { TokenResponse } from '@ztrust/contract/oidc'
import { signJwt } from '../../crypto/jws.ts'
import type { SigningKey } from '../../crypto/keys.ts'
import { signingKey } from '../../model/key/signing-key.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { accessTokenExpiry, refreshExpiry } from '../../model/user-session/session-lifespan.ts'
import type { GrantContext, TokenDecision } from '../../spi/grant.ts'
import type { Claims } from '../../spi/token-issue.ts'
import { applyMappers } from './build-claims.ts'
import { writeScope } from './requested-scopes.ts'
import { type LoadedSource, loadTokenSource } from './token-source.ts'

export interface IssuedTokens {
  readonly response: TokenResponse
  readonly accessTokenId: string
  readonly refreshTokenId?: string
}

/** Makes the tokens a grant decided on. Nothing is written: until the decision is persisted they are worth nothing. */
export async function issueTokens(decision: TokenDecision, context: GrantContext): Promise<IssuedTokens> {
  const loaded = await loadTokenSource({ ...decision, ...context, requestNotes: decision.requestNotes ?? {} })
  const { server, realm, client } = context
  const now = server.clock.now()
  const sessions = { session: decision.userSession, clientSession: decision.clientSession }
  const within = decision.transient ? undefined : sessions
  const times = { iat: toSeconds(now), exp: toSeconds(accessTokenExpiry(realm.realm, client.client, now, within)) }
  const attributes = client.client.settings.attributes
  const access = await buildAccessToken(decision, context, loaded, times)
  const accessKey = requireKey(realm, attributes['access.token.signed.response.alg'])
  const typ = attributes['access.token.header.type.rfc9068'] === 'true' ? 'at+jwt' : 'JWT'
  const accessToken = await signJwt(accessKey, access, { typ })
  const withIdToken = decision.idToken && loaded.isOpenId
  const idToken = withIdToken ? await signIdToken(decision, context, loaded, times, accessToken) : undefined
  const refresh = decision.refreshToken
    ? buildRefreshToken(
        decision,
        context,
        times.iat,
        refreshExpiry(realm.realm, client.client, decision.userSession, decision.clientSession, now),
      )
    : undefined
  const refreshToken = refresh && (await signJwt(requireRefreshKey(realm), refresh))
  return {
    accessTokenId: String(access['jti']),
    ...(refresh ? { refreshTokenId: refresh.jti } : {}),
    response: {
      access_token: accessToken,
      expires_in: times.exp - times.iat,
      refresh_expires_in: refresh ? refresh.exp - times.iat : 0,
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
      token_type: attributes['token.response.type.bearer.lower-case'] === 'true' ? 'bearer' : 'Bearer',
      ...(idToken === undefined ? {} : { id_token: idToken }),
      'not-before-policy': notBefore(realm, client.client.settings.notBefore, decision.user.notBefore),
      ...(decision.transient ? {} : { session_state: decision.userSession.id }),
      scope: writeScope(loaded.source.scopes, loaded.isOpenId),
    },
  }
}

interface Times {
  readonly iat: number
  readonly exp: number
}

async function buildAccessToken(
  { userSession, user, transient }: TokenDecision,
  { server, realm, client }: GrantContext,
  { source, isOpenId }: LoadedSource,
  { iat, exp }: Times,
): Promise<Claims> {
  const claims: Claims = {
    exp,
    iat,
    jti: server.ids.uuid(),
    iss: server.urls.realm(realm.realm.name),
    // Also where no mapper adds it: whoever verifies the token needs to know whose it is (RFC 9068, section 2.2).
    sub: user.id,
    typ: 'Bearer',
    azp: client.client.clientId,
    ...(transient ? {} : { sid: userSession.id }),
    scope: writeScope(source.scopes, isOpenId),
  }
  return await applyMappers(claims, source, 'access')
}

async function signIdToken(
  { user, userSession, transient, nonce }: TokenDecision,
  { server, realm, client }: GrantContext,
  { source }: LoadedSource,
  { iat, exp }: Times,
  accessToken: string,
): Promise<string> {
  const key = requireKey(realm, client.client.settings.attributes['id.token.signed.response.alg'])
  const claims: Claims = {
    exp,
    iat,
    jti: server.ids.uuid(),
    iss: server.urls.realm(realm.realm.name),
    aud: client.client.clientId,
    sub: user.id,
    typ: 'ID',
    azp: client.client.clientId,
    ...(nonce === undefined ? {} : { nonce }),
    ...(transient ? {} : { sid: userSession.id }),
    at_hash: hashHalf(accessToken, key.algorithm),
  }
  return await signJwt(key, await applyMappers(claims, source, 'id'))
}

function buildRefreshToken(
  { userSession, clientSession, user }: TokenDecision,
  { server, realm, client }: GrantContext,
  iat: number,
  expiresAt: number,
) {
  const issuer = server.urls.realm(realm.realm.name)
  return {
    exp: toSeconds(expiresAt),
    iat,
    // With rotation the session knows the one token that may be used next.
    jti: clientSession.refreshTokenId ?? server.ids.uuid(),
    iss: issuer,
    aud: issuer,
    sub: user.id,
    typ: 'Refresh',
    azp: client.client.clientId,
    sid: userSession.id,
    // What was granted first: a narrower access token does not narrow the grant (RFC 6749, section 6).
    scope: clientSession.scope,
  }
}

/** OpenID Connect Core, section 3.1.3.6: the left half of the hash that the signature's algorithm uses. */
export function hashHalf(token: string, algorithm: string): string {
  const size = algorithm.endsWith('512') || algorithm === 'EdDSA' ? 512 : algorithm.endsWith('384') ? 384 : 256
  const digest = hash(`sha${size}`, token, 'buffer')
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

/** The key a client asked for by algorithm, else the realm's default. */
export function requireKey(realm: RealmSnapshot, algorithm: string | undefined): SigningKey {
  const key =
    (algorithm ? signingKey(realm, algorithm) : undefined) ??
    signingKey(realm, realm.realm.settings.defaultSignatureAlgorithm || 'RS256')
  if (!key) throw new Error(`The realm ${realm.realm.name} has no active key to sign with`)
  return key
}

/** What only we ourselves read is signed by a secret (Keycloak: HS512). */
function requireRefreshKey(realm: RealmSnapshot): SigningKey {
  const key = signingKey(realm, 'HS512')
  if (!key) throw new Error(`The realm ${realm.realm.name} has no active HS512 key`)
  return key
}

function notBefore(realm: RealmSnapshot, client: number, user: number): number {
  return Math.max(realm.realm.settings.notBefore, client, user)
}

function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}
