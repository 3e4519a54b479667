import { NotFound } from '../../kernel/error.ts'
import { findClientById } from '../../model/client/client.store.ts'
import type { Client } from '../../model/client/client.ts'
import { findClientScope } from '../../model/client-scope/client-scope.store.ts'
import type { ClientScope } from '../../model/client-scope/client-scope.ts'
import { findGroup } from '../../model/group/group.store.ts'
import type { Group } from '../../model/group/group.ts'
import { findIdentityProvider } from '../../model/identity-provider/identity-provider.store.ts'
import type { IdentityProvider } from '../../model/identity-provider/identity-provider.ts'
import { findRole, findRoleByName } from '../../model/role/role.store.ts'
import type { Role } from '../../model/role/role.ts'
import { findUserById } from '../../model/user/user.store.ts'
import type { User } from '../../model/user/user.ts'
import type { AdminContext } from './admin-context.ts'

type Place = Pick<AdminContext, 'server' | 'realm'>

/** All of these look in the realm of the path only, and throw `NotFound` with Keycloak's words. */
export async function requireUser({ server, realm }: Place, id: string): Promise<User> {
  return found(await findUserById(server.storage, realm.realm.id, id), 'user', 'User not found')
}

export async function requireClient(
  { server, realm }: Place,
  id: string,
  message = 'Could not find client',
): Promise<Client> {
  return found(await findClientById(server.storage, realm.realm.id, id), 'client', message)
}

export async function requireClientScope({ server, realm }: Place, id: string): Promise<ClientScope> {
  return found(await findClientScope(server.storage, realm.realm.id, id), 'client scope', 'Could not find client scope')
}

export async function requireIdentityProvider({ server, realm }: Place, alias: string): Promise<IdentityProvider> {
  const provider = await findIdentityProvider(server.storage, realm.realm.id, { alias })
  return found(provider, 'identity provider', 'HTTP 404 Not Found')
}

export async function requireGroup(
  { server, realm }: Place,
  id: string,
  message = 'Could not find group by id',
): Promise<Group> {
  return found(await findGroup(server.storage, realm.realm.id, id), 'group', message)
}

export async function requireRole({ server, realm }: Place, id: string): Promise<Role> {
  return found(await findRole(server.storage, realm.realm.id, id), 'role', 'Could not find role with id')
}

/** `containerId`: a client's id, or the realm's id for realm roles. */
export async function requireRoleNamed({ server, realm }: Place, containerId: string, name: string): Promise<Role> {
  const role = await findRoleByName(server.storage, realm.realm.id, containerId, name)
  return found(role, 'role', 'Could not find role')
}

function found<Value>(value: Value | undefined, kind: string, message: string): Value {
  if (value === undefined) throw new NotFound(kind, message)
  return value
}
