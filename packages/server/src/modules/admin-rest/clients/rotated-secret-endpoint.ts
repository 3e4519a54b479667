import { deleteRotatedClientSecret, getRotatedClientSecret } from '@ztrust/contract/admin/clients'
import { NotFound } from '../../../kernel/error.ts'
import { forgetRotatedSecret, readRotatedSecret } from '../../../model/client/rotated-secret.store.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { requireClient } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { requireManagementOf } from '../require-grantable.ts'

export const rotatedSecretEndpoints = [
  implement(getRotatedClientSecret, async ({ params }, context) => {
    const client = await requireClient(context, params.id)
    const value = await readRotatedSecret(context.server.storage, client, context.server.secrets)
    if (value === undefined) throw new NotFound('secret', 'Client does not have a rotated secret')
    return json({ type: 'secret', value })
  }),

  implement(deleteRotatedClientSecret, async ({ params }, context) => {
    const client = await requireClient(context, params.id)
    await requireManagementOf(context, client.id)
    await transact(context.server.storage, async (tx) => {
      await forgetRotatedSecret(tx, client)
      await recordChange(tx, context, {
        operation: 'ACTION',
        resourceType: 'CLIENT',
        path: ['clients', client.id, 'client-secret', 'rotated'],
      })
    })
    return empty()
  }),
]
