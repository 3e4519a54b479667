import { BadRequest } from '../../../kernel/error.ts'
import { insertExecutions, listExecutions } from '../../../model/flow/flow.store.ts'
import type { Execution, Flow, Requirement } from '../../../model/flow/flow.ts'
import type { Registry } from '../../../spi/registry.ts'
import type { Tx } from '../../../storage/db.ts'
import { findProviderFor, firstRequirement } from './flow-providers.ts'

export interface NewExecution {
  readonly provider?: string | undefined
  /** After all others unless told. */
  readonly priority?: number | undefined
  /** What the provider starts with unless told. */
  readonly requirement?: Requirement | undefined
}

/** Puts a provider into a flow. Throws BadRequest for one that does not exist or that this kind of flow cannot have. */
export async function addExecution(tx: Tx, registry: Registry, flow: Flow, input: NewExecution): Promise<Execution> {
  const provider = input.provider === undefined ? undefined : findProviderFor(registry, flow, input.provider)
  if (!provider) throw new BadRequest(`No authentication provider found for id: ${input.provider ?? null}`)
  const execution: Execution = {
    id: tx.ids.ordered(),
    realmId: flow.realmId,
    flowId: flow.id,
    authenticator: provider.id,
    requirement: input.requirement ?? firstRequirement(provider),
    priority: input.priority ?? (await findNextPriority(tx, flow)),
  }
  await insertExecutions(tx, [execution])
  return execution
}

export async function findNextPriority(tx: Tx, flow: Flow): Promise<number> {
  const last = (await listExecutions(tx, flow.realmId, flow.id)).at(-1)
  return last ? last.priority + 1 : 0
}
