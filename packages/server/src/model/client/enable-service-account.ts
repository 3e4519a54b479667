import type { Tx } from '../../storage/db.ts'
import { assignClientScope } from '../client-scope/client-scope.store.ts'
import type { Realm } from '../realm/realm.ts'
import { createUser } from '../user/create-user.ts'
import { deleteUser } from '../user/delete-user.ts'
import { updateUser } from '../user/update-user.ts'
import { findServiceAccount } from '../user/user.store.ts'
import type { User } from '../user/user.ts'
import type { Client } from './client.ts'

/** Name of the scope with the claims about the calling client. */
const serviceAccountScope = 'service_account'

/** The name of the user that stands for a client. */
export function serviceAccountName(clientId: string): string {
  return `service-account-${clientId.toLowerCase()}`
}

/**
 * The user that stands for a client in the client credentials grant: made when there is none, renamed when the client
 * was. The client also gets the scope `service_account`.
 */
export async function ensureServiceAccount(tx: Tx, realm: Realm, client: Client): Promise<User> {
  const username = serviceAccountName(client.clientId)
  const existing = await findServiceAccount(tx, realm.id, client.id)
  if (existing) return existing.username === username ? existing : updateUser(tx, { realm }, existing, { username })
  const scope = await tx.query
    .selectFrom('client_scope')
    .select('id')
    .where('realm_id', '=', realm.id)
    .where('name', '=', serviceAccountScope)
    .executeTakeFirst()
  if (scope) await assignClientScope(tx, realm.id, client.id, scope.id, true)
  return createUser(tx, { realm, requiredActions: [] }, { username, serviceAccountClientId: client.id })
}

/** Removes the service account of a client that is no longer to have one. */
export async function removeServiceAccount(tx: Tx, client: Client): Promise<void> {
  const user = await findServiceAccount(tx, client.realmId, client.id)
  if (user) await deleteUser(tx, user)
}
