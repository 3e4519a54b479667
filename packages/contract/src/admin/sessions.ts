import * as z from 'zod'
import { endpoint, noContent, queryBoolean, queryInteger } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { ignoredBody, queryText } from './admin-schemas.ts'
import { manageUsers, viewClients, viewRealm, viewUsers } from './permissions.ts'
import { GlobalRequestResult } from './push-revocation.ts'
import { UserSessionRepresentation } from './session-representation.ts'

export { UserSessionRepresentation } from './session-representation.ts'

/** Sessions of one client, as texts: Keycloak gives texts here. */
export const ClientSessionStatRepresentation = z.object({
  id: z.string(),
  clientId: z.string(),
  active: z.string(),
  offline: z.string(),
})
export type ClientSessionStatRepresentation = z.output<typeof ClientSessionStatRepresentation>

/** What is known about failed sign-ins of a user. */
export const BruteForceRepresentation = z.object({
  numFailures: z.number(),
  numTemporaryLockouts: z.number(),
  /** Of second factors, which are not counted apart. */
  numSecondaryAuthFailures: z.number(),
  /** Until when the user is locked, seconds since the epoch; 0 when not. */
  failedLoginNotBefore: z.number(),
  disabled: z.boolean(),
  lastIPFailure: z.string(),
  lastFailure: z.number(),
})
export type BruteForceRepresentation = z.output<typeof BruteForceRepresentation>

const page = { first: queryInteger.optional(), max: queryInteger.optional() }

export const listRealmSessions = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/ui-ext/sessions',
  family: 'admin',
  tag: 'Sessions',
  summary: 'List the sessions of a realm, the latest first',
  query: { ...page, search: queryText.optional(), type: z.enum(['ALL', 'REGULAR', 'OFFLINE']).optional() },
  responses: { 200: z.array(UserSessionRepresentation), ...adminErrors },
  permission: viewRealm,
})

export const deleteSession = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/sessions/{session}',
  family: 'admin',
  tag: 'Sessions',
  summary: 'End a session',
  query: { isOffline: queryBoolean.optional() },
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const logoutAllSessions = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/logout-all',
  family: 'admin',
  tag: 'Sessions',
  summary: 'End all sessions of a realm',
  body: ignoredBody,
  responses: { 200: GlobalRequestResult, ...adminErrors },
  permission: manageUsers,
})

export const listClientSessionStats = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/client-session-stats',
  family: 'admin',
  tag: 'Sessions',
  summary: 'Count the sessions of each client that has any',
  responses: { 200: z.array(ClientSessionStatRepresentation), ...adminErrors },
  permission: viewRealm,
})

export const listClientUserSessions = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/user-sessions',
  family: 'admin',
  tag: 'Sessions',
  summary: 'List the sessions in which users use a client',
  query: page,
  responses: { 200: z.array(UserSessionRepresentation), ...adminErrors },
  permission: viewClients,
})

export const countClientUserSessions = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/session-count',
  family: 'admin',
  tag: 'Sessions',
  summary: 'Count the sessions in which users use a client',
  responses: { 200: z.object({ count: z.number() }), ...adminErrors },
  permission: viewClients,
})

export const listClientOfflineSessions = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/offline-sessions',
  family: 'admin',
  tag: 'Sessions',
  summary: 'List the sessions in which a client has offline access',
  query: page,
  responses: { 200: z.array(UserSessionRepresentation), ...adminErrors },
  permission: viewClients,
})

export const countClientOfflineSessions = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/offline-session-count',
  family: 'admin',
  tag: 'Sessions',
  summary: 'Count the sessions in which a client has offline access',
  responses: { 200: z.object({ count: z.number() }), ...adminErrors },
  permission: viewClients,
})

export const getUserBruteForceStatus = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/attack-detection/brute-force/users/{id}',
  family: 'admin',
  tag: 'Sessions',
  summary: 'Is a user locked because of failed sign-ins?',
  responses: { 200: BruteForceRepresentation, ...adminErrors },
  permission: viewUsers,
})

export const clearUserBruteForceStatus = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/attack-detection/brute-force/users/{id}',
  family: 'admin',
  tag: 'Sessions',
  summary: 'Forget the failed sign-ins of a user',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})

export const clearAllBruteForceStatus = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/attack-detection/brute-force/users',
  family: 'admin',
  tag: 'Sessions',
  summary: 'Forget the failed sign-ins of all users',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})
