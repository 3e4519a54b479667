import { signJwt } from '../crypto/jws.ts'
import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import type { Claims } from '../spi/token-issue.ts'
import { applyMappers } from './build-claims.ts'
import { hashHalf } from './hash-half.ts'
import { requireKey } from './token-keys.ts'
import type { LoadedSource } from './token-source.ts'
import type { TokenTimes } from './token-times.ts'

/** The ID token of a decision (OpenID Connect Core, section 2), signed as its client asks. */
export async function signIdToken(
  { user, userSession, transient, nonce }: TokenDecision,
  { server, realm, client }: GrantContext,
  { source }: LoadedSource,
  { iat, exp }: TokenTimes,
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
    ...(transient ? {} : { sid: userSession.sid }),
    at_hash: hashHalf(accessToken, key.algorithm),
  }
  return await signJwt(key, await applyMappers(claims, source, 'id'))
}
