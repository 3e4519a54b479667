import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { ignoredBody } from './admin-schemas.ts'
import { manageUsers, viewUsers } from './permissions.ts'
import { UserSessionRepresentation } from './session-representation.ts'

/** What a user allowed a client: consent, offline access, or both. Times in milliseconds. */
export const UserConsentRepresentation = z.object({
  clientId: z.string(),
  grantedClientScopes: z.array(z.string()),
  createdDate: z.number().optional(),
  lastUpdatedDate: z.number().optional(),
  /** Keycloak: `Offline Token`, and the client's id. */
  additionalGrants: z.array(z.object({ client: z.string(), key: z.string() })).optional(),
})
export type UserConsentRepresentation = z.output<typeof UserConsentRepresentation>

export const listUserOfflineSessions = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/offline-sessions/{client}',
  family: 'admin',
  tag: 'Users',
  summary: 'List the sessions in which a client has offline access for a user',
  responses: { 200: z.array(UserSessionRepresentation), ...adminErrors },
  permission: viewUsers,
})

export const listUserConsents = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/users/{id}/consents',
  family: 'admin',
  tag: 'Users',
  summary: 'List what a user agreed to, and who has offline access',
  responses: { 200: z.array(UserConsentRepresentation), ...adminErrors },
  permission: viewUsers,
})

export const revokeUserConsent = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/users/{id}/consents/{client}',
  family: 'admin',
  tag: 'Users',
  summary: 'Take consent and offline access of a client back',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})
