import type { Client } from '../../model/client/client.ts'
import type { LogoutNotice } from '../../model/user-session/announce-logout.ts'
import { toSeconds } from '../../oauth/token-times.ts'

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'
/** Keycloak's own event beside it: the receiver shall forget offline access too. */
const revokeOfflineEvent = 'revoke_offline_access'
/** Section 2.4: at most two minutes. */
const lifespanSeconds = 120

export interface LogoutTokenInput {
  readonly issuer: string
  readonly client: Client
  readonly notice: LogoutNotice
  /** The user, by the name that the client knows. */
  readonly subject: string
  /** Fresh for every attempt: receivers refuse one that they have seen. */
  readonly tokenId: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** The claims of a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4). Never a nonce. */
export function buildLogoutToken({ issuer, client, notice, subject, tokenId, now }: LogoutTokenInput) {
  const { attributes } = client.settings
  const iat = toSeconds(now)
  return {
    exp: iat + lifespanSeconds,
    iat,
    jti: tokenId,
    iss: issuer,
    aud: client.clientId,
    sub: subject,
    typ: 'Logout',
    ...(attributes['backchannel.logout.session.required'] === 'true' ? { sid: notice.sid } : {}),
    events: {
      [logoutEvent]: {},
      ...(attributes['backchannel.logout.revoke.offline.tokens'] === 'true' ? { [revokeOfflineEvent]: true } : {}),
    },
  }
}
