import type { Tx } from '../../storage/db.ts'
import { listExecutions, updateExecution } from './flow.store.ts'
import type { Execution } from './flow.ts'

/** Lets an execution change places with the one before it (`up`) or after it; at the end nothing changes. */
export async function moveExecution(tx: Tx, execution: Execution, direction: 'up' | 'down'): Promise<void> {
  const siblings = await listExecutions(tx, execution.realmId, execution.flowId)
  for (const moved of swapPlaces(siblings, execution.id, direction)) await updateExecution(tx, moved)
}

interface Placed {
  readonly id: string
  readonly priority: number
}

/** Those whose priority changes. Where two share one priority, all are numbered anew: changing places must show. */
export function swapPlaces<Item extends Placed>(items: readonly Item[], id: string, direction: 'up' | 'down'): Item[] {
  const place = items.findIndex((item) => item.id === id)
  const item = items[place]
  const other = items[direction === 'up' ? place - 1 : place + 1]
  if (!item || !other) return []
  if (item.priority !== other.priority) {
    return [
      { ...item, priority: other.priority },
      { ...other, priority: item.priority },
    ]
  }
  const reordered = items.map((one) => (one === item ? other : one === other ? item : one))
  return reordered.map((one, priority) => ({ ...one, priority })).filter((one) => isMoved(one, items))
}

function isMoved(item: Placed, before: readonly Placed[]): boolean {
  return before.find((one) => one.id === item.id)?.priority !== item.priority
}
