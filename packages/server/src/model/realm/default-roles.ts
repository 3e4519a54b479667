import type { Ids } from '../../kernel/ids.ts'
import { messageReference } from '../../kernel/text.ts'
import type { Role } from '../role/role.ts'

/** Parent and child of a composite role, by id. */
export type Composite = readonly [parentId: string, childId: string]

export interface DefaultRoles {
  readonly roles: readonly Role[]
  readonly composites: readonly Composite[]
}

/** Roles of a management client, in Keycloak 26.7: what an administrator of a realm may do. */
export const managementRoleNames = [
  'create-client',
  'view-realm',
  'view-users',
  'view-clients',
  'view-events',
  'view-identity-providers',
  'view-authorization',
  'view-organizations',
  'manage-realm',
  'manage-users',
  'manage-clients',
  'manage-events',
  'manage-identity-providers',
  'manage-authorization',
  'manage-organizations',
  'query-users',
  'query-clients',
  'query-realms',
  'query-groups',
  'query-organizations',
  'impersonation',
] as const

/** Holds all roles of `realm-management`. */
export const realmAdminRoleName = 'realm-admin'

const managementComposites: readonly (readonly [string, string])[] = [
  ['view-clients', 'query-clients'],
  ['view-users', 'query-users'],
  ['view-users', 'query-groups'],
]

const accountRoleNames = [
  'view-profile',
  'manage-account',
  'manage-account-links',
  'view-applications',
  'view-consent',
  'manage-consent',
  'view-groups',
  'delete-account',
] as const

const accountComposites: readonly (readonly [string, string])[] = [
  ['manage-account', 'manage-account-links'],
  ['manage-consent', 'view-consent'],
]

/** Account roles that every user has through the default role. */
export const defaultAccountRoleNames: readonly string[] = ['view-profile', 'manage-account']

/** Roles of the management client, without `realm-admin` (the master realm's clients have none). */
export function makeManagementRoles(realmId: string, clientId: string, ids: Ids): DefaultRoles {
  return makeClientRoles(realmId, clientId, managementRoleNames, managementComposites, ids)
}

/** As `makeManagementRoles`, with `realm-admin` that holds them all: the roles of `realm-management`. */
export function makeRealmManagementRoles(realmId: string, clientId: string, ids: Ids): DefaultRoles {
  const { roles, composites } = makeManagementRoles(realmId, clientId, ids)
  const admin = makeRole(realmId, realmAdminRoleName, ids, clientId)
  return {
    roles: [admin, ...roles],
    composites: [...composites, ...roles.map((role): Composite => [admin.id, role.id])],
  }
}

/** Roles of the client `account`. */
export function makeAccountRoles(realmId: string, clientId: string, ids: Ids): DefaultRoles {
  return makeClientRoles(realmId, clientId, accountRoleNames, accountComposites, ids)
}

/** A role as Keycloak makes its own ones: `description` is a message key. */
export function makeRole(realmId: string, name: string, ids: Ids, clientId?: string): Role {
  return {
    id: ids.ordered(),
    realmId,
    ...(clientId !== undefined && { clientId }),
    name,
    description: messageReference(`role_${name === 'offline_access' ? 'offline-access' : name}`),
    attributes: {},
  }
}

/** `default-roles-{realm}`, the composite that every user has. */
export function makeDefaultRole(realmId: string, realmName: string, ids: Ids): Role {
  return {
    id: ids.ordered(),
    realmId,
    name: `default-roles-${realmName.toLowerCase()}`,
    description: messageReference('role_default-roles'),
    attributes: {},
  }
}

function makeClientRoles(
  realmId: string,
  clientId: string,
  names: readonly string[],
  composites: readonly (readonly [string, string])[],
  ids: Ids,
): DefaultRoles {
  const roles = names.map((name) => makeRole(realmId, name, ids, clientId))
  return {
    roles,
    composites: composites.map(([parent, child]) => [roleNamed(roles, parent).id, roleNamed(roles, child).id]),
  }
}

/** The role of this name in a list that is known to hold it. */
export function roleNamed(roles: readonly Role[], name: string): Role {
  const role = roles.find((candidate) => candidate.name === name)
  if (!role) throw new Error(`The role ${name} is missing from the defaults`)
  return role
}
