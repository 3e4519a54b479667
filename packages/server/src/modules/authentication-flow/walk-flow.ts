import type { ExecutionStatus } from '../../model/authentication-session/authentication-session.ts'
import type { Execution } from '../../model/flow/flow.ts'

/** What the walk knows of the world: the flow's rows, what has happened so far, and how to run one authenticator. */
export interface FlowWorld {
  executions(flowId: string): readonly Execution[]
  kindOf(execution: Execution): 'authenticator' | 'condition' | 'missing'
  /** Status by execution id. The walk writes it. */
  readonly statuses: Map<string, ExecutionStatus>
  /** Executions that the user chose by "Try another way", the latest first. */
  readonly preferred: readonly string[]
  matches(condition: Execution): Promise<boolean>
  run(execution: Execution): Promise<RunOutcome>
  /** The sub-flow has succeeded, just now. */
  noteSuccess(flowId: string): void
}

/**
 * - `success`: proven.
 * - `setup`: the user will set it up by a required action; counts as success.
 * - `attempted`: not applicable; somebody else may.
 * - `unavailable`: cannot run for this user, or there is no user yet.
 * - `failed`: refused, without a page.
 * - `stopped`: there is an answer for the browser; the walk goes on with the next post.
 */
export type RunOutcome = 'success' | 'setup' | 'attempted' | 'unavailable' | 'failed' | 'stopped'

export type WalkOutcome =
  | { readonly kind: 'success' }
  | { readonly kind: 'stopped'; readonly execution: Execution }
  | { readonly kind: 'failed'; readonly reason: WalkFailure; readonly execution?: Execution }
  /** Nothing in the flow could run: neither success nor refusal. */
  | { readonly kind: 'empty' }

type WalkFailure = 'attempted' | 'unavailable' | 'failed' | 'missing' | 'empty' | 'too_deep'

const success: WalkOutcome = { kind: 'success' }
const maximumDepth = 20

/** A sub-flow, unless an authenticator stands for it (the page of a form flow). */
export function isSubFlow(execution: Execution): execution is Execution & { readonly subFlowId: string } {
  return execution.subFlowId !== undefined && execution.authenticator === undefined
}

/**
 * Walks a flow as Keycloak does: all REQUIRED and matching CONDITIONAL executions in order, or else the first
 * ALTERNATIVE that succeeds; alternatives beside required ones are ignored. Always from the top: what is done is known
 * by its status. Fails closed: a required execution that nobody implements ends the walk.
 */
export function walkFlow(world: FlowWorld, flowId: string, depth = 0): Promise<WalkOutcome> {
  if (depth > maximumDepth) return Promise.resolve({ kind: 'failed', reason: 'too_deep' })
  const { required, alternatives } = sortExecutions(world, flowId)
  return required.length > 0
    ? walkRequired(world, required, depth)
    : walkAlternatives(world, orderByPreference(world, alternatives), depth)
}

/** The executions that count, conditions left out. Alternatives count only where nothing is required. */
export function sortExecutions(world: FlowWorld, flowId: string) {
  const enabled = world
    .executions(flowId)
    .filter((execution) => execution.requirement !== 'DISABLED' && world.kindOf(execution) !== 'condition')
  const required = enabled.filter((execution) => execution.requirement !== 'ALTERNATIVE')
  const alternatives = required.length > 0 ? [] : enabled
  return { required, alternatives }
}

/** Is this execution to be treated as if it were not there: a conditional sub-flow whose conditions do not hold? */
export async function isSkipped(world: FlowWorld, execution: Execution): Promise<boolean> {
  if (execution.requirement !== 'CONDITIONAL') return false
  if (!isSubFlow(execution)) return world.kindOf(execution) === 'missing'
  const enabled = world.executions(execution.subFlowId).filter((child) => child.requirement !== 'DISABLED')
  const conditions = enabled.filter((child) => world.kindOf(child) === 'condition')
  if (conditions.length === 0) {
    // No condition, no sub-flow. But what is required and unknown may be a condition: then the walk must fail on it.
    return !enabled.some((child) => child.requirement === 'REQUIRED' && isMissing(world, child))
  }
  for (const condition of conditions) {
    if (!(await world.matches(condition))) return true
  }
  return false
}

function isMissing(world: FlowWorld, execution: Execution): boolean {
  return !isSubFlow(execution) && world.kindOf(execution) === 'missing'
}

export function isDone(world: FlowWorld, execution: Execution): boolean {
  const status = world.statuses.get(execution.id)
  return status === 'SUCCESS' || status === 'SETUP_REQUIRED'
}

async function walkRequired(world: FlowWorld, required: readonly Execution[], depth: number): Promise<WalkOutcome> {
  let done = 0
  for (const execution of required) {
    if (!isDone(world, execution)) {
      if (await isSkipped(world, execution)) continue
      const outcome = await walkExecution(world, execution, depth)
      if (outcome.kind === 'empty') {
        if (execution.requirement === 'CONDITIONAL') continue
        return { kind: 'failed', reason: 'empty', execution }
      }
      if (outcome.kind !== 'success') return outcome
    }
    done += 1
  }
  return done > 0 ? success : { kind: 'empty' }
}

async function walkAlternatives(
  world: FlowWorld,
  alternatives: readonly Execution[],
  depth: number,
): Promise<WalkOutcome> {
  if (alternatives.some((execution) => isDone(world, execution))) return success
  let failure: WalkOutcome = { kind: 'empty' }
  for (const execution of alternatives) {
    if (isMissing(world, execution)) continue
    const outcome = await walkExecution(world, execution, depth)
    if (outcome.kind === 'success' || outcome.kind === 'stopped') return outcome
    // So that a sub-flow whose conditions come true later is not entered once another alternative has begun.
    world.statuses.set(execution.id, 'ATTEMPTED')
    if (outcome.kind === 'failed') failure = outcome
  }
  return failure
}

async function walkExecution(world: FlowWorld, execution: Execution, depth: number): Promise<WalkOutcome> {
  const status = world.statuses.get(execution.id)
  if (status === 'ATTEMPTED' || status === 'SKIPPED' || status === 'FAILED') {
    return { kind: 'failed', reason: status === 'FAILED' ? 'failed' : 'attempted', execution }
  }
  if (isSubFlow(execution)) {
    const outcome = await walkFlow(world, execution.subFlowId, depth + 1)
    if (outcome.kind === 'success') {
      world.statuses.set(execution.id, 'SUCCESS')
      world.noteSuccess(execution.subFlowId)
    }
    if (outcome.kind === 'stopped') world.statuses.set(execution.id, 'CHALLENGED')
    return outcome
  }
  if (world.kindOf(execution) === 'missing') return { kind: 'failed', reason: 'missing', execution }
  return toOutcome(world, execution, await world.run(execution))
}

const statusOf = {
  success: 'SUCCESS',
  setup: 'SETUP_REQUIRED',
  attempted: 'ATTEMPTED',
  unavailable: 'ATTEMPTED',
  failed: 'FAILED',
  stopped: 'CHALLENGED',
} as const satisfies Record<RunOutcome, ExecutionStatus>

function toOutcome(world: FlowWorld, execution: Execution, outcome: RunOutcome): WalkOutcome {
  world.statuses.set(execution.id, statusOf[outcome])
  if (outcome === 'success' || outcome === 'setup') return success
  if (outcome === 'stopped') return { kind: 'stopped', execution }
  return { kind: 'failed', reason: outcome, execution }
}

function orderByPreference(world: FlowWorld, alternatives: readonly Execution[]): readonly Execution[] {
  if (world.preferred.length === 0) return alternatives
  const rank = (execution: Execution) => {
    const place = world.preferred.findIndex((id) => contains(world, execution, id))
    return place === -1 ? world.preferred.length : place
  }
  return [...alternatives].sort((a, b) => rank(a) - rank(b))
}

function contains(world: FlowWorld, execution: Execution, id: string, depth = 0): boolean {
  if (execution.id === id) return true
  if (!isSubFlow(execution) || depth > maximumDepth) return false
  return world.executions(execution.subFlowId).some((child) => contains(world, child, id, depth + 1))
}
