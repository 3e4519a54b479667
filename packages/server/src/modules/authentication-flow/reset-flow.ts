import type { AuthenticationSession } from '../../model/authentication-session/authentication-session.ts'
import { type LoginDraft, setAuthNotes } from './login-draft.ts'

/** The sign-in takes the realm's flow for forgotten credentials. Forgotten when it begins anew. */
const resetNote = 'reset-credentials'

export function isResetFlow({ state }: Pick<AuthenticationSession, 'state'>): boolean {
  return state.authNotes[resetNote] !== undefined
}

export function enterResetFlow(draft: LoginDraft): void {
  setAuthNotes(draft, { [resetNote]: 'true' })
}
