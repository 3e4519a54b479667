import { toKey } from '../../kernel/text.ts'
import { containsText } from '../../storage/contains-text.ts'
import type { Db, Tx } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import { fromRole, toRole } from './role.table.ts'
import type { Role } from './role.ts'

export async function findRole(db: Db, realmId: string, id: string): Promise<Role | undefined> {
  const row = await db.query
    .selectFrom('role')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toRole(row)
}

/** `containerId`: the client's id, or the realm's id for realm roles. */
export async function findRoleByName(
  db: Db,
  realmId: string,
  containerId: string,
  name: string,
): Promise<Role | undefined> {
  const row = await db.query
    .selectFrom('role')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('container_id', '=', containerId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row && toRole(row)
}

export interface RoleFilter {
  readonly page?: Page
  /** A part of the name, in any case. */
  readonly search?: string
}

/** Roles of a client or of the realm, by name. */
export async function listRoles(
  db: Db,
  realmId: string,
  containerId: string,
  filter: RoleFilter = {},
): Promise<Role[]> {
  let query = db.query
    .selectFrom('role')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('container_id', '=', containerId)
    .orderBy('name')
  if (filter.search) query = query.where(containsText('name_key', toKey(filter.search)))
  if (filter.page) query = query.limit(filter.page.max).offset(filter.page.first)
  return (await query.execute()).map(toRole)
}

/** The roles that a composite role contains directly, by name. */
export async function listComposites(db: Db, realmId: string, roleId: string): Promise<Role[]> {
  const rows = await db.query
    .selectFrom('role_composite')
    .innerJoin('role', 'role.id', 'role_composite.child_id')
    .selectAll('role')
    .where('role_composite.realm_id', '=', realmId)
    .where('role_composite.parent_id', '=', roleId)
    .orderBy('role.name')
    .orderBy('role.id')
    .execute()
  return rows.map(toRole)
}

/**
 * Ids of the given roles and of every role that contains one of them, however deep: who holds one of these holds a
 * given role. Costs what the ancestors cost, not what the realm has.
 */
export async function listAncestorRoleIds(db: Db, realmId: string, roleIds: readonly string[]): Promise<string[]> {
  const found = new Set(roleIds)
  for (let level = [...found]; level.length > 0; ) {
    const rows = await db.query
      .selectFrom('role_composite')
      .select('parent_id')
      .distinct()
      .where('realm_id', '=', realmId)
      .where('child_id', 'in', level)
      .execute()
    level = rows.map((row) => row.parent_id).filter((id) => !found.has(id))
    for (const id of level) found.add(id)
  }
  return [...found]
}

/** Inserts roles in one statement; one role at a time is made by `createRole`. */
export async function insertRoles(tx: Tx, roles: readonly Role[]): Promise<void> {
  if (roles.length === 0) return
  const now = tx.clock.now()
  await tx.query
    .insertInto('role')
    .values(roles.map((role) => fromRole(role, now)))
    .execute()
  for (const { realmId } of roles) tx.realmChanged(realmId)
}
