import { managementRoleNames } from '@ztrust/contract/admin/permissions'
import { AccessDenied } from '../../../kernel/error.ts'
import { rolesOfCaller } from '../../../model/permission/management-permission.ts'
import { listRealms } from '../../../model/realm/realm.store.ts'
import { masterRealmName, type Realm } from '../../../model/realm/realm.ts'
import type { Role } from '../../../model/role/role.ts'
import type { Page } from '../../../storage/page.ts'
import type { AdminContext } from '../admin-context.ts'

export interface VisibleRealm {
  readonly realm: Realm
  /** May the caller see its settings? */
  readonly isFull: boolean
}

/** The realms that the caller has any right in, by name. Throws `AccessDenied` for who has none at all. */
export async function listVisibleRealms(
  { server, caller }: Omit<AdminContext, 'realm'>,
  page: Page,
  search: string | undefined,
): Promise<readonly VisibleRealm[]> {
  const { realm: home } = caller.realm
  if (home.name !== masterRealmName) {
    if (!caller.can(...managementRoleNames)) throw new AccessDenied('any role of realm management')
    const isFound = page.first === 0 && page.max > 0 && (!search || home.name.includes(search))
    return isFound ? [{ realm: home, isFull: caller.can('view-realm', 'manage-realm') }] : []
  }
  const roles = await rolesOfCaller(server.storage, caller.realm, caller.user, caller.client)
  // The role `admin` holds the rights of every realm: the database can page for it.
  if (roles.some((role) => role.clientId === undefined && role.name === 'admin')) {
    const realms = await listRealms(server.storage, page, search)
    return realms.map((realm) => ({ realm, isFull: true }))
  }
  const rights = rightsByHolder(roles)
  const visible = (await listRealms(server.storage, undefined, search)).flatMap((realm) => {
    const names = rights.get(realm.settings.masterAdminClientId)
    return names ? [{ realm, isFull: names.has('view-realm') || names.has('manage-realm') }] : []
  })
  if (visible.length === 0 && !search) throw new AccessDenied('any role of realm management')
  return visible.slice(page.first, page.first + page.max)
}

/** Names of management roles by the client of master that holds them. */
function rightsByHolder(roles: readonly Role[]): ReadonlyMap<string, ReadonlySet<string>> {
  const known: ReadonlySet<string> = new Set(managementRoleNames)
  const rights = new Map<string, Set<string>>()
  for (const { clientId, name } of roles) {
    if (clientId === undefined || !known.has(name)) continue
    rights.set(clientId, (rights.get(clientId) ?? new Set()).add(name))
  }
  return rights
}
