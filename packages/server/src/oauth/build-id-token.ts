import { subjectOf } from '../model/token/subject.ts'
import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import type { Claims } from '../spi/token-issue.ts'
import type { TokenTimes } from './token-times.ts'

/** Claims that every ID token of a decision has (OpenID Connect Core, section 2), before mappers add theirs. */
export function buildIdToken(
  { user, userSession, transient, nonce }: TokenDecision,
  { server, realm, client }: GrantContext,
  { iat, exp }: TokenTimes,
): Claims {
  return {
    exp,
    iat,
    jti: server.ids.uuid(),
    iss: server.urls.realm(realm.realm.name),
    aud: client.client.clientId,
    sub: subjectOf(server, client, user.id),
    typ: 'ID',
    azp: client.client.clientId,
    ...(nonce === undefined ? {} : { nonce }),
    ...(transient ? {} : { sid: userSession.sid }),
  }
}
