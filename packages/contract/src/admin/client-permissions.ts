import { endpoint } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { requestBody } from './admin-schemas.ts'
import { manageClients, viewClients } from './permissions.ts'
import { notEnabled, PermissionsReference } from './permissions-reference.ts'

export const getClientManagementPermissions = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/management/permissions',
  family: 'admin',
  tag: 'Clients',
  summary: 'Are there permissions of the first generation for a client? They are not offered',
  responses: { 200: PermissionsReference, ...adminErrors, ...notEnabled },
  permission: viewClients,
})

export const updateClientManagementPermissions = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/clients/{id}/management/permissions',
  family: 'admin',
  tag: 'Clients',
  summary: 'Permissions of the first generation for a client; they are not offered',
  body: requestBody(PermissionsReference.optional()),
  responses: { 200: PermissionsReference, ...adminErrors, ...notEnabled },
  permission: manageClients,
})
