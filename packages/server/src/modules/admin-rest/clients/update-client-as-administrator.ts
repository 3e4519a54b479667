import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { InvalidInput } from '../../../kernel/error.ts'
import { findClientById } from '../../../model/client/client.store.ts'
import type { Client } from '../../../model/client/client.ts'
import { generateClientSecret, writeClientSecret } from '../../../model/client/client-secret.ts'
import { ensureServiceAccount, removeServiceAccount } from '../../../model/client/enable-service-account.ts'
import { updateClient } from '../../../model/client/update-client.ts'
import type { Tx } from '../../../storage/db.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { isManagementClient, requireManagementOf } from '../require-grantable.ts'
import { maskedSecret } from '../without-secrets.ts'
import { toClientSettings } from './from-representation.ts'

/** Changes what the representation names; scopes and mappers have operations of their own, as in Keycloak. */
export async function updateClientAsAdministrator(
  context: AdminContext,
  client: Client,
  body: ClientRepresentation,
): Promise<void> {
  const { server, realm } = context
  await requireManagementOf(context, client.id)
  // The clients whose roles are management rights are found by their names.
  const isRenamed = body.clientId !== undefined && body.clientId !== client.clientId
  if (isRenamed && (await isManagementClient(context, client.id))) {
    throw new InvalidInput('clientId', 'error-invalid-value')
  }
  await transact(server.storage, async (tx) => {
    const stored = (await findClientById(tx, client.realmId, client.id)) ?? client
    const after = await updateClient(tx, stored, {
      ...(body.clientId === undefined ? {} : { clientId: body.clientId }),
      ...(body.enabled === undefined ? {} : { enabled: body.enabled }),
      ...(body.protocol === undefined ? {} : { protocol: body.protocol }),
      settings: toClientSettings(body, stored.settings.attributes),
    })
    await writeSecret(tx, context, stored, after, body.secret)
    if (after.settings.serviceAccountsEnabled) await ensureServiceAccount(tx, realm.realm, after)
    else if (stored.settings.serviceAccountsEnabled) await removeServiceAccount(tx, after)
    await recordChange(tx, context, {
      operation: 'UPDATE',
      resourceType: 'CLIENT',
      path: ['clients', client.id],
      representation: body,
    })
  })
}

/** A client that begins to keep secrets gets one. */
async function writeSecret(
  tx: Tx,
  { server }: AdminContext,
  before: Client,
  after: Client,
  given: string | undefined,
): Promise<void> {
  if (after.settings.publicClient) return
  const isGiven = given !== undefined && given !== '' && given !== maskedSecret
  if (isGiven) await writeClientSecret(tx, after, given, server.secrets)
  else if (!before.hasSecret) await writeClientSecret(tx, after, generateClientSecret(server.random), server.secrets)
}
