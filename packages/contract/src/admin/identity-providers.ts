import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { idText, ignoredBody, nameText, requestBody, textAttributes } from './admin-schemas.ts'
import { manageIdentityProviders, manageUsers, viewIdentityProviders, viewUsers } from './permissions.ts'

const tag = 'Identity providers'
const instances = '/admin/realms/{realm}/identity-provider/instances'

/** Somebody else whom the realm believes. The only kind there is yet: `jwt-authorization-grant`. */
export const IdentityProviderRepresentation = z.object({
  alias: nameText.optional(),
  internalId: idText.optional(),
  providerId: nameText.optional(),
  enabled: z.boolean().optional(),
  config: textAttributes.optional(),
  types: z.array(z.string()).optional(),
})
export type IdentityProviderRepresentation = z.output<typeof IdentityProviderRepresentation>

/** As whom an identity provider knows a user. */
export const FederatedIdentityRepresentation = z.object({
  identityProvider: z.string().optional(),
  userId: nameText.optional(),
  userName: nameText.optional(),
})
export type FederatedIdentityRepresentation = z.output<typeof FederatedIdentityRepresentation>

export const listIdentityProviders = endpoint({
  method: 'GET',
  path: instances,
  family: 'admin',
  tag,
  summary: 'List the identity providers of a realm',
  responses: { 200: z.array(IdentityProviderRepresentation), ...adminErrors },
  permission: viewIdentityProviders,
})

export const createIdentityProvider = endpoint({
  method: 'POST',
  path: instances,
  family: 'admin',
  tag,
  summary: 'Add an identity provider',
  body: requestBody(IdentityProviderRepresentation),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
  permission: manageIdentityProviders,
})

export const getIdentityProvider = endpoint({
  method: 'GET',
  path: `${instances}/{alias}`,
  family: 'admin',
  tag,
  summary: 'Read an identity provider',
  responses: { 200: IdentityProviderRepresentation, ...adminErrors },
  permission: viewIdentityProviders,
})

export const updateIdentityProvider = endpoint({
  method: 'PUT',
  path: `${instances}/{alias}`,
  family: 'admin',
  tag,
  summary: 'Change an identity provider',
  body: requestBody(IdentityProviderRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageIdentityProviders,
})

export const deleteIdentityProvider = endpoint({
  method: 'DELETE',
  path: `${instances}/{alias}`,
  family: 'admin',
  tag,
  summary: 'Remove an identity provider, and what it knows of users',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageIdentityProviders,
})

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
