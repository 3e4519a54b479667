import { toKey } from '../../kernel/text.ts'
import { containsText } from '../../storage/contains-text.ts'
import type { Db } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import { type GroupRow, toGroup } from './group.table.ts'
import type { Group } from './group.ts'

export interface GroupFilter {
  /** Text that occurs in the name, or is the name with `exact`. */
  readonly search?: string | undefined
  readonly exact?: boolean | undefined
  /** Only the groups right below this one. */
  readonly parentId?: string | undefined
  /** Only groups that are below none. */
  readonly top?: boolean | undefined
}

export async function findGroup(db: Db, realmId: string, id: string): Promise<Group | undefined> {
  const row = await db.query
    .selectFrom('realm_group')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toGroup(row)
}

/** Groups by name. */
export async function listGroups(
  db: Db,
  realmId: string,
  { page, ...filter }: GroupFilter & { readonly page?: Page } = {},
): Promise<readonly Group[]> {
  const all = select(db, realmId, filter).selectAll().orderBy('name_key').orderBy('id')
  const rows = await (page ? all.limit(page.max).offset(page.first) : all).execute()
  return rows.map(toGroup)
}

export async function countGroups(db: Db, realmId: string, filter: GroupFilter = {}): Promise<number> {
  const row = await select(db, realmId, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** How many groups stand right below each of the given ones. Groups without any are absent. */
export async function countSubGroups(
  db: Db,
  realmId: string,
  parentIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (parentIds.length === 0) return new Map()
  const rows = await db.query
    .selectFrom('realm_group')
    .select('parent_key')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('realm_id', '=', realmId)
    .where('parent_key', 'in', parentIds)
    .groupBy('parent_key')
    .execute()
  return new Map(rows.map((row) => [row.parent_key, Number(row.count)]))
}

/** A group and all above it, the top one first; empty when there is no such group. */
export async function listAncestors(db: Db, realmId: string, groupId: string): Promise<readonly Group[]> {
  const rows = await db.query
    .withRecursive('line', (query) =>
      query
        .selectFrom('realm_group as g')
        .selectAll('g')
        .where('g.realm_id', '=', realmId)
        .where('g.id', '=', groupId)
        .union((above) =>
          above.selectFrom('line as l').innerJoin('realm_group as p', 'p.id', 'l.parent_id').selectAll('p'),
        ),
    )
    .selectFrom('line')
    .selectAll()
    .execute()
  return upwards(rows, groupId).toReversed().map(toGroup)
}

/** `/sales/europe`; undefined when there is no such group. */
export async function groupPath(db: Db, realmId: string, groupId: string): Promise<string | undefined> {
  const line = await listAncestors(db, realmId, groupId)
  return line.length === 0 ? undefined : line.map((group) => `/${group.name}`).join('')
}

/** Finds by `/sales/europe`, the leading slash being optional. Names are compared as they are. */
export async function findGroupByPath(db: Db, realmId: string, path: string): Promise<Group | undefined> {
  const names = path.replace(/^\/|\/$/g, '').split('/')
  let found: Group | undefined
  for (const name of names) {
    const row = await db.query
      .selectFrom('realm_group')
      .selectAll()
      .where('realm_id', '=', realmId)
      .where('parent_key', '=', found?.id ?? '')
      .where('name', '=', name)
      .executeTakeFirst()
    if (!row) return undefined
    found = toGroup(row)
  }
  return found
}

function select(db: Db, realmId: string, { search, exact, parentId, top }: GroupFilter) {
  let query = db.query.selectFrom('realm_group').where('realm_id', '=', realmId)
  if (parentId !== undefined) query = query.where('parent_key', '=', parentId)
  if (top) query = query.where('parent_key', '=', '')
  if (search === undefined || search === '') return query
  return exact ? query.where('name', '=', search) : query.where(containsText('name_key', toKey(search)))
}

/** The rows from `groupId` to the top, whatever order the database gave them in. */
function upwards(rows: readonly GroupRow[], groupId: string): GroupRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const line: GroupRow[] = []
  for (let row = byId.get(groupId); row; row = row.parent_id === null ? undefined : byId.get(row.parent_id)) {
    byId.delete(row.id)
    line.push(row)
  }
  return line
}
