import type { ClientScope } from '../model/client-scope/client-scope.ts'
import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { Role } from '../model/role/role.ts'

/** Which of the user's roles a client sees: all with full scope, else its own and those its scopes are mapped to. */
export async function selectVisibleRoles(
  realm: RealmSnapshot,
  { client, scopeMappedRoleIds }: ClientSnapshot,
  scopes: readonly ClientScope[],
  effective: readonly Role[],
): Promise<readonly Role[]> {
  if (client.settings.fullScopeAllowed) return effective
  const graph = await realm.roles()
  const mapped = [...scopeMappedRoleIds, ...scopes.flatMap((scope) => realm.rolesOfScope(scope.id))]
  const allowed = graph.reach(mapped)
  return effective.filter((role) => role.clientId === client.id || allowed.has(role.id))
}

/** The scope whose claims name the user's organizations. */
const organizationScope = 'organization'

/** A scope with roles of its own is only for users who hold one of them; that of organizations needs a realm with such. */
export function selectPermittedScopes(
  realm: RealmSnapshot,
  scopes: readonly ClientScope[],
  effective: readonly Role[],
): readonly ClientScope[] {
  const isPermitted = (scope: ClientScope) => {
    if (scope.name === organizationScope && !realm.realm.settings.organizationsEnabled) return false
    const needed = realm.rolesOfScope(scope.id)
    return needed.length === 0 || effective.some((role) => needed.includes(role.id))
  }
  // Nearly always all of them: then the list stays the one that others are remembered by.
  return scopes.every(isPermitted) ? scopes : scopes.filter(isPermitted)
}
