import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { ignoredBody, requestBody } from './admin-schemas.ts'
import { FederatedIdentityRepresentation } from './identity-provider-representation.ts'
import { manageUsers, viewUsers } from './permissions.ts'

export const listFederatedIdentities = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/federated-identity',
  family: 'admin',
  tag: 'Users',
  summary: 'List as whom identity providers know a user',
  responses: { 200: z.array(FederatedIdentityRepresentation), ...adminErrors },
  permission: viewUsers,
})

export const linkFederatedIdentity = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/users/{id}/federated-identity/{provider}',
  family: 'admin',
  tag: 'Users',
  summary: 'Note as whom an identity provider knows a user',
  body: requestBody(FederatedIdentityRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageUsers,
})

export const unlinkFederatedIdentity = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/users/{id}/federated-identity/{provider}',
  family: 'admin',
  tag: 'Users',
  summary: 'Forget as whom an identity provider knows a user',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})
