import { takeAuthenticationSession } from '../../model/authentication-session/authentication-session.store.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import { transact } from '../../storage/transact.ts'
import { removeLoginCookies } from './login-cookies.ts'
import type { LoginDraft } from './login-draft.ts'
import { errorPage } from './pages.ts'

/** Ends the sign-in and lets the protocol tell the application why. */
export async function failLogin(draft: LoginDraft, error: string, description?: string): Promise<Reply> {
  const { server, stored } = draft
  if (stored) {
    await transact(server.storage, (tx) => takeAuthenticationSession(tx, { ...draft.session, id: stored.id }))
  }
  const protocol = server.registry.loginProtocols.get(draft.session.protocol)
  if (!protocol) return page(errorPage(text('internalServerError'), draft.client.client), 400)
  const reply = await protocol.fail(draft, error, description)
  // A passive check in a frame must not disturb a sign-in that goes on in another tab.
  const cookies = draft.passive ? [] : removeLoginCookies(server, true)
  return { ...reply, cookies: [...(reply.cookies ?? []), ...cookies] }
}
