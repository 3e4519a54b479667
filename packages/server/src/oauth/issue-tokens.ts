import type { TokenResponse } from '@ztrust/contract/oidc'
import { signJwt } from '../crypto/jws.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import { accessTokenExpiry, refreshExpiry } from '../model/user-session/session-lifespan.ts'
import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import { buildAccessToken } from './build-access-token.ts'
import { buildRefreshToken } from './build-refresh-token.ts'
import { writeScope } from './requested-scopes.ts'
import { narrowAudience } from './resource-indicator.ts'
import { signIdToken } from './sign-id-token.ts'
import { requireKey, requireRefreshKey } from './token-keys.ts'
import { loadTokenSource } from './token-source.ts'
import { toSeconds } from './token-times.ts'

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
  const { resource } = decision
  if (resource) await narrowAudience(access, resource, realm)
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
      refresh_expires_in: refresh?.exp === undefined ? 0 : refresh.exp - times.iat,
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
      token_type: nameTokenType(context),
      ...(idToken === undefined ? {} : { id_token: idToken }),
      'not-before-policy': notBefore(realm, client.client.settings.notBefore, decision.user.notBefore),
      ...(decision.transient ? {} : { session_state: decision.userSession.sid }),
      scope: writeScope(loaded.source.scopes, loaded.isOpenId),
    },
  }
}

function nameTokenType({ client, holder }: GrantContext): string {
  if (holder && holder.tokenType !== 'Bearer') return holder.tokenType
  return client.client.settings.attributes['token.response.type.bearer.lower-case'] === 'true' ? 'bearer' : 'Bearer'
}

function notBefore(realm: RealmSnapshot, client: number, user: number): number {
  return Math.max(realm.realm.settings.notBefore, client, user)
}
