import { fromBoolean, fromJson, toJson } from '../../storage/columns.ts'
import type { AdminEvent, UserEvent } from './event.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    user_event: UserEventRow
    admin_event: AdminEventRow
    outbox: OutboxRow
  }
}

export interface UserEventRow {
  id: string
  realm_id: string
  time: number
  type: string
  error: string | null
  client_id: string | null
  user_id: string | null
  session_id: string | null
  ip: string | null
  details: string
  stored: number
}

export interface AdminEventRow {
  id: string
  realm_id: string
  time: number
  operation: AdminEvent['operation']
  resource_type: string
  resource_path: string
  auth_realm_id: string
  auth_client_id: string
  auth_user_id: string
  auth_session_id: string | null
  ip: string | null
  representation: string | null
  error: string | null
  stored: number
}

/** One event on its way to one listener. Delivered rows are removed, dead ones stay for people to see. */
export interface OutboxRow {
  id: string
  realm_id: string
  topic: 'event' | 'admin-event'
  listener: string
  payload: string
  created_at: number
  attempts: number
  due_at: number
  leased_until: number
  state: 'waiting' | 'dead'
  last_error: string | null
}

export function fromUserEvent(event: UserEvent): UserEventRow {
  return {
    id: event.id,
    realm_id: event.realmId,
    time: event.time,
    type: event.type,
    error: event.error ?? null,
    client_id: event.clientId ?? null,
    user_id: event.userId ?? null,
    session_id: event.sessionId ?? null,
    ip: event.ip ?? null,
    details: fromJson(event.details),
    stored: fromBoolean(true),
  }
}

export function toUserEvent(row: UserEventRow): UserEvent {
  return {
    id: row.id,
    realmId: row.realm_id,
    time: row.time,
    type: row.type,
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.client_id === null ? {} : { clientId: row.client_id }),
    ...(row.user_id === null ? {} : { userId: row.user_id }),
    ...(row.session_id === null ? {} : { sessionId: row.session_id }),
    ...(row.ip === null ? {} : { ip: row.ip }),
    details: toJson<UserEvent['details']>(row.details),
  }
}

export function fromAdminEvent(event: AdminEvent): AdminEventRow {
  return {
    id: event.id,
    realm_id: event.realmId,
    time: event.time,
    operation: event.operation,
    resource_type: event.resourceType,
    resource_path: event.resourcePath,
    auth_realm_id: event.authRealmId,
    auth_client_id: event.authClientId,
    auth_user_id: event.authUserId,
    auth_session_id: event.authSessionId ?? null,
    ip: event.ip ?? null,
    representation: event.representation ?? null,
    error: event.error ?? null,
    stored: fromBoolean(true),
  }
}

export function toAdminEvent(row: AdminEventRow): AdminEvent {
  return {
    id: row.id,
    realmId: row.realm_id,
    time: row.time,
    operation: row.operation,
    resourceType: row.resource_type,
    resourcePath: row.resource_path,
    authRealmId: row.auth_realm_id,
    authClientId: row.auth_client_id,
    authUserId: row.auth_user_id,
    ...(row.auth_session_id === null ? {} : { authSessionId: row.auth_session_id }),
    ...(row.ip === null ? {} : { ip: row.ip }),
    ...(row.representation === null ? {} : { representation: row.representation }),
    ...(row.error === null ? {} : { error: row.error }),
  }
}
