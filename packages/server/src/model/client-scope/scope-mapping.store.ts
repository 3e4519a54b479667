import { NotFound } from '../../kernel/error.ts'
import type { Db, Tx } from '../../storage/db.ts'

/** Ids of the roles that a client or a client scope is limited to. `containerId` is the id of either. */
export async function listScopeMappings(db: Db, realmId: string, containerId: string): Promise<string[]> {
  const rows = await db.query
    .selectFrom('scope_mapping')
    .select('role_id')
    .where('realm_id', '=', realmId)
    .where('container_id', '=', containerId)
    .execute()
  return rows.map((row) => row.role_id)
}

/** Adds roles to the scope of a client or client scope. Throws NotFound unless all of them are of the realm. */
export async function addScopeMappings(
  tx: Tx,
  realmId: string,
  containerId: string,
  roleIds: readonly string[],
): Promise<void> {
  if (roleIds.length === 0) return
  const ids = [...new Set(roleIds)]
  const roles = await tx.query
    .selectFrom('role')
    .select('id')
    .where('realm_id', '=', realmId)
    .where('id', 'in', ids)
    .execute()
  if (roles.length < ids.length) throw new NotFound('role')
  if (!(await isContainer(tx, realmId, containerId))) throw new NotFound('client')
  await insertScopeMappings(
    tx,
    realmId,
    ids.map((roleId) => ({ containerId, roleId })),
  )
}

async function isContainer(tx: Tx, realmId: string, id: string): Promise<boolean> {
  for (const table of ['client', 'client_scope'] as const) {
    const row = await tx.query
      .selectFrom(table)
      .select('id')
      .where('realm_id', '=', realmId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (row) return true
  }
  return false
}

/** As `addScopeMappings` for what is known to be of the realm, in one statement; what is there already stays. */
export async function insertScopeMappings(
  tx: Tx,
  realmId: string,
  mappings: readonly { readonly containerId: string; readonly roleId: string }[],
): Promise<void> {
  if (mappings.length === 0) return
  await tx.query
    .insertInto('scope_mapping')
    .values(
      mappings.map(({ containerId, roleId }) => ({ realm_id: realmId, container_id: containerId, role_id: roleId })),
    )
    .onConflict((conflict) => conflict.columns(['container_id', 'role_id']).doNothing())
    .execute()
  tx.realmChanged(realmId)
}

export async function removeScopeMappings(
  tx: Tx,
  realmId: string,
  containerId: string,
  roleIds: readonly string[],
): Promise<void> {
  if (roleIds.length === 0) return
  await tx.query
    .deleteFrom('scope_mapping')
    .where('realm_id', '=', realmId)
    .where('container_id', '=', containerId)
    .where('role_id', 'in', roleIds)
    .execute()
  tx.realmChanged(realmId)
}

/** Roles of all client scopes of a realm. */
export async function listScopeMappingsOfScopes(
  db: Db,
  realmId: string,
): Promise<{ readonly containerId: string; readonly roleId: string }[]> {
  return db.query
    .selectFrom('scope_mapping')
    .innerJoin('client_scope', 'client_scope.id', 'scope_mapping.container_id')
    .select(['scope_mapping.container_id as containerId', 'scope_mapping.role_id as roleId'])
    .where('scope_mapping.realm_id', '=', realmId)
    .where('client_scope.realm_id', '=', realmId)
    .execute()
}
