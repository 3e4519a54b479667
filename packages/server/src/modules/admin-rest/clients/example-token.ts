import type { ClientSnapshot } from '../../../model/realm/realm-snapshot.ts'
import { subjectOf } from '../../../model/token/subject.ts'
import type { User } from '../../../model/user/user.ts'
import { accessTokenExpiry } from '../../../model/user-session/session-lifespan.ts'
import { buildAccessToken } from '../../../oauth/build-access-token.ts'
import { applyMappers } from '../../../oauth/build-claims.ts'
import { buildIdToken } from '../../../oauth/build-id-token.ts'
import { openSession } from '../../../oauth/open-session.ts'
import { type LoadedSource, loadTokenSource } from '../../../oauth/token-source.ts'
import { type TokenTimes, toSeconds } from '../../../oauth/token-times.ts'
import type { GrantContext, TokenDecision } from '../../../spi/grant.ts'
import type { Claims } from '../../../spi/token-issue.ts'
import type { AdminContext } from '../admin-context.ts'

/** A sign-in that does not happen: what it would put into tokens, by the same steps. Nothing is kept. */
export interface Example {
  readonly context: GrantContext
  readonly decision: TokenDecision
  readonly loaded: LoadedSource
  readonly times: TokenTimes
}

export async function imagineSignIn(
  { server, realm, request }: AdminContext,
  client: ClientSnapshot,
  user: User,
  scope: string,
): Promise<Example> {
  const context = { server, realm, client, request }
  const { userSession, clientSession } = openSession(context, user, scope, {})
  const requestNotes = { acr: '1' }
  const loaded = await loadTokenSource({ ...context, user, userSession, clientSession, scope, requestNotes })
  const decision: TokenDecision = {
    ...{ user, userSession, clientSession, scope, requestNotes },
    refreshToken: false,
    idToken: true,
    eventType: 'LOGIN',
  }
  const now = server.clock.now()
  const expiry = accessTokenExpiry(realm.realm, client.client, now, { session: userSession, clientSession })
  return { context, decision, loaded, times: { iat: toSeconds(now), exp: toSeconds(expiry) } }
}

export function exampleAccessToken({ decision, context, loaded, times }: Example): Promise<Claims> {
  return buildAccessToken(decision, context, loaded, times)
}

export function exampleIdToken({ decision, context, loaded, times }: Example): Promise<Claims> {
  return applyMappers(buildIdToken(decision, context, times), loaded.source, 'id')
}

export function exampleUserInfo({ decision, context, loaded }: Example): Promise<Claims> {
  const { server, client } = context
  return applyMappers({ sub: subjectOf(server, client, decision.user.id) }, loaded.source, 'userinfo')
}
