import type { Tx } from '../../storage/db.ts'

/** Inserts pairs of parent and child in one statement; those that exist stay. Both roles must be of the realm. */
export async function insertComposites(
  tx: Tx,
  realmId: string,
  pairs: readonly (readonly [parentId: string, childId: string])[],
): Promise<void> {
  if (pairs.length === 0) return
  await tx.query
    .insertInto('role_composite')
    .values(pairs.map(([parentId, childId]) => ({ realm_id: realmId, parent_id: parentId, child_id: childId })))
    .onConflict((conflict) => conflict.columns(['parent_id', 'child_id']).doNothing())
    .execute()
  tx.realmChanged(realmId)
}
