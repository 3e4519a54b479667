import type { TokenResponse } from '@ztrust/contract/oidc'
import { signJwt } from '../crypto/jws.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import { accessTokenExpiry, refreshExpiry } from '../model/user-session/session-lifespan.ts'
import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import { applyMappers } from './build-claims.ts'
import { buildRefreshToken } from './build-refresh-token.ts'
import { nameTokenType } from './name-token-type.ts'
import { writeScope } from './requested-scopes.ts'
import { signAccessToken } from './sign-access-token.ts'
import { signIdToken } from './sign-id-token.ts'
import { requireRefreshKey } from './token-keys.ts'
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
  const access = await signAccessToken(decision, context, loaded, times)
  const withIdToken = decision.idToken === 'always' || (decision.idToken && loaded.isOpenId)
  const idToken = withIdToken
    ? await signIdToken(
        decision,
        context,
        loaded,
        times,
        decision.idToken === 'always' ? {} : { accessToken: access.token },
      )
    : undefined
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
    accessTokenId: access.id,
    ...(refresh ? { refreshTokenId: refresh.jti } : {}),
    response: {
      // Mappers add to the answer, and replace nothing in it.
      ...(await applyMappers({}, loaded.source, 'response')),
      access_token: access.token,
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

function notBefore(realm: RealmSnapshot, client: number, user: number): number {
  return Math.max(realm.realm.settings.notBefore, client, user)
}
