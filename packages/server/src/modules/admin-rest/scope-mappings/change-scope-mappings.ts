import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import {
  addScopeMappings,
  listScopeMappings,
  removeScopeMappings,
} from '../../../model/client-scope/scope-mapping.store.ts'
import { listRoles } from '../../../model/role/role.store.ts'
import type { Role } from '../../../model/role/role.ts'
import type { Tx } from '../../../storage/db.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { requireGrantable } from '../require-grantable.ts'
import type { RoleMappingOperations } from '../roles/implement-role-mappings.ts'
import { resolveRoles } from '../roles/resolve-roles.ts'

/** A client or client scope: what tokens may carry is limited to the roles in its scope. */
interface ScopeOwner {
  readonly id: string
  /** Where it stands below the realm. */
  readonly path: readonly string[]
}

/** Roles in the scope, of one container (the realm's id or a client's) or of all. */
async function listScopeRoles(
  { server, realm }: AdminContext,
  owner: ScopeOwner,
  containerId?: string,
): Promise<readonly Role[]> {
  const graph = await realm.roles()
  const ids = await listScopeMappings(server.storage, realm.realm.id, owner.id)
  const roles = ids.map((id) => graph.role(id)).filter((role) => role !== undefined)
  return roles.filter((role) => isOf(role, containerId))
}

async function listEffectiveScopeRoles(
  { server, realm }: AdminContext,
  owner: ScopeOwner,
  containerId: string,
): Promise<readonly Role[]> {
  const graph = await realm.roles()
  const ids = await listScopeMappings(server.storage, realm.realm.id, owner.id)
  return graph.closure(ids).filter((role) => isOf(role, containerId))
}

async function listAvailableScopeRoles(
  { server, realm }: AdminContext,
  owner: ScopeOwner,
  containerId: string,
): Promise<readonly Role[]> {
  const ids = new Set(await listScopeMappings(server.storage, realm.realm.id, owner.id))
  return (await listRoles(server.storage, realm.realm.id, containerId)).filter((role) => !ids.has(role.id))
}

async function addScopeRoles(
  context: AdminContext,
  owner: ScopeOwner,
  clientId: string | undefined,
  named: readonly RoleRepresentation[],
): Promise<void> {
  const roles = await resolveRoles(context, named, clientId ?? context.realm.realm.id)
  await requireGrantable(context, roles)
  await transact(context.server.storage, async (tx) => {
    const ids = roles.map((role) => role.id)
    await addScopeMappings(tx, context.realm.realm.id, owner.id, ids)
    await record(tx, context, 'CREATE', owner, clientId, roles)
  })
}

/** Without a list, all roles of the container are taken out. */
async function removeScopeRoles(
  context: AdminContext,
  owner: ScopeOwner,
  clientId: string | undefined,
  named: readonly RoleRepresentation[] | undefined,
): Promise<void> {
  const containerId = clientId ?? context.realm.realm.id
  const roles = named
    ? await resolveRoles(context, named, containerId)
    : await listScopeRoles(context, owner, containerId)
  await transact(context.server.storage, async (tx) => {
    const ids = roles.map((role) => role.id)
    await removeScopeMappings(tx, context.realm.realm.id, owner.id, ids)
    await record(tx, context, 'DELETE', owner, clientId, roles)
  })
}

/** For the roles in the scope of clients and of client scopes. */
export const scopeMappingOperations: RoleMappingOperations<ScopeOwner> = {
  list: listScopeRoles,
  listAvailable: listAvailableScopeRoles,
  listEffective: listEffectiveScopeRoles,
  add: addScopeRoles,
  remove: removeScopeRoles,
}

function isOf(role: Role, containerId: string | undefined): boolean {
  return containerId === undefined || (role.clientId ?? role.realmId) === containerId
}

async function record(
  tx: Tx,
  context: AdminContext,
  operation: 'CREATE' | 'DELETE',
  owner: ScopeOwner,
  clientId: string | undefined,
  roles: readonly Role[],
): Promise<void> {
  const where = clientId === undefined ? ['realm'] : ['clients', clientId]
  await recordChange(tx, context, {
    operation,
    resourceType: clientId === undefined ? 'REALM_SCOPE_MAPPING' : 'CLIENT_SCOPE_MAPPING',
    path: [...owner.path, 'scope-mappings', ...where],
    representation: roles.map(({ id, name }) => ({ id, name })),
  })
}
