import { NotFound } from '../../kernel/error.ts'
import { toKey } from '../../kernel/text.ts'
import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { announceAttributes } from './announce-attributes.ts'
import { toGroup } from './group.table.ts'
import type { Group } from './group.ts'
import { requireGroupName, sameGroupName } from './group-name.ts'

/** What to change; absent fields stay, null clears. */
export interface GroupChange {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  /** Replaces all attributes. */
  readonly attributes?: Group['attributes'] | undefined
}

/** Throws `Conflict` for a name taken in this place, `NotFound` when the group is gone. */
export async function updateGroup(tx: Tx, group: Group, change: GroupChange): Promise<Group> {
  if (change.name !== undefined) requireGroupName(change.name)
  const columns = {
    ...(change.name === undefined ? {} : { name: change.name, name_key: toKey(change.name) }),
    ...(change.description === undefined ? {} : { description: change.description }),
    ...(change.attributes === undefined ? {} : { attributes: fromJson(change.attributes) }),
  }
  if (Object.keys(columns).length === 0) return group
  tx.realmChanged(group.realmId)
  try {
    const row = await tx.query
      .updateTable('realm_group')
      .set(columns)
      .where('realm_id', '=', group.realmId)
      .where('id', '=', group.id)
      .returningAll()
      .executeTakeFirst()
    if (!row) throw new NotFound('group', 'Could not find group by id')
    announceAttributes(tx, group.realmId, change.attributes)
    return toGroup(row)
  } catch (error) {
    if (tx.dialect.isUniqueViolation(error)) throw sameGroupName(change.name ?? group.name, group.parentId)
    throw error
  }
}
