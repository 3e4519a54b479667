import { toKey } from '../../kernel/text.ts'
import { containsText } from '../../storage/contains-text.ts'
import type { Db } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import { type OrganizationRow, toOrganization } from './organization.table.ts'
import type { Organization } from './organization.ts'

/** All conditions must hold. */
export interface OrganizationFilter {
  /** Text in the name or a domain, or the whole of one with `exact`. */
  readonly search?: string | undefined
  readonly exact?: boolean | undefined
  readonly attributes?: readonly (readonly [name: string, value: string])[]
  /** Those that this user has joined. */
  readonly memberId?: string
}

/** By name. */
export async function listOrganizations(
  db: Db,
  realmId: string,
  filter: OrganizationFilter,
  page: Page,
): Promise<readonly Organization[]> {
  const rows = await select(db, realmId, filter)
    .selectAll('o')
    .orderBy('o.name')
    .limit(page.max)
    .offset(page.first)
    .execute()
  return withParts(db, realmId, rows)
}

export async function countOrganizations(db: Db, realmId: string, filter: OrganizationFilter): Promise<number> {
  const row = await select(db, realmId, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function findOrganization(
  db: Db,
  realmId: string,
  by: { readonly id: string } | { readonly alias: string } | { readonly name: string } | { readonly domain: string },
): Promise<Organization | undefined> {
  const all = db.query.selectFrom('organization as o').selectAll('o').where('o.realm_id', '=', realmId)
  const query =
    'id' in by
      ? all.where('o.id', '=', by.id)
      : 'alias' in by
        ? all.where('o.alias', '=', by.alias)
        : 'name' in by
          ? all.where('o.name', '=', by.name)
          : all.where('o.id', '=', (eb) =>
              eb
                .selectFrom('organization_domain as d')
                .select('d.organization_id')
                .where('d.realm_id', '=', realmId)
                .where('d.name', '=', by.domain),
            )
  const row = await query.executeTakeFirst()
  return row && (await withParts(db, realmId, [row]))[0]
}

function select(db: Db, realmId: string, { search, exact, attributes = [], memberId }: OrganizationFilter) {
  let query = db.query.selectFrom('organization as o').where('o.realm_id', '=', realmId)
  if (search) {
    const key = toKey(search)
    query = query.where((eb) => {
      const domains = eb
        .selectFrom('organization_domain as d')
        .select('d.organization_id')
        .where('d.realm_id', '=', realmId)
      return eb.or(
        exact
          ? [eb('o.name_key', '=', key), eb('o.id', 'in', domains.where('d.name', '=', key))]
          : [containsText('o.name_key', key), eb('o.id', 'in', domains.where(containsText('d.name', key)))],
      )
    })
  }
  for (const [name, value] of attributes) {
    query = query.where('o.id', 'in', (eb) =>
      eb
        .selectFrom('organization_attribute as a')
        .select('a.organization_id')
        .where('a.realm_id', '=', realmId)
        .where('a.name', '=', name)
        .where('a.value', '=', value),
    )
  }
  if (memberId === undefined) return query
  return query.where('o.id', 'in', (eb) =>
    eb
      .selectFrom('organization_member as m')
      .select('m.organization_id')
      .where('m.realm_id', '=', realmId)
      .where('m.user_id', '=', memberId),
  )
}

/** With attributes and domains: two statements for any number. */
async function withParts(db: Db, realmId: string, rows: readonly OrganizationRow[]): Promise<readonly Organization[]> {
  if (rows.length === 0) return []
  const found: Organization[] = []
  for (let from = 0; from < rows.length; from += 500) {
    const slice = rows.slice(from, from + 500)
    const ids = slice.map(({ id }) => id)
    const attributes = await db.query
      .selectFrom('organization_attribute')
      .selectAll()
      .where('realm_id', '=', realmId)
      .where('organization_id', 'in', ids)
      .orderBy('name')
      .orderBy('ordinal')
      .execute()
    const domains = await db.query
      .selectFrom('organization_domain')
      .selectAll()
      .where('realm_id', '=', realmId)
      .where('organization_id', 'in', ids)
      .orderBy('name')
      .execute()
    const attributesOf = Map.groupBy(attributes, ({ organization_id }) => organization_id)
    const domainsOf = Map.groupBy(domains, ({ organization_id }) => organization_id)
    found.push(...slice.map((row) => toOrganization(row, attributesOf.get(row.id) ?? [], domainsOf.get(row.id) ?? [])))
  }
  return found
}
