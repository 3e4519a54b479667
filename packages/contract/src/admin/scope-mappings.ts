import * as z from 'zod'
import { endpoint, noContent, queryBoolean } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { requestBody } from './admin-schemas.ts'
import { manageClients, viewClientScopes, viewClients } from './permissions.ts'
import { MappingsRepresentation } from './role-mappings.ts'
import { RoleList, RoleRepresentation } from './roles.ts'

const brief = { briefRepresentation: queryBoolean.optional() }
const roles = z.array(RoleRepresentation)

export const listClientScopeMappings = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/scope-mappings',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List all roles in the scope of a client',
  responses: { 200: MappingsRepresentation, ...adminErrors },
  permission: viewClients,
})

export const listClientScopeRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/scope-mappings/realm',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List the realm roles in the scope of a client',
  responses: { 200: roles, ...adminErrors },
  permission: viewClients,
})

export const listAvailableClientScopeRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/scope-mappings/realm/available',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List the realm roles that may come into the scope of a client',
  responses: { 200: roles, ...adminErrors },
  permission: viewClients,
})

export const listEffectiveClientScopeRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/scope-mappings/realm/composite',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List the realm roles in the scope of a client in the end',
  query: brief,
  responses: { 200: roles, ...adminErrors },
  permission: viewClients,
})

export const addClientScopeRealmRoles = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clients/{id}/scope-mappings/realm',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'Put realm roles into the scope of a client',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const removeClientScopeRealmRoles = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/clients/{id}/scope-mappings/realm',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'Take realm roles out of the scope of a client',
  body: requestBody(RoleList.optional()),
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const listClientScopeClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/scope-mappings/clients/{client}',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List the roles of one client in the scope of a client',
  responses: { 200: roles, ...adminErrors },
  permission: viewClients,
})

export const listAvailableClientScopeClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/scope-mappings/clients/{client}/available',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List the roles of one client that may come into the scope of a client',
  responses: { 200: roles, ...adminErrors },
  permission: viewClients,
})

export const listEffectiveClientScopeClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/scope-mappings/clients/{client}/composite',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List the roles of one client in the scope of a client in the end',
  query: brief,
  responses: { 200: roles, ...adminErrors },
  permission: viewClients,
})

export const addClientScopeClientRoles = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clients/{id}/scope-mappings/clients/{client}',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'Put roles of one client into the scope of a client',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const removeClientScopeClientRoles = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/clients/{id}/scope-mappings/clients/{client}',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'Take roles of one client out of the scope of a client',
  body: requestBody(RoleList.optional()),
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const listClientScopeScopeMappings = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-scopes/{id}/scope-mappings',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List all roles in the scope of a client scope',
  responses: { 200: MappingsRepresentation, ...adminErrors },
  permission: viewClientScopes,
})

export const listClientScopeScopeRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-scopes/{id}/scope-mappings/realm',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List the realm roles in the scope of a client scope',
  responses: { 200: roles, ...adminErrors },
  permission: viewClientScopes,
})

export const listAvailableClientScopeScopeRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-scopes/{id}/scope-mappings/realm/available',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List the realm roles that may come into the scope of a client scope',
  responses: { 200: roles, ...adminErrors },
  permission: viewClientScopes,
})

export const listEffectiveClientScopeScopeRealmRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-scopes/{id}/scope-mappings/realm/composite',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List the realm roles in the scope of a client scope in the end',
  query: brief,
  responses: { 200: roles, ...adminErrors },
  permission: viewClientScopes,
})

export const addClientScopeScopeRealmRoles = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/client-scopes/{id}/scope-mappings/realm',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'Put realm roles into the scope of a client scope',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const removeClientScopeScopeRealmRoles = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/client-scopes/{id}/scope-mappings/realm',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'Take realm roles out of the scope of a client scope',
  body: requestBody(RoleList.optional()),
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const listClientScopeScopeClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-scopes/{id}/scope-mappings/clients/{client}',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List the roles of one client in the scope of a client scope',
  responses: { 200: roles, ...adminErrors },
  permission: viewClientScopes,
})

export const listAvailableClientScopeScopeClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-scopes/{id}/scope-mappings/clients/{client}/available',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List the roles of one client that may come into the scope of a client scope',
  responses: { 200: roles, ...adminErrors },
  permission: viewClientScopes,
})

export const listEffectiveClientScopeScopeClientRoles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-scopes/{id}/scope-mappings/clients/{client}/composite',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'List the roles of one client in the scope of a client scope in the end',
  query: brief,
  responses: { 200: roles, ...adminErrors },
  permission: viewClientScopes,
})

export const addClientScopeScopeClientRoles = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/client-scopes/{id}/scope-mappings/clients/{client}',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'Put roles of one client into the scope of a client scope',
  body: requestBody(RoleList),
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const removeClientScopeScopeClientRoles = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/client-scopes/{id}/scope-mappings/clients/{client}',
  family: 'admin',
  tag: 'Scope mappings',
  summary: 'Take roles of one client out of the scope of a client scope',
  body: requestBody(RoleList.optional()),
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})
