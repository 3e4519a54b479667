import { signJwt } from '../crypto/jws.ts'
import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import type { Claims } from '../spi/token-issue.ts'
import { applyMappers } from './build-claims.ts'
import { buildIdToken } from './build-id-token.ts'
import { encryptForClient, readEncryptionWish } from './encrypt-jwe.ts'
import { hashHalf } from './hash-half.ts'
import { ensureKey } from './token-keys.ts'
import type { LoadedSource } from './token-source.ts'
import type { TokenTimes } from './token-times.ts'

/** What comes with an ID token, and what it therefore vouches for. */
export interface BoundToIdToken {
  readonly accessToken?: string | undefined
  readonly code?: string | undefined
  readonly state?: string | undefined
  /** Is it a part of the answer of the authorization endpoint? */
  readonly viaBrowser?: boolean
}

/** The ID token of a decision (OpenID Connect Core, section 2), signed and encrypted as its client asks. */
export async function signIdToken(
  decision: TokenDecision,
  context: GrantContext,
  { source }: LoadedSource,
  times: TokenTimes,
  bound: BoundToIdToken,
): Promise<string> {
  const { server, realm, client } = context
  const key = await ensureKey(server, realm, client.client.settings.attributes['id.token.signed.response.alg'])
  const claims: Claims = { ...buildIdToken(decision, context, times), ...hashBound(bound, key.algorithm) }
  // A signature over the answer of the authorization endpoint (FAPI 1.0 Advanced, section 5.1.1): says nothing of the user.
  const isDetached = bound.viaBrowser && client.client.settings.attributes['id.token.as.detached.signature'] === 'true'
  const signed = await signJwt(key, isDetached ? claims : await applyMappers(claims, source, 'id'))
  const wish = readEncryptionWish(client.client, 'id.token.encrypted.response')
  return wish ? await encryptForClient(server, client.client, signed, { ...wish, isJwt: true }) : signed
}

/** OpenID Connect Core, sections 3.1.3.6 and 3.3.2.11; `s_hash` is FAPI's (1.0 Advanced, section 5.1). */
function hashBound({ accessToken, code, state }: BoundToIdToken, algorithm: string): Claims {
  return {
    ...(accessToken === undefined ? {} : { at_hash: hashHalf(accessToken, algorithm) }),
    ...(code === undefined ? {} : { c_hash: hashHalf(code, algorithm) }),
    ...(state === undefined ? {} : { s_hash: hashHalf(state, algorithm) }),
  }
}
