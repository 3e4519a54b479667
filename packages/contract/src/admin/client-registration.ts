import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { idText, ignoredBody, requestBody } from './admin-schemas.ts'
import { ClientRepresentation } from './clients.ts'
import { manageClients, viewClients, viewRealm } from './permissions.ts'

const count = z.number().int().min(0).max(2_147_483_647)

/** What an initial access token is to allow. */
export const NewInitialAccess = z.object({
  /** Seconds; 0 for without end. */
  expiration: z.number().int().max(2_147_483_647).optional(),
  /** Clients that may be registered with it. */
  count: z.number().int().max(2_147_483_647).optional(),
  /** Origins whose scripts may use it. */
  webOrigins: z.array(z.string().max(4000)).max(100).optional(),
})
export type NewInitialAccess = z.output<typeof NewInitialAccess>

export const InitialAccessRepresentation = z.object({
  id: idText,
  /** Only when it is made. */
  token: z.string().optional(),
  /** Seconds since the epoch. */
  timestamp: z.number().int(),
  expiration: z.number().int(),
  count,
  remainingCount: count,
})
export type InitialAccessRepresentation = z.output<typeof InitialAccessRepresentation>

const property = z.object({
  name: z.string(),
  label: z.string(),
  helpText: z.string(),
  type: z.string(),
  defaultValue: z.union([z.string(), z.boolean(), z.number(), z.array(z.string())]).optional(),
  options: z.array(z.string()).optional(),
  secret: z.boolean(),
  required: z.boolean(),
  readOnly: z.boolean(),
})

/** A kind of component and its settings. */
export const ComponentTypeRepresentation = z.object({
  id: z.string(),
  helpText: z.string(),
  properties: z.array(property),
  metadata: z.record(z.string(), z.unknown()),
})
export type ComponentTypeRepresentation = z.output<typeof ComponentTypeRepresentation>

const tag = 'Client registration'

export const listInitialAccess = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients-initial-access',
  family: 'admin',
  tag,
  summary: 'List the initial access tokens of a realm',
  responses: { 200: z.array(InitialAccessRepresentation), ...adminErrors },
  permission: viewClients,
})

export const createInitialAccess = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clients-initial-access',
  family: 'admin',
  tag,
  summary: 'Make an initial access token',
  body: requestBody(NewInitialAccess),
  responses: { 201: InitialAccessRepresentation, ...adminErrors },
  permission: manageClients,
})

export const deleteInitialAccess = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/clients-initial-access/{id}',
  family: 'admin',
  tag,
  summary: 'End an initial access token',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageClients,
})

export const regenerateRegistrationAccessToken = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clients/{id}/registration-access-token',
  family: 'admin',
  tag,
  summary: 'Give a client a new registration access token; the old one ends at once',
  body: ignoredBody,
  responses: { 200: ClientRepresentation.extend({ registrationAccessToken: z.string() }), ...adminErrors },
  permission: manageClients,
})

export const listRegistrationPolicies = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-registration-policy/providers',
  family: 'admin',
  tag,
  summary: 'List the kinds of registration policies',
  responses: { 200: z.array(ComponentTypeRepresentation), ...adminErrors },
  permission: viewRealm,
})
