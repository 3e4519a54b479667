import * as z from 'zod'
import { endpoint, noContent, queryBoolean, queryInteger } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { idText, ignoredBody, longText, multiAttributes, nameText, queryText, requestBody } from './admin-schemas.ts'
import { manageClients, manageRealm, viewClients, viewRealm, viewUsers } from './permissions.ts'
import { UserRepresentation } from './user-representation.ts'

export const RoleRepresentation = z.object({
  id: idText.optional(),
  name: nameText.optional(),
  description: longText.optional(),
  composite: z.boolean().optional(),
  clientRole: z.boolean().optional(),
  containerId: idText.optional(),
  attributes: multiAttributes.optional(),
  composites: z
    .object({
      realm: z.array(nameText).optional(),
      client: z.record(z.string().max(255), z.array(nameText)).optional(),
    })
    .optional(),
})
export type RoleRepresentation = z.output<typeof RoleRepresentation>

/** Roles as callers name them in mappings: by id, or by name where the container is known. */
export const RoleList = z.array(RoleRepresentation).max(1000)

const tag = 'Roles'
const family = 'admin'
const roleList = { 200: z.array(RoleRepresentation), ...adminErrors }
const listQuery = {
  search: queryText.optional(),
  first: queryInteger.optional(),
  max: queryInteger.optional(),
  briefRepresentation: queryBoolean.optional(),
}
const pageQuery = { search: queryText.optional(), first: queryInteger.optional(), max: queryInteger.optional() }
const membersQuery = {
  first: queryInteger.optional(),
  max: queryInteger.optional(),
  briefRepresentation: queryBoolean.optional(),
}

export const listRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/roles',
  family,
  tag,
  summary: 'List the realm roles',
  query: listQuery,
  responses: roleList,
  permission: viewRealm,
})
export const createRealmRole = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/roles',
  family,
  tag,
  summary: 'Create a realm role',
  body: requestBody(RoleRepresentation),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
  permission: manageRealm,
})
export const getRealmRole = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/roles/{role}',
  family,
  tag,
  summary: 'Get a realm role by name',
  responses: { 200: RoleRepresentation, ...adminErrors },
  permission: viewRealm,
})
export const updateRealmRole = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/roles/{role}',
  family,
  tag,
  summary: 'Change a realm role',
  body: requestBody(RoleRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageRealm,
})
export const deleteRealmRole = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/roles/{role}',
  family,
  tag,
  summary: 'Delete a realm role',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})
export const listRealmRoleComposites = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/roles/{role}/composites',
  family,
  tag,
  summary: 'List the roles that a realm role contains',
  responses: roleList,
  permission: viewRealm,
})
export const listRealmRoleRealmComposites = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/roles/{role}/composites/realm',
  family,
  tag,
  summary: 'List the realm roles that a realm role contains',
  responses: roleList,
  permission: viewRealm,
})
export const listRealmRoleClientComposites = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/roles/{role}/composites/clients/{client}',
  family,
  tag,
  summary: 'List the roles of one client that a realm role contains',
  responses: roleList,
  permission: viewRealm,
})
export const addRealmRoleComposites = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/roles/{role}/composites',
  family,
  tag,
  summary: 'Put roles into a realm role',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})
export const removeRealmRoleComposites = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/roles/{role}/composites',
  family,
  tag,
  summary: 'Take roles out of a realm role',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})
export const listRealmRoleUsers = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/roles/{role}/users',
  family,
  tag,
  summary: 'List the users who hold a realm role directly',
  query: membersQuery,
  responses: { 200: z.array(UserRepresentation), ...adminErrors },
  permission: viewUsers,
})

export const listClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/roles',
  family,
  tag,
  summary: 'List the roles of a client',
  query: listQuery,
  responses: roleList,
  permission: viewClients,
})
export const createClientRole = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clients/{id}/roles',
  family,
  tag,
  summary: 'Create a role of a client',
  body: requestBody(RoleRepresentation),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
  permission: manageClients,
})
export const getClientRole = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/roles/{role}',
  family,
  tag,
  summary: 'Get a role of a client by name',
  responses: { 200: RoleRepresentation, ...adminErrors },
  permission: viewClients,
})
export const updateClientRole = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/clients/{id}/roles/{role}',
  family,
  tag,
  summary: 'Change a role of a client',
  body: requestBody(RoleRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageClients,
})
export const deleteClientRole = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/clients/{id}/roles/{role}',
  family,
  tag,
  summary: 'Delete a role of a client',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})
export const listClientRoleComposites = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/roles/{role}/composites',
  family,
  tag,
  summary: 'List the roles that a client role contains',
  responses: roleList,
  permission: viewClients,
})
export const addClientRoleComposites = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clients/{id}/roles/{role}/composites',
  family,
  tag,
  summary: 'Put roles into a client role',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})
export const removeClientRoleComposites = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/clients/{id}/roles/{role}/composites',
  family,
  tag,
  summary: 'Take roles out of a client role',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})
export const listClientRoleUsers = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/roles/{role}/users',
  family,
  tag,
  summary: 'List the users who hold a client role directly',
  query: membersQuery,
  responses: { 200: z.array(UserRepresentation), ...adminErrors },
  permission: viewUsers,
})

/** By id, realm and client roles alike: the handler checks the right that the kind of role demands. */
export const getRoleById = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/roles-by-id/{id}',
  family,
  tag,
  summary: 'Get a role by id',
  responses: { 200: RoleRepresentation, ...adminErrors },
  permission: [...viewRealm, ...viewClients],
})
export const updateRoleById = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/roles-by-id/{id}',
  family,
  tag,
  summary: 'Change a role by id',
  body: requestBody(RoleRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: [...manageRealm, ...manageClients],
})
export const deleteRoleById = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/roles-by-id/{id}',
  family,
  tag,
  summary: 'Delete a role by id',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: [...manageRealm, ...manageClients],
})
export const listRoleByIdComposites = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/roles-by-id/{id}/composites',
  family,
  tag,
  summary: 'List the roles that a role contains',
  query: pageQuery,
  responses: roleList,
  permission: [...viewRealm, ...viewClients],
})
export const listRoleByIdRealmComposites = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/roles-by-id/{id}/composites/realm',
  family,
  tag,
  summary: 'List the realm roles that a role contains',
  responses: roleList,
  permission: [...viewRealm, ...viewClients],
})
export const listRoleByIdClientComposites = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/roles-by-id/{id}/composites/clients/{client}',
  family,
  tag,
  summary: 'List the roles of one client that a role contains',
  responses: roleList,
  permission: [...viewRealm, ...viewClients],
})
export const addRoleByIdComposites = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/roles-by-id/{id}/composites',
  family,
  tag,
  summary: 'Put roles into a role',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: [...manageRealm, ...manageClients],
})
export const removeRoleByIdComposites = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/roles-by-id/{id}/composites',
  family,
  tag,
  summary: 'Take roles out of a role',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: [...manageRealm, ...manageClients],
})
