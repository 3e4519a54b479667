import type { AuthenticationSession } from '../../model/authentication-session/authentication-session.ts'
import { type LoginDraft, setAuthNotes } from './login-draft.ts'

/** The sign-in takes the realm's flow for who has no account yet. Forgotten when it begins anew. */
const registrationNote = 'registration'

export function isRegistration({ state }: Pick<AuthenticationSession, 'state'>): boolean {
  return state.authNotes[registrationNote] !== undefined
}

export function enterRegistration(draft: LoginDraft): void {
  setAuthNotes(draft, { [registrationNote]: 'true' })
}
