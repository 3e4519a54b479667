/** The roles of realm management (Keycloak's names): what administrators hold, per realm. */
export const managementRoleNames = [
  'create-client',
  'impersonation',
  'manage-authorization',
  'manage-clients',
  'manage-events',
  'manage-identity-providers',
  'manage-organizations',
  'manage-realm',
  'manage-users',
  'query-clients',
  'query-groups',
  'query-organizations',
  'query-realms',
  'query-users',
  'view-authorization',
  'view-clients',
  'view-events',
  'view-identity-providers',
  'view-organizations',
  'view-realm',
  'view-users',
] as const
export type ManagementRoleName = (typeof managementRoleNames)[number]

export const viewRealm = ['view-realm', 'manage-realm'] as const
export const manageRealm = ['manage-realm'] as const
export const viewClients = ['view-clients', 'manage-clients'] as const
export const queryClients = [...viewClients, 'query-clients'] as const
export const manageClients = ['manage-clients'] as const
export const viewUsers = ['view-users', 'manage-users'] as const
export const queryUsers = [...viewUsers, 'query-users'] as const
export const manageUsers = ['manage-users'] as const
export const queryGroups = [...viewUsers, 'query-groups'] as const
export const viewIdentityProviders = ['view-identity-providers', 'manage-identity-providers'] as const
export const manageIdentityProviders = ['manage-identity-providers'] as const
export const viewEvents = ['view-events', 'manage-events'] as const
export const manageEvents = ['manage-events'] as const
/** Client scopes are seen by those who see the realm or its clients, and changed by those who change clients. */
export const viewClientScopes = [...viewRealm, ...viewClients] as const
export const manageOrganizations = ['manage-organizations', 'manage-realm'] as const
export const viewOrganizations = ['view-organizations', ...manageOrganizations] as const
/** Who may only query gets empty lists: Keycloak's answer to those who see no organization. */
export const queryOrganizations = ['query-organizations', ...viewOrganizations] as const
