import type { VerifiedAccessToken } from '../model/token/verify-access-token.ts'
import type { RealmContext } from '../spi/request.ts'
import { openSession } from './open-session.ts'
import { type LoadedSource, loadTokenSource } from './token-source.ts'

/** What mappers look at, for a token that somebody presents. */
export async function loadPresentedToken(
  { server, realm, request }: Pick<RealmContext, 'server' | 'realm' | 'request'>,
  { claims, user, client, userSession, clientSession }: VerifiedAccessToken,
): Promise<LoadedSource> {
  const scope = typeof claims['scope'] === 'string' ? claims['scope'] : ''
  // A client's own token has no session: mappers get one that was never kept.
  const transient = openSession({ server, realm, client, request }, user, scope, { client_id: client.client.clientId })
  return await loadTokenSource({
    server,
    realm,
    client,
    user,
    // What was noted of the request that got the token is gone with it.
    userSession: userSession ?? { ...transient.userSession, authenticatedAt: 0, notes: {} },
    clientSession: clientSession ?? transient.clientSession,
    scope,
    requestNotes: clientSession?.notes ?? {},
  })
}
