import {
  addFlowExecution,
  addSubFlow,
  createExecution,
  deleteExecution as deleteExecutionDeclaration,
  getExecution,
  listFlowExecutions,
  lowerExecutionPriority,
  raiseExecutionPriority,
  updateFlowExecution,
} from '@ztrust/contract/admin/authentication-executions'
import { BadRequest, NotFound } from '../../../kernel/error.ts'
import { findFlow, findFlowByAlias, removeExecution } from '../../../model/flow/flow.store.ts'
import type { Execution, Flow } from '../../../model/flow/flow.ts'
import { moveExecution } from '../../../model/flow/move-execution.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import type { Tx } from '../../../storage/db.ts'
import { transact } from '../../../storage/transact.ts'
import { type AdminContext, addressOf } from '../admin-context.ts'
import { type Change, recordChange } from '../record-change.ts'
import { addExecution } from './add-execution.ts'
import { addSubFlowTo } from './add-sub-flow.ts'
import { changeExecution } from './change-execution.ts'
import { refuseBuiltIn, requireExecution, requireFlow, requireFlowNamed } from './require-in-realm.ts'
import { toExecutionInfos, toExecutionRepresentation } from './to-representation.ts'

const pathOf = (...parts: string[]) => ['authentication', ...parts]

export const executionsEndpoints = [
  implement(listFlowExecutions, async ({ params }, { server, realm }) => {
    const flow = realm.flowByAlias(params.alias)
    if (!flow) throw new NotFound('flow', 'Flow not found')
    return json(toExecutionInfos(flow, realm, server.registry))
  }),

  implement(updateFlowExecution, async ({ params, body }, context) => {
    const { server, realm } = context
    await transact(server.storage, async (tx) => {
      const flow = await requireFlowNamed(tx, realm.realm.id, params.alias, 'flow not found')
      const execution = await requireExecution(tx, realm.realm.id, body.id ?? '')
      await changeExecution(tx, { realm: realm.realm, registry: server.registry }, execution, body)
      const path = pathOf('flows', flow.alias, 'executions')
      await recordChange(tx, context, {
        operation: 'UPDATE',
        resourceType: 'AUTH_EXECUTION',
        path,
        representation: body,
      })
    })
    return empty()
  }),

  implement(addFlowExecution, async ({ params, body }, context) => {
    const { server, realm } = context
    const execution = await transact(server.storage, async (tx) => {
      const flow = await findFlowByAlias(tx, realm.realm.id, params.alias)
      if (!flow) throw new BadRequest("Parent flow doesn't exist")
      refuseBuiltIn(flow, 'add execution to')
      const made = await addExecution(tx, server.registry, flow, body)
      const representation = { ...body, id: made.id }
      await recordChange(tx, context, {
        operation: 'CREATE',
        resourceType: 'AUTH_EXECUTION',
        path: pathOf('flows', flow.alias, 'executions', 'execution'),
        representation,
      })
      return made
    })
    return created(addressOf(context, ...pathOf('executions', execution.id)))
  }),

  implement(addSubFlow, async ({ params, body }, context) => {
    const { server, realm } = context
    const subFlow = await transact(server.storage, async (tx) => {
      const parent = await findFlowByAlias(tx, realm.realm.id, params.alias)
      if (!parent) throw new BadRequest("Parent flow doesn't exist")
      refuseBuiltIn(parent, 'add sub-flow to')
      const made = await addSubFlowTo(tx, server.registry, parent, body)
      const representation = { ...body, id: made.execution.id }
      await recordChange(tx, context, {
        operation: 'CREATE',
        resourceType: 'AUTH_EXECUTION_FLOW',
        path: pathOf('flows', parent.alias, 'executions', 'flow'),
        representation,
      })
      return made.subFlow
    })
    return created(addressOf(context, ...pathOf('flows', subFlow.id)))
  }),

  implement(createExecution, async ({ body }, context) => {
    const { server, realm } = context
    const execution = await transact(server.storage, async (tx) => {
      const flow = await findFlow(tx, realm.realm.id, body.parentFlow ?? '')
      if (!flow) throw new BadRequest('execution parent flow does not exist')
      refuseBuiltIn(flow, 'add execution to')
      const made = await addExecution(tx, server.registry, flow, { ...body, provider: body.authenticator })
      const path = pathOf('executions', made.id)
      await recordChange(tx, context, {
        operation: 'CREATE',
        resourceType: 'AUTH_EXECUTION',
        path,
        representation: body,
      })
      return made
    })
    return created(addressOf(context, ...pathOf('executions', execution.id)))
  }),

  implement(getExecution, async ({ params }, { server, realm }) =>
    json(toExecutionRepresentation(await requireExecution(server.storage, realm.realm.id, params.id))),
  ),

  implement(deleteExecutionDeclaration, async ({ params }, context) => {
    await changeOwn(context, params.id, 'remove execution from', { operation: 'DELETE' }, removeExecution)
    return empty()
  }),

  implement(raiseExecutionPriority, async ({ params }, context) => {
    const change = { operation: 'UPDATE', below: 'raise-priority' } as const
    await changeOwn(context, params.id, 'modify execution in', change, (tx, one) => moveExecution(tx, one, 'up'))
    return empty()
  }),

  implement(lowerExecutionPriority, async ({ params }, context) => {
    const change = { operation: 'UPDATE', below: 'lower-priority' } as const
    await changeOwn(context, params.id, 'modify execution in', change, (tx, one) => moveExecution(tx, one, 'down'))
    return empty()
  }),
]

/** Does something to an execution of a flow that is not built in. */
async function changeOwn(
  context: AdminContext,
  id: string,
  what: string,
  { operation, below }: { readonly operation: Change['operation']; readonly below?: string },
  work: (tx: Tx, execution: Execution, flow: Flow) => Promise<unknown>,
): Promise<void> {
  const realmId = context.realm.realm.id
  await transact(context.server.storage, async (tx) => {
    const execution = await requireExecution(tx, realmId, id)
    const flow = await requireFlow(tx, realmId, execution.flowId, 'Flow not found')
    refuseBuiltIn(flow, what)
    await work(tx, execution, flow)
    const path = pathOf('executions', execution.id, ...(below === undefined ? [] : [below]))
    await recordChange(tx, context, { operation, resourceType: 'AUTH_EXECUTION', path })
  })
}
