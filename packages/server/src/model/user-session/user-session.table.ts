import { toBoolean, toJson } from '../../storage/columns.ts'
import type { ClientSession, UserSession } from './user-session.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    user_session: UserSessionRow
    client_session: ClientSessionRow
  }
}

export interface UserSessionRow {
  id: string
  sid: string
  realm_id: string
  user_id: string
  offline: number
  ip: string
  user_agent: string
  remember_me: number
  authenticated_at: number
  started_at: number
  refreshed_at: number
  expires_at: number
  notes: string
}

export interface ClientSessionRow {
  user_session_id: string
  realm_id: string
  client_id: string
  started_at: number
  refreshed_at: number
  refresh_token_id: string | null
  /** The token that was replaced by `refresh_token_id`: where reuse is allowed, it counts in `refresh_token_uses`. */
  previous_refresh_token_id: string | null
  refresh_token_uses: number
  scope: string
  redirect_uri: string
  notes: string
}

export function toUserSession(row: UserSessionRow): UserSession {
  return {
    id: row.id,
    sid: row.sid,
    realmId: row.realm_id,
    userId: row.user_id,
    offline: toBoolean(row.offline),
    ip: row.ip,
    userAgent: row.user_agent,
    rememberMe: toBoolean(row.remember_me),
    authenticatedAt: row.authenticated_at,
    startedAt: row.started_at,
    refreshedAt: row.refreshed_at,
    expiresAt: row.expires_at,
    notes: toJson<UserSession['notes']>(row.notes),
  }
}

export function toClientSession(row: ClientSessionRow): ClientSession {
  return {
    userSessionId: row.user_session_id,
    realmId: row.realm_id,
    clientId: row.client_id,
    startedAt: row.started_at,
    refreshedAt: row.refreshed_at,
    ...(row.refresh_token_id === null ? {} : { refreshTokenId: row.refresh_token_id }),
    refreshTokenUses: row.refresh_token_uses,
    scope: row.scope,
    redirectUri: row.redirect_uri,
    notes: toJson<ClientSession['notes']>(row.notes),
  }
}
