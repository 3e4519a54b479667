import type { Client } from '../../model/client/client.ts'
import { resolveClientUrl } from '../../model/client/redirect-uri.ts'
import { listClientSessions } from '../../model/user-session/user-session.store.ts'
import type { UserSession } from '../../model/user-session/user-session.ts'
import { type Form, type FormText, text } from '../../spi/form.ts'
import type { RealmContext } from '../../spi/request.ts'

/** An application that hears of the logout in the browser. */
export interface FrontchannelLogout {
  readonly name: FormText
  readonly logoutUrl: string
}

/**
 * The applications in a session whose logout address the browser has to load (OpenID Connect Front-Channel Logout 1.0,
 * section 3). Asked before the session ends.
 */
export async function listFrontchannelLogouts(
  { server, realm }: RealmContext,
  session: UserSession,
): Promise<readonly FrontchannelLogout[]> {
  const issuer = server.urls.realm(realm.realm.name)
  const parts = await listClientSessions(server.storage, realm.realm.id, [session.id])
  const snapshots = await Promise.all(parts.map(({ clientId }) => realm.clientById(clientId)))
  const clients = snapshots.flatMap((snapshot) => (snapshot?.client.enabled ? [snapshot.client] : []))
  return clients
    .toSorted((a, b) => (a.clientId < b.clientId ? -1 : 1))
    .flatMap((client): readonly FrontchannelLogout[] => {
      const logoutUrl = frontchannelUrl(client, server.urls.base, issuer, session.sid)
      return logoutUrl === undefined ? [] : [{ name: nameOf(client), logoutUrl }]
    })
}

/** With issuer and session unless the client wants neither; what its address has in its query stays. */
function frontchannelUrl(
  { protocol, settings }: Client,
  base: string,
  issuer: string,
  sid: string,
): string | undefined {
  const registered = settings.attributes['frontchannel.logout.url']
  if (protocol !== 'openid-connect' || !settings.frontchannelLogout || !registered) return undefined
  const url = URL.parse(resolveClientUrl(registered, settings, base))
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return undefined
  if (settings.attributes['frontchannel.logout.session.required'] === 'false') return url.href
  url.searchParams.set('iss', issuer)
  url.searchParams.set('sid', sid)
  return url.href
}

/** Names of built-in clients are message keys: `${client_account}`. */
function nameOf({ clientId, settings: { name } }: Client): FormText {
  const key = /^\$\{(.+)\}$/.exec(name ?? '')?.[1]
  return { key: key ?? clientId, fallback: name && key === undefined ? name : clientId }
}

/** The page that loads these addresses in frames and leads on, by itself or by a link. */
export function frontchannelPage(clients: readonly FrontchannelLogout[], continueTo: string | undefined): Form {
  return {
    id: 'frontchannel-logout',
    fields: [],
    messages: [],
    links: continueTo === undefined ? [] : [{ name: 'continue', label: text('doContinue'), href: continueTo }],
    data: { clients },
  }
}
