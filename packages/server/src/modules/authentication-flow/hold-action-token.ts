import type { AuthenticationSession } from '../../model/authentication-session/authentication-session.ts'
import { findSingleUse, putSingleUse, takeSingleUse, updateSingleUse } from '../../model/single-use/single-use.ts'
import type { ActionToken } from '../../spi/action-token.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { type LoginDraft, setAuthNotes } from './login-draft.ts'

const kind = 'action-token'
/** What was begun in time may be brought to its end: as long as a sign-in may last. */
const graceMilliseconds = 86_400_000

const tokenNote = 'action-token'
const gripNote = 'action-token-grip'

interface Holder {
  /** Known to the one sign-in that has the token now. */
  readonly grip: string
}

/**
 * Takes hold of a token that is not used up; false when it is. Whoever opens the link again takes it over, so that
 * somebody who was interrupted can begin anew, and of any number who hold on to it at once only the last gets to its end.
 */
export async function holdActionToken(tx: Tx, realmId: string, token: ActionToken, grip: string): Promise<boolean> {
  const holder: Holder = { grip }
  const isFirst = await putSingleUse(tx, realmId, kind, token.id, holder, token.expiresAt + graceMilliseconds)
  return isFirst || (await updateSingleUse(tx, realmId, kind, token.id, holder))
}

/** Is it used up? */
export async function isActionTokenSpent(db: Db, realmId: string, id: string): Promise<boolean> {
  return (await findSingleUse<Holder>(db, realmId, kind, id))?.isUsed === true
}

/** Uses a token up at once; false when it is. */
export async function spendActionToken(tx: Tx, realmId: string, token: ActionToken): Promise<boolean> {
  if (!(await holdActionToken(tx, realmId, token, ''))) return false
  return (await takeSingleUse(tx, realmId, kind, token.id))?.isUsed === false
}

export function noteActionToken(draft: LoginDraft, token: ActionToken, grip: string): void {
  setAuthNotes(draft, { [tokenNote]: token.id, [gripNote]: grip })
}

/** Did this sign-in begin with a link in a mail? */
export function hasActionToken({ state }: Pick<AuthenticationSession, 'state'>): boolean {
  return state.authNotes[tokenNote] !== undefined
}

/** False when the sign-in rests on a link that somebody else has opened since, or that is used up. */
export async function isActionTokenHeld(db: Db, { realmId, state }: AuthenticationSession): Promise<boolean> {
  const { [tokenNote]: id, [gripNote]: grip } = state.authNotes
  if (id === undefined) return true
  const found = await findSingleUse<Holder>(db, realmId, kind, id)
  return found !== undefined && !found.isUsed && found.payload.grip === grip
}

/** Uses up what the sign-in rests on, at its end; false when it must not end. */
export async function useHeldActionToken(tx: Tx, { realmId, state }: AuthenticationSession): Promise<boolean> {
  const { [tokenNote]: id, [gripNote]: grip } = state.authNotes
  if (id === undefined) return true
  const taken = await takeSingleUse<Holder>(tx, realmId, kind, id)
  return taken !== undefined && !taken.isUsed && taken.payload.grip === grip
}
