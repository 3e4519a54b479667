import { InvalidInput } from '../../../kernel/error.ts'
import { findFlow, updateExecution, updateFlow } from '../../../model/flow/flow.store.ts'
import type { Execution, Flow, Requirement } from '../../../model/flow/flow.ts'
import { renameBoundFlow } from '../../../model/flow/rename-flow.ts'
import type { Realm } from '../../../model/realm/realm.ts'
import type { Registry } from '../../../spi/registry.ts'
import type { Tx } from '../../../storage/db.ts'
import { requirementsOfFlow, showProvider } from './flow-providers.ts'
import { requireName } from './require-alias.ts'

export interface ExecutionChange {
  readonly requirement?: Requirement | undefined
  readonly priority?: number | undefined
  /** Of sub-flows: their alias. */
  readonly displayName?: string | undefined
  readonly description?: string | undefined
}

/** Changes an execution and, where it stands for a sub-flow, what that is called; absent fields stay. */
export async function changeExecution(
  tx: Tx,
  { realm, registry }: { readonly realm: Realm; readonly registry: Registry },
  execution: Execution,
  change: ExecutionChange,
): Promise<void> {
  const subFlow =
    execution.subFlowId === undefined ? undefined : await findFlow(tx, execution.realmId, execution.subFlowId)
  const { requirement = execution.requirement, priority = execution.priority } = change
  if (requirement !== execution.requirement) requireChoice(registry, execution, subFlow, requirement)
  await updateExecution(tx, { ...execution, requirement, priority })
  if (subFlow) await renameSubFlow(tx, realm, subFlow, change)
}

/** What cannot be chosen would be read in a way that nobody meant: a condition that is an alternative. */
function requireChoice(
  registry: Registry,
  { authenticator = '' }: Execution,
  subFlow: Flow | undefined,
  requirement: Requirement,
): void {
  const choices = subFlow ? requirementsOfFlow(subFlow) : showProvider(registry, authenticator).requirements
  if (!choices.includes(requirement)) throw new InvalidInput('requirement', 'error-invalid-value', [requirement])
}

async function renameSubFlow(
  tx: Tx,
  realm: Realm,
  subFlow: Flow,
  { displayName = subFlow.alias, description = subFlow.description ?? '' }: ExecutionChange,
): Promise<void> {
  if (displayName === subFlow.alias && description === (subFlow.description ?? '')) return
  const alias =
    displayName === subFlow.alias
      ? displayName
      : requireName(displayName, 'Failed to update flow with empty alias name')
  await updateFlow(tx, { ...subFlow, alias, description })
  if (alias !== subFlow.alias) await renameBoundFlow(tx, realm, subFlow.alias, alias)
}
