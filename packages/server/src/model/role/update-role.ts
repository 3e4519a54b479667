import { NotFound } from '../../kernel/error.ts'
import { toKey } from '../../kernel/text.ts'
import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import { requireRoleName, roleNameTaken } from './create-role.ts'
import type { Role } from './role.ts'

/** Writes name, description and attributes of a role. Throws as `createRole`, and NotFound when the role is gone. */
export async function updateRole(tx: Tx, role: Role): Promise<Role> {
  requireRoleName(role.name)
  const { numUpdatedRows } = await orConflict(
    tx,
    tx.query
      .updateTable('role')
      .set({
        name: role.name,
        name_key: toKey(role.name),
        description: role.description ?? null,
        attributes: fromJson(role.attributes),
      })
      .where('realm_id', '=', role.realmId)
      .where('id', '=', role.id)
      .executeTakeFirst(),
    (cause) => roleNameTaken(role.name, cause),
  )
  if (numUpdatedRows === 0n) throw new NotFound('role')
  tx.realmChanged(role.realmId)
  return role
}
