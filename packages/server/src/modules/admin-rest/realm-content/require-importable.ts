import type { PartialImportRepresentation } from '@ztrust/contract/admin/partial-import'
import { AccessDenied } from '../../../kernel/error.ts'
import { findGroupByPath } from '../../../model/group/group.store.ts'
import type { Role } from '../../../model/role/role.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireGrantableGroup } from '../groups/require-grantable-group.ts'
import { requireGrantable, requireManagementOf } from '../require-grantable.ts'

interface NamedRoles {
  readonly realm?: readonly string[] | undefined
  readonly client?: Readonly<Record<string, readonly string[]>> | undefined
}

/**
 * Throws `AccessDenied` unless the caller may make every kind of thing that the file has, and hands on nothing that they
 * do not hold: a file is no way around what the single operations ask.
 */
export async function requireImportable(context: AdminContext, body: PartialImportRepresentation): Promise<void> {
  const {
    users = [],
    groups = [],
    clients = [],
    roles = {},
    identityProviders = [],
    identityProviderMappers = [],
  } = body
  requireRight(context, 'manage-users', users.length + groups.length)
  requireRight(context, 'manage-clients', clients.length + Object.keys(roles.client ?? {}).length)
  requireRight(context, 'manage-identity-providers', identityProviders.length + identityProviderMappers.length)
  for (const clientId of [...clients.map((client) => client.clientId ?? ''), ...Object.keys(roles.client ?? {})]) {
    const client = await context.realm.client(clientId)
    if (client) await requireManagementOf(context, client.client.id)
  }
  const all = [...(roles.realm ?? []), ...Object.values(roles.client ?? {}).flat()]
  for (const { composites } of all) await requireGrantableRoles(context, composites ?? {})
  // A role that gives way may be one that its holder does not have.
  await requireGrantableRoles(context, { realm: (roles.realm ?? []).map((role) => role.name ?? '') })
  for (const group of groups) await requireGrantableTree(context, group)
  for (const { realmRoles, clientRoles, groups: paths = [] } of users) {
    await requireGrantableRoles(context, { realm: realmRoles, client: clientRoles })
    for (const path of paths) {
      const group = await findGroupByPath(context.server.storage, context.realm.realm.id, path)
      if (group) await requireGrantableGroup(context, group)
    }
  }
}

function requireRight({ caller }: AdminContext, permission: string, count: number): void {
  if (count > 0 && !caller.can(permission)) throw new AccessDenied(permission)
}

type GroupTree = NonNullable<PartialImportRepresentation['groups']>[number]

async function requireGrantableTree(context: AdminContext, group: GroupTree): Promise<void> {
  await requireGrantableRoles(context, { realm: group.realmRoles, client: group.clientRoles })
  for (const child of group.subGroups ?? []) await requireGrantableTree(context, child)
}

/** Roles that are not there yet give no rights. */
async function requireGrantableRoles(context: AdminContext, { realm = [], client = {} }: NamedRoles): Promise<void> {
  const graph = await context.realm.roles()
  const found: (Role | undefined)[] = realm.map((name) => graph.find(context.realm.realm.id, name))
  for (const [clientId, names] of Object.entries(client)) {
    const id = (await context.realm.client(clientId))?.client.id
    if (id !== undefined) found.push(...names.map((name) => graph.find(id, name)))
  }
  await requireGrantable(
    context,
    found.filter((role) => role !== undefined),
  )
}
