import type { VerifiedAccessToken } from '../model/token/verify-access-token.ts'
import type { RealmContext } from '../spi/request.ts'
import type { TokenSource } from '../spi/token-issue.ts'
import { openSession } from './open-session.ts'
import { type LoadedSource, loadTokenSource } from './token-source.ts'

type PresentingContext = Pick<RealmContext, 'server' | 'realm' | 'request'>

/** What mappers look at, for a token that somebody presents. */
export async function loadPresentedToken(
  context: PresentingContext,
  verified: VerifiedAccessToken,
): Promise<LoadedSource> {
  const { claims, user, known, client, clientSession } = verified
  const scope = typeof claims['scope'] === 'string' ? claims['scope'] : ''
  const { server, realm } = context
  const requestNotes = clientSession?.notes ?? {}
  return await loadTokenSource({
    server,
    realm,
    client,
    user,
    known,
    scope,
    requestNotes,
    ...sessionsOf(context, verified, scope),
  })
}

/** A client's own token has no session: mappers get one that was never kept. */
function sessionsOf(
  { server, realm, request }: PresentingContext,
  { user, client, userSession, clientSession }: VerifiedAccessToken,
  scope: string,
): Pick<TokenSource, 'userSession' | 'clientSession'> {
  if (userSession && clientSession) return { userSession, clientSession }
  const transient = openSession({ server, realm, client, request }, user, scope, {})
  return {
    // What was noted of the request that got the token is gone with it.
    userSession: userSession ?? { ...transient.userSession, authenticatedAt: 0, notes: {} },
    clientSession: clientSession ?? transient.clientSession,
  }
}
