import { listTabs, takeAuthenticationSession } from '../../model/authentication-session/authentication-session.store.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import { transact } from '../../storage/transact.ts'
import { useHeldActionToken } from './hold-action-token.ts'
import { removeLoginCookies } from './login-cookies.ts'
import { eventDetails, type LoginDraft, setAuthNotes } from './login-draft.ts'
import { infoPage } from './pages.ts'
import { presentExpired } from './present-page.ts'

/** The actions of a link are done, and nobody is to be signed in by it. */
const endNote = 'end-after-actions'

export function noteEndAfterActions(draft: LoginDraft): void {
  setAuthNotes(draft, { [endNote]: 'true' })
}

export function endsAfterActions({ session }: LoginDraft): boolean {
  return session.state.authNotes[endNote] !== undefined
}

/** Ends what a link in a mail began in another browser: the link is used up, a page says that all is done. */
export async function endActions(draft: LoginDraft): Promise<Reply> {
  const { server, realm, client, session, stored, user, request } = draft
  const others = await transact(server.storage, async (tx) => {
    if (stored) {
      const taken = await takeAuthenticationSession(tx, { ...session, id: stored.id })
      if (taken?.state.sessionCode !== stored.sessionCode) return undefined
    }
    if (!(await useHeldActionToken(tx, session))) return undefined
    const event = { clientId: client.client.clientId, userId: user?.id, ip: request.ip, details: eventDetails(draft) }
    await recordEvent(tx, realm, { type: 'EXECUTE_ACTIONS', ...event }, server)
    return stored ? listTabs(tx, realm.realm.id, stored.id) : []
  })
  if (!others) return presentExpired(draft)
  const redirectUri = session.redirectUri === '' ? undefined : session.redirectUri
  const form = infoPage(text('accountUpdatedMessage'), client.client, redirectUri)
  return page(form, 200, [...draft.cookies, ...removeLoginCookies(server, others.length > 0)])
}
