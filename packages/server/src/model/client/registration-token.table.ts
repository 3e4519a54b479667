declare module '../../storage/schema.ts' {
  interface Schema {
    client_registration_token: RegistrationTokenRow
  }
}

export interface RegistrationTokenRow {
  /** The row's id, not the name. */
  client_id: string
  realm_id: string
  /** SHA-256 of the token's id. */
  token_hash: string
}
