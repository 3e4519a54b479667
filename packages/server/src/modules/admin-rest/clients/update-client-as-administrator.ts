import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { InvalidInput } from '../../../kernel/error.ts'
import type { Client } from '../../../model/client/client.ts'
import { renewClientSecret } from '../../../oauth/renew-client-secret.ts'
import { reviewClient } from '../../../oauth/review-client.ts'
import { updateRepresentedClient } from '../../../oauth/update-represented-client.ts'
import { transact } from '../../../storage/transact.ts'
import { type AdminContext, toAuthor } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { isManagementClient, requireManagementOf } from '../require-grantable.ts'

/** Changes what the representation names; scopes and mappers have operations of their own, as in Keycloak. */
export async function updateClientAsAdministrator(
  context: AdminContext,
  client: Client,
  asked: ClientRepresentation,
): Promise<void> {
  const { client: body, secretPeriods } = await reviewClient(context, toAuthor(context), asked, client)
  await requireManagementOf(context, client.id)
  // The clients whose roles are management rights are found by their names.
  const isRenamed = body.clientId !== undefined && body.clientId !== client.clientId
  if (isRenamed && (await isManagementClient(context, client.id))) {
    throw new InvalidInput('clientId', 'error-invalid-value')
  }
  await transact(context.server.storage, async (tx) => {
    const after = await updateRepresentedClient(tx, context, client, body)
    await renewClientSecret(tx, context.server, after, secretPeriods)
    await recordChange(tx, context, {
      operation: 'UPDATE',
      resourceType: 'CLIENT',
      path: ['clients', client.id],
      representation: body,
    })
  })
}
