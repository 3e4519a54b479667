import { InvalidInput, NotFound } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import { listAncestors } from './group.store.ts'
import type { Group } from './group.ts'
import { sameGroupName } from './group-name.ts'

/**
 * Puts a group with all below it under another one, or to the top when `parentId` is undefined. Throws `NotFound` when
 * one of the two is not of this realm, `InvalidInput` when the new place is below the group itself, `Conflict` for a
 * name taken there.
 */
export async function moveGroup(tx: Tx, group: Group, parentId: string | undefined): Promise<void> {
  // One move at a time in a realm: two at once could make a circle of which each sees half.
  await tx.query
    .updateTable('realm')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('id', '=', group.realmId)
    .execute()
  if (parentId !== undefined) {
    const above = await listAncestors(tx, group.realmId, parentId)
    if (above.length === 0) throw new NotFound('group', 'Could not find parent by id')
    if (above.some((ancestor) => ancestor.id === group.id)) throw new InvalidInput('parentId', 'error-group-in-itself')
  }
  tx.realmChanged(group.realmId)
  try {
    const { numUpdatedRows } = await tx.query
      .updateTable('realm_group')
      .set({ parent_id: parentId ?? null, parent_key: parentId ?? '' })
      .where('realm_id', '=', group.realmId)
      .where('id', '=', group.id)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw new NotFound('group', 'Could not find group by id')
  } catch (error) {
    if (tx.dialect.isUniqueViolation(error)) throw sameGroupName(group.name, parentId)
    throw error
  }
}
