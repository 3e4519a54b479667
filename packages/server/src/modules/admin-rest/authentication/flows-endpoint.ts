import {
  copyFlow as copyFlowDeclaration,
  createFlow,
  deleteFlow as deleteFlowDeclaration,
  getFlow,
  listFlows as listFlowsDeclaration,
  updateFlow as updateFlowDeclaration,
} from '@ztrust/contract/admin/authentication'
import { BadRequest, Conflict, NotFound } from '../../../kernel/error.ts'
import { copyFlow } from '../../../model/flow/copy-flow.ts'
import { deleteFlow, findFlowByAlias, insertFlows, listFlows, updateFlow } from '../../../model/flow/flow.store.ts'
import type { Flow } from '../../../model/flow/flow.ts'
import { isFlowUsed } from '../../../model/flow/flow-binding.ts'
import { renameBoundFlow } from '../../../model/flow/rename-flow.ts'
import { findRealmById } from '../../../model/realm/realm.store.ts'
import type { Realm } from '../../../model/realm/realm.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import type { Tx } from '../../../storage/db.ts'
import { transact } from '../../../storage/transact.ts'
import { addressOf } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { requireAlias, requireName } from './require-alias.ts'
import { requireFlow, requireFlowNamed } from './require-in-realm.ts'
import { toFlowRepresentation } from './to-representation.ts'

const unknown = 'Could not find flow with id'
const flowPath = (...parts: string[]) => ['authentication', 'flows', ...parts]

export const flowsEndpoints = [
  implement(listFlowsDeclaration, async (_, { server, realm }) => {
    const flows = await listFlows(server.storage, realm.realm.id)
    return json(flows.filter((flow) => flow.topLevel).map((flow) => toFlowRepresentation(flow, realm)))
  }),

  implement(getFlow, async ({ params }, { realm }) => {
    const flow = realm.flow(params.id)
    if (!flow) throw new NotFound('flow', unknown)
    return json(toFlowRepresentation(flow, realm))
  }),

  implement(createFlow, async ({ body }, context) => {
    const { server, realm } = context
    const alias = requireAlias(body.alias, 'Failed to create flow with empty alias name')
    const flow: Flow = {
      id: body.id ?? server.ids.ordered(),
      realmId: realm.realm.id,
      alias,
      description: body.description ?? '',
      providerId: body.providerId ?? 'basic-flow',
      topLevel: body.topLevel ?? false,
      builtIn: body.builtIn ?? false,
    }
    await transact(server.storage, async (tx) => {
      await refuseTaken(tx, flow.realmId, alias, `Flow ${alias} already exists`)
      await insertFlows(tx, [flow])
      const representation = { ...body, id: flow.id }
      await recordChange(tx, context, {
        operation: 'CREATE',
        resourceType: 'AUTH_FLOW',
        path: flowPath(flow.id),
        representation,
      })
    })
    return created(addressOf(context, ...flowPath(flow.id)))
  }),

  implement(updateFlowDeclaration, async ({ params, body }, context) => {
    await transact(context.server.storage, async (tx) => {
      const realm = await requireRealm(tx, context.realm.realm)
      const flow = await requireFlow(tx, realm.id, params.id, unknown)
      const alias = requireName(body.alias, 'Failed to update flow with empty alias name')
      await updateFlow(tx, {
        ...flow,
        alias,
        ...(body.description === undefined ? {} : { description: body.description }),
        providerId: body.providerId ?? flow.providerId,
        topLevel: body.topLevel ?? flow.topLevel,
        builtIn: body.builtIn ?? flow.builtIn,
      })
      if (alias !== flow.alias) await renameBoundFlow(tx, realm, flow.alias, alias)
      await recordChange(tx, context, {
        operation: 'UPDATE',
        resourceType: 'AUTH_FLOW',
        path: flowPath(flow.id),
        representation: body,
      })
    })
    return empty()
  }),

  implement(deleteFlowDeclaration, async ({ params }, context) => {
    await transact(context.server.storage, async (tx) => {
      const realm = await requireRealm(tx, context.realm.realm)
      const flow = await requireFlow(tx, realm.id, params.id, 'Flow not found')
      if (flow.builtIn) throw new BadRequest("Can't delete built in flow")
      if (await isFlowUsed(tx, realm, flow)) {
        throw new BadRequest('Cannot remove authentication flow, it is currently in use')
      }
      await deleteFlow(tx, realm.id, flow.id)
      await recordChange(tx, context, { operation: 'DELETE', resourceType: 'AUTH_FLOW', path: flowPath(flow.id) })
    })
    return empty()
  }),

  implement(copyFlowDeclaration, async ({ params, body }, context) => {
    const realmId = context.realm.realm.id
    const copy = await transact(context.server.storage, async (tx) => {
      const flow = await requireFlowNamed(tx, realmId, params.alias, 'Flow not found')
      const alias = requireAlias(body.newName, 'Failed to create flow with empty alias name')
      await refuseTaken(tx, realmId, alias, 'New flow alias name already exists')
      const made = await copyFlow(tx, flow, alias)
      const representation = { ...body, id: made.id }
      const path = flowPath(flow.alias, 'copy')
      await recordChange(tx, context, { operation: 'CREATE', resourceType: 'AUTH_FLOW', path, representation })
      return made
    })
    // As in Keycloak: below the address that was called.
    return created(addressOf(context, ...flowPath(params.alias, 'copy', copy.id)))
  }),
]

/** The realm as it is now: what names its flows must not come from a snapshot that is a moment old. */
async function requireRealm(tx: Tx, { id }: Realm): Promise<Realm> {
  const realm = await findRealmById(tx, id)
  if (!realm) throw new NotFound('realm', 'Realm not found.')
  return realm
}

async function refuseTaken(tx: Tx, realmId: string, alias: string, message: string): Promise<void> {
  if (await findFlowByAlias(tx, realmId, alias)) throw new Conflict('flow', 'alias', message)
}
