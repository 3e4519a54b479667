import { InvalidInput } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import { findRealmByName } from '../realm/realm.store.ts'
import type { Client } from './client.ts'

/** Clients without which a realm cannot be used or managed. */
const internalClientIds: ReadonlySet<string> = new Set([
  'account',
  'account-console',
  'admin-cli',
  'broker',
  'realm-management',
  'security-admin-console',
])

/**
 * Removes a client with its roles, mappers, sessions, consents and service account; false when it is gone already.
 * Throws InvalidInput for clients that a realm cannot do without.
 */
export async function deleteClient(tx: Tx, client: Client): Promise<boolean> {
  if (await isIndispensable(tx, client)) {
    throw new InvalidInput('clientId', 'Could not delete client')
  }
  return removeClient(tx, client)
}

/** Is this a client that a realm cannot do without? */
export async function isIndispensable(tx: Tx, client: Client): Promise<boolean> {
  return internalClientIds.has(client.clientId) || (await isManagementClient(tx, client))
}

/** As `deleteClient`, without asking whether the client is needed: for the removal of its realm. */
export async function removeClient(tx: Tx, client: Pick<Client, 'id' | 'realmId'>): Promise<boolean> {
  // scope_mapping names clients and client scopes in one column, so that the database cannot cascade there.
  await tx.query
    .deleteFrom('scope_mapping')
    .where('realm_id', '=', client.realmId)
    .where('container_id', '=', client.id)
    .execute()
  const { numDeletedRows } = await tx.query
    .deleteFrom('client')
    .where('realm_id', '=', client.realmId)
    .where('id', '=', client.id)
    .executeTakeFirst()
  tx.realmChanged(client.realmId)
  return numDeletedRows > 0n
}

/** `{realm}-realm` of a realm that exists: in the master realm only. */
async function isManagementClient(tx: Tx, client: Client): Promise<boolean> {
  const suffix = '-realm'
  if (!client.clientId.endsWith(suffix)) return false
  const managed = await findRealmByName(tx, client.clientId.slice(0, -suffix.length))
  return managed?.settings.masterAdminClientId === client.id
}
