import { signJwt } from '../crypto/jws.ts'
import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import { buildAccessToken } from './build-access-token.ts'
import { narrowToAudience } from './requested-audience.ts'
import { narrowAudience } from './resource-indicator.ts'
import { ensureKey } from './token-keys.ts'
import type { LoadedSource } from './token-source.ts'
import type { TokenTimes } from './token-times.ts'

/** The access token of a decision, signed as its client asks. */
export async function signAccessToken(
  decision: TokenDecision,
  context: GrantContext,
  loaded: LoadedSource,
  times: TokenTimes,
): Promise<{ readonly token: string; readonly id: string }> {
  const { server, realm, client } = context
  const { attributes } = client.client.settings
  const claims = await buildAccessToken(decision, context, loaded, times)
  if (decision.resource) await narrowAudience(claims, decision.resource, realm)
  if (decision.audience) narrowToAudience(claims, decision.audience)
  const key = await ensureKey(server, realm, attributes['access.token.signed.response.alg'])
  const isTyped = attributes['access.token.header.type.rfc9068'] === 'true'
  // RFC 9068, section 2.2, demands it beside Keycloak's `azp`.
  if (isTyped) claims['client_id'] = client.client.clientId
  const typ = isTyped ? 'at+jwt' : 'JWT'
  return { token: await signJwt(key, claims, { typ }), id: String(claims['jti']) }
}
