import { InvalidInput } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import { removeClient } from '../client/delete-client.ts'
import { findRealmByName } from './realm.store.ts'
import { masterRealmName, type Realm } from './realm.ts'

/**
 * Removes a realm with everything in it, and its management client from the master realm; false when it is gone
 * already. Throws InvalidInput for the master realm.
 */
export async function deleteRealm(tx: Tx, realm: Realm): Promise<boolean> {
  const master = await findRealmByName(tx, masterRealmName)
  if (realm.id === master?.id) throw new InvalidInput('realm', "Can't remove the master realm")
  if (master) await removeClient(tx, { id: realm.settings.masterAdminClientId, realmId: master.id })
  const { numDeletedRows } = await tx.query.deleteFrom('realm').where('id', '=', realm.id).executeTakeFirst()
  tx.realmChanged(realm.id)
  return numDeletedRows > 0n
}
