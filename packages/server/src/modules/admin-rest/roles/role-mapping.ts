import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import { listRoles } from '../../../model/role/role.store.ts'
import type { Role } from '../../../model/role/role.ts'
import type { Db, Tx } from '../../../storage/db.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { keepGrantable, requireGrantable } from '../require-grantable.ts'
import type { RoleMappingOperations } from './implement-role-mappings.ts'
import { resolveRoles } from './resolve-roles.ts'

/** A user or a group: whatever roles are given to. */
export interface RoleHolder {
  /** Where it stands below the realm: `users/{id}`. */
  readonly path: readonly string[]
  listRoleIds(db: Db): Promise<readonly string[]>
  /** Everything held in the end, of all containers. */
  listEffective(): Promise<readonly Role[]>
  grant(tx: Tx, roleIds: readonly string[]): Promise<void>
  revoke(tx: Tx, roleIds: readonly string[]): Promise<void>
}

/** The same order at every call: tools compare answers byte by byte. */
function byName(a: Role, b: Role): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

/** Roles held directly, of one container (the realm's id or a client's) or of all. */
async function listMappedRoles(
  { server, realm }: AdminContext,
  holder: RoleHolder,
  containerId?: string,
): Promise<readonly Role[]> {
  const graph = await realm.roles()
  const roles = (await holder.listRoleIds(server.storage)).map((id) => graph.role(id))
  const held = roles.filter((role) => role !== undefined).sort(byName)
  return containerId === undefined ? held : held.filter((role) => isOf(role, containerId))
}

async function listEffectiveRoles(
  _context: AdminContext,
  holder: RoleHolder,
  containerId: string,
): Promise<readonly Role[]> {
  const effective = (await holder.listEffective()).filter((role) => isOf(role, containerId))
  return effective.sort(byName)
}

/** Roles of a container that are not held directly and that the caller may grant. */
async function listAvailableRoles(
  context: AdminContext,
  holder: RoleHolder,
  containerId: string,
): Promise<readonly Role[]> {
  const { server, realm } = context
  const held = new Set(await holder.listRoleIds(server.storage))
  const all = await listRoles(server.storage, realm.realm.id, containerId)
  return keepGrantable(
    context,
    all.filter((role) => !held.has(role.id)),
  )
}

async function addMappedRoles(
  context: AdminContext,
  holder: RoleHolder,
  clientId: string | undefined,
  named: readonly RoleRepresentation[],
): Promise<void> {
  const roles = await resolveRoles(context, named, clientId ?? context.realm.realm.id)
  await requireGrantable(context, roles)
  await transact(context.server.storage, async (tx) => {
    await holder.grant(
      tx,
      roles.map((role) => role.id),
    )
    await recordMapping(tx, context, 'CREATE', holder, clientId, roles)
  })
}

/** Without a list, all direct roles of the container are taken. */
async function removeMappedRoles(
  context: AdminContext,
  holder: RoleHolder,
  clientId: string | undefined,
  named: readonly RoleRepresentation[] | undefined,
): Promise<void> {
  const containerId = clientId ?? context.realm.realm.id
  const roles = named
    ? await resolveRoles(context, named, containerId)
    : await listMappedRoles(context, holder, containerId)
  await requireGrantable(context, roles)
  await transact(context.server.storage, async (tx) => {
    await holder.revoke(
      tx,
      roles.map((role) => role.id),
    )
    await recordMapping(tx, context, 'DELETE', holder, clientId, roles)
  })
}

/** For the roles of users and of groups. */
export const roleMappingOperations: RoleMappingOperations<RoleHolder> = {
  list: listMappedRoles,
  listAvailable: listAvailableRoles,
  listEffective: listEffectiveRoles,
  add: addMappedRoles,
  remove: removeMappedRoles,
}

function isOf(role: Role, containerId: string): boolean {
  return (role.clientId ?? role.realmId) === containerId
}

async function recordMapping(
  tx: Tx,
  context: AdminContext,
  operation: 'CREATE' | 'DELETE',
  holder: RoleHolder,
  clientId: string | undefined,
  roles: readonly Role[],
): Promise<void> {
  const where = clientId === undefined ? ['realm'] : ['clients', clientId]
  await recordChange(tx, context, {
    operation,
    resourceType: clientId === undefined ? 'REALM_ROLE_MAPPING' : 'CLIENT_ROLE_MAPPING',
    path: [...holder.path, 'role-mappings', ...where],
    representation: roles.map(({ id, name }) => ({ id, name })),
  })
}
