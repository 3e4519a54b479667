import type { Db } from '../../storage/db.ts'
import { masterRealmName } from '../realm/realm.ts'
import type { ClientSnapshot, RealmSnapshot } from '../realm/realm-snapshot.ts'
import type { Role } from '../role/role.ts'
import type { User } from '../user/user.ts'
import { effectiveRoles, reachedRoles } from '../user/user-role.store.ts'

/** The part of the server that permissions are read from. */
export interface PermissionSource {
  readonly storage: Db
}

/** Who asks: the user, of which realm, through which client. */
type Caller = Pick<User, 'id' | 'enabled'>

/** The client of a realm (other than master) that holds the roles for managing it. */
const realmManagementClientId = 'realm-management'

/**
 * Names of the management roles (`view-users`, `manage-clients`...) a user holds for a realm now, contained ones
 * included. Users of the master realm hold them by the target's client there, others only for their own realm. Read at
 * each call, so that a role taken away counts at once. With `client`, limited to roles that the client may carry, so
 * that an application cannot use an administrator's token for more than it was given.
 */
export async function managementPermissions(
  { storage }: PermissionSource,
  callerRealm: RealmSnapshot,
  caller: Caller,
  targetRealm: RealmSnapshot,
  client?: ClientSnapshot,
): Promise<ReadonlySet<string>> {
  const holder = await findHolder(callerRealm, targetRealm)
  if (holder === undefined || !caller.enabled) return new Set()
  const roles = await callerRolesOf(holder, storage, callerRealm, caller, client)
  return new Set(roles.map((role) => role.name))
}

/** Whether a user may make realms: only users of the master realm with its role `create-realm`. */
export async function canCreateRealm(
  { storage }: PermissionSource,
  callerRealm: RealmSnapshot,
  caller: Caller,
  client?: ClientSnapshot,
): Promise<boolean> {
  if (callerRealm.realm.name !== masterRealmName || !caller.enabled) return false
  const roles = await callerRolesOf(callerRealm.realm.id, storage, callerRealm, caller, client)
  return roles.some((role) => role.name === 'create-realm')
}

/** Id of the client, in the caller's realm, whose roles manage the target; undefined when nobody there can. */
async function findHolder(callerRealm: RealmSnapshot, targetRealm: RealmSnapshot): Promise<string | undefined> {
  if (callerRealm.realm.name === masterRealmName) return targetRealm.realm.settings.masterAdminClientId || undefined
  if (callerRealm.realm.id !== targetRealm.realm.id) return undefined
  return (await callerRealm.client(realmManagementClientId))?.client.id
}

/** Every role a user holds now, limited to those that the client may carry where one is given. */
export async function rolesOfCaller(
  db: Db,
  realm: RealmSnapshot,
  caller: Caller,
  client: ClientSnapshot | undefined,
): Promise<readonly Role[]> {
  return (await effectiveRoles(db, realm, caller)).filter(await carriedBy(client, realm))
}

/** The same, only the roles of one client, or of the realm by its id: an administrator may hold 18 for each realm. */
async function callerRolesOf(
  containerId: string,
  db: Db,
  realm: RealmSnapshot,
  caller: Caller,
  client: ClientSnapshot | undefined,
): Promise<readonly Role[]> {
  const held = await reachedRoles(db, realm, caller)
  return held.inContainer(containerId).filter(await carriedBy(client, realm))
}

/** What a client without full scope may carry: its own roles, its own scope and that of its default client scopes. */
async function carriedBy(client: ClientSnapshot | undefined, realm: RealmSnapshot): Promise<(role: Role) => boolean> {
  if (!client || client.client.settings.fullScopeAllowed) return () => true
  const direct = [
    ...client.scopeMappedRoleIds,
    ...client.defaultScopes.flatMap((scope) => realm.rolesOfScope(scope.id)),
  ]
  const allowed = (await realm.roles()).reach(direct)
  return (role) => role.clientId === client.client.id || allowed.has(role.id)
}
