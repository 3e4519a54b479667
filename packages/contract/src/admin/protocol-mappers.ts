import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { idText, ignoredBody, nameText, requestBody, textConfig } from './admin-schemas.ts'
import { manageClients, viewClientScopes, viewClients } from './permissions.ts'

export const ProtocolMapperRepresentation = z.object({
  id: idText.optional(),
  name: nameText.optional(),
  protocol: z.enum(['openid-connect', 'saml']).optional(),
  /** Id of the kind of mapper: `oidc-usermodel-attribute-mapper`. */
  protocolMapper: z.string().min(1).max(255).optional(),
  consentRequired: z.boolean().optional(),
  config: textConfig.optional(),
})
export type ProtocolMapperRepresentation = z.output<typeof ProtocolMapperRepresentation>

export const listClientMappers = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/protocol-mappers/models',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'List the protocol mappers of a client',
  responses: { 200: z.array(ProtocolMapperRepresentation), ...adminErrors },
  permission: viewClients,
})

export const createClientMapper = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clients/{id}/protocol-mappers/models',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'Add a protocol mapper to a client',
  body: requestBody(ProtocolMapperRepresentation),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
  permission: manageClients,
})

export const addClientMappers = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clients/{id}/protocol-mappers/add-models',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'Add several protocol mappers to a client',
  body: requestBody(z.array(ProtocolMapperRepresentation).max(500)),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageClients,
})

export const listClientMappersOfProtocol = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/protocol-mappers/protocol/{protocol}',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'List the protocol mappers of a client for one protocol',
  responses: { 200: z.array(ProtocolMapperRepresentation), ...adminErrors },
  permission: viewClients,
})

export const getClientMapper = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/protocol-mappers/models/{mapper}',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'Get a protocol mapper of a client',
  responses: { 200: ProtocolMapperRepresentation, ...adminErrors },
  permission: viewClients,
})

export const updateClientMapper = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/clients/{id}/protocol-mappers/models/{mapper}',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'Change a protocol mapper of a client',
  body: requestBody(ProtocolMapperRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageClients,
})

export const deleteClientMapper = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/clients/{id}/protocol-mappers/models/{mapper}',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'Delete a protocol mapper of a client',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const listClientScopeMappers = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-scopes/{id}/protocol-mappers/models',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'List the protocol mappers of a client scope',
  responses: { 200: z.array(ProtocolMapperRepresentation), ...adminErrors },
  permission: viewClientScopes,
})

export const createClientScopeMapper = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/client-scopes/{id}/protocol-mappers/models',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'Add a protocol mapper to a client scope',
  body: requestBody(ProtocolMapperRepresentation),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
  permission: manageClients,
})

export const addClientScopeMappers = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/client-scopes/{id}/protocol-mappers/add-models',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'Add several protocol mappers to a client scope',
  body: requestBody(z.array(ProtocolMapperRepresentation).max(500)),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageClients,
})

export const listClientScopeMappersOfProtocol = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-scopes/{id}/protocol-mappers/protocol/{protocol}',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'List the protocol mappers of a client scope for one protocol',
  responses: { 200: z.array(ProtocolMapperRepresentation), ...adminErrors },
  permission: viewClientScopes,
})

export const getClientScopeMapper = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-scopes/{id}/protocol-mappers/models/{mapper}',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'Get a protocol mapper of a client scope',
  responses: { 200: ProtocolMapperRepresentation, ...adminErrors },
  permission: viewClientScopes,
})

export const updateClientScopeMapper = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/client-scopes/{id}/protocol-mappers/models/{mapper}',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'Change a protocol mapper of a client scope',
  body: requestBody(ProtocolMapperRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageClients,
})

export const deleteClientScopeMapper = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/client-scopes/{id}/protocol-mappers/models/{mapper}',
  family: 'admin',
  tag: 'Protocol mappers',
  summary: 'Delete a protocol mapper of a client scope',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})
