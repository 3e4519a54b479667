import { endUserSession } from '../../model/user-session/end-user-session.ts'
import { removeIdentityCookies } from '../../model/user-session/identity-cookie.ts'
import { findUserSession } from '../../model/user-session/user-session.store.ts'
import { infoPage } from '../../oauth/pages.ts'
import { publishEvent } from '../../oauth/publish-event.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply, redirect } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import type { LogoutRequest } from './logout-request.ts'
import { appendQuery } from './response-mode.ts'

/** Ends the session on the server, whatever the browser still holds, and answers. */
export async function endLogin(
  context: RealmContext,
  request: LogoutRequest,
  { sessionId, userId }: { readonly sessionId: string; readonly userId: string },
): Promise<Reply> {
  const { server, realm } = context
  const session = await findUserSession(server.storage, realm.realm.id, sessionId)
  if (session && session.userId === userId && !session.offline) {
    const event = {
      type: 'LOGOUT',
      ...(request.client ? { clientId: request.client.client.clientId } : {}),
      userId,
      sessionId,
      ip: context.request.ip,
      details: request.redirectUri === undefined ? {} : { redirect_uri: request.redirectUri },
    }
    await publishEvent(server, realm, event, async (tx) => {
      await endUserSession(tx, session)
    })
  }
  return finishLogout(context, request)
}

/** Back to the application, or a page that says that it is done; the browser forgets the session in any case. */
export function finishLogout({ server, realm }: RealmContext, { redirectUri, state }: LogoutRequest): Reply {
  const issuer = server.urls.realm(realm.realm.name)
  const cookies = [
    ...removeIdentityCookies(issuer),
    { name: 'AUTH_SESSION_ID', value: undefined, sameSite: server.urls.secure ? 'none' : 'lax' } as const,
  ]
  if (redirectUri === undefined) return page(infoPage(text('successLogout')), 200, cookies)
  return redirect(appendQuery(redirectUri, new URLSearchParams(state === undefined ? {} : { state })), cookies)
}
