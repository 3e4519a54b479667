import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { Client } from '../../../model/client/client.ts'
import { createRepresentedClient } from '../../../oauth/create-represented-client.ts'
import { prepareMappers } from '../../../oauth/prepare-mappers.ts'
import { renewClientSecret } from '../../../oauth/renew-client-secret.ts'
import { reviewClient } from '../../../oauth/review-client.ts'
import { transact } from '../../../storage/transact.ts'
import { type AdminContext, toAuthor } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'

export async function createClientAsAdministrator(context: AdminContext, asked: ClientRepresentation): Promise<Client> {
  const { client: body, secretPeriods } = await reviewClient(context, toAuthor(context), asked)
  const { protocolMappers, rootUrl, redirectUris = [] } = body
  const mapped = { redirectUris, ...(rootUrl ? { rootUrl } : {}) }
  const prepared = protocolMappers
    ? { ...body, protocolMappers: [...(await prepareMappers(context.server, mapped, protocolMappers))] }
    : body
  return transact(context.server.storage, async (tx) => {
    const made = await createRepresentedClient(tx, context, prepared)
    const client = await renewClientSecret(tx, context.server, made, secretPeriods)
    await recordChange(tx, context, {
      operation: 'CREATE',
      resourceType: 'CLIENT',
      path: ['clients', client.id],
      representation: body,
    })
    return client
  })
}
