import { fromBoolean, toBoolean } from '../../storage/columns.ts'
import type { Refusal, UserImport } from './user-import.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    user_import: UserImportRow
    user_import_part: UserImportPartRow
    user_import_refusal: UserImportRefusalRow
  }
}

export interface UserImportRow {
  id: string
  realm_id: string
  state: UserImport['state']
  exact: number
  enables_realm: number | null
  received: number
  imported: number
  refused: number
  created_at: number
  updated_at: number
  finished_at: number | null
}

export interface UserImportPartRow {
  realm_id: string
  import_id: string
  ordinal: number
  first_row: number
  /** Sealed: passwords may be in it. */
  content: string
}

export interface UserImportRefusalRow {
  realm_id: string
  import_id: string
  row_number: number
  ordinal: number
  username: string | null
  reason: string
}

export function toUserImport(row: UserImportRow): UserImport {
  return {
    id: row.id,
    realmId: row.realm_id,
    state: row.state,
    exact: toBoolean(row.exact),
    ...(row.enables_realm === null ? {} : { enablesRealm: toBoolean(row.enables_realm) }),
    received: row.received,
    imported: row.imported,
    refused: row.refused,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  }
}

export function fromUserImport(one: UserImport): UserImportRow {
  return {
    id: one.id,
    realm_id: one.realmId,
    state: one.state,
    exact: fromBoolean(one.exact),
    enables_realm: one.enablesRealm === undefined ? null : fromBoolean(one.enablesRealm),
    received: one.received,
    imported: one.imported,
    refused: one.refused,
    created_at: one.createdAt,
    updated_at: one.updatedAt,
    finished_at: one.finishedAt ?? null,
  }
}

export function toRefusal({ row_number: row, username, reason }: UserImportRefusalRow): Refusal {
  return { row, ...(username === null ? {} : { username }), reason }
}
