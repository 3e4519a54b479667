import type { Ids } from '../../kernel/ids.ts'
import type { Client } from '../client/client.ts'
import type { ProtocolMapper } from '../client-scope/client-scope.ts'
import type { Component } from '../component/component.ts'
import type { RequiredActionSetting } from '../flow/flow.ts'
import type { Role } from '../role/role.ts'
import { type DefaultClientScopes, makeDefaultClientScopes } from './default-client-scopes.ts'
import {
  accountClientId,
  accountConsoleClientId,
  brokerClientId,
  clientNamed,
  makeDefaultClients,
  makeManagementClient,
  realmManagementClientId,
} from './default-clients.ts'
import { type DefaultFlows, makeDefaultFlows } from './default-flows.ts'
import { makeDefaultRegistrationPolicies } from './default-registration-policies.ts'
import { makeDefaultRequiredActions } from './default-required-actions.ts'
import {
  type Composite,
  defaultAccountRoleNames,
  makeAccountRoles,
  makeDefaultRole,
  makeManagementRoles,
  makeRealmManagementRoles,
  makeRole,
  roleNamed,
} from './default-roles.ts'
import { masterRealmName } from './realm.ts'

export const adminRoleName = 'admin'
export const createRealmRoleName = 'create-realm'

/** The master realm, as far as it is needed to hang a new realm under it. */
export interface MasterRealm {
  readonly id: string
  /** Id of the realm role `admin`, which holds the management roles of every realm. */
  readonly adminRoleId: string
}

/** All that a new realm consists of, before it is written. */
export interface RealmPlan {
  readonly defaultRoleId: string
  /** Of the master realm: the client for the management of this one. */
  readonly management: {
    readonly client: Client
    readonly roles: readonly Role[]
    readonly composites: readonly Composite[]
  }
  readonly clientScopes: DefaultClientScopes
  readonly clients: readonly Client[]
  readonly clientMappers: readonly ProtocolMapper[]
  readonly roles: readonly Role[]
  readonly composites: readonly Composite[]
  readonly scopeMappings: readonly { readonly containerId: string; readonly roleId: string }[]
  readonly flows: DefaultFlows
  readonly requiredActions: readonly RequiredActionSetting[]
  readonly registrationPolicies: readonly Component[]
}

/**
 * Makes everything that Keycloak makes with a realm. `master` is undefined for the master realm itself. All ids are
 * ordered by time: the rows of a realm then stand together in every index, and the thousandth realm writes no more
 * pages than the first.
 */
export function planRealm(
  realm: { readonly id: string; readonly name: string },
  master: MasterRealm | undefined,
  ids: Ids,
  now: number,
): RealmPlan {
  const isMaster = realm.name === masterRealmName
  const { clients, mappers } = makeDefaultClients({ ...realm, isMaster }, ids, now)
  const clientScopes = makeDefaultClientScopes(realm.id, ids)
  const account = clientNamed(clients, accountClientId)
  const accountRoles = makeAccountRoles(realm.id, account.id, ids)
  const readToken = makeRole(realm.id, 'read-token', ids, clientNamed(clients, brokerClientId).id)
  const offlineAccess = makeRole(realm.id, 'offline_access', ids)
  const authorization = makeRole(realm.id, 'uma_authorization', ids)
  const defaultRole = makeDefaultRole(realm.id, realm.name, ids)
  const adminRoles = isMaster ? planAdminRoles(realm.id, ids) : undefined
  const realmManagement = isMaster
    ? undefined
    : makeRealmManagementRoles(realm.id, clientNamed(clients, realmManagementClientId).id, ids)
  const inDefaultRole = [
    offlineAccess,
    authorization,
    ...defaultAccountRoleNames.map((name) => roleNamed(accountRoles.roles, name)),
  ]
  return {
    defaultRoleId: defaultRole.id,
    management: planManagement(realm, master ?? requireMaster(realm.id, adminRoles?.admin), ids, now),
    clientScopes,
    clients,
    clientMappers: mappers,
    roles: [
      defaultRole,
      offlineAccess,
      authorization,
      ...(adminRoles ? [adminRoles.admin, adminRoles.createRealm] : []),
      ...accountRoles.roles,
      readToken,
      ...(realmManagement?.roles ?? []),
    ],
    composites: [
      ...inDefaultRole.map((role): Composite => [defaultRole.id, role.id]),
      ...(adminRoles ? [[adminRoles.admin.id, adminRoles.createRealm.id] as const] : []),
      ...accountRoles.composites,
      ...(realmManagement?.composites ?? []),
    ],
    scopeMappings: [
      ...clientScopes.scopes
        .filter((scope) => scope.name === 'offline_access')
        .map((scope) => ({ containerId: scope.id, roleId: offlineAccess.id })),
      ...['manage-account', 'view-groups'].map((name) => ({
        containerId: clientNamed(clients, accountConsoleClientId).id,
        roleId: roleNamed(accountRoles.roles, name).id,
      })),
    ],
    flows: makeDefaultFlows(realm.id, ids),
    requiredActions: makeDefaultRequiredActions(realm.id, ids),
    registrationPolicies: makeDefaultRegistrationPolicies(realm.id, ids, now),
  }
}

function planAdminRoles(realmId: string, ids: Ids): { readonly admin: Role; readonly createRealm: Role } {
  return {
    admin: makeRole(realmId, adminRoleName, ids),
    createRealm: makeRole(realmId, createRealmRoleName, ids),
  }
}

function requireMaster(realmId: string, admin: Role | undefined): MasterRealm {
  if (!admin) throw new Error('Only the master realm hangs under itself')
  return { id: realmId, adminRoleId: admin.id }
}

function planManagement(
  realm: { readonly name: string },
  master: MasterRealm,
  ids: Ids,
  now: number,
): RealmPlan['management'] {
  const client = makeManagementClient(master.id, realm.name, ids, now)
  const { roles, composites } = makeManagementRoles(master.id, client.id, ids)
  return {
    client,
    roles,
    composites: [...composites, ...roles.map((role): Composite => [master.adminRoleId, role.id])],
  }
}
