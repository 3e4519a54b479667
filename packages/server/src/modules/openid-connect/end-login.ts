import { endUserSession } from '../../model/user-session/end-user-session.ts'
import { removeIdentityCookies } from '../../model/user-session/identity-cookie.ts'
import { findUserSession } from '../../model/user-session/user-session.store.ts'
import { infoPage } from '../../oauth/pages.ts'
import { publishEvent } from '../../oauth/publish-event.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply, redirect } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { type FrontchannelLogout, frontchannelPage, listFrontchannelLogouts } from './frontchannel-logout.ts'
import type { LogoutRequest } from './logout-request.ts'
import { appendQuery } from './response-mode.ts'

/** Ends the session on the server, whatever the browser still holds, and answers. */
export async function endLogin(context: RealmContext, request: LogoutRequest, sessionId: string): Promise<Reply> {
  const { server, realm } = context
  const session = await findUserSession(server.storage, realm.realm.id, sessionId)
  if (!session || session.offline) return finishLogout(context, request)
  const told = await listFrontchannelLogouts(context, session)
  const event = {
    type: 'LOGOUT',
    ...(request.client ? { clientId: request.client.client.clientId } : {}),
    userId: session.userId,
    sessionId,
    ip: context.request.ip,
    details: request.redirectUri === undefined ? {} : { redirect_uri: request.redirectUri },
  }
  await publishEvent(server, realm, event, async (tx) => {
    await endUserSession(tx, session)
  })
  return finishLogout(context, request, told)
}

/**
 * Back to the application, or a page that says that it is done; where applications have to be told by the browser, a
 * page does so first. The browser forgets the session in any case.
 */
export function finishLogout(
  { server, realm }: RealmContext,
  { redirectUri, state, locale }: LogoutRequest,
  told: readonly FrontchannelLogout[] = [],
): Reply {
  const issuer = server.urls.realm(realm.realm.name)
  const cookies = [
    ...removeIdentityCookies(issuer),
    { name: 'AUTH_SESSION_ID', value: undefined, sameSite: server.urls.secure ? 'none' : 'lax' } as const,
  ]
  const target =
    redirectUri === undefined
      ? undefined
      : appendQuery(redirectUri, new URLSearchParams(state === undefined ? {} : { state }))
  const locales = { asked: locale }
  if (told.length > 0) return { ...page(frontchannelPage(told, target), 200, cookies), locales }
  if (target === undefined) return { ...page(infoPage(text('successLogout')), 200, cookies), locales }
  return redirect(target, cookies)
}
