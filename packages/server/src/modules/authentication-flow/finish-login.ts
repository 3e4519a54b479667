import { OAuthError } from '../../kernel/error.ts'
import { listTabs, takeAuthenticationSession } from '../../model/authentication-session/authentication-session.store.ts'
import { grantConsent } from '../../model/consent/consent.store.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { clearLoginFailures } from '../../model/login-failure/login-failure.store.ts'
import { recordLogin } from '../../model/user/record-login.ts'
import { findUserById } from '../../model/user/user.store.ts'
import type { User } from '../../model/user/user.ts'
import { createUserSession } from '../../model/user-session/create-user-session.ts'
import { endUserSession } from '../../model/user-session/end-user-session.ts'
import { createIdentityCookies } from '../../model/user-session/identity-cookie.ts'
import { touchUserSession } from '../../model/user-session/touch-user-session.ts'
import type { UserSession } from '../../model/user-session/user-session.ts'
import { text } from '../../spi/form.ts'
import type { LoginAnswer } from '../../spi/login-protocol.ts'
import { page, type Reply } from '../../spi/reply.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { failLogin } from './fail-login.ts'
import { useHeldActionToken } from './hold-action-token.ts'
import { readSessionCookie, removeLoginCookies } from './login-cookies.ts'
import { eventDetails, type LoginDraft } from './login-draft.ts'
import { restsOnSession } from './open-draft.ts'
import { errorPage } from './pages.ts'
import { presentExpired } from './present-page.ts'
import { recordFailure } from './record-failure.ts'

/** Rolls the end of a sign-in back. */
class SignInOver extends Error {
  readonly reason: 'expired' | 'refused'
  constructor(reason: 'expired' | 'refused') {
    super(`The sign-in is ${reason}`)
    this.name = 'SignInOver'
    this.reason = reason
  }
}

interface Finished {
  readonly answer: LoginAnswer
  readonly userSession: UserSession
  readonly keepsSession: boolean
}

/**
 * Ends a sign-in that worked, in one transaction: whatever it makes is there completely or not at all, and of two posts
 * of the last page one gets it.
 */
export async function finishLogin(draft: LoginDraft): Promise<Reply> {
  const { server, realm } = draft
  const finished = await transact(server.storage, (tx) => writeLogin(tx, draft)).catch((error: unknown) => {
    if (error instanceof SignInOver || error instanceof OAuthError) return error
    throw error
  })
  if (finished instanceof OAuthError) {
    await recordFailure(draft, { error: finished.event, details: { reason: finished.message } })
    return failLogin(draft, finished.code, finished.message)
  }
  if (finished instanceof SignInOver) {
    if (finished.reason === 'expired') return presentExpired(draft)
    return page(errorPage(text('accountDisabledMessage'), draft.client.client), 400)
  }
  const { answer, userSession, keepsSession } = finished
  const reply = await answer()
  const issuer = server.urls.realm(realm.realm.name)
  const identity = await createIdentityCookies(server.storage, realm, issuer, userSession)
  // A passive check in a frame must not disturb a sign-in that goes on in another tab.
  const over = draft.passive ? [] : removeLoginCookies(server, keepsSession)
  const cookies = [...draft.cookies, ...identity, ...over]
  return { ...reply, cookies: [...(reply.cookies ?? []), ...cookies] }
}

async function writeLogin(tx: Tx, draft: LoginDraft): Promise<Finished> {
  const { server, realm, client, request, session, stored } = draft
  const protocol = server.registry.loginProtocols.get(session.protocol)
  const user = draft.user && (await findUserById(tx, realm.realm.id, draft.user.id))
  if (!protocol || !user?.enabled) throw new SignInOver('refused')
  if (stored) {
    const taken = await takeAuthenticationSession(tx, { ...session, id: stored.id })
    if (taken?.state.sessionCode !== stored.sessionCode) throw new SignInOver('expired')
  }
  if (!(await useHeldActionToken(tx, session))) throw new SignInOver('expired')

  const userSession = await continueOrStart(tx, draft, user)
  if (!draft.attachedSession) {
    await recordLogin(tx, user, request.ip)
    await clearLoginFailures(tx, realm.realm.id, user.id)
  }
  if (draft.consented && draft.consented.length > 0) {
    const agreed = { userId: user.id, clientId: client.client.id, scopes: draft.consented }
    await grantConsent(tx, { realmId: realm.realm.id, ...agreed })
  }
  await recordEvent(
    tx,
    realm,
    {
      type: 'LOGIN',
      clientId: client.client.clientId,
      userId: user.id,
      sessionId: userSession.id,
      ip: request.ip,
      details: {
        username: user.username,
        ...eventDetails(draft),
        consent: draft.consented ? 'consent_granted' : 'no_consent_required',
        ...(userSession.rememberMe ? { remember_me: 'true' } : {}),
      },
    },
    server,
  )
  const answer = await protocol.complete(tx, { ...draft, user, userSession })
  const browserId = stored?.id ?? readSessionCookie(request)
  const others = browserId === undefined ? [] : await listTabs(tx, realm.realm.id, browserId)
  return { answer, userSession, keepsSession: others.length > 0 }
}

/** Goes on with the browser's SSO session where it is this user's; one of somebody else ends. */
async function continueOrStart(tx: Tx, draft: LoginDraft, user: User): Promise<UserSession> {
  const { realm, request, session, browser, attachedSession } = draft
  const notes = session.state.userSessionNotes
  const existing = attachedSession ?? (browser?.userSession.userId === user.id ? browser.userSession : undefined)
  if (existing?.userId === user.id) {
    const touched = await touchUserSession(tx, realm.realm, existing, {
      notes: { ...existing.notes, ...notes },
      // A session that is only continued proves nothing new.
      ...(attachedSession ? {} : { authenticatedAt: tx.clock.now() }),
    })
    if (touched) return touched
    // The session ended meanwhile (a logout in another tab): what it proved is over too.
    if (restsOnSession(draft)) throw new SignInOver('expired')
  } else if (browser) {
    await endUserSession(tx, browser.userSession)
  }
  return createUserSession(tx, realm.realm, {
    userId: user.id,
    ip: request.ip,
    userAgent: request.userAgent,
    rememberMe: session.state.rememberMe && realm.realm.settings.rememberMe,
    notes,
  })
}
