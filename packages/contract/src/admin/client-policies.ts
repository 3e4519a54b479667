import * as z from 'zod'
import { endpoint, noContent, queryBoolean } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { longText, requestBody } from './admin-schemas.ts'
import { manageRealm, viewRealm } from './permissions.ts'

/** Keycloak's keys; values are texts, booleans, numbers or lists of them. */
const configuration = z.record(z.string().max(255), z.unknown())

const ClientProfileRepresentation = z.object({
  name: z.string().max(255).optional(),
  description: longText.optional(),
  executors: z
    .array(z.object({ executor: z.string().max(255), configuration: configuration.optional() }))
    .max(100)
    .optional(),
})
export type ClientProfileRepresentation = z.output<typeof ClientProfileRepresentation>

export const ClientProfilesRepresentation = z.object({
  profiles: z.array(ClientProfileRepresentation).max(200).optional(),
  /** Only on reading; sent back, they are ignored. */
  globalProfiles: z.array(ClientProfileRepresentation).max(200).optional(),
})
export type ClientProfilesRepresentation = z.output<typeof ClientProfilesRepresentation>

const ClientPolicyRepresentation = z.object({
  name: z.string().max(255).optional(),
  description: longText.optional(),
  enabled: z.boolean().optional(),
  conditions: z
    .array(z.object({ condition: z.string().max(255), configuration: configuration.optional() }))
    .max(100)
    .optional(),
  profiles: z.array(z.string().max(255)).max(100).optional(),
})
export type ClientPolicyRepresentation = z.output<typeof ClientPolicyRepresentation>

export const ClientPoliciesRepresentation = z.object({
  policies: z.array(ClientPolicyRepresentation).max(200).optional(),
  globalPolicies: z.array(ClientPolicyRepresentation).max(200).optional(),
})
export type ClientPoliciesRepresentation = z.output<typeof ClientPoliciesRepresentation>

const tag = 'Client policies'

export const getClientProfiles = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-policies/profiles',
  family: 'admin',
  tag,
  summary: 'Get the client profiles of a realm',
  query: { 'include-global-profiles': queryBoolean.optional() },
  responses: { 200: ClientProfilesRepresentation, ...adminErrors },
  permission: viewRealm,
})

export const updateClientProfiles = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/client-policies/profiles',
  family: 'admin',
  tag,
  summary: 'Replace the client profiles of a realm',
  body: requestBody(ClientProfilesRepresentation),
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const getClientPolicies = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-policies/policies',
  family: 'admin',
  tag,
  summary: 'Get the client policies of a realm',
  query: { 'include-global-policies': queryBoolean.optional() },
  responses: { 200: ClientPoliciesRepresentation, ...adminErrors },
  permission: viewRealm,
})

export const updateClientPolicies = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/client-policies/policies',
  family: 'admin',
  tag,
  summary: 'Replace the client policies of a realm',
  body: requestBody(ClientPoliciesRepresentation),
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})
