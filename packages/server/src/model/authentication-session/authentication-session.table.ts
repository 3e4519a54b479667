import { fromJson, toJson } from '../../storage/columns.ts'
import type { AuthenticationSession, AuthenticationState } from './authentication-session.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    authentication_session: AuthenticationSessionRow
  }
}

export interface AuthenticationSessionRow {
  id: string
  tab_id: string
  realm_id: string
  client_id: string
  protocol: string
  redirect_uri: string
  user_id: string | null
  state: string
  created_at: number
  /** Also the version: every change makes it greater. */
  updated_at: number
  expires_at: number
}

export function toAuthenticationSession(row: AuthenticationSessionRow): AuthenticationSession {
  return {
    id: row.id,
    tabId: row.tab_id,
    realmId: row.realm_id,
    clientId: row.client_id,
    protocol: row.protocol,
    redirectUri: row.redirect_uri,
    ...(row.user_id === null ? {} : { userId: row.user_id }),
    state: toJson<AuthenticationState>(row.state),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
  }
}

export function fromAuthenticationSession(session: AuthenticationSession): AuthenticationSessionRow {
  return {
    id: session.id,
    tab_id: session.tabId,
    realm_id: session.realmId,
    client_id: session.clientId,
    protocol: session.protocol,
    redirect_uri: session.redirectUri,
    user_id: session.userId ?? null,
    state: fromJson(session.state),
    created_at: session.createdAt,
    updated_at: session.updatedAt,
    expires_at: session.expiresAt,
  }
}
