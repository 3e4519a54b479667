import { toJson } from '../../storage/columns.ts'
import type { Credential, CredentialType } from './credential.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    credential: CredentialRow
  }
}

export interface CredentialRow {
  id: string
  realm_id: string
  user_id: string
  /** `password-history` holds former passwords; nobody signs in with those. */
  type: CredentialType | 'password-history'
  label: string | null
  credential_data: string
  secret_data: string
  priority: number
  created_at: number
}

export function toCredential(row: CredentialRow & { readonly type: CredentialType }): Credential {
  return {
    id: row.id,
    realmId: row.realm_id,
    userId: row.user_id,
    type: row.type,
    ...(row.label === null ? {} : { label: row.label }),
    priority: row.priority,
    createdAt: row.created_at,
    credentialData: toJson<Credential['credentialData']>(row.credential_data),
    secretData: toJson<Credential['secretData']>(row.secret_data),
  }
}

/** Narrows away the former passwords. */
export function isUsable(row: CredentialRow): row is CredentialRow & { readonly type: CredentialType } {
  return row.type !== 'password-history'
}
