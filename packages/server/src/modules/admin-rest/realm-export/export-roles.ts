import type { RolesRepresentation } from '@ztrust/contract/admin/realm-content'
import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import type { RealmNames } from '../../../model/realm/load-realm-names.ts'
import type { RoleGraph } from '../../../model/realm/realm-snapshot.ts'
import type { Role } from '../../../model/role/role.ts'
import { toRoleRepresentation } from '../roles/to-representation.ts'

/** Names of clients by id. */
export type ClientNames = ReadonlyMap<string, string>

/** All roles of the realm and of its clients, with what they contain. Without clients: those of the realm alone. */
export function exportRoles(
  realmId: string,
  names: RealmNames,
  graph: RoleGraph,
  clientNames: ClientNames,
  withClients: boolean,
): RolesRepresentation {
  const rolesIn = (container: string) =>
    [...(names.roles.get(container)?.values() ?? [])]
      .flatMap((id) => graph.role(id) ?? [])
      .map((role) => toFileRole(role, graph, clientNames))
      .sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1))
  return {
    realm: rolesIn(realmId),
    ...(withClients
      ? { client: Object.fromEntries([...clientNames].map(([id, clientId]) => [clientId, rolesIn(id)])) }
      : {}),
  }
}

function toFileRole(role: Role, graph: RoleGraph, clientNames: ClientNames): RoleRepresentation {
  const composites = toRoleNames(graph.children(role.id), clientNames)
  return { ...toRoleRepresentation(role, graph), ...(composites ? { composites } : {}) }
}

/** Names of roles, those of clients by `clientId`; undefined for none. */
function toRoleNames(roles: readonly Role[], clientNames: ClientNames): RoleRepresentation['composites'] {
  if (roles.length === 0) return undefined
  const { realmRoles, clientRoles } = groupRoleNames(roles, clientNames)
  return {
    ...(realmRoles.length > 0 ? { realm: realmRoles } : {}),
    ...(Object.keys(clientRoles).length > 0 ? { client: clientRoles } : {}),
  }
}

export interface GroupedRoles {
  readonly realmRoles: string[]
  readonly clientRoles: Record<string, string[]>
}

/** Names of roles in the order of the alphabet, those of clients by `clientId`. */
export function groupRoleNames(roles: readonly Role[], clientNames: ClientNames): GroupedRoles {
  const realmRoles: string[] = []
  const clientRoles: Record<string, string[]> = {}
  for (const role of roles) {
    const clientId = role.clientId === undefined ? undefined : clientNames.get(role.clientId)
    if (role.clientId === undefined) realmRoles.push(role.name)
    else if (clientId !== undefined) clientRoles[clientId] = [...(clientRoles[clientId] ?? []), role.name]
  }
  realmRoles.sort()
  for (const list of Object.values(clientRoles)) list.sort()
  return { realmRoles, clientRoles }
}
