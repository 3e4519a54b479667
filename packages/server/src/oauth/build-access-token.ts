import { nameBorrowedToken } from '../model/token/borrowed-session.ts'
import { subjectOf } from '../model/token/subject.ts'
import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import type { Claims } from '../spi/token-issue.ts'
import { applyMappers } from './build-claims.ts'
import { bindingsOf } from './prove-holder.ts'
import { writeScope } from './requested-scopes.ts'
import type { LoadedSource } from './token-source.ts'
import type { TokenTimes } from './token-times.ts'

/** Claims of an access token, mappers applied (RFC 9068, section 2.2; Keycloak's names). */
export async function buildAccessToken(
  { userSession, user, transient, borrowsSession, claims: added }: TokenDecision,
  { server, realm, client, holder }: GrantContext,
  { source, isOpenId }: LoadedSource,
  { iat, exp }: TokenTimes,
): Promise<Claims> {
  const claims: Claims = {
    exp,
    iat,
    jti: borrowsSession ? nameBorrowedToken(userSession, server.ids.uuid()) : server.ids.uuid(),
    iss: server.urls.realm(realm.realm.name),
    // Also where no mapper adds it: whoever verifies the token needs to know whose it is (RFC 9068, section 2.2).
    sub: subjectOf(server, client, user.id),
    typ: holder?.tokenType ?? 'Bearer',
    azp: client.client.clientId,
    ...(transient ? {} : { sid: userSession.sid }),
    scope: writeScope(source.scopes, isOpenId),
  }
  await applyMappers(claims, source, 'access')
  // After the mappers: none of them decides who holds the token.
  Object.assign(claims, added)
  if (holder && bindingsOf(holder).length > 0) claims['cnf'] = holder.confirmation
  return claims
}
