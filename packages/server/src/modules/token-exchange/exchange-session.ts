import { OAuthError } from '../../kernel/error.ts'
import type { VerifiedAccessToken } from '../../model/token/verify-access-token.ts'
import { upsertClientSession } from '../../model/user-session/upsert-client-session.ts'
import { findClientSession } from '../../model/user-session/user-session.store.ts'
import { openSession } from '../../oauth/open-session.ts'
import type { GrantContext, TokenDecision } from '../../spi/grant.ts'

type SessionPart = Pick<
  TokenDecision,
  'userSession' | 'clientSession' | 'transient' | 'borrowsSession' | 'requestNotes' | 'persist'
>

/**
 * The session that exchanged tokens live in: that of the subject token. An access token only borrows it, so that clients
 * down a chain of services are no part of what the user sees; with a refresh token the client joins it. A subject token
 * without a session gives tokens without one.
 */
export async function findExchangeSession(
  context: GrantContext,
  { user, userSession }: VerifiedAccessToken,
  { scope, refresh }: { readonly scope: string; readonly refresh: boolean },
): Promise<SessionPart> {
  const { server, realm, client } = context
  if (refresh && (!userSession || userSession.offline)) {
    const description = 'Refresh token not valid as requested_token_type because creating a new session is needed'
    throw new OAuthError('invalid_request', description)
  }
  const opened = openSession(context, user, scope, {})
  if (!userSession) {
    const { userSession: unkept, clientSession } = opened
    return { userSession: unkept, clientSession, transient: true, requestNotes: {} }
  }
  const own = await findClientSession(server.storage, realm.realm.id, userSession.id, client.client.id)
  const before = own ?? { ...opened.clientSession, userSessionId: userSession.id, notes: {} }
  if (!refresh) return { userSession, clientSession: before, borrowsSession: !own, requestNotes: before.notes }
  const clientSession = { ...before, scope, refreshTokenId: server.ids.uuid() }
  return {
    userSession,
    clientSession,
    requestNotes: clientSession.notes,
    async persist(tx) {
      await upsertClientSession(tx, clientSession)
    },
  }
}
