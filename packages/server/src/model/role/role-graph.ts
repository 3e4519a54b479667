import type { RoleGraph } from '../realm/realm-snapshot.ts'
import type { Role } from './role.ts'

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
  return {
    role: (id) => byId.get(id),
    find: (containerId, name) => byName.get(nameKey(containerId, name)),
    children: (roleId) => childrenOf.get(roleId) ?? [],
    closure: (roleIds) => {
      const found = new Map<string, Role>()
      const waiting = [...roleIds].flatMap((id) => byId.get(id) ?? [])
      for (let role = waiting.pop(); role; role = waiting.pop()) {
        if (found.has(role.id)) continue
        found.set(role.id, role)
        waiting.push(...(childrenOf.get(role.id) ?? []))
      }
      return [...found.values()]
    },
  }
}

/** Ids have no blanks, so that the two parts cannot be told wrongly. */
function nameKey(containerId: string, name: string): string {
  return `${containerId} ${name}`
}
