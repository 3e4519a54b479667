import { NotFound } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import type { Validity } from '../role/role.ts'
import { fromValidity } from '../role/validity.ts'

/**
 * Makes a user a member of a group, or changes for how long. Throws `NotFound` when the user or the group is not of
 * this realm.
 */
export async function joinGroup(
  tx: Tx,
  realmId: string,
  userId: string,
  groupId: string,
  validity: Validity = {},
): Promise<void> {
  const columns = fromValidity(validity)
  const known = await tx.query
    .selectFrom('user_account as u')
    .crossJoin('realm_group as g')
    .select('g.id')
    .where('u.realm_id', '=', realmId)
    .where('u.id', '=', userId)
    .where('g.realm_id', '=', realmId)
    .where('g.id', '=', groupId)
    .executeTakeFirst()
  if (!known) throw new NotFound('group', 'Group not found')
  tx.userChanged(userId)
  await tx.query
    .insertInto('user_group')
    .values({ realm_id: realmId, user_id: userId, group_id: groupId, ...columns })
    .onConflict((conflict) => conflict.columns(['user_id', 'group_id']).doUpdateSet(columns))
    .execute()
}
