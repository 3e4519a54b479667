import { toJson } from '../../storage/columns.ts'
import type { Group } from './group.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    realm_group: GroupRow
    group_role: GroupRoleRow
    user_group: UserGroupRow
    default_group: DefaultGroupRow
  }
}

export interface GroupRow {
  id: string
  realm_id: string
  parent_id: string | null
  /** The parent's id, or empty: makes the names of top groups unique too. */
  parent_key: string
  name: string
  name_key: string
  description: string | null
  attributes: string
  created_at: number
}

export interface GroupRoleRow {
  realm_id: string
  group_id: string
  role_id: string
  valid_from: number | null
  valid_to: number | null
}

export interface UserGroupRow {
  realm_id: string
  user_id: string
  group_id: string
  valid_from: number | null
  valid_to: number | null
}

export interface DefaultGroupRow {
  realm_id: string
  group_id: string
}

export function toGroup(row: GroupRow): Group {
  return {
    id: row.id,
    realmId: row.realm_id,
    ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
    name: row.name,
    ...(row.description === null ? {} : { description: row.description }),
    attributes: toJson<Group['attributes']>(row.attributes),
  }
}
