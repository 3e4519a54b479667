import type { Db, Tx } from '../../storage/db.ts'
import { fromComponent, toComponent } from './component.table.ts'
import type { Component } from './component.ts'

export interface ComponentFilter {
  readonly parentId?: string
  readonly providerType?: string
  readonly name?: string
}

/** Components of a realm in the order of their names. A realm has some dozens at most. */
export async function listComponents(db: Db, realmId: string, filter: ComponentFilter = {}): Promise<Component[]> {
  let query = db.query.selectFrom('component').selectAll().where('realm_id', '=', realmId)
  if (filter.parentId !== undefined) query = query.where('parent_id', '=', filter.parentId)
  if (filter.providerType !== undefined) query = query.where('provider_type', '=', filter.providerType)
  if (filter.name !== undefined) query = query.where('name', '=', filter.name)
  return (await query.orderBy('name').orderBy('id').execute()).map(toComponent)
}

export async function findComponent(db: Db, realmId: string, id: string): Promise<Component | undefined> {
  const row = await db.query
    .selectFrom('component')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toComponent(row)
}

/** Components of any realm that a job of their kind has to look at by now, longest due first. */
export async function listDueComponents(
  db: Db,
  providerType: string,
  now: number,
  limit: number,
): Promise<Component[]> {
  const rows = await db.query
    .selectFrom('component')
    .selectAll()
    .where('provider_type', '=', providerType)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute()
  return rows.map(toComponent)
}

/** Inserts components of one realm in one statement; their secrets must be sealed already. */
export async function insertComponents(tx: Tx, components: readonly Component[]): Promise<void> {
  if (components.length === 0) return
  await tx.query.insertInto('component').values(components.map(fromComponent)).execute()
  for (const { realmId } of components) tx.realmChanged(realmId)
}

/** Writes name, parent and configuration of a component. False when there is none. */
export async function updateComponent(tx: Tx, component: Component): Promise<boolean> {
  const { id, realm_id, created_at, ...changed } = fromComponent(component)
  const { numUpdatedRows } = await tx.query
    .updateTable('component')
    .set(changed)
    .where('realm_id', '=', realm_id)
    .where('id', '=', id)
    .executeTakeFirst()
  tx.realmChanged(component.realmId)
  return numUpdatedRows > 0n
}

/** Removes a component and those that belong to it. False when there is none. */
export async function deleteComponent(tx: Tx, realmId: string, id: string): Promise<boolean> {
  const children = await tx.query
    .selectFrom('component')
    .select('id')
    .where('realm_id', '=', realmId)
    .where('parent_id', '=', id)
    .execute()
  for (const child of children) await deleteComponent(tx, realmId, child.id)
  const { numDeletedRows } = await tx.query
    .deleteFrom('component')
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  tx.realmChanged(realmId)
  return numDeletedRows > 0n
}
