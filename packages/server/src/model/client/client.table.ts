import { toKey } from '../../kernel/text.ts'
import { fromBoolean, fromJson, toBoolean, toJson } from '../../storage/columns.ts'
import type { Client, ClientSettings } from './client.ts'
import { defaultClientSettings } from './default-client-settings.ts'

export interface ClientRow {
  id: string
  realm_id: string
  client_id: string
  name_key: string
  enabled: number
  protocol: Client['protocol']
  settings: string
  /** Sealed. */
  secret: string | null
  /** Sealed: the secret before this one, while it is still good. */
  rotated_secret: string | null
  secret_rotated_at: number | null
  rotated_secret_expires_at: number | null
  created_at: number
  updated_at: number
}

declare module '../../storage/schema.ts' {
  interface Schema {
    client: ClientRow
  }
}

export function toClient(row: ClientRow): Client {
  return {
    id: row.id,
    realmId: row.realm_id,
    clientId: row.client_id,
    enabled: toBoolean(row.enabled),
    protocol: row.protocol,
    settings: { ...defaultClientSettings, ...toJson<Partial<ClientSettings>>(row.settings) },
    hasSecret: row.secret !== null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

type SecretColumn = 'secret' | 'rotated_secret' | 'secret_rotated_at' | 'rotated_secret_expires_at'

/** All columns but those of secrets, which have writers of their own. */
export function fromClient(client: Client): Omit<ClientRow, SecretColumn> {
  return {
    id: client.id,
    realm_id: client.realmId,
    client_id: client.clientId,
    name_key: toKey(client.clientId),
    enabled: fromBoolean(client.enabled),
    protocol: client.protocol,
    settings: fromJson(client.settings),
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  }
}

/** What stands in the columns where only the present secret is good. */
export const noRotatedSecret = { rotated_secret: null, secret_rotated_at: null, rotated_secret_expires_at: null }
