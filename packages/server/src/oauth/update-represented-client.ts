import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { findClientById } from '../model/client/client.store.ts'
import type { Client } from '../model/client/client.ts'
import { generateClientSecret, writeClientSecret } from '../model/client/client-secret.ts'
import { ensureServiceAccount, removeServiceAccount } from '../model/client/enable-service-account.ts'
import { updateClient } from '../model/client/update-client.ts'
import { maskedSecret } from '../model/component/component-secrets.ts'
import type { RealmContext } from '../spi/request.ts'
import type { ServerContext } from '../spi/server-context.ts'
import type { Tx } from '../storage/db.ts'
import { requireKnownFlows } from './require-known-flows.ts'
import { toClientSettings } from './to-client-settings.ts'

/** Changes what the representation names; scopes and mappers have operations of their own. */
export async function updateRepresentedClient(
  tx: Tx,
  { server, realm }: Pick<RealmContext, 'server' | 'realm'>,
  client: Client,
  body: ClientRepresentation,
): Promise<Client> {
  const stored = (await findClientById(tx, client.realmId, client.id)) ?? client
  await requireKnownFlows(tx, client.realmId, body.authenticationFlowBindingOverrides)
  const after = await updateClient(tx, stored, {
    ...(body.clientId === undefined ? {} : { clientId: body.clientId }),
    ...(body.enabled === undefined ? {} : { enabled: body.enabled }),
    ...(body.protocol === undefined ? {} : { protocol: body.protocol }),
    settings: toClientSettings(body, stored.settings),
  })
  await writeSecret(tx, server, stored, after, body.secret)
  if (after.settings.serviceAccountsEnabled) await ensureServiceAccount(tx, realm.realm, after)
  else if (stored.settings.serviceAccountsEnabled) await removeServiceAccount(tx, after)
  return after
}

/** A client that begins to keep secrets gets one. */
async function writeSecret(
  tx: Tx,
  { secrets, random }: ServerContext,
  before: Client,
  after: Client,
  given: string | undefined,
): Promise<void> {
  if (after.settings.publicClient) return
  const isGiven = given !== undefined && given !== '' && given !== maskedSecret
  if (isGiven) await writeClientSecret(tx, after, given, secrets)
  else if (!before.hasSecret) await writeClientSecret(tx, after, generateClientSecret(random), secrets)
}
