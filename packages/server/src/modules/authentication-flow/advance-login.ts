import { forcedLoginNote } from '../../model/authentication-session/forced-login.ts'
import {
  noLevel,
  reachedLevel,
  reachedLevelNote,
  requestedLevel,
} from '../../model/authentication-session/level-of-authentication.ts'
import { levelOfRequestedFlow } from '../../model/authentication-session/requested-flow.ts'
import { listCredentials } from '../../model/credential/credential.store.ts'
import type { Execution } from '../../model/flow/flow.ts'
import type { Failure, Step } from '../../spi/authenticator.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import { transact } from '../../storage/transact.ts'
import { askConsent } from './ask-consent.ts'
import { endActions, endsAfterActions } from './end-actions.ts'
import { failLogin } from './fail-login.ts'
import { findBrowserFlow } from './find-browser-flow.ts'
import { finishLogin } from './finish-login.ts'
import { createFlowWorld, type DraftWorld } from './flow-world.ts'
import { useHeldActionToken } from './hold-action-token.ts'
import { changeState, type LoginDraft, resetDraft, setAuthNotes } from './login-draft.ts'
import { noteAttachedSession } from './open-draft.ts'
import { errorPage } from './pages.ts'
import { decorate, presentExpired, presentPage, presentRedirect } from './present-page.ts'
import { recordFailure } from './record-failure.ts'
import { isResetFlow } from './reset-flow.ts'
import { walkFlow } from './walk-flow.ts'
import { walkRequiredActions } from './walk-required-actions.ts'

/** Walks on from where the sign-in is, until a page or the end. */
export async function advanceLogin(draft: LoginDraft, world = createFlowWorld(draft)): Promise<Reply> {
  if (draft.session.state.action === 'AUTHENTICATE') {
    const stopped = await authenticate(draft, world)
    if (stopped) return stopped
  }
  if (draft.session.state.action === 'REQUIRED_ACTIONS') {
    const stopped = await walkRequiredActions(draft)
    if (stopped) return stopped
    if (endsAfterActions(draft)) return endActions(draft)
    if (await mustSignInAfterReset(draft)) return startOver(draft, 'accountUpdatedMessage')
    changeState(draft, { action: 'CONSENT' })
  }
  if (draft.session.state.action === 'CONSENT' && !draft.consented) {
    const stopped = await askConsent(draft)
    if (stopped) return stopped
  }
  return finishLogin(draft)
}

async function authenticate(draft: LoginDraft, world: DraftWorld): Promise<Reply | undefined> {
  const flow = findBrowserFlow(draft)
  if (!flow) return refuse(draft, { error: 'invalid_client_authentication_flow' })
  const outcome = await walkFlow(world, flow.id)
  changeState(draft, { executions: Object.fromEntries(world.statuses) })
  if (outcome.kind === 'stopped' && world.stoppedBy) {
    return presentStep(draft, world, flow.id, world.stoppedBy.execution, world.stoppedBy.step)
  }
  if (outcome.kind === 'success' && draft.user) {
    noteLevelOfFlow(draft)
    if (!hasReachedLevel(draft)) return refuseLevel(draft)
    enterRequiredActions(draft)
    noteAttachedSession(draft)
    return undefined
  }
  if (draft.passive) return failLogin(draft, 'login_required')
  const step = world.stoppedBy?.step
  return refuse(draft, step?.kind === 'failure' ? step : { error: 'invalid_user_credentials' })
}

/** A flow that a client policy chose may stand for a level as a whole. */
function noteLevelOfFlow(draft: LoginDraft): void {
  const level = levelOfRequestedFlow(draft.session)
  if (level > reachedLevel(draft.session)) setAuthNotes(draft, { [reachedLevelNote]: String(level) })
}

/** A flow without level conditions proves one level: 1 by a proof, 0 by the SSO session alone. */
function hasReachedLevel({ session, attachedSession }: LoginDraft): boolean {
  const { level, isForced } = requestedLevel(session)
  const reached = reachedLevel(session)
  return !isForced || level <= (reached > noLevel ? reached : attachedSession ? 0 : 1)
}

/** RFC 9470, section 5: the application hears that what it demands cannot be had. */
async function refuseLevel(draft: LoginDraft): Promise<Reply> {
  const { level } = requestedLevel(draft.session)
  const reason = `Requested level of authentication ${level} was not reached`
  await recordFailure(draft, { error: 'generic_authentication_error', details: { reason } })
  return failLogin(draft, 'unmet_authentication_requirements', 'Authentication requirements not fulfilled')
}

/** The user is known from here on: a new session id, so that an id seen before is of no use. */
export function enterRequiredActions(draft: LoginDraft): void {
  const { currentExecution: _, ...state } = draft.session.state
  draft.session = {
    ...draft.session,
    id: draft.server.random.token(),
    state: { ...state, action: 'REQUIRED_ACTIONS' },
  }
}

/** Gives the browser what a step wants it to have. */
export async function presentStep(
  draft: LoginDraft,
  world: DraftWorld,
  flowId: string,
  execution: Execution,
  step: Step,
): Promise<Reply> {
  if (draft.passive) return failLogin(draft, 'login_required')
  if (step.kind === 'failure') await recordFailure(draft, step)
  if (step.kind === 'start-over') return startOver(draft, step.notice)
  if (step.kind === 'redirect') {
    changeState(draft, { currentExecution: execution.id })
    return presentRedirect(draft, step.location)
  }
  if ((step.kind !== 'challenge' && step.kind !== 'failure') || !step.form) {
    throw new Error(`A step of kind ${step.kind} has no page`)
  }
  changeState(draft, { currentExecution: execution.id })
  return presentPage(draft, await decorate(draft, world, flowId, execution, step.form), step.status)
}

/** The mailbox proves no second factor: whoever has one signs in with it (ASVS 5.0, 6.4.3). Others where the realm says so. */
async function mustSignInAfterReset({ server, realm, session, user }: LoginDraft): Promise<boolean> {
  if (!user || !isResetFlow(session)) return false
  if (session.state.authNotes[forcedLoginNote] !== undefined) return true
  const credentials = await listCredentials(server.storage, realm.realm.id, user.id)
  return credentials.some(({ type }) => type !== 'password')
}

/** The usual sign-in begins anew in this tab, with a notice. A link that the sign-in rested on is used up. */
async function startOver(draft: LoginDraft, notice: string): Promise<Reply> {
  const isUsed = await transact(draft.server.storage, (tx) => useHeldActionToken(tx, draft.session))
  if (!isUsed) return presentExpired(draft)
  resetDraft(draft)
  setAuthNotes(draft, { 'forwarded-message': notice })
  return advanceLogin(draft)
}

/** The flow is over without success. The page tells no more than that the sign-in did not work. */
async function refuse(
  draft: LoginDraft,
  failure: Pick<Failure, 'error' | 'user' | 'countsAsLoginFailure' | 'status'>,
): Promise<Reply> {
  await recordFailure(draft, failure)
  return page(errorPage(text('invalidUserMessage'), draft.client.client), failure.status ?? 400, draft.cookies)
}
