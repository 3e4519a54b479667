declare module '../../storage/schema.ts' {
  interface Schema {
    revoked_token: RevokedTokenRow
  }
}

export interface RevokedTokenRow {
  realm_id: string
  /** The `jti`. */
  token_id: string
  /** When the token ends by itself, and the row may go. */
  expires_at: number
}
