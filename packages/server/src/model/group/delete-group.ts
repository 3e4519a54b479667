import type { Tx } from '../../storage/db.ts'
import type { Group } from './group.ts'

/** Removes a group with all groups below it and all memberships; false when there was none. */
export async function deleteGroup(tx: Tx, group: Pick<Group, 'id' | 'realmId'>): Promise<boolean> {
  tx.realmChanged(group.realmId)
  const { numDeletedRows } = await tx.query
    .deleteFrom('realm_group')
    .where('realm_id', '=', group.realmId)
    .where('id', '=', group.id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}
