import * as z from 'zod'
import { endpoint, noContent, queryBoolean } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { requestBody } from './admin-schemas.ts'
import { manageUsers, viewUsers } from './permissions.ts'
import { RoleList, RoleRepresentation } from './roles.ts'

/** All direct role mappings; client roles by `clientId`. */
export const MappingsRepresentation = z.object({
  realmMappings: z.array(RoleRepresentation).optional(),
  clientMappings: z
    .record(z.string(), z.object({ id: z.string(), client: z.string(), mappings: z.array(RoleRepresentation) }))
    .optional(),
})
export type MappingsRepresentation = z.output<typeof MappingsRepresentation>

const brief = { briefRepresentation: queryBoolean.optional() }
const roles = z.array(RoleRepresentation)

export const listUserRoleMappings = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/role-mappings',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the roles that a user holds directly',
  responses: { 200: MappingsRepresentation, ...adminErrors },
  permission: viewUsers,
})

export const listUserRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/role-mappings/realm',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the realm roles that a user holds directly',
  responses: { 200: roles, ...adminErrors },
  permission: viewUsers,
})

export const listAvailableUserRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/role-mappings/realm/available',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the realm roles that the caller may grant to a user',
  responses: { 200: roles, ...adminErrors },
  permission: viewUsers,
})

export const listEffectiveUserRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/role-mappings/realm/composite',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the realm roles that a user holds in the end',
  query: brief,
  responses: { 200: roles, ...adminErrors },
  permission: viewUsers,
})

export const addUserRealmRoles = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/users/{id}/role-mappings/realm',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'Grant realm roles to a user',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const removeUserRealmRoles = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/users/{id}/role-mappings/realm',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'Revoke realm roles of a user',
  body: requestBody(RoleList.optional()),
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const listUserClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/role-mappings/clients/{client}',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the roles of a client that a user holds directly',
  responses: { 200: roles, ...adminErrors },
  permission: viewUsers,
})

export const listAvailableUserClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/role-mappings/clients/{client}/available',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the roles of a client that the caller may grant to a user',
  responses: { 200: roles, ...adminErrors },
  permission: viewUsers,
})

export const listEffectiveUserClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/role-mappings/clients/{client}/composite',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the roles of a client that a user holds in the end',
  query: brief,
  responses: { 200: roles, ...adminErrors },
  permission: viewUsers,
})

export const addUserClientRoles = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/users/{id}/role-mappings/clients/{client}',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'Grant roles of a client to a user',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const removeUserClientRoles = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/users/{id}/role-mappings/clients/{client}',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'Revoke roles of a client of a user',
  body: requestBody(RoleList.optional()),
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const listGroupRoleMappings = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/groups/{id}/role-mappings',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the roles that a group holds directly',
  responses: { 200: MappingsRepresentation, ...adminErrors },
  permission: viewUsers,
})

export const listGroupRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/groups/{id}/role-mappings/realm',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the realm roles that a group holds directly',
  responses: { 200: roles, ...adminErrors },
  permission: viewUsers,
})

export const listAvailableGroupRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/groups/{id}/role-mappings/realm/available',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the realm roles that the caller may grant to a group',
  responses: { 200: roles, ...adminErrors },
  permission: viewUsers,
})

export const listEffectiveGroupRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/groups/{id}/role-mappings/realm/composite',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the realm roles that a group holds in the end',
  query: brief,
  responses: { 200: roles, ...adminErrors },
  permission: viewUsers,
})

export const addGroupRealmRoles = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/groups/{id}/role-mappings/realm',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'Grant realm roles to a group',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const removeGroupRealmRoles = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/groups/{id}/role-mappings/realm',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'Revoke realm roles of a group',
  body: requestBody(RoleList.optional()),
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const listGroupClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/groups/{id}/role-mappings/clients/{client}',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the roles of a client that a group holds directly',
  responses: { 200: roles, ...adminErrors },
  permission: viewUsers,
})

export const listAvailableGroupClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/groups/{id}/role-mappings/clients/{client}/available',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the roles of a client that the caller may grant to a group',
  responses: { 200: roles, ...adminErrors },
  permission: viewUsers,
})

export const listEffectiveGroupClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/groups/{id}/role-mappings/clients/{client}/composite',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'List the roles of a client that a group holds in the end',
  query: brief,
  responses: { 200: roles, ...adminErrors },
  permission: viewUsers,
})

export const addGroupClientRoles = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/groups/{id}/role-mappings/clients/{client}',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'Grant roles of a client to a group',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const removeGroupClientRoles = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/groups/{id}/role-mappings/clients/{client}',
  family: 'admin',
  tag: 'Role mappings',
  summary: 'Revoke roles of a client of a group',
  body: requestBody(RoleList.optional()),
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})
