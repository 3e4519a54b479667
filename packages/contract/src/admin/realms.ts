import * as z from 'zod'
import { endpoint, noContent, queryBoolean, queryInteger } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { ignoredBody, queryText, requestBody } from './admin-schemas.ts'
import { LeftOut } from './imported-user.ts'
import { managementRoleNames, manageRealm, viewRealm } from './permissions.ts'
import { notEnabled, PermissionsReference } from './permissions-reference.ts'
import { RealmContentRepresentation } from './realm-content.ts'
import { RealmRepresentation } from './realm-representation.ts'

export { RealmRepresentation } from './realm-representation.ts'

/** Bytes of a realm in one body; users beyond it are imported as a stream (`user-imports`). */
export const largestFile = 16 * 1_048_576

/** What of a file had no place; there is no body when all of it had. */
export const ImportReport = z.object({ leftOut: z.array(LeftOut) })
export type ImportReport = z.output<typeof ImportReport>

export const listRealms = endpoint({
  method: 'GET',
  path: '/admin/realms',
  family: 'admin',
  tag: 'Realms',
  summary: 'List the realms that the caller administers',
  query: {
    briefRepresentation: queryBoolean.optional(),
    search: queryText.optional(),
    first: queryInteger.optional(),
    max: queryInteger.optional(),
  },
  responses: { 200: z.array(RealmRepresentation), ...adminErrors },
})

export const createRealm = endpoint({
  method: 'POST',
  path: '/admin/realms',
  family: 'admin',
  tag: 'Realms',
  summary: 'Create a realm with everything a realm has from the start, and what the file of another realm brings',
  body: requestBody(RealmContentRepresentation),
  bodyLimit: largestFile,
  responses: { 201: z.union([z.void(), ImportReport]), ...adminErrors, ...conflictError },
})

export const getRealm = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}',
  family: 'admin',
  tag: 'Realms',
  summary: 'Get the settings of a realm',
  responses: { 200: RealmRepresentation, ...adminErrors },
  permission: managementRoleNames,
})

export const updateRealm = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}',
  family: 'admin',
  tag: 'Realms',
  summary: 'Change the settings of a realm; what is left out stays',
  body: requestBody(RealmRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageRealm,
})

export const deleteRealm = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}',
  family: 'admin',
  tag: 'Realms',
  summary: 'Delete a realm with everything in it',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const getUsersManagementPermissions = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users-management-permissions',
  family: 'admin',
  tag: 'Realms',
  summary: 'Are there permissions of the first generation for users? They are not offered',
  responses: { 200: PermissionsReference, ...adminErrors, ...notEnabled },
  permission: viewRealm,
})

export const updateUsersManagementPermissions = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/users-management-permissions',
  family: 'admin',
  tag: 'Realms',
  summary: 'Permissions of the first generation for users; they are not offered',
  body: requestBody(PermissionsReference.optional()),
  responses: { 200: PermissionsReference, ...adminErrors, ...notEnabled },
  permission: manageRealm,
})
