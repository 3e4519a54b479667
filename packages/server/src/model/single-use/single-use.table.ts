declare module '../../storage/schema.ts' {
  interface Schema {
    single_use: SingleUseRow
  }
}

export interface SingleUseRow {
  realm_id: string
  kind: string
  /** SHA-256 of the key: a copy of the database opens nothing. */
  key_hash: string
  payload: string
  used_at: number | null
  expires_at: number
}
