import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { idText, ignoredBody, longText, nameText, requestBody, textAttributes } from './admin-schemas.ts'
import { manageClients, viewClientScopes } from './permissions.ts'
import { ProtocolMapperRepresentation } from './protocol-mappers.ts'

export const ClientScopeRepresentation = z.object({
  id: idText.optional(),
  /** No blanks: the name is what `scope` asks for. */
  name: nameText.regex(/^[^\s"\\]+$/u, 'error-invalid-value').optional(),
  description: longText.optional(),
  protocol: z.enum(['openid-connect', 'saml']).optional(),
  attributes: textAttributes.optional(),
  protocolMappers: z.array(ProtocolMapperRepresentation).max(500).optional(),
})
export type ClientScopeRepresentation = z.output<typeof ClientScopeRepresentation>

export const listClientScopes = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-scopes',
  family: 'admin',
  tag: 'Client scopes',
  summary: 'List the client scopes of a realm',
  responses: { 200: z.array(ClientScopeRepresentation), ...adminErrors },
  permission: viewClientScopes,
})

export const createClientScope = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/client-scopes',
  family: 'admin',
  tag: 'Client scopes',
  summary: 'Create a client scope',
  body: requestBody(ClientScopeRepresentation),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
  permission: manageClients,
})

export const getClientScope = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-scopes/{id}',
  family: 'admin',
  tag: 'Client scopes',
  summary: 'Get a client scope',
  responses: { 200: ClientScopeRepresentation, ...adminErrors },
  permission: viewClientScopes,
})

export const updateClientScope = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/client-scopes/{id}',
  family: 'admin',
  tag: 'Client scopes',
  summary: 'Change a client scope',
  body: requestBody(ClientScopeRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageClients,
})

export const deleteClientScope = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/client-scopes/{id}',
  family: 'admin',
  tag: 'Client scopes',
  summary: 'Delete a client scope',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const listRealmDefaultClientScopes = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/default-default-client-scopes',
  family: 'admin',
  tag: 'Client scopes',
  summary: 'List the client scopes that new clients get as default ones',
  responses: { 200: z.array(ClientScopeRepresentation), ...adminErrors },
  permission: viewClientScopes,
})

export const addRealmDefaultClientScope = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/default-default-client-scopes/{id}',
  family: 'admin',
  tag: 'Client scopes',
  summary: 'Give new clients a client scope as default one',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const removeRealmDefaultClientScope = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/default-default-client-scopes/{id}',
  family: 'admin',
  tag: 'Client scopes',
  summary: 'New clients no longer get a client scope as default one',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const listRealmOptionalClientScopes = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/default-optional-client-scopes',
  family: 'admin',
  tag: 'Client scopes',
  summary: 'List the client scopes that new clients get as optional ones',
  responses: { 200: z.array(ClientScopeRepresentation), ...adminErrors },
  permission: viewClientScopes,
})

export const addRealmOptionalClientScope = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/default-optional-client-scopes/{id}',
  family: 'admin',
  tag: 'Client scopes',
  summary: 'Give new clients a client scope as optional one',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const removeRealmOptionalClientScope = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/default-optional-client-scopes/{id}',
  family: 'admin',
  tag: 'Client scopes',
  summary: 'New clients no longer get a client scope as optional one',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})
