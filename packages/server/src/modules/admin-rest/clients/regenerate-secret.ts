import type { Client } from '../../../model/client/client.ts'
import { generateClientSecret, writeClientSecret } from '../../../model/client/client-secret.ts'
import { applyClientPolicies } from '../../../oauth/apply-client-policies.ts'
import { replaceClientSecret } from '../../../oauth/renew-client-secret.ts'
import { transact } from '../../../storage/transact.ts'
import { type AdminContext, toAuthor } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'

/** Gives the client a new secret. The old one is worthless from then on, unless policies rotate secrets. */
export async function regenerateSecret(context: AdminContext, client: Client): Promise<string> {
  const { server, realm, request } = context
  const snapshot = await realm.clientById(client.id)
  const facts = { server, realm, request, author: toAuthor(context), ...(snapshot ? { client: snapshot } : {}) }
  const { secretPeriods } = await applyClientPolicies('UPDATED', facts)
  const value = generateClientSecret(server.random)
  await transact(server.storage, async (tx) => {
    if (secretPeriods) await replaceClientSecret(tx, server, client, value, secretPeriods)
    else await writeClientSecret(tx, client, value, server.secrets)
    await recordChange(tx, context, {
      operation: 'ACTION',
      resourceType: 'CLIENT',
      path: ['clients', client.id, 'client-secret'],
      representation: { type: 'secret', value },
    })
  })
  return value
}
