import { subjectOf } from '../model/token/subject.ts'
import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import type { Confirmation } from '../spi/token-binding.ts'
import { toSeconds } from './token-times.ts'

export interface RefreshTokenClaims {
  readonly exp?: number
  readonly iat: number
  readonly jti: string
  readonly iss: string
  readonly aud: string
  readonly sub: string
  readonly typ: 'Refresh' | 'Offline'
  readonly azp: string
  readonly sid: string
  readonly resource?: string
  readonly cnf?: Confirmation
  readonly scope: string
}

/** Claims of a refresh token; only this server reads it. `iat` in seconds, `expiresAt` in milliseconds. */
export function buildRefreshToken(
  { userSession, clientSession, user, resource }: TokenDecision,
  { server, realm, client, holder }: GrantContext,
  iat: number,
  expiresAt: number,
): RefreshTokenClaims {
  const issuer = server.urls.realm(realm.realm.name)
  return {
    // Keycloak: offline tokens end with their session, whose idle time every use starts anew.
    ...(userSession.offline && !realm.realm.settings.offlineSessionMaxLifespanEnabled
      ? {}
      : { exp: toSeconds(expiresAt) }),
    iat,
    // With rotation the session knows the one token that may be used next.
    jti: clientSession.refreshTokenId ?? server.ids.uuid(),
    iss: issuer,
    aud: issuer,
    sub: subjectOf(server, client, user.id),
    typ: userSession.offline ? 'Offline' : 'Refresh',
    azp: client.client.clientId,
    sid: userSession.sid,
    ...(resource ? { resource } : {}),
    ...(holder?.refreshConfirmation && { cnf: holder.refreshConfirmation }),
    // What was granted first: a narrower access token does not narrow the grant (RFC 6749, section 6).
    scope: clientSession.scope,
  }
}
