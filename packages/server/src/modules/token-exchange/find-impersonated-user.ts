import { OAuthError } from '../../kernel/error.ts'
import { managementPermissions, rolesOfCaller } from '../../model/permission/management-permission.ts'
import { masterRealmName } from '../../model/realm/realm.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { Role } from '../../model/role/role.ts'
import type { VerifiedAccessToken } from '../../model/token/verify-access-token.ts'
import { findUserById, findUserByUsername } from '../../model/user/user.store.ts'
import type { User } from '../../model/user/user.ts'
import { effectiveRoles } from '../../model/user/user-role.store.ts'
import type { GrantContext } from '../../spi/grant.ts'

/**
 * The user to become. Who asks holds the permission `impersonation` through the client the token was given to, and
 * gains by it no right over the realm that they lack. Whatever is wrong, the answer is one: it tells nobody who exists.
 */
export async function findImpersonatedUser(
  { server, realm }: GrantContext,
  { user: impersonator, client }: VerifiedAccessToken,
  requested: string,
): Promise<User> {
  const { storage } = server
  const permissions = await managementPermissions(server, realm, impersonator, realm, client)
  if (!permissions.has('impersonation')) throw refuse()
  const realmId = realm.realm.id
  const user =
    (await findUserByUsername(storage, realmId, requested)) ?? (await findUserById(storage, realmId, requested))
  if (!user?.enabled || user.serviceAccountClientId !== undefined) throw refuse()
  const held = new Set((await rolesOfCaller(storage, realm, impersonator, client)).map((role) => role.id))
  for (const role of await effectiveRoles(storage, realm, user)) {
    if (!held.has(role.id) && (await isManagementRole(realm, role))) throw refuse()
  }
  return user
}

async function isManagementRole(realm: RealmSnapshot, { clientId, name }: Role): Promise<boolean> {
  const isMaster = realm.realm.name === masterRealmName
  if (clientId === undefined) return isMaster && ['admin', 'create-realm'].includes(name)
  const owner = (await realm.clientById(clientId))?.client.clientId
  return isMaster ? owner?.endsWith('-realm') === true : owner === 'realm-management'
}

function refuse(): OAuthError {
  return new OAuthError('access_denied', 'Client not allowed to exchange', { status: 403, event: 'not_allowed' })
}
