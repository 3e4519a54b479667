import * as z from 'zod'
import { endpoint } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { queryText } from './admin-schemas.ts'
import { viewClients } from './permissions.ts'
import { RoleRepresentation } from './roles.ts'

/** A mapper that would take part, and where it comes from. */
export const ProtocolMapperEvaluationRepresentation = z.object({
  mapperId: z.string(),
  mapperName: z.string(),
  containerId: z.string(),
  containerName: z.string(),
  containerType: z.enum(['client', 'client-scope']),
  protocolMapper: z.string(),
})
export type ProtocolMapperEvaluationRepresentation = z.output<typeof ProtocolMapperEvaluationRepresentation>

const place = '/admin/realms/{realm}/clients/{id}/evaluate-scopes' as const
const tag = 'Clients'
const scope = queryText.optional()
const claims = z.record(z.string(), z.unknown())
const forUser = { scope, userId: queryText.optional(), audience: queryText.optional() }

export const evaluateProtocolMappers = endpoint({
  method: 'GET',
  path: `${place}/protocol-mappers`,
  family: 'admin',
  tag,
  summary: 'List the protocol mappers that take part when an application asks for these scopes',
  query: { scope },
  responses: { 200: z.array(ProtocolMapperEvaluationRepresentation), ...adminErrors },
  permission: viewClients,
})

export const evaluateGrantedRoles = endpoint({
  method: 'GET',
  path: `${place}/scope-mappings/{container}/granted`,
  family: 'admin',
  tag,
  summary: 'List the roles of a client, or of the realm by its name, that tokens for these scopes may hold',
  query: { scope },
  responses: { 200: z.array(RoleRepresentation), ...adminErrors },
  permission: viewClients,
})

export const evaluateNotGrantedRoles = endpoint({
  method: 'GET',
  path: `${place}/scope-mappings/{container}/not-granted`,
  family: 'admin',
  tag,
  summary: 'List the roles of a client, or of the realm by its name, that tokens for these scopes never hold',
  query: { scope },
  responses: { 200: z.array(RoleRepresentation), ...adminErrors },
  permission: viewClients,
})

export const generateExampleAccessToken = endpoint({
  method: 'GET',
  path: `${place}/generate-example-access-token`,
  family: 'admin',
  tag,
  summary: 'Show the access token that a user would get from this client',
  query: forUser,
  responses: { 200: claims, ...adminErrors },
  permission: viewClients,
})

export const generateExampleIdToken = endpoint({
  method: 'GET',
  path: `${place}/generate-example-id-token`,
  family: 'admin',
  tag,
  summary: 'Show the ID token that a user would get from this client',
  query: forUser,
  responses: { 200: claims, ...adminErrors },
  permission: viewClients,
})

export const generateExampleUserInfo = endpoint({
  method: 'GET',
  path: `${place}/generate-example-userinfo`,
  family: 'admin',
  tag,
  summary: 'Show what userinfo would answer for a user of this client',
  query: forUser,
  responses: { 200: claims, ...adminErrors },
  permission: viewClients,
})
