import { BadRequest, Conflict } from '../../../kernel/error.ts'
import { findFlowByAlias, insertExecutions, insertFlows } from '../../../model/flow/flow.store.ts'
import type { Execution, Flow } from '../../../model/flow/flow.ts'
import type { Registry } from '../../../spi/registry.ts'
import type { Tx } from '../../../storage/db.ts'
import { findNextPriority } from './add-execution.ts'
import { requireName } from './require-alias.ts'

export interface NewSubFlow {
  readonly alias?: string | undefined
  readonly type?: Flow['providerId'] | undefined
  readonly description?: string | undefined
  /** Shows the page; of forms only. */
  readonly provider?: string | undefined
  readonly priority?: number | undefined
}

/** Makes a flow that stands in another one, switched off until an administrator says otherwise. */
export async function addSubFlowTo(
  tx: Tx,
  registry: Registry,
  parent: Flow,
  input: NewSubFlow,
): Promise<{ readonly subFlow: Flow; readonly execution: Execution }> {
  const alias = requireName(input.alias, 'Failed to create flow with empty alias name')
  const { realmId } = parent
  if (await findFlowByAlias(tx, realmId, alias))
    throw new Conflict('flow', 'alias', 'New flow alias name already exists')
  const providerId = input.type ?? 'basic-flow'
  const page = providerId === 'form-flow' && input.provider ? input.provider : undefined
  if (page !== undefined && !registry.authenticators.get(page)?.showsForm) {
    throw new BadRequest(`No authentication provider found for id: ${page}`)
  }
  const description = input.description ?? ''
  const subFlow: Flow = {
    id: tx.ids.ordered(),
    realmId,
    alias,
    description,
    providerId,
    topLevel: false,
    builtIn: false,
  }
  const execution: Execution = {
    id: tx.ids.ordered(),
    realmId,
    flowId: parent.id,
    subFlowId: subFlow.id,
    ...(page === undefined ? {} : { authenticator: page }),
    requirement: 'DISABLED',
    priority: input.priority ?? (await findNextPriority(tx, parent)),
  }
  await insertFlows(tx, [subFlow])
  await insertExecutions(tx, [execution])
  return { subFlow, execution }
}
