import { managementRoleNames } from '@ztrust/contract/admin/permissions'
import { AccessDenied } from '../../kernel/error.ts'
import { rolesOfCaller } from '../../model/permission/management-permission.ts'
import { masterRealmName } from '../../model/realm/realm.ts'
import type { RoleGraph } from '../../model/realm/realm-snapshot.ts'
import type { Role } from '../../model/role/role.ts'
import type { AdminContext } from './admin-context.ts'

/** Realm roles of master that rule over all realms. */
const masterRoleNames: readonly string[] = ['admin', 'create-realm']

/**
 * Throws `AccessDenied` unless the caller may hand these roles on, in whatever way: nobody gives away management rights
 * that they do not hold themselves, nor anything that contains such rights.
 */
export async function requireGrantable(context: AdminContext, roles: readonly Role[]): Promise<void> {
  if (roles.length === 0) return
  const isGrantable = await grantableBy(context)
  for (const role of roles) {
    if (!(await isGrantable(role))) throw new AccessDenied(`grant of the role ${role.name}`)
  }
}

/** Those of the roles that the caller may hand on. */
export async function keepGrantable(context: AdminContext, roles: readonly Role[]): Promise<readonly Role[]> {
  const isGrantable = await grantableBy(context)
  const kept: Role[] = []
  for (const role of roles) if (await isGrantable(role)) kept.push(role)
  return kept
}

/** Throws unless the caller holds every management role of the client, when the client is one that holds them. */
export async function requireManagementOf(context: AdminContext, clientId: string): Promise<void> {
  if (!(await isManagementClient(context, clientId))) return
  const graph = await context.realm.roles()
  const names = managementRoleNames.map((name) => graph.find(clientId, name)).filter((role) => role !== undefined)
  await requireGrantable(context, names)
  if (names.length < managementRoleNames.length && !context.caller.can('manage-realm')) {
    throw new AccessDenied('change of a management client')
  }
}

/** Is this the client whose roles are the management rights of a realm? */
export async function isManagementClient({ realm }: Pick<AdminContext, 'realm'>, clientId: string): Promise<boolean> {
  const name = (await realm.clientById(clientId))?.client.clientId
  if (name === undefined) return false
  return realm.realm.name === masterRealmName ? name.endsWith('-realm') : name === 'realm-management'
}

async function grantableBy(context: AdminContext): Promise<(role: Role) => Promise<boolean>> {
  const { caller, realm, server } = context
  const graph = await realm.roles()
  const roles = await rolesOfCaller(server.storage, caller.realm, caller.user, caller.client)
  const held = new Set(roles.map((role) => role.id))
  return async (role) => {
    for (const part of contentsOf(graph, role)) {
      if (held.has(part.id) || !(await isManagementRole(context, part))) continue
      const clientName = part.clientId && (await realm.clientById(part.clientId))?.client.clientId
      // Administrators from master hold the same right under another role.
      const ownClient = realm.realm.name === masterRealmName ? `${masterRealmName}-realm` : 'realm-management'
      const isHeldElsewhere = clientName === ownClient && caller.can(part.name)
      // `realm-admin` is no more than what it contains, and that is looked at too.
      if (!isHeldElsewhere && !(clientName === 'realm-management' && part.name === 'realm-admin')) return false
    }
    return true
  }
}

/** The role and everything in it; also for a role that is newer than the snapshot. */
function contentsOf(graph: RoleGraph, role: Role): readonly Role[] {
  const contents = graph.closure([role.id])
  return contents.length === 0 ? [role] : contents
}

async function isManagementRole(context: AdminContext, role: Role): Promise<boolean> {
  if (role.clientId !== undefined) return isManagementClient(context, role.clientId)
  return context.realm.realm.name === masterRealmName && masterRoleNames.includes(role.name)
}
