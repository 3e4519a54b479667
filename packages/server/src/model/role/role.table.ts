import { toKey } from '../../kernel/text.ts'
import { fromJson, toJson } from '../../storage/columns.ts'
import type { Role } from './role.ts'

export interface RoleRow {
  id: string
  realm_id: string
  client_id: string | null
  /** The client's id, or the realm's id for realm roles. */
  container_id: string
  name: string
  name_key: string
  description: string | null
  attributes: string
  created_at: number
}

export interface RoleCompositeRow {
  realm_id: string
  parent_id: string
  child_id: string
}

declare module '../../storage/schema.ts' {
  interface Schema {
    role: RoleRow
    role_composite: RoleCompositeRow
  }
}

export function toRole(row: Omit<RoleRow, 'created_at' | 'name_key' | 'container_id'>): Role {
  return {
    id: row.id,
    realmId: row.realm_id,
    ...(row.client_id !== null && { clientId: row.client_id }),
    name: row.name,
    ...(row.description !== null && { description: row.description }),
    attributes: toJson<Role['attributes']>(row.attributes),
  }
}

export function fromRole(role: Role, createdAt: number): RoleRow {
  return {
    id: role.id,
    realm_id: role.realmId,
    client_id: role.clientId ?? null,
    container_id: role.clientId ?? role.realmId,
    name: role.name,
    name_key: toKey(role.name),
    description: role.description ?? null,
    attributes: fromJson(role.attributes),
    created_at: createdAt,
  }
}
