import { LRUCache } from 'lru-cache'
import type { RoleGraph, RoleReach } from '../realm/realm-snapshot.ts'
import type { Role } from './role.ts'

/**
 * Roles in remembered answers at once. An administrator of 1,000 realms reaches 18,000 roles, and walking there at each
 * request would take longer than everything else of it.
 */
const rememberedRoles = 100_000

/** Puts roles and their composites together for fast walks. Cycles do no harm. */
export function makeRoleGraph(
  roles: readonly Role[],
  composites: readonly { readonly parentId: string; readonly childId: string }[],
): RoleGraph {
  const byId = new Map(roles.map((role) => [role.id, role]))
  const byName = new Map(roles.map((role) => [nameKey(role.clientId ?? role.realmId, role.name), role]))
  const childrenOf = new Map<string, Role[]>()
  for (const { parentId, childId } of composites) {
    const child = byId.get(childId)
    if (!child) continue
    const children = childrenOf.get(parentId)
    if (children) children.push(child)
    else childrenOf.set(parentId, [child])
  }
  const walk = (roleIds: Iterable<string>): Map<string, Role> => {
    const found = new Map<string, Role>()
    const waiting = [...roleIds].flatMap((id) => byId.get(id) ?? [])
    for (let role = waiting.pop(); role; role = waiting.pop()) {
      if (found.has(role.id)) continue
      found.set(role.id, role)
      waiting.push(...(childrenOf.get(role.id) ?? []))
    }
    return found
  }
  const known = new LRUCache<string, RoleReach>({
    maxSize: rememberedRoles,
    sizeCalculation: (reach) => reach.roles.length + 1,
  })
  const reach = (roleIds: Iterable<string>): RoleReach => {
    const ids = [...roleIds].sort()
    const key = ids.join(' ')
    const remembered = known.get(key)
    if (remembered) return remembered
    const made = toReach(walk(ids))
    known.set(key, made)
    return made
  }
  return {
    role: (id) => byId.get(id),
    find: (containerId, name) => byName.get(nameKey(containerId, name)),
    children: (roleId) => childrenOf.get(roleId) ?? [],
    closure: (roleIds) => reach(roleIds).roles,
    reach,
  }
}

function toReach(found: ReadonlyMap<string, Role>): RoleReach {
  const roles = Object.freeze([...found.values()])
  let containers: Map<string, Role[]> | undefined
  return {
    roles,
    has: (roleId) => found.has(roleId),
    inContainer: (containerId) => {
      containers ??= Map.groupBy(roles, (role) => role.clientId ?? role.realmId)
      return containers.get(containerId) ?? []
    },
  }
}

/** Ids have no blanks, so that the two parts cannot be told wrongly. */
function nameKey(containerId: string, name: string): string {
  return `${containerId} ${name}`
}
