import { findAuthenticationSession } from '../../model/authentication-session/authentication-session.store.ts'
import type { AuthenticationSession } from '../../model/authentication-session/authentication-session.ts'
import { draftAuthenticationSession } from '../../model/authentication-session/draft-authentication-session.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { findUserById } from '../../model/user/user.store.ts'
import { findBrowserSession } from '../../model/user-session/identity-cookie.ts'
import { text } from '../../spi/form.ts'
import type { LoginContext } from '../../spi/login-protocol.ts'
import { page, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { isActionTokenHeld } from './hold-action-token.ts'
import { readRestartCookie, readSessionCookie, removeLoginCookies } from './login-cookies.ts'
import { type LoginDraft, setAuthNotes } from './login-draft.ts'
import { alreadyLoggedInPage, errorPage } from './pages.ts'

/** The query of every address of the sign-in. */
export interface LoginQuery {
  readonly session_code?: string | undefined
  readonly execution?: string | undefined
  readonly client_id?: string | undefined
  readonly tab_id?: string | undefined
}

const attachedNote = 'attached-session'
/** The SSO session that told who the user is, where it was not enough by itself. */
const continuedNote = 'continued-session'

export type OpenedDraft =
  | { readonly kind: 'found'; readonly draft: LoginDraft }
  /** The session had expired; a new one was made of what the browser kept. */
  | { readonly kind: 'restarted'; readonly draft: LoginDraft }
  | { readonly kind: 'reply'; readonly reply: Reply }

/** Finds the sign-in that a request belongs to: by the browser's cookie and the tab in the address, never by one alone. */
export async function openDraft(context: RealmContext, query: LoginQuery): Promise<OpenedDraft> {
  const { realm, server, request } = context
  if (query.client_id === undefined) return lostBrowser(context, undefined)
  const client = await realm.client(query.client_id)
  if (!client) return problem('clientNotFoundMessage')
  if (!client.client.enabled) return problem('clientDisabledMessage')
  const id = readSessionCookie(request)
  const found =
    id === undefined || query.tab_id === undefined
      ? undefined
      : await findAuthenticationSession(server.storage, realm.realm.id, id, query.tab_id)
  if (!found) return reopen(context, client)
  if (found.clientId !== client.client.id) return problem('invalidRequestMessage')
  if (!(await isActionTokenHeld(server.storage, found))) return problem('expiredActionTokenNoSessionMessage')
  return { kind: 'found', draft: await storedDraft({ server, realm, client, session: found, request }) }

  function problem(key: string): OpenedDraft {
    return { kind: 'reply', reply: page(errorPage(text(key), client?.client), 400) }
  }
}

/** There is no such sign-in (any more): already signed in, or to be started afresh, or a page that says so. */
async function reopen(context: RealmContext, client: ClientSnapshot): Promise<OpenedDraft> {
  const { realm, server, request } = context
  const issuer = server.urls.realm(realm.realm.name)
  if (await findBrowserSession(server.storage, realm, issuer, request.cookies)) {
    return { kind: 'reply', reply: page(alreadyLoggedInPage({ client: client.client })) }
  }
  const restart = readRestartCookie(server, realm, request)
  if (restart?.clientId === client.client.id && server.registry.loginProtocols.has(restart.protocol)) {
    const { clientId, protocol, redirectUri, clientNotes } = restart
    const session = draftAuthenticationSession(server, realm.realm, {
      id: server.random.token(),
      ...{ clientId, protocol, redirectUri, state: { clientNotes } },
    })
    const draft = await newDraft({ server, realm, client, session, request }, false)
    setAuthNotes(draft, { 'forwarded-message': 'loginTimeout' })
    return { kind: 'restarted', draft }
  }
  return lostBrowser(context, client)
}

function lostBrowser({ server, request }: RealmContext, client: ClientSnapshot | undefined): OpenedDraft {
  const hasCookies = Object.keys(request.cookies).length > 0
  const message = text(hasCookies ? 'expiredCodeMessage' : 'cookieNotFoundMessage')
  const reply = page(errorPage(message, client?.client), 400, removeLoginCookies(server, true))
  return { kind: 'reply', reply }
}

/** A draft of a sign-in that begins: nothing is stored before the first page. */
export async function newDraft(context: LoginContext, passive: boolean): Promise<LoginDraft> {
  return {
    ...context,
    stored: undefined,
    user: undefined,
    attachedSession: undefined,
    browser: await findSsoSession(context),
    passive,
    cookies: [],
    consented: undefined,
  }
}

/** A draft of a stored session, with the user and the SSO session it names checked anew. */
export async function storedDraft(context: LoginContext): Promise<LoginDraft> {
  const { server, realm, session } = context
  const draft = await newDraft(context, false)
  const { browser } = draft
  const attachedId = session.state.authNotes[attachedNote]
  return {
    ...draft,
    stored: { id: session.id, sessionCode: session.state.sessionCode },
    user: session.userId === undefined ? undefined : await findUserById(server.storage, realm.realm.id, session.userId),
    // Only the session that this very browser proves by its cookie.
    attachedSession:
      attachedId !== undefined && browser?.userSession.id === attachedId ? browser.userSession : undefined,
  }
}

function findSsoSession({ server, realm, request }: Pick<LoginContext, 'server' | 'realm' | 'request'>) {
  return findBrowserSession(server.storage, realm, server.urls.realm(realm.realm.name), request.cookies)
}

/** Does the sign-in rest on an SSO session that is over by now? */
export function hasLostSession(draft: LoginDraft): boolean {
  const { [attachedNote]: attached, [continuedNote]: continued } = draft.session.state.authNotes
  const isOver = (id: string | undefined) => id !== undefined && draft.browser?.userSession.id !== id
  return isOver(attached) || isOver(continued)
}

/** Remembers that what the SSO session proved is a part of this sign-in. */
export function noteContinuedSession(draft: LoginDraft): void {
  setAuthNotes(draft, { [continuedNote]: draft.browser?.userSession.id })
}

export function restsOnSession(draft: LoginDraft): boolean {
  return draft.attachedSession !== undefined || draft.session.state.authNotes[continuedNote] !== undefined
}

/** Remembers across pages which SSO session is continued. */
export function noteAttachedSession(draft: LoginDraft): void {
  setAuthNotes(draft, { [attachedNote]: draft.attachedSession?.id })
}

/** Gives the next page a code of its own. */
export function renewSessionCode(draft: LoginDraft): void {
  const session: AuthenticationSession = {
    ...draft.session,
    state: { ...draft.session.state, sessionCode: draft.server.random.token() },
  }
  draft.session = session
}
