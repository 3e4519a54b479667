import { sql } from 'kysely'
import { NotFound } from '../../kernel/error.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { hotStatement } from '../../storage/hot-statement.ts'
import type { Page } from '../../storage/page.ts'
import type { RealmSnapshot, RoleReach } from '../realm/realm-snapshot.ts'
import type { Role, Validity } from '../role/role.ts'
import { fromValidity, isValidAt, toValidity } from '../role/validity.ts'
import { withParts } from './search-users.ts'
import type { User } from './user.ts'

/** A role given to a user directly. */
export interface RoleGrant extends Validity {
  readonly roleId: string
}

/** Ids of the roles a user holds directly, now. */
export async function listUserRoleIds(db: Db, realmId: string, userId: string): Promise<readonly string[]> {
  const rows = await db.query
    .selectFrom('user_role')
    .select('role_id')
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .where(isValidAt('user_role', db.clock.now()))
    .execute()
  return rows.map((row) => row.role_id)
}

/** All roles given to a user directly, also those of the past and the future. */
export async function listRoleGrants(db: Db, realmId: string, userId: string): Promise<readonly RoleGrant[]> {
  const rows = await db.query
    .selectFrom('user_role')
    .select(['role_id', 'valid_from', 'valid_to'])
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .execute()
  return rows.map((row) => ({ roleId: row.role_id, ...toValidity(row) }))
}

/**
 * Every role a user has now: given directly, by groups and the groups above those, and contained in any of these. One
 * statement; what is contained comes from the snapshot.
 */
export async function effectiveRoles(
  db: Db,
  snapshot: Pick<RealmSnapshot, 'realm' | 'roles'>,
  user: Pick<User, 'id'>,
): Promise<readonly Role[]> {
  return (await reachedRoles(db, snapshot, user)).roles
}

/** As `effectiveRoles`, for callers that look for some of the roles only. */
export async function reachedRoles(
  db: Db,
  snapshot: Pick<RealmSnapshot, 'realm' | 'roles'>,
  user: Pick<User, 'id'>,
): Promise<RoleReach> {
  return (await readRoleTimes(db, snapshot, user)).reach
}

/** As `reachedRoles`, with the first moment from now on (epoch milliseconds) at which one of the roles begins or ends. */
export async function readRoleTimes(
  db: Db,
  snapshot: Pick<RealmSnapshot, 'realm' | 'roles'>,
  user: Pick<User, 'id'>,
): Promise<{ readonly reach: RoleReach; readonly until: number }> {
  const rows = await readHeldRoles(db, { realmId: snapshot.realm.id, userId: user.id })
  const now = db.clock.now()
  let until = Number.POSITIVE_INFINITY
  const held: string[] = []
  for (const row of rows) {
    const from = Math.max(row.valid_from ?? 0, row.role_valid_from ?? 0)
    const to = Math.min(row.valid_to ?? Number.POSITIVE_INFINITY, row.role_valid_to ?? Number.POSITIVE_INFINITY)
    if (from <= now && now < to) held.push(row.role_id)
    for (const moment of [from, to]) if (moment > now && moment < until) until = moment
  }
  return { reach: (await snapshot.roles()).reach(new Set(held)), until }
}

/** With the times of what gives the role: of the mapping, or of the membership and of the group's mapping. */
const readHeldRoles = hotStatement(
  (query, { realmId, userId }: { readonly realmId: string; readonly userId: string }) =>
    query
      .withRecursive('held', (query) =>
        query
          .selectFrom('user_group as m')
          .innerJoin('realm_group as g', 'g.id', 'm.group_id')
          .select(['g.id', 'g.parent_id', 'm.valid_from', 'm.valid_to'])
          .where('m.realm_id', '=', realmId)
          .where('m.user_id', '=', userId)
          // `union` also ends when groups stand in a circle.
          .union((above) =>
            above
              .selectFrom('held as h')
              .innerJoin('realm_group as p', 'p.id', 'h.parent_id')
              .select(['p.id', 'p.parent_id', 'h.valid_from', 'h.valid_to']),
          ),
      )
      .selectFrom('user_role as r')
      .select(['r.role_id', 'r.valid_from', 'r.valid_to'])
      .select([
        sql<number | null>`cast(null as bigint)`.as('role_valid_from'),
        sql<number | null>`cast(null as bigint)`.as('role_valid_to'),
      ])
      .where('r.realm_id', '=', realmId)
      .where('r.user_id', '=', userId)
      .unionAll((query) =>
        query
          .selectFrom('held as h')
          .crossJoin('group_role as gr')
          .select(['gr.role_id', 'h.valid_from', 'h.valid_to'])
          .select(['gr.valid_from as role_valid_from', 'gr.valid_to as role_valid_to'])
          .whereRef('gr.group_id', '=', 'h.id')
          .where('gr.realm_id', '=', realmId),
      ),
)

/**
 * Gives roles to a user, or changes for how long. Throws `NotFound` when the user or one of the roles is not of this
 * realm.
 */
export async function grantRoles(
  tx: Tx,
  realmId: string,
  userId: string,
  roleIds: readonly string[],
  validity: Validity = {},
): Promise<void> {
  const wanted = [...new Set(roleIds)]
  if (wanted.length === 0) return
  const columns = fromValidity(validity)
  const known = await tx.query
    .selectFrom('user_account as u')
    .crossJoin('role as r')
    .select('r.id')
    .where('u.realm_id', '=', realmId)
    .where('u.id', '=', userId)
    .where('r.realm_id', '=', realmId)
    .where('r.id', 'in', wanted)
    .execute()
  if (known.length < wanted.length) throw new NotFound('role', 'Role not found')
  tx.userChanged(userId)
  await tx.query
    .insertInto('user_role')
    .values(wanted.map((roleId) => ({ realm_id: realmId, user_id: userId, role_id: roleId, ...columns })))
    .onConflict((conflict) => conflict.columns(['user_id', 'role_id']).doUpdateSet(columns))
    .execute()
}

/** Takes directly given roles away; roles not held are no error, as in Keycloak. */
export async function revokeRoles(tx: Tx, realmId: string, userId: string, roleIds: readonly string[]): Promise<void> {
  if (roleIds.length === 0) return
  tx.userChanged(userId)
  await tx.query
    .deleteFrom('user_role')
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .where('role_id', 'in', roleIds)
    .execute()
}

/** Users who hold a role directly now, by username. */
export async function listRoleMembers(db: Db, realmId: string, roleId: string, page: Page): Promise<readonly User[]> {
  const rows = await db.query
    .selectFrom('user_role as r')
    .innerJoin('user_account as u', 'u.id', 'r.user_id')
    .selectAll('u')
    .where('r.realm_id', '=', realmId)
    .where('r.role_id', '=', roleId)
    .where('u.realm_id', '=', realmId)
    .where(isValidAt('r', db.clock.now()))
    .orderBy('u.username_key')
    .limit(page.max)
    .offset(page.first)
    .execute()
  return withParts(db, realmId, rows)
}
