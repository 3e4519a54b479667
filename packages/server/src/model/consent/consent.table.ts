import { toJson } from '../../storage/columns.ts'
import { toValidity } from '../role/validity.ts'
import type { Consent } from './consent.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    user_consent: ConsentRow
  }
}

export interface ConsentRow {
  realm_id: string
  user_id: string
  client_id: string
  scopes: string
  created_at: number
  updated_at: number
  valid_from: number | null
  valid_to: number | null
}

export function toConsent(row: ConsentRow): Consent {
  return {
    realmId: row.realm_id,
    userId: row.user_id,
    clientId: row.client_id,
    scopes: toJson<string[]>(row.scopes),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...toValidity(row),
  }
}
