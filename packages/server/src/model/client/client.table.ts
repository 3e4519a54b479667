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

/** All columns but the secret, which only `client-secret.ts` and `create-client.ts` write. */
export function fromClient(client: Client): Omit<ClientRow, 'secret'> {
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
