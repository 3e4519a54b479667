import * as z from 'zod'
import { endpoint, noContent, queryInteger } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { ignoredBody, queryList, queryText, requestBody } from './admin-schemas.ts'
import { manageEvents, viewEvents } from './permissions.ts'

export const EventRepresentation = z.object({
  id: z.string().optional(),
  time: z.number(),
  type: z.string(),
  realmId: z.string(),
  clientId: z.string().optional(),
  userId: z.string().optional(),
  sessionId: z.string().optional(),
  ipAddress: z.string().optional(),
  error: z.string().optional(),
  details: z.record(z.string(), z.string()).optional(),
})
export type EventRepresentation = z.output<typeof EventRepresentation>

export const AdminEventRepresentation = z.object({
  id: z.string().optional(),
  time: z.number(),
  realmId: z.string(),
  authDetails: z.object({
    realmId: z.string(),
    clientId: z.string(),
    userId: z.string(),
    ipAddress: z.string().optional(),
  }),
  operationType: z.string(),
  resourceType: z.string(),
  resourcePath: z.string(),
  representation: z.string().optional(),
  error: z.string().optional(),
})
export type AdminEventRepresentation = z.output<typeof AdminEventRepresentation>

export const RealmEventsConfigRepresentation = z.object({
  eventsEnabled: z.boolean().optional(),
  /** Seconds; 0 keeps events for ever. */
  eventsExpiration: z.number().int().min(0).max(1_000_000_000).optional(),
  eventsListeners: z.array(z.string().max(255)).max(100).optional(),
  enabledEventTypes: z.array(z.string().max(255)).max(500).optional(),
  adminEventsEnabled: z.boolean().optional(),
  adminEventsDetailsEnabled: z.boolean().optional(),
})
export type RealmEventsConfigRepresentation = z.output<typeof RealmEventsConfigRepresentation>

/** A day (`2026-11-23`) or a moment in epoch milliseconds. */
const moment = z.string().regex(/^(\d{4}-\d{2}-\d{2}|\d{1,15})$/)
const page = { first: queryInteger.optional(), max: queryInteger.optional() }

export const listEvents = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/events',
  family: 'admin',
  tag: 'Events',
  summary: 'List what users and clients did, the latest first',
  query: {
    ...page,
    type: queryList.optional(),
    client: queryText.optional(),
    user: queryText.optional(),
    ipAddress: queryText.optional(),
    dateFrom: moment.optional(),
    dateTo: moment.optional(),
    direction: z.enum(['asc', 'desc']).optional(),
  },
  responses: { 200: z.array(EventRepresentation), ...adminErrors },
  permission: viewEvents,
})

export const clearEvents = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/events',
  family: 'admin',
  tag: 'Events',
  summary: 'Delete all events of users and clients',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageEvents,
})

export const getEventsConfig = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/events/config',
  family: 'admin',
  tag: 'Events',
  summary: 'Get which events are kept',
  responses: { 200: RealmEventsConfigRepresentation, ...adminErrors },
  permission: viewEvents,
})

export const updateEventsConfig = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/events/config',
  family: 'admin',
  tag: 'Events',
  summary: 'Change which events are kept',
  body: requestBody(RealmEventsConfigRepresentation),
  responses: { 204: noContent, ...adminErrors },
  permission: manageEvents,
})

export const listAdminEvents = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/admin-events',
  family: 'admin',
  tag: 'Events',
  summary: 'List what administrators changed, the latest first',
  query: {
    ...page,
    operationTypes: queryList.optional(),
    resourceTypes: queryList.optional(),
    resourcePath: queryText.optional(),
    authRealm: queryText.optional(),
    authClient: queryText.optional(),
    authUser: queryText.optional(),
    authIpAddress: queryText.optional(),
    dateFrom: moment.optional(),
    dateTo: moment.optional(),
    direction: z.enum(['asc', 'desc']).optional(),
  },
  responses: { 200: z.array(AdminEventRepresentation), ...adminErrors },
  permission: viewEvents,
})

export const clearAdminEvents = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/admin-events',
  family: 'admin',
  tag: 'Events',
  summary: 'Delete all admin events',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageEvents,
})
