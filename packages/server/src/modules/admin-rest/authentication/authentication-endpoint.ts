import {
  getFlow,
  getRequiredAction,
  listFlowExecutions,
  listFlows as listFlowsDeclaration,
  listRequiredActions as listRequiredActionsDeclaration,
  updateRequiredAction as updateRequiredActionDeclaration,
} from '@ztrust/contract/admin/authentication'
import { NotFound } from '../../../kernel/error.ts'
import { withoutUndefined } from '../../../kernel/without-undefined.ts'
import { listFlows, updateRequiredAction } from '../../../model/flow/flow.store.ts'
import type { RequiredActionSetting } from '../../../model/flow/flow.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { recordChange } from '../record-change.ts'
import { toExecutionInfos, toFlowRepresentation, toRequiredActionRepresentation } from './to-representation.ts'

export const authenticationEndpoints = [
  implement(listFlowsDeclaration, async (_, { server, realm }) => {
    const flows = await listFlows(server.storage, realm.realm.id)
    return json(flows.filter((flow) => flow.topLevel).map((flow) => toFlowRepresentation(flow, realm)))
  }),

  implement(getFlow, async ({ params }, { realm }) => {
    const flow = realm.flow(params.id)
    if (!flow) throw new NotFound('flow', 'Could not find flow with id')
    return json(toFlowRepresentation(flow, realm))
  }),

  implement(listFlowExecutions, async ({ params }, { server, realm }) => {
    const flow = realm.flowByAlias(params.alias)
    if (!flow) throw new NotFound('flow', 'Flow not found')
    return json(toExecutionInfos(flow, realm, server.registry))
  }),

  implement(listRequiredActionsDeclaration, async (_, { realm }) =>
    json(realm.requiredActions.map(toRequiredActionRepresentation)),
  ),

  implement(getRequiredAction, async ({ params }, { realm }) =>
    json(toRequiredActionRepresentation(requireAction(realm, params.alias))),
  ),

  implement(updateRequiredActionDeclaration, async ({ params, body }, context) => {
    const action = requireAction(context.realm, params.alias)
    const { name, enabled, defaultAction, priority, config } = body
    const texts =
      config && Object.entries(config).flatMap(([key, text]) => (text === null ? [] : [[key, text] as const]))
    await transact(context.server.storage, async (tx) => {
      await updateRequiredAction(tx, {
        ...action,
        ...withoutUndefined({ name, enabled, defaultAction, priority }),
        ...(texts ? { config: Object.fromEntries(texts) } : {}),
      })
      await recordChange(tx, context, {
        operation: 'UPDATE',
        resourceType: 'REQUIRED_ACTION',
        path: ['authentication', 'required-actions', action.alias],
        representation: body,
      })
    })
    return empty()
  }),
]

function requireAction(realm: RealmSnapshot, alias: string): RequiredActionSetting {
  const action = realm.requiredActions.find((candidate) => candidate.alias === alias)
  if (!action) throw new NotFound('required action', 'Failed to find required action')
  return action
}
