import {
  createAuthenticationSession,
  deleteAuthenticationSession,
  listTabs,
} from '../../model/authentication-session/authentication-session.store.ts'
import type { LoginContext } from '../../spi/login-protocol.ts'
import type { Reply } from '../../spi/reply.ts'
import { transact } from '../../storage/transact.ts'
import { advanceLogin } from './advance-login.ts'
import { readSessionCookie } from './login-cookies.ts'
import { toDraft } from './open-draft.ts'

/** Walks the browser flow for a session that a protocol has just stored. */
export async function startLogin(context: LoginContext, options: { readonly passive: boolean }): Promise<Reply> {
  const joined = options.passive ? context : await joinBrowser(context)
  return advanceLogin(await toDraft(joined, options.passive))
}

/** Several tabs of one browser share one cookie: a new sign-in takes over the id that the others have. */
async function joinBrowser(context: LoginContext): Promise<LoginContext> {
  const { server, realm, session, request } = context
  const id = readSessionCookie(request)
  if (id === undefined || id === session.id) return context
  return transact(server.storage, async (tx) => {
    const tabs = await listTabs(tx, realm.realm.id, id)
    if (tabs.length === 0) return context
    await deleteAuthenticationSession(tx, session)
    return { ...context, session: await createAuthenticationSession(tx, realm.realm, { ...session, id }) }
  })
}
