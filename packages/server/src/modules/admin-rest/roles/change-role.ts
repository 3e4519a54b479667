import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import { AccessDenied, InvalidInput } from '../../../kernel/error.ts'
import { addComposites, removeComposites } from '../../../model/role/add-composites.ts'
import { createRole } from '../../../model/role/create-role.ts'
import { deleteRole } from '../../../model/role/delete-role.ts'
import { listComposites } from '../../../model/role/role.store.ts'
import type { Role } from '../../../model/role/role.ts'
import { updateRole } from '../../../model/role/update-role.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { requireGrantable, requireManagementOf } from '../require-grantable.ts'
import { toChangedRole, toNewRole } from './from-representation.ts'
import { resolveRoles } from './resolve-roles.ts'

/** Where a role stands in the API: `roles/{name}` or `clients/{id}/roles/{name}`. */
export function pathOfRole({ clientId, name }: Pick<Role, 'clientId' | 'name'>): readonly string[] {
  return clientId === undefined ? ['roles', name] : ['clients', clientId, 'roles', name]
}

const resourceTypeOf = ({ clientId }: Pick<Role, 'clientId'>) => (clientId === undefined ? 'REALM_ROLE' : 'CLIENT_ROLE')

export async function createRoleAsAdministrator(
  context: AdminContext,
  clientId: string | undefined,
  body: RoleRepresentation,
): Promise<Role> {
  const input = toNewRole(body)
  // A role made here could take the name of a right that was taken away.
  if (clientId !== undefined) await requireManagementOf(context, clientId)
  const composites = await resolveNamedComposites(context, body)
  await requireGrantable(context, composites)
  return transact(context.server.storage, async (tx) => {
    const role = await createRole(tx, context.realm.realm, {
      ...input,
      ...(clientId === undefined ? {} : { clientId }),
    })
    if (composites.length > 0) {
      await addComposites(
        tx,
        role.realmId,
        role.id,
        composites.map((composite) => composite.id),
      )
    }
    await recordChange(tx, context, {
      operation: 'CREATE',
      resourceType: resourceTypeOf(role),
      path: pathOfRole(role),
      representation: body,
    })
    return role
  })
}

export async function updateRoleAsAdministrator(
  context: AdminContext,
  role: Role,
  body: RoleRepresentation,
): Promise<void> {
  if (body.name !== undefined && body.name !== role.name) await requireFreeName(context, role)
  await transact(context.server.storage, async (tx) => {
    await updateRole(tx, toChangedRole(role, body))
    await recordChange(tx, context, {
      operation: 'UPDATE',
      resourceType: resourceTypeOf(role),
      path: pathOfRole(role),
      representation: body,
    })
  })
}

export async function deleteRoleAsAdministrator(context: AdminContext, role: Role): Promise<void> {
  if (role.id === context.realm.realm.settings.defaultRoleId) {
    throw new InvalidInput(undefined, `${role.name} is default role of the realm and cannot be removed.`)
  }
  if (role.clientId !== undefined) await requireManagementOf(context, role.clientId)
  await requireGrantable(context, [role])
  await transact(context.server.storage, async (tx) => {
    await deleteRole(tx, context.realm.realm, role)
    await recordChange(tx, context, { operation: 'DELETE', resourceType: resourceTypeOf(role), path: pathOfRole(role) })
  })
}

export async function addCompositesAsAdministrator(
  context: AdminContext,
  role: Role,
  named: readonly RoleRepresentation[],
): Promise<void> {
  const children = await resolveRoles(context, named)
  await requireGrantable(context, children)
  await transact(context.server.storage, async (tx) => {
    await addComposites(
      tx,
      role.realmId,
      role.id,
      children.map((child) => child.id),
    )
    await recordComposites(tx, context, 'CREATE', role, named)
  })
}

export async function removeCompositesAsAdministrator(
  context: AdminContext,
  role: Role,
  named: readonly RoleRepresentation[],
): Promise<void> {
  const children = await resolveRoles(context, named)
  await requireGrantable(context, children)
  await transact(context.server.storage, async (tx) => {
    await removeComposites(
      tx,
      role.realmId,
      role.id,
      children.map((child) => child.id),
    )
    await recordComposites(tx, context, 'DELETE', role, named)
  })
}

/** What a role contains directly: all, the realm roles, or the roles of one client. */
export async function listContents(
  { server, realm }: AdminContext,
  role: Role,
  containerId?: string,
): Promise<readonly Role[]> {
  const children = await listComposites(server.storage, realm.realm.id, role.id)
  if (containerId === undefined) return children
  return children.filter((child) => (child.clientId ?? child.realmId) === containerId)
}

async function recordComposites(
  tx: Parameters<typeof recordChange>[0],
  context: AdminContext,
  operation: 'CREATE' | 'DELETE',
  role: Role,
  named: readonly RoleRepresentation[],
): Promise<void> {
  await recordChange(tx, context, {
    operation,
    resourceType: resourceTypeOf(role),
    path: [...pathOfRole(role), 'composites'],
    representation: named,
  })
}

/** Renaming must not turn a right into another one. */
async function requireFreeName(context: AdminContext, role: Role): Promise<void> {
  if (role.id === context.realm.realm.settings.defaultRoleId) throw new AccessDenied('rename of the default role')
  if (role.clientId !== undefined) await requireManagementOf(context, role.clientId)
  await requireGrantable(context, [role])
}

async function resolveNamedComposites(context: AdminContext, { composites }: RoleRepresentation): Promise<Role[]> {
  const realmId = context.realm.realm.id
  const roles = [
    ...(await resolveRoles(
      context,
      (composites?.realm ?? []).map((name) => ({ name })),
      realmId,
    )),
  ]
  for (const [clientId, names] of Object.entries(composites?.client ?? {})) {
    const client = await context.realm.client(clientId)
    const named = names.map((name) => ({ name }))
    roles.push(...(await resolveRoles(context, named, client?.client.id ?? clientId)))
  }
  return roles
}
