import {
  insertAuthenticationSession,
  listTabs,
  renameBrowser,
  updateAuthenticationSession,
} from '../../model/authentication-session/authentication-session.store.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { readSessionCookie } from './login-cookies.ts'
import type { LoginDraft } from './login-draft.ts'

/**
 * Writes the session of a page that is about to be shown; false when another request was first. Once the user has
 * proven who they are the id is a new one, in all tabs: whoever planted or saw the old one is left outside (ASVS 5.0,
 * 7.2.4).
 */
export function storeDraft(draft: LoginDraft): Promise<boolean> {
  const { stored, server } = draft
  return transact(server.storage, (tx) => (stored ? update(tx, draft, stored.id) : insert(tx, draft)))
}

async function update(tx: Tx, { session, realm }: LoginDraft, storedId: string): Promise<boolean> {
  if (!(await updateAuthenticationSession(tx, { ...session, id: storedId }))) return false
  if (session.id !== storedId) await renameBrowser(tx, realm.realm.id, storedId, session.id)
  return true
}

/** Several tabs of one browser share one cookie: a new sign-in takes over the id that the others have. */
async function insert(tx: Tx, draft: LoginDraft): Promise<true> {
  const { realm, request, session } = draft
  const id = readSessionCookie(request)
  if (id !== undefined && (await listTabs(tx, realm.realm.id, id)).length > 0) {
    if (session.state.action === 'AUTHENTICATE') draft.session = { ...session, id }
    else await renameBrowser(tx, realm.realm.id, id, session.id)
  }
  await insertAuthenticationSession(tx, draft.session)
  return true
}
