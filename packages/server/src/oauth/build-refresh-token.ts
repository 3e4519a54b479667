import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import { toSeconds } from './token-times.ts'

/** Claims of a refresh token; only this server reads it. `iat` in seconds, `expiresAt` in milliseconds. */
export function buildRefreshToken(
  { userSession, clientSession, user, resource }: TokenDecision,
  { server, realm, client, holder }: GrantContext,
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
    ...(resource ? { resource } : {}),
    ...(holder?.refreshConfirmation && { cnf: holder.refreshConfirmation }),
    // What was granted first: a narrower access token does not narrow the grant (RFC 6749, section 6).
    scope: clientSession.scope,
  }
}
