import { NotFound } from '../../kernel/error.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { toGroup } from './group.table.ts'
import type { Group } from './group.ts'

/** Ids of the groups that new users join. */
export async function listDefaultGroupIds(db: Db, realmId: string): Promise<readonly string[]> {
  const rows = await db.query
    .selectFrom('default_group')
    .select('group_id')
    .where('realm_id', '=', realmId)
    .orderBy('group_id')
    .execute()
  return rows.map((row) => row.group_id)
}

/** The groups that new users join, by name. */
export async function listDefaultGroups(db: Db, realmId: string): Promise<readonly Group[]> {
  const rows = await db.query
    .selectFrom('default_group as d')
    .innerJoin('realm_group as g', 'g.id', 'd.group_id')
    .selectAll('g')
    .where('d.realm_id', '=', realmId)
    .where('g.realm_id', '=', realmId)
    .orderBy('g.name')
    .execute()
  return rows.map(toGroup)
}

/** Throws `NotFound` when the group is not of this realm. */
export async function addDefaultGroup(tx: Tx, realmId: string, groupId: string): Promise<void> {
  const group = await tx.query
    .selectFrom('realm_group')
    .select('id')
    .where('realm_id', '=', realmId)
    .where('id', '=', groupId)
    .executeTakeFirst()
  if (!group) throw new NotFound('group', 'Group not found')
  await tx.query
    .insertInto('default_group')
    .values({ realm_id: realmId, group_id: groupId })
    .onConflict((conflict) => conflict.columns(['realm_id', 'group_id']).doNothing())
    .execute()
}

export async function removeDefaultGroup(tx: Tx, realmId: string, groupId: string): Promise<void> {
  await tx.query.deleteFrom('default_group').where('realm_id', '=', realmId).where('group_id', '=', groupId).execute()
}
