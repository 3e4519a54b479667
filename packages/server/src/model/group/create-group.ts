import { NotFound } from '../../kernel/error.ts'
import { toKey } from '../../kernel/text.ts'
import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import type { Realm } from '../realm/realm.ts'
import { announceAttributes } from './announce-attributes.ts'
import { findGroup } from './group.store.ts'
import { type GroupRow, toGroup } from './group.table.ts'
import type { Group } from './group.ts'
import { requireGroupName, sameGroupName } from './group-name.ts'

export interface NewGroup {
  readonly name: string
  readonly parentId?: string | undefined
  readonly description?: string | undefined
  readonly attributes?: Group['attributes'] | undefined
  /** For imports that keep ids; else a new one. */
  readonly id?: string | undefined
}

/** Throws `Conflict` for a name taken in this place, `NotFound` when the parent is not of this realm. */
export async function createGroup(tx: Tx, realm: Pick<Realm, 'id'>, input: NewGroup): Promise<Group> {
  requireGroupName(input.name)
  if (input.parentId !== undefined && !(await findGroup(tx, realm.id, input.parentId))) {
    throw new NotFound('group', 'Could not find parent by id')
  }
  const row: GroupRow = {
    id: input.id ?? tx.ids.uuid(),
    realm_id: realm.id,
    parent_id: input.parentId ?? null,
    parent_key: input.parentId ?? '',
    name: input.name,
    name_key: toKey(input.name),
    description: input.description ?? null,
    attributes: fromJson(input.attributes ?? {}),
    created_at: tx.clock.now(),
  }
  const { numInsertedOrUpdatedRows } = await tx.query
    .insertInto('realm_group')
    .values(row)
    .onConflict((conflict) => conflict.columns(['realm_id', 'parent_key', 'name']).doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows !== 1n) throw sameGroupName(input.name, input.parentId)
  announceAttributes(tx, realm.id, input.attributes)
  return toGroup(row)
}
