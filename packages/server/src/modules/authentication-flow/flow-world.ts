import type { Execution } from '../../model/flow/flow.ts'
import type { User } from '../../model/user/user.ts'
import { completedNote, referenceKeys } from '../../model/user-session/authentication-methods.ts'
import { addTime } from '../../model/user-session/timed-notes.ts'
import type { Authenticator, FlowContext, Step } from '../../spi/authenticator.ts'
import { flowContext } from './flow-context.ts'
import { applyEffects, changeState, type LoginDraft, setAuthNotes } from './login-draft.ts'
import { noteContinuedSession } from './open-draft.ts'
import type { FlowWorld, RunOutcome } from './walk-flow.ts'

const preferredNote = 'preferred-executions'
/** Kinds of credential the user has proven so far, for conditions; separated by spaces. */
export const usedCredentialsNote = 'used-credentials'

/** A walk over the rows of a realm, with what its steps want the browser to get. */
export interface DraftWorld extends FlowWorld {
  /** The step that stopped the walk, or refused last. */
  stoppedBy: { readonly execution: Execution; readonly step: Step } | undefined
}

/** The world of a draft: the realm's rows, the registered authenticators, and the statuses of the session. */
export function createFlowWorld(draft: LoginDraft): DraftWorld {
  const { realm, server } = draft
  const find = (execution: Execution): Authenticator | undefined =>
    execution.authenticator === undefined ? undefined : server.registry.authenticators.get(execution.authenticator)
  const world: DraftWorld = {
    stoppedBy: undefined,
    executions: (flowId) => realm.executions(flowId),
    kindOf: (execution) => {
      // Sub-flows are asked for their requirement only.
      if (execution.authenticator === undefined) return execution.subFlowId === undefined ? 'missing' : 'authenticator'
      const authenticator = find(execution)
      return authenticator ? (authenticator.condition ? 'condition' : 'authenticator') : 'missing'
    },
    statuses: new Map(Object.entries(draft.session.state.executions)),
    preferred: readPreferred(draft),
    matches: async (execution) => {
      const condition = find(execution)?.condition
      // Conditions may ask what was done, in this very walk too.
      changeState(draft, { executions: Object.fromEntries(world.statuses) })
      return condition ? condition(flowContext(draft, execution)) : false
    },
    run: async (execution) => {
      const authenticator = find(execution)
      if (!authenticator) return 'unavailable'
      const context = flowContext(draft, execution)
      const setup = await checkUser(draft, authenticator, execution, context)
      if (setup) return setup
      return takeStep(draft, world, execution, await authenticator.authenticate(context))
    },
    noteSuccess: (flowId) => {
      for (const condition of realm.executions(flowId)) {
        if (condition.requirement === 'DISABLED') continue
        const effects = find(condition)?.noteSuccess?.(flowContext(draft, condition))
        if (effects) applyEffects(draft, effects)
      }
    },
  }
  return world
}

/** Puts a choice of "Try another way" in front of all earlier ones. */
export function preferExecution(draft: LoginDraft, id: string): void {
  const others = readPreferred(draft).filter((one) => one !== id)
  setAuthNotes(draft, { [preferredNote]: [id, ...others].slice(0, 10).join(' ') })
}

function readPreferred(draft: LoginDraft): readonly string[] {
  return (draft.session.state.authNotes[preferredNote] ?? '').split(' ').filter((id) => id !== '')
}

/** Is there a user for an authenticator that needs one, and has that user what it takes? */
async function checkUser(
  draft: LoginDraft,
  authenticator: Authenticator,
  execution: Execution,
  context: FlowContext,
): Promise<RunOutcome | undefined> {
  if (!authenticator.requiresUser) return undefined
  if (!draft.user) return 'unavailable'
  if (await authenticator.isConfiguredFor(draft.user, context)) return undefined
  const alias = execution.requirement === 'REQUIRED' ? findSetupAction(draft, authenticator) : undefined
  if (alias === undefined) return 'unavailable'
  changeState(draft, { requiredActions: [...new Set([...draft.session.state.requiredActions, alias])] })
  return 'setup'
}

/** The enabled required action by which users set this authenticator up. */
function findSetupAction(draft: LoginDraft, { setupAction }: Authenticator): string | undefined {
  const setting = draft.realm.requiredActions.find((one) => one.providerId === setupAction)
  return setting?.enabled && draft.server.registry.requiredActions.has(setting.providerId) ? setting.alias : undefined
}

/** Applies what a step changes and tells the walk how it went. */
export function takeStep(draft: LoginDraft, world: DraftWorld, execution: Execution, step: Step): RunOutcome {
  applyEffects(draft, step)
  switch (step.kind) {
    case 'success': {
      // An authenticator that finds somebody else than the one proven so far must not replace them.
      if (draft.user && step.user && draft.user.id !== step.user.id) return 'failed'
      if (step.user) knowUser(draft, step.user)
      if (step.attachedSession) draft.attachedSession = step.attachedSession
      noteCredential(draft, execution)
      noteMethod(draft, execution)
      return 'success'
    }
    case 'attempted':
      if (step.user) {
        knowUser(draft, step.user)
        noteContinuedSession(draft)
      }
      return 'attempted'
    case 'failure':
      world.stoppedBy = { execution, step }
      return step.form ? 'stopped' : 'failed'
    case 'challenge':
    case 'redirect':
    case 'start-over':
      world.stoppedBy = { execution, step }
      return 'stopped'
  }
}

function knowUser(draft: LoginDraft, user: User): void {
  draft.user = user
  draft.session = { ...draft.session, userId: user.id }
}

/** Remembers for the `amr` claim that this execution was completed, where it has a name there. */
function noteMethod(draft: LoginDraft, execution: Execution): void {
  const { realm, browser, server, session } = draft
  const config = execution.configId === undefined ? undefined : realm.authenticatorConfig(execution.configId)
  if (!config?.config[referenceKeys.value]) return
  const isOwn = browser !== undefined && browser.userSession.userId === draft.user?.id
  const earlier = isOwn ? browser.userSession.notes[completedNote] : undefined
  const note = session.state.userSessionNotes[completedNote] ?? earlier
  const seconds = Math.floor(server.clock.now() / 1000)
  applyEffects(draft, { userSessionNotes: { [completedNote]: addTime(note, config.id, seconds) } })
}

function noteCredential(draft: LoginDraft, execution: Execution): void {
  const category = draft.server.registry.authenticators.get(execution.authenticator ?? '')?.referenceCategory
  if (category === undefined) return
  const used = new Set((draft.session.state.authNotes[usedCredentialsNote] ?? '').split(' ').filter(Boolean))
  setAuthNotes(draft, { [usedCredentialsNote]: [...used.add(category)].join(' ') })
}
