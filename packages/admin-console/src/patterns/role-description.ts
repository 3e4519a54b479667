import type { RoleRepresentation } from '@ztrust/contract/admin/roles'

/** Keycloak's own roles describe themselves by keys such as `${role_view-users}`: those say nothing to a reader. */
export function plainDescription(role: RoleRepresentation): string {
  return /^\$\{.*\}$/.test(role.description ?? '') ? '' : (role.description ?? '')
}
