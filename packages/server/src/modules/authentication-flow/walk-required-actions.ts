import { recordEvent } from '../../model/event/record-event.ts'
import { removeRequiredAction } from '../../model/user/required-action.ts'
import { findUserById } from '../../model/user/user.store.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import type { RequiredActionStep } from '../../spi/required-action.ts'
import { transact } from '../../storage/transact.ts'
import { failLogin } from './fail-login.ts'
import { requiredActionContext } from './flow-context.ts'
import { applyEffects, changeState, eventDetails, type LoginDraft, setClientNote } from './login-draft.ts'
import { errorPage } from './pages.ts'
import { actionStatusNote, findPendingAction, type KnownDraft, type PendingAction } from './pending-actions.ts'
import { presentPage } from './present-page.ts'
import { recordFailure } from './record-failure.ts'

/** No realm has so many actions: an action that stays due after it was done must not hang the request. */
const maximumSilentActions = 50

/** Does what the user has to do, until a page or until nothing is left. */
export async function walkRequiredActions(draft: LoginDraft): Promise<Reply | undefined> {
  for (let turn = 0; turn < maximumSilentActions; turn++) {
    const known = await reloadUser(draft)
    if (!known) return page(errorPage(text('accountDisabledMessage'), draft.client.client), 400)
    const pending = await findPendingAction(known)
    if (!pending) {
      const { kc_action: asked, [actionStatusNote]: status } = draft.session.state.clientNotes
      if (asked !== undefined && status === undefined) setClientNote(draft, actionStatusNote, 'error')
      return undefined
    }
    if (draft.passive) return failLogin(draft, 'interaction_required')
    changeState(draft, { currentExecution: pending.setting.alias })
    const step = await pending.action.challenge(requiredActionContext(known, pending.setting.alias))
    const stopped = await takeActionStep(known, pending, step)
    if (stopped) return stopped
  }
  throw new Error('A required action stays due for ever')
}

/** Applies one step of a required action; a reply when the browser gets a page or the sign-in ends. */
export async function takeActionStep(
  draft: KnownDraft,
  pending: PendingAction,
  step: RequiredActionStep,
): Promise<Reply | undefined> {
  applyEffects(draft, step)
  const { alias } = pending.setting
  if (step.kind === 'challenge') return presentPage(draft, step.form, step.status)
  if (step.kind === 'refused') {
    await recordFailure(draft, {
      type: 'CUSTOM_REQUIRED_ACTION',
      error: step.error,
      details: { custom_required_action: alias },
    })
    return failLogin(draft, 'access_denied')
  }
  await recordDone(draft, alias, step.eventType)
  return undefined
}

/** An action that the application asked for is cancelled: the sign-in goes on without it. */
export function cancelAction(draft: KnownDraft): void {
  setClientNote(draft, actionStatusNote, 'cancelled')
}

async function recordDone(draft: KnownDraft, alias: string, eventType: string | undefined): Promise<void> {
  const { server, realm, client, user, request, session } = draft
  await transact(server.storage, async (tx) => {
    await removeRequiredAction(tx, user, alias)
    const details = { ...eventDetails(draft), custom_required_action: alias }
    const event = { clientId: client.client.clientId, userId: user.id, ip: request.ip, details }
    await recordEvent(tx, realm, { type: eventType ?? 'CUSTOM_REQUIRED_ACTION', ...event }, server)
  })
  changeState(draft, { requiredActions: session.state.requiredActions.filter((one) => one !== alias) })
  if (session.state.clientNotes['kc_action'] === alias) setClientNote(draft, actionStatusNote, 'success')
}

/** The user as stored now; undefined when gone or disabled meanwhile. */
async function reloadUser(draft: LoginDraft): Promise<KnownDraft | undefined> {
  const { server, realm, user } = draft
  const found = user && (await findUserById(server.storage, realm.realm.id, user.id))
  if (!found?.enabled) return undefined
  draft.user = found
  // The draft itself, so that what actions change is not lost in a copy.
  return draft as KnownDraft
}
