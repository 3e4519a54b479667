import { NotFound } from '../../kernel/error.ts'
import { fromBoolean, toBoolean } from '../../storage/columns.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { fromClientScope, toClientScope } from './client-scope.table.ts'
import type { ClientScope } from './client-scope.ts'

/** A client scope and whether it applies always (default) or when asked for (optional). */
export interface AssignedScope {
  readonly scope: ClientScope
  readonly isDefault: boolean
}

/** Client scopes of a realm by name. */
export async function listClientScopes(db: Db, realmId: string): Promise<ClientScope[]> {
  const rows = await db.query
    .selectFrom('client_scope')
    .selectAll()
    .where('realm_id', '=', realmId)
    .orderBy('name')
    .execute()
  return rows.map(toClientScope)
}

export async function findClientScope(db: Db, realmId: string, id: string): Promise<ClientScope | undefined> {
  const row = await db.query
    .selectFrom('client_scope')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toClientScope(row)
}

/** Inserts client scopes of one realm in one statement. */
export async function insertClientScopes(tx: Tx, scopes: readonly ClientScope[]): Promise<void> {
  if (scopes.length === 0) return
  await tx.query.insertInto('client_scope').values(scopes.map(fromClientScope)).execute()
  for (const { realmId } of scopes) tx.realmChanged(realmId)
}

/** The scopes that new clients of the realm get. */
export async function listRealmClientScopes(db: Db, realmId: string): Promise<AssignedScope[]> {
  const rows = await db.query
    .selectFrom('realm_client_scope')
    .innerJoin('client_scope', 'client_scope.id', 'realm_client_scope.client_scope_id')
    .selectAll('client_scope')
    .select('realm_client_scope.is_default')
    .where('realm_client_scope.realm_id', '=', realmId)
    .orderBy('client_scope.name')
    .execute()
  return rows.map((row) => ({ scope: toClientScope(row), isDefault: toBoolean(row.is_default) }))
}

/** The scopes assigned to a client. */
export async function listAssignedScopes(db: Db, realmId: string, clientId: string): Promise<AssignedScope[]> {
  const rows = await db.query
    .selectFrom('client_scope_assignment')
    .innerJoin('client_scope', 'client_scope.id', 'client_scope_assignment.client_scope_id')
    .selectAll('client_scope')
    .select('client_scope_assignment.is_default')
    .where('client_scope_assignment.realm_id', '=', realmId)
    .where('client_scope_assignment.client_id', '=', clientId)
    .orderBy('client_scope.name')
    .execute()
  return rows.map((row) => ({ scope: toClientScope(row), isDefault: toBoolean(row.is_default) }))
}

export interface Assignment {
  readonly clientId: string
  readonly clientScopeId: string
  readonly isDefault: boolean
}

/** Assigns scopes to clients, all known to be of the realm; what was assigned already changes its kind. */
export async function assignClientScopes(tx: Tx, realmId: string, assignments: readonly Assignment[]): Promise<void> {
  if (assignments.length === 0) return
  await tx.query
    .insertInto('client_scope_assignment')
    .values(
      assignments.map(({ clientId, clientScopeId, isDefault }) => ({
        realm_id: realmId,
        client_id: clientId,
        client_scope_id: clientScopeId,
        is_default: fromBoolean(isDefault),
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['client_id', 'client_scope_id'])
        .doUpdateSet((row) => ({ is_default: row.ref('excluded.is_default') })),
    )
    .execute()
  tx.realmChanged(realmId)
}

/** Assigns one scope to one client. Throws NotFound unless both are of the realm. */
export async function assignClientScope(
  tx: Tx,
  realmId: string,
  clientId: string,
  clientScopeId: string,
  isDefault: boolean,
): Promise<void> {
  if (!(await findClientScope(tx, realmId, clientScopeId))) throw new NotFound('client scope')
  const client = await tx.query
    .selectFrom('client')
    .select('id')
    .where('realm_id', '=', realmId)
    .where('id', '=', clientId)
    .executeTakeFirst()
  if (!client) throw new NotFound('client')
  await assignClientScopes(tx, realmId, [{ clientId, clientScopeId, isDefault }])
}

export async function unassignClientScope(
  tx: Tx,
  realmId: string,
  clientId: string,
  clientScopeId: string,
): Promise<void> {
  await tx.query
    .deleteFrom('client_scope_assignment')
    .where('realm_id', '=', realmId)
    .where('client_id', '=', clientId)
    .where('client_scope_id', '=', clientScopeId)
    .execute()
  tx.realmChanged(realmId)
}

/** Makes a scope default or optional for new clients; clients that exist keep theirs. NotFound: not of the realm. */
export async function addRealmClientScope(
  tx: Tx,
  realmId: string,
  clientScopeId: string,
  isDefault: boolean,
): Promise<void> {
  if (!(await findClientScope(tx, realmId, clientScopeId))) throw new NotFound('client scope')
  await insertRealmClientScopes(tx, realmId, [{ clientScopeId, isDefault }])
}

/** As `addRealmClientScope` for scopes that are known to be of the realm, in one statement. */
export async function insertRealmClientScopes(
  tx: Tx,
  realmId: string,
  scopes: readonly { readonly clientScopeId: string; readonly isDefault: boolean }[],
): Promise<void> {
  if (scopes.length === 0) return
  await tx.query
    .insertInto('realm_client_scope')
    .values(
      scopes.map(({ clientScopeId, isDefault }) => ({
        realm_id: realmId,
        client_scope_id: clientScopeId,
        is_default: fromBoolean(isDefault),
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['realm_id', 'client_scope_id'])
        .doUpdateSet((row) => ({ is_default: row.ref('excluded.is_default') })),
    )
    .execute()
  tx.realmChanged(realmId)
}

export async function removeRealmClientScope(tx: Tx, realmId: string, clientScopeId: string): Promise<void> {
  await tx.query
    .deleteFrom('realm_client_scope')
    .where('realm_id', '=', realmId)
    .where('client_scope_id', '=', clientScopeId)
    .execute()
  tx.realmChanged(realmId)
}
