import { accessTokenExpiry } from '../model/user-session/session-lifespan.ts'
import type { GrantContext, TokenDecision } from '../spi/grant.ts'
import { nameTokenType } from './name-token-type.ts'
import { signAccessToken } from './sign-access-token.ts'
import { signIdToken } from './sign-id-token.ts'
import { loadTokenSource } from './token-source.ts'
import { toSeconds } from './token-times.ts'

export interface FrontChannelRequest {
  readonly token: boolean
  readonly idToken: boolean
  /** The code that goes with them (hybrid); without one the implicit flow's lifespan counts. */
  readonly code?: string | undefined
  readonly state?: string | undefined
}

/** Parameters of the answer to the application, by their names on the wire. */
export type FrontChannelTokens = Readonly<Record<string, string>>

/**
 * Tokens that come through the browser: implicit and hybrid flow (OpenID Connect Core, sections 3.2 and 3.3). There is
 * no refresh token among them, and nothing binds them to a holder.
 */
export async function issueFrontChannelTokens(
  decision: TokenDecision,
  context: GrantContext,
  { token, idToken, code, state }: FrontChannelRequest,
): Promise<FrontChannelTokens> {
  const { server, realm, client } = context
  const loaded = await loadTokenSource({ ...decision, ...context, requestNotes: decision.requestNotes ?? {} })
  const now = server.clock.now()
  const within = { session: decision.userSession, clientSession: decision.clientSession }
  const implicit = code === undefined
  const exp = toSeconds(accessTokenExpiry(realm.realm, client.client, now, within, { implicit }))
  const times = { iat: toSeconds(now), exp }
  const access = token ? await signAccessToken(decision, context, loaded, times) : undefined
  const bound = { accessToken: access?.token, code, state, viaBrowser: true }
  const signed = idToken ? await signIdToken(decision, context, loaded, times, bound) : undefined
  return {
    ...(signed === undefined ? {} : { id_token: signed }),
    ...(access === undefined
      ? {}
      : { access_token: access.token, token_type: nameTokenType(context), expires_in: String(times.exp - times.iat) }),
  }
}
