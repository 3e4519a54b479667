import { pushClientRevocation, pushRealmRevocation } from '@ztrust/contract/admin/push-revocation'
import { listClients } from '../../../model/client/client.store.ts'
import type { Client } from '../../../model/client/client.ts'
import { hasAdapter } from '../../../model/user-session/announce-realm-logout.ts'
import { adapterUrl, sendAdapterAction } from '../../../oauth/adapter-action.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireClient } from '../find-in-realm.ts'
import { type Change, recordChange } from '../record-change.ts'

/** Adapters that are told at the same time. */
const atOnce = 16

/** Tells Keycloak's adapters from which moment on tokens count, and says who took it. */
export const pushRevocationEndpoints = [
  implement(pushRealmRevocation, async (_, context) => {
    const clients = await listClients(context.server.storage, context.realm.realm.id)
    return pushTo(clients, context, { operation: 'ACTION', resourceType: 'REALM', path: ['push-revocation'] })
  }),

  implement(pushClientRevocation, async ({ params }, context) => {
    const client = await requireClient(context, params.id)
    const path = ['clients', client.id, 'push-revocation']
    return pushTo([client], context, { operation: 'ACTION', resourceType: 'CLIENT', path })
  }),
]

async function pushTo(clients: readonly Client[], context: AdminContext, change: Change) {
  const waiting = clients.filter(hasAdapter)
  const successRequests: string[] = []
  const failedRequests: string[] = []
  const pushNext = async (): Promise<void> => {
    for (let client = waiting.shift(); client; client = waiting.shift()) {
      const hasTaken = await push(client, context)
      ;(hasTaken ? successRequests : failedRequests).push(adapterUrl(context.server, client))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, pushNext))
  const result = {
    ...(successRequests.length > 0 ? { successRequests: successRequests.toSorted() } : {}),
    ...(failedRequests.length > 0 ? { failedRequests: failedRequests.toSorted() } : {}),
  }
  await transact(context.server.storage, (tx) => recordChange(tx, context, { ...change, representation: result }))
  return json(result)
}

/** One client's own moment counts where it is later than the realm's. */
async function push(client: Client, { server, realm }: AdminContext): Promise<boolean> {
  const notBefore = Math.max(realm.realm.settings.notBefore, client.settings.notBefore)
  try {
    await sendAdapterAction(server, realm, client, { action: 'PUSH_NOT_BEFORE', notBefore })
    return true
  } catch (error) {
    server.log.warn(
      { err: error, client: client.clientId },
      'An adapter did not take the moment from which tokens count',
    )
    return false
  }
}
