import * as z from 'zod'
import { endpoint, noContent, queryBoolean, queryInteger } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import {
  access,
  idText,
  ignoredBody,
  lineText,
  longText,
  nameText,
  queryText,
  requestBody,
  textAttributes,
  wholeNumber,
} from './admin-schemas.ts'
import { manageClients, queryClients, viewClients } from './permissions.ts'
import { ProtocolMapperRepresentation } from './protocol-mappers.ts'
import { UserRepresentation } from './user-representation.ts'

const uriList = z.array(z.string().max(4000)).max(1000)

export const ClientRepresentation = z.object({
  id: idText.optional(),
  clientId: nameText.optional(),
  name: lineText.optional(),
  description: longText.optional(),
  type: z.string().max(255).optional(),
  rootUrl: longText.optional(),
  adminUrl: longText.optional(),
  baseUrl: longText.optional(),
  surrogateAuthRequired: z.boolean().optional(),
  enabled: z.boolean().optional(),
  alwaysDisplayInConsole: z.boolean().optional(),
  clientAuthenticatorType: z.string().max(255).optional(),
  /** `**********` where the caller may not see it; sent back like that, it stays. */
  secret: z.string().max(4000).optional(),
  redirectUris: uriList.optional(),
  webOrigins: uriList.optional(),
  notBefore: wholeNumber.optional(),
  bearerOnly: z.boolean().optional(),
  consentRequired: z.boolean().optional(),
  standardFlowEnabled: z.boolean().optional(),
  implicitFlowEnabled: z.boolean().optional(),
  directAccessGrantsEnabled: z.boolean().optional(),
  serviceAccountsEnabled: z.boolean().optional(),
  authorizationServicesEnabled: z.boolean().optional(),
  publicClient: z.boolean().optional(),
  frontchannelLogout: z.boolean().optional(),
  protocol: z.enum(['openid-connect', 'saml']).optional(),
  attributes: textAttributes.optional(),
  authenticationFlowBindingOverrides: textAttributes.optional(),
  fullScopeAllowed: z.boolean().optional(),
  nodeReRegistrationTimeout: wholeNumber.optional(),
  /** When each node registered last, in seconds since the epoch; absent where there is none. */
  registeredNodes: z.record(z.string().max(255), wholeNumber).optional(),
  protocolMappers: z.array(ProtocolMapperRepresentation).max(500).optional(),
  /** Names of client scopes. */
  defaultClientScopes: z.array(z.string().max(255)).max(500).optional(),
  optionalClientScopes: z.array(z.string().max(255)).max(500).optional(),
  access: access.optional(),
})
export type ClientRepresentation = z.output<typeof ClientRepresentation>

/** The secret of a client as a credential. */
export const SecretRepresentation = z.object({ type: z.string(), value: z.string().optional() })
export type SecretRepresentation = z.output<typeof SecretRepresentation>

/** A client scope as lists of assignments name it. */
export const ScopeReference = z.object({ id: z.string(), name: z.string() })
export type ScopeReference = z.output<typeof ScopeReference>

export const listClients = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients',
  family: 'admin',
  tag: 'Clients',
  summary: 'List or search the clients of a realm',
  query: {
    clientId: queryText.optional(),
    search: queryBoolean.optional(),
    viewableOnly: queryBoolean.optional(),
    q: queryText.optional(),
    first: queryInteger.optional(),
    max: queryInteger.optional(),
  },
  responses: { 200: z.array(ClientRepresentation), ...adminErrors },
  permission: queryClients,
})

export const createClient = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clients',
  family: 'admin',
  tag: 'Clients',
  summary: 'Create a client',
  body: requestBody(ClientRepresentation),
  responses: { 201: noContent, ...adminErrors, ...conflictError },
  permission: manageClients,
})

export const getClient = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}',
  family: 'admin',
  tag: 'Clients',
  summary: 'Get a client',
  responses: { 200: ClientRepresentation, ...adminErrors },
  permission: viewClients,
})

export const updateClient = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/clients/{id}',
  family: 'admin',
  tag: 'Clients',
  summary: 'Change a client; what is left out stays',
  body: requestBody(ClientRepresentation),
  responses: { 204: noContent, ...adminErrors, ...conflictError },
  permission: manageClients,
})

export const deleteClient = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/clients/{id}',
  family: 'admin',
  tag: 'Clients',
  summary: 'Delete a client with its roles and sessions',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const getClientSecret = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/client-secret',
  family: 'admin',
  tag: 'Clients',
  summary: 'Get the secret of a client',
  responses: { 200: SecretRepresentation, ...adminErrors },
  permission: manageClients,
})

export const regenerateClientSecret = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clients/{id}/client-secret',
  family: 'admin',
  tag: 'Clients',
  summary: 'Give a client a new secret; the old one ends at once',
  body: ignoredBody,
  responses: { 200: SecretRepresentation, ...adminErrors },
  permission: manageClients,
})

export const getRotatedClientSecret = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/client-secret/rotated',
  family: 'admin',
  tag: 'Clients',
  summary: 'Get the secret before the present one, while it is still good',
  responses: { 200: SecretRepresentation, ...adminErrors },
  permission: manageClients,
})

export const deleteRotatedClientSecret = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/clients/{id}/client-secret/rotated',
  family: 'admin',
  tag: 'Clients',
  summary: 'End the secret before the present one at once',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const getServiceAccountUser = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/service-account-user',
  family: 'admin',
  tag: 'Clients',
  summary: 'Get the user that a client is when it acts for itself',
  responses: { 200: UserRepresentation, ...adminErrors },
  permission: viewClients,
})

export const listClientDefaultScopes = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/default-client-scopes',
  family: 'admin',
  tag: 'Clients',
  summary: 'List the default client scopes of a client',
  responses: { 200: z.array(ScopeReference), ...adminErrors },
  permission: viewClients,
})

export const addClientDefaultScope = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/clients/{id}/default-client-scopes/{scope}',
  family: 'admin',
  tag: 'Clients',
  summary: 'Make a client scope a default one of a client',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const removeClientDefaultScope = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/clients/{id}/default-client-scopes/{scope}',
  family: 'admin',
  tag: 'Clients',
  summary: 'Take a default client scope away from a client',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const listClientOptionalScopes = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/optional-client-scopes',
  family: 'admin',
  tag: 'Clients',
  summary: 'List the optional client scopes of a client',
  responses: { 200: z.array(ScopeReference), ...adminErrors },
  permission: viewClients,
})

export const addClientOptionalScope = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/clients/{id}/optional-client-scopes/{scope}',
  family: 'admin',
  tag: 'Clients',
  summary: 'Make a client scope a optional one of a client',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const removeClientOptionalScope = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/clients/{id}/optional-client-scopes/{scope}',
  family: 'admin',
  tag: 'Clients',
  summary: 'Take a optional client scope away from a client',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})
