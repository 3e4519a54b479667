declare module '../../storage/schema.ts' {
  interface Schema {
    attempt: AttemptRow
  }
}

export interface AttemptRow {
  realm_id: string
  kind: string
  subject: string
  count: number
  expires_at: number
}
