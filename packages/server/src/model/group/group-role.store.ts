import { NotFound } from '../../kernel/error.ts'
import type { Db, Tx } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import type { Validity } from '../role/role.ts'
import { fromValidity, isValidAt } from '../role/validity.ts'
import { toGroup } from './group.table.ts'
import type { Group } from './group.ts'

/** Ids of the roles a group gives its members now; roles of the groups above are not among them. */
export async function listGroupRoleIds(db: Db, realmId: string, groupId: string): Promise<readonly string[]> {
  const rows = await db.query
    .selectFrom('group_role')
    .select('role_id')
    .where('realm_id', '=', realmId)
    .where('group_id', '=', groupId)
    .where(isValidAt('group_role', db.clock.now()))
    .execute()
  return rows.map((row) => row.role_id)
}

/** Groups that give a role now, by name. */
export async function listRoleGroups(db: Db, realmId: string, roleId: string, page: Page): Promise<readonly Group[]> {
  const rows = await db.query
    .selectFrom('group_role as r')
    .innerJoin('realm_group as g', 'g.id', 'r.group_id')
    .selectAll('g')
    .where('r.realm_id', '=', realmId)
    .where('r.role_id', '=', roleId)
    .where('g.realm_id', '=', realmId)
    .where(isValidAt('r', db.clock.now()))
    .orderBy('g.name_key')
    .orderBy('g.id')
    .limit(page.max)
    .offset(page.first)
    .execute()
  return rows.map(toGroup)
}

/**
 * Lets a group give roles to its members, or changes for how long. Throws `NotFound` when the group or one of the roles
 * is not of this realm.
 */
export async function grantGroupRoles(
  tx: Tx,
  realmId: string,
  groupId: string,
  roleIds: readonly string[],
  validity: Validity = {},
): Promise<void> {
  const wanted = [...new Set(roleIds)]
  if (wanted.length === 0) return
  const columns = fromValidity(validity)
  const known = await tx.query
    .selectFrom('realm_group as g')
    .crossJoin('role as r')
    .select('r.id')
    .where('g.realm_id', '=', realmId)
    .where('g.id', '=', groupId)
    .where('r.realm_id', '=', realmId)
    .where('r.id', 'in', wanted)
    .execute()
  if (known.length < wanted.length) throw new NotFound('role', 'Role not found')
  tx.realmChanged(realmId)
  await tx.query
    .insertInto('group_role')
    .values(wanted.map((roleId) => ({ realm_id: realmId, group_id: groupId, role_id: roleId, ...columns })))
    .onConflict((conflict) => conflict.columns(['group_id', 'role_id']).doUpdateSet(columns))
    .execute()
}

/** Roles the group does not give are no error, as in Keycloak. */
export async function revokeGroupRoles(
  tx: Tx,
  realmId: string,
  groupId: string,
  roleIds: readonly string[],
): Promise<void> {
  if (roleIds.length === 0) return
  tx.realmChanged(realmId)
  await tx.query
    .deleteFrom('group_role')
    .where('realm_id', '=', realmId)
    .where('group_id', '=', groupId)
    .where('role_id', 'in', roleIds)
    .execute()
}
