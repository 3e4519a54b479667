import type { MappingsRepresentation } from '@ztrust/contract/admin/role-mappings'
import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import type { RoleGraph } from '../../../model/realm/realm-snapshot.ts'
import type { Role } from '../../../model/role/role.ts'
import type { AdminContext } from '../admin-context.ts'
import { copyAttributes } from '../copy-attributes.ts'

/** As lists of roles give it. */
export function toBriefRole(role: Role, graph: RoleGraph): RoleRepresentation {
  return {
    id: role.id,
    name: role.name,
    description: role.description,
    composite: graph.children(role.id).length > 0,
    clientRole: role.clientId !== undefined,
    containerId: role.clientId ?? role.realmId,
  }
}

export function toRoleRepresentation(role: Role, graph: RoleGraph): RoleRepresentation {
  return { ...toBriefRole(role, graph), attributes: copyAttributes(role.attributes) }
}

export async function toRoleList(
  { realm }: Pick<AdminContext, 'realm'>,
  roles: readonly Role[],
  isBrief = true,
): Promise<RoleRepresentation[]> {
  const graph = await realm.roles()
  return roles.map((role) => (isBrief ? toBriefRole(role, graph) : toRoleRepresentation(role, graph)))
}

/** Mappings of both kinds, client roles by the client's name. */
export async function toMappings(
  context: Pick<AdminContext, 'realm'>,
  roles: readonly Role[],
): Promise<MappingsRepresentation> {
  const graph = await context.realm.roles()
  const ofRealm = roles.filter((role) => role.clientId === undefined)
  const byClient: NonNullable<MappingsRepresentation['clientMappings']> = {}
  for (const role of roles) {
    const client = role.clientId === undefined ? undefined : (await context.realm.clientById(role.clientId))?.client
    if (!client) continue
    const entry = byClient[client.clientId] ?? { id: client.id, client: client.clientId, mappings: [] }
    entry.mappings.push(toBriefRole(role, graph))
    byClient[client.clientId] = entry
  }
  return {
    ...(ofRealm.length > 0 ? { realmMappings: await toRoleList(context, ofRealm) } : {}),
    ...(Object.keys(byClient).length > 0 ? { clientMappings: byClient } : {}),
  }
}
