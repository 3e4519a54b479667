import type { Db } from '../../storage/db.ts'
import type { RoleGraph } from '../realm/realm-snapshot.ts'
import { toRole } from './role.table.ts'
import { makeRoleGraph } from './role-graph.ts'

/** Loads all roles of a realm with their composites, in two statements. */
export async function loadRoleGraph(db: Db, realmId: string): Promise<RoleGraph> {
  const [roles, composites] = await Promise.all([
    db.query
      .selectFrom('role')
      .select(['id', 'realm_id', 'client_id', 'name', 'description', 'attributes'])
      .where('realm_id', '=', realmId)
      .execute(),
    db.query
      .selectFrom('role_composite')
      .select(['parent_id as parentId', 'child_id as childId'])
      .where('realm_id', '=', realmId)
      .execute(),
  ])
  return makeRoleGraph(roles.map(toRole), composites)
}
