import {
  postConsent,
  postLogin,
  postRegistration,
  postRequiredAction,
  postResetCredentials,
} from '@ztrust/contract/login'
import { isSameSecret } from '../../kernel/random.ts'
import type { Execution } from '../../model/flow/flow.ts'
import type { FormInput } from '../../spi/authenticator.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { advanceLogin, presentStep } from './advance-login.ts'
import { askConsent, findScopesToConsent } from './ask-consent.ts'
import { failLogin } from './fail-login.ts'
import { findBrowserFlow } from './find-browser-flow.ts'
import { choose } from './flow-choices.ts'
import { flowContext, requiredActionContext } from './flow-context.ts'
import { createFlowWorld, preferExecution, takeStep } from './flow-world.ts'
import { readFormInput } from './form-input.ts'
import { loginAddress } from './login-addresses.ts'
import { changeState, type LoginDraft, setAuthNotes } from './login-draft.ts'
import { hasLostSession, type LoginQuery, openDraft, renewSessionCode } from './open-draft.ts'
import { alreadyLoggedInPage, errorPage } from './pages.ts'
import { findAction, type KnownDraft } from './pending-actions.ts'
import { findChoices, presentExpired, presentPage, selectionPage } from './present-page.ts'
import { recordFailure } from './record-failure.ts'
import { hasSignedInElsewhere } from './show-login-endpoint.ts'
import { isSubFlow } from './walk-flow.ts'
import { cancelAction, takeActionStep } from './walk-required-actions.ts'

type Answer = (draft: LoginDraft, input: FormInput) => Promise<Reply>
type Stage = 'AUTHENTICATE' | 'REQUIRED_ACTIONS' | 'CONSENT'

const post = (stage: Stage, answer: Answer) => (request: { readonly query: LoginQuery }, context: RealmContext) =>
  answerPage(context, request.query, stage, answer)

export const answerEndpoints = [
  implement(postLogin, post('AUTHENTICATE', answerAuthenticator)),
  implement(postRegistration, post('AUTHENTICATE', answerAuthenticator)),
  implement(postResetCredentials, post('AUTHENTICATE', answerAuthenticator)),
  implement(postRequiredAction, post('REQUIRED_ACTIONS', answerAction)),
  implement(postConsent, post('CONSENT', answerConsent)),
]

/**
 * A post counts only for the page in front of the user: cookie, tab, code of the page, stage and execution must fit.
 * Anything else changes nothing and leads to a page that offers to go on.
 */
async function answerPage(context: RealmContext, query: LoginQuery, stage: Stage, answer: Answer): Promise<Reply> {
  const opened = await openDraft(context, query)
  if (opened.kind === 'reply') return opened.reply
  const { draft } = opened
  if (opened.kind === 'restarted') return advanceLogin(draft)
  const { state } = draft.session
  const isCurrent =
    state.action === stage &&
    query.session_code !== undefined &&
    isSameSecret(query.session_code, state.sessionCode) &&
    query.execution !== undefined &&
    query.execution === state.currentExecution
  if (!isCurrent || hasLostSession(draft)) return presentExpired(draft)
  if (hasSignedInElsewhere(draft)) {
    const continueUrl = loginAddress(draft, 'authenticate')
    return page(alreadyLoggedInPage({ continueUrl, client: draft.client.client }))
  }
  renewSessionCode(draft)
  return answer(draft, readFormInput(draft.request))
}

async function answerAuthenticator(draft: LoginDraft, input: FormInput): Promise<Reply> {
  const flow = findBrowserFlow(draft)
  const world = createFlowWorld(draft)
  const currentId = draft.session.state.currentExecution
  if (!flow || currentId === undefined) return presentExpired(draft)
  if (input['tryAnotherWay'] !== undefined) {
    return presentPage(draft, await selectionPage(draft, world, flow.id, currentId))
  }
  const chosen = input['authenticationExecution']
  if (chosen !== undefined) {
    const choices = await findChoices(draft, world, flow.id, currentId)
    // Only what was offered: never a step of somewhere else in the flow.
    if (!choices.some((choice) => choice.authenticationExecution === chosen)) return presentExpired(draft)
    preferExecution(draft, chosen)
    choose(world, flow.id, chosen)
    changeState(draft, { executions: Object.fromEntries(world.statuses) })
    return advanceLogin(draft)
  }
  const execution = findExecution(draft, flow.id, currentId)
  const authenticator = draft.server.registry.authenticators.get(execution?.authenticator ?? '')
  if (!execution || !authenticator) return presentExpired(draft)
  // A notice belongs to the first page only.
  setAuthNotes(draft, { 'forwarded-message': undefined })
  const step = await authenticator.action(flowContext(draft, execution), input)
  const outcome = takeStep(draft, world, execution, step)
  if (outcome === 'stopped') return presentStep(draft, world, flow.id, execution, step)
  world.statuses.set(execution.id, outcome === 'success' ? 'SUCCESS' : outcome === 'failed' ? 'FAILED' : 'ATTEMPTED')
  return advanceLogin(draft, world)
}

function findExecution(draft: LoginDraft, flowId: string, id: string, depth = 0): Execution | undefined {
  if (depth > 20) return undefined
  for (const execution of draft.realm.executions(flowId)) {
    if (execution.requirement === 'DISABLED') continue
    if (execution.id === id) return execution
    const below = isSubFlow(execution) ? findExecution(draft, execution.subFlowId, id, depth + 1) : undefined
    if (below) return below
  }
  return undefined
}

async function answerAction(draft: LoginDraft, input: FormInput): Promise<Reply> {
  const alias = draft.session.state.currentExecution
  const setting = draft.realm.requiredActions.find((one) => one.alias === alias)
  const action = setting && findAction(draft, setting)
  if (!setting || !action || !draft.user?.enabled) return presentExpired(draft)
  const known = draft as KnownDraft
  const context = requiredActionContext(known, setting.alias)
  if (input['cancel-aia'] !== undefined && context.isInitiatedByClient) {
    cancelAction(known)
    return advanceLogin(draft)
  }
  const stopped = await takeActionStep(known, { setting, action }, await action.process(context, input))
  return stopped ?? advanceLogin(draft)
}

async function answerConsent(draft: LoginDraft, input: FormInput): Promise<Reply> {
  if (!draft.user?.enabled) return page(errorPage(text('accountDisabledMessage'), draft.client.client), 400)
  if (input['cancel'] !== undefined) {
    await recordFailure(draft, { error: 'rejected_by_user' })
    return failLogin(draft, 'access_denied')
  }
  if (input['accept'] === undefined) return (await askConsent(draft)) ?? advanceLogin(draft)
  draft.consented = await findScopesToConsent(draft)
  return advanceLogin(draft)
}
