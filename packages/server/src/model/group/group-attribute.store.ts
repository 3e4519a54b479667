import { toJson } from '../../storage/columns.ts'
import type { Db } from '../../storage/db.ts'
import { isValidAt } from '../role/validity.ts'
import type { Group } from './group.ts'

type Attributes = Group['attributes']

/** Attributes that some group of the realm has. One statement; empty in most realms. */
export async function listGroupAttributeNames(db: Db, realmId: string): Promise<ReadonlySet<string>> {
  const rows = await db.query
    .selectFrom('realm_group')
    .select('attributes')
    .distinct()
    .where('realm_id', '=', realmId)
    .where('attributes', '<>', '{}')
    .execute()
  return new Set(rows.flatMap((row) => Object.keys(toJson<Attributes>(row.attributes))))
}

/**
 * What each group of a user says, with what it takes over from the groups above it, by the groups' names. A group's own
 * attribute hides that of a group above.
 */
export async function listGroupAttributes(db: Db, realmId: string, userId: string): Promise<readonly Attributes[]> {
  const rows = await db.query
    .withRecursive('held', (query) =>
      query
        .selectFrom('user_group as m')
        .innerJoin('realm_group as g', 'g.id', 'm.group_id')
        .select(['g.id', 'g.parent_id', 'g.name_key', 'g.attributes'])
        .select((eb) => eb.lit(1).$castTo<number>().as('is_own'))
        .where('m.realm_id', '=', realmId)
        .where('m.user_id', '=', userId)
        .where(isValidAt('m', db.clock.now()))
        // `union` also ends when groups stand in a circle.
        .union((above) =>
          above
            .selectFrom('held as h')
            .innerJoin('realm_group as p', 'p.id', 'h.parent_id')
            .select(['p.id', 'p.parent_id', 'p.name_key', 'p.attributes'])
            .select((eb) => eb.lit(0).$castTo<number>().as('is_own')),
        ),
    )
    .selectFrom('held')
    .selectAll()
    .orderBy('name_key')
    .orderBy('id')
    .execute()
  const groups = new Map(
    rows.map(({ id, parent_id, attributes }) => [id, { parentId: parent_id, own: toJson<Attributes>(attributes) }]),
  )
  return rows.filter((row) => Number(row.is_own) === 1).map(({ id }) => inherit(groups, id))
}

interface Held {
  readonly parentId: string | null
  readonly own: Attributes
}

function inherit(groups: ReadonlyMap<string, Held>, id: string): Attributes {
  const line: Attributes[] = []
  const seen = new Set<string>()
  for (let at: string | null = id; at !== null && !seen.has(at); at = groups.get(at)?.parentId ?? null) {
    seen.add(at)
    line.push(groups.get(at)?.own ?? {})
  }
  return Object.assign({}, ...line.toReversed())
}
