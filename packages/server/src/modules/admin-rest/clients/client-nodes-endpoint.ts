import { addClientNode, removeClientNode, testClientNodes } from '@ztrust/contract/admin/client-nodes'
import { BadRequest, NotFound } from '../../../kernel/error.ts'
import { findClientById } from '../../../model/client/client.store.ts'
import type { Client, ClientSettings } from '../../../model/client/client.ts'
import { updateClient } from '../../../model/client/update-client.ts'
import { hasAdapter } from '../../../model/user-session/announce-realm-logout.ts'
import { adapterUrl, sendAdapterAction } from '../../../oauth/adapter-action.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireClient } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { requireManagementOf } from '../require-grantable.ts'

type Nodes = ClientSettings['registeredNodes']

/** More would make every look at the client dear. */
const mostNodes = 500
/** What stands in an admin URL for the host of each node. Keycloak's name. */
const nodePlaceholder = '${application.session.host}'

export const clientNodesEndpoints = [
  implement(addClientNode, async ({ params, body: { node } }, context) => {
    if (!node) throw new BadRequest('Node not found in params')
    // The name of a host, and no more: it becomes a part of addresses.
    const strange = /[^\p{L}\p{N}._-]/u.exec(node)?.[0]
    if (strange !== undefined) throw new BadRequest(`Character '${strange}' not allowed.`)
    const seconds = Math.floor(context.server.clock.now() / 1000)
    await changeNodes(context, params.id, 'CREATE', node, (nodes) => {
      if (Object.keys(nodes).length >= mostNodes) throw new BadRequest('Too many nodes')
      return { ...nodes, [node]: seconds }
    })
    return empty()
  }),

  implement(removeClientNode, async ({ params: { id, node } }, context) => {
    await changeNodes(context, id, 'DELETE', node, ({ [node]: found, ...others }) => {
      if (found === undefined) throw new NotFound('node', 'Client does not have node ')
      return others
    })
    return empty()
  }),

  implement(testClientNodes, async ({ params }, context) => {
    const client = await requireClient(context, params.id)
    const addresses = hasAdapter(client) ? listAddresses(context, client) : []
    const results = await Promise.all(
      addresses.map(async (address) => ({ address, answers: await answers(context, client, address) })),
    )
    const named = (wanted: boolean) => results.filter((one) => one.answers === wanted).map(({ address }) => address)
    const [successRequests, failedRequests] = [named(true), named(false)]
    return json({
      ...(successRequests.length > 0 ? { successRequests } : {}),
      ...(failedRequests.length > 0 ? { failedRequests } : {}),
    })
  }),
]

async function changeNodes(
  context: AdminContext,
  id: string,
  operation: 'CREATE' | 'DELETE',
  node: string,
  change: (nodes: Nodes) => Nodes,
): Promise<void> {
  const client = await requireClient(context, id)
  await requireManagementOf(context, client.id)
  await transact(context.server.storage, async (tx) => {
    // The first change locks the row; what is changed is read after it.
    await updateClient(tx, client, {})
    const stored = (await findClientById(tx, client.realmId, client.id)) ?? client
    await updateClient(tx, stored, { settings: { registeredNodes: change(stored.settings.registeredNodes) } })
    const path = ['clients', client.id, 'nodes', node]
    await recordChange(tx, context, { operation, resourceType: 'CLUSTER_NODE', path })
  })
}

/** Where the client takes orders: one address, or one for each of its nodes. */
function listAddresses({ server }: AdminContext, client: Client): readonly string[] {
  const address = adapterUrl(server, client)
  if (!address.includes(nodePlaceholder)) return [address]
  return Object.keys(client.settings.registeredNodes).map((node) => address.replace(nodePlaceholder, () => node))
}

async function answers({ server, realm }: AdminContext, client: Client, address: string): Promise<boolean> {
  try {
    await sendAdapterAction(server, realm, client, { action: 'TEST_AVAILABILITY' }, address)
    return true
  } catch (error) {
    server.log.warn({ err: error, client: client.clientId }, 'A node of a client does not answer')
    return false
  }
}
