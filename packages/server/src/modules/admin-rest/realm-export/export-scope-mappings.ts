import type { RealmContentRepresentation, ScopeMappingRepresentation } from '@ztrust/contract/admin/realm-content'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import { type ClientNames, groupRoleNames } from './export-roles.ts'

type Mappings = Required<Pick<RealmContentRepresentation, 'scopeMappings' | 'clientScopeMappings'>>

/** Which roles clients and client scopes are limited to. Without clients: those of client scopes to realm roles. */
export async function exportScopeMappings(
  realm: RealmSnapshot,
  clientNames: ClientNames,
  withClients: boolean,
): Promise<Mappings> {
  const graph = await realm.roles()
  const scopeMappings: ScopeMappingRepresentation[] = []
  const clientScopeMappings: Record<string, ScopeMappingRepresentation[]> = {}
  const add = (limited: Pick<ScopeMappingRepresentation, 'client' | 'clientScope'>, roleIds: readonly string[]) => {
    const roles = roleIds.flatMap((id) => graph.role(id) ?? [])
    const { realmRoles, clientRoles } = groupRoleNames(roles, clientNames)
    if (realmRoles.length > 0) scopeMappings.push({ ...limited, roles: realmRoles })
    if (!withClients) return
    for (const [clientId, names] of Object.entries(clientRoles)) {
      clientScopeMappings[clientId] = [...(clientScopeMappings[clientId] ?? []), { ...limited, roles: names }]
    }
  }
  for (const scope of realm.clientScopes) add({ clientScope: scope.name }, realm.rolesOfScope(scope.id))
  if (withClients) {
    for (const clientId of [...clientNames.values()].sort()) {
      add({ client: clientId }, (await realm.client(clientId))?.scopeMappedRoleIds ?? [])
    }
  }
  return { scopeMappings, clientScopeMappings }
}
