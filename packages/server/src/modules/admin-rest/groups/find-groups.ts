import { listGroups } from '../../../model/group/group.store.ts'
import type { Group } from '../../../model/group/group.ts'
import { toPage } from '../../../storage/page.ts'
import type { AdminContext } from '../admin-context.ts'
import { parseAttributeQuery } from '../parse-attribute-query.ts'

interface GroupQuery {
  readonly search?: string | undefined
  readonly exact?: boolean | undefined
  readonly q?: string | undefined
  readonly first?: number | undefined
  readonly max?: number | undefined
}

/** How many groups are looked through where the database cannot choose: by attributes. */
const longestScan = 10_000

export async function findGroups(
  { server, realm }: AdminContext,
  query: GroupQuery,
  where: { readonly parentId?: string; readonly top?: true },
): Promise<readonly Group[]> {
  const { id } = realm.realm
  const page = toPage(query)
  const filter = { ...where, search: query.search, exact: query.exact }
  const attributes = parseAttributeQuery(query.q)
  if (attributes.length === 0) return listGroups(server.storage, id, { ...filter, page })
  const all = await listGroups(server.storage, id, { ...filter, page: { first: 0, max: longestScan } })
  const found = all.filter((group) => attributes.every(([name, value]) => group.attributes[name]?.includes(value)))
  return found.slice(page.first, page.first + page.max)
}
