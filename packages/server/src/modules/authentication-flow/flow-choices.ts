import type { Execution } from '../../model/flow/flow.ts'
import { type FlowWorld, isDone, isSkipped, isSubFlow, sortExecutions } from './walk-flow.ts'

/**
 * What the user may do instead of `currentId`, itself included: the authenticators of the highest flow in which nothing
 * is lost by starting again. `isOffered` tells which of them this user can use.
 */
export async function listChoices(
  world: FlowWorld,
  flowId: string,
  currentId: string,
  isOffered: (execution: Execution) => Promise<boolean>,
): Promise<readonly Execution[]> {
  const path = findPath(world, flowId, currentId)
  const scope = path && findScope(world, path)
  if (scope === undefined) return []
  const found: Execution[] = []
  for (const execution of await collect(world, scope)) {
    if (await isOffered(execution)) found.push(execution)
  }
  return found
}

/** Makes the walk take `chosenId` first: forgets that it, or what it is in, was passed over. */
export function choose(world: FlowWorld, flowId: string, chosenId: string): void {
  for (const { execution } of findPath(world, flowId, chosenId) ?? []) world.statuses.delete(execution.id)
}

interface PathStep {
  readonly flowId: string
  readonly execution: Execution
}

/** From the top flow down to the execution. */
function findPath(world: FlowWorld, flowId: string, id: string, depth = 0): readonly PathStep[] | undefined {
  if (depth > 20) return undefined
  for (const execution of world.executions(flowId)) {
    if (execution.requirement === 'DISABLED') continue
    if (execution.id === id) return [{ flowId, execution }]
    const below = isSubFlow(execution) ? findPath(world, execution.subFlowId, id, depth + 1) : undefined
    if (below) return [{ flowId, execution }, ...below]
  }
  return undefined
}

function findScope(world: FlowWorld, path: readonly PathStep[]): string | undefined {
  let scope: string | undefined
  for (const { flowId, execution } of [...path].reverse()) {
    const { required } = sortExecutions(world, flowId)
    const place = required.indexOf(execution)
    if (place === -1) scope = flowId
    // Something was proven in this flow before: another branch higher up would throw it away.
    else if (required.slice(0, place).some((earlier) => isDone(world, earlier))) break
  }
  return scope
}

/** The authenticators that could run next in a flow. */
async function collect(world: FlowWorld, flowId: string, depth = 0): Promise<readonly Execution[]> {
  if (depth > 20) return []
  const below = async (execution: Execution) =>
    isSubFlow(execution) ? await collect(world, execution.subFlowId, depth + 1) : [execution]
  const { required, alternatives } = sortExecutions(world, flowId)
  for (const execution of required) {
    if (isDone(world, execution) || (await isSkipped(world, execution))) continue
    return await below(execution)
  }
  const found: Execution[] = []
  for (const execution of alternatives) found.push(...(await below(execution)))
  return found
}
