import { NotFound } from '../../kernel/error.ts'
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

/** Makes a role contain others. All must be roles of the realm; throws NotFound for one that is not. */
export async function addComposites(
  tx: Tx,
  realmId: string,
  roleId: string,
  childIds: readonly string[],
): Promise<void> {
  const ids = [...new Set([roleId, ...childIds])]
  const found = await tx.query
    .selectFrom('role')
    .select('id')
    .where('realm_id', '=', realmId)
    .where('id', 'in', ids)
    .execute()
  if (found.length < ids.length) throw new NotFound('role')
  await insertComposites(
    tx,
    realmId,
    childIds.map((childId) => [roleId, childId]),
  )
}

/** Takes roles out of a composite role; those that are not in it do no harm. */
export async function removeComposites(
  tx: Tx,
  realmId: string,
  roleId: string,
  childIds: readonly string[],
): Promise<void> {
  if (childIds.length === 0) return
  await tx.query
    .deleteFrom('role_composite')
    .where('realm_id', '=', realmId)
    .where('parent_id', '=', roleId)
    .where('child_id', 'in', childIds)
    .execute()
  tx.realmChanged(realmId)
}
