import { InvalidInput } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import type { Realm } from '../realm/realm.ts'
import type { Role } from './role.ts'

/**
 * Takes a role from everybody who holds it and removes it; false when it is gone already. Throws InvalidInput for the
 * realm's default role.
 */
export async function deleteRole(tx: Tx, realm: Realm, role: Role): Promise<boolean> {
  if (role.id === realm.settings.defaultRoleId) {
    throw new InvalidInput('name', `${role.name} is default role of the realm and cannot be removed.`)
  }
  const { numDeletedRows } = await tx.query
    .deleteFrom('role')
    .where('realm_id', '=', realm.id)
    .where('id', '=', role.id)
    .executeTakeFirst()
  tx.realmChanged(realm.id)
  return numDeletedRows > 0n
}
