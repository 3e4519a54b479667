import type { Db } from '../../storage/db.ts'
import { groupPath } from './group.store.ts'
import { listUserGroups } from './group-member.store.ts'

/** More groups than this are not listed in a token. */
const mostGroups = 1_000

/** Paths of a user's groups (`/sales/europe`), in the order of their names. */
export async function readGroupPaths(db: Db, realmId: string, userId: string): Promise<readonly string[]> {
  const groups = await listUserGroups(db, realmId, userId, { first: 0, max: mostGroups })
  const paths = await Promise.all(groups.map((group) => groupPath(db, realmId, group.id)))
  return paths.filter((path) => path !== undefined)
}
