import { toBoolean } from '../../storage/columns.ts'
import type { User } from './user.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    user_account: UserRow
    user_attribute: UserAttributeRow
    user_required_action: UserRequiredActionRow
    user_role: UserRoleRow
  }
}

export interface UserRow {
  id: string
  realm_id: string
  username: string
  username_key: string
  email: string | null
  email_key: string | null
  email_verified: number
  /** As `email_key`, but null where the realm lets several users share an address. */
  unique_email_key: string | null
  enabled: number
  first_name: string | null
  first_name_key: string | null
  last_name: string | null
  last_name_key: string | null
  service_account_client_id: string | null
  not_before: number
  created_at: number
  updated_at: number
  last_login_at: number | null
  last_login_ip: string | null
  last_activity_at: number | null
  password_changed_at: number | null
}

export interface UserAttributeRow {
  realm_id: string
  user_id: string
  name: string
  ordinal: number
  value: string
  value_key: string
}

export interface UserRequiredActionRow {
  realm_id: string
  user_id: string
  action: string
}

export interface UserRoleRow {
  realm_id: string
  user_id: string
  role_id: string
  valid_from: number | null
  valid_to: number | null
}

/** What users are read with beside their own row. */
export interface UserParts {
  readonly attributes: Readonly<Record<string, readonly string[]>>
  readonly requiredActions: readonly string[]
}

export function toUser(row: UserRow, { attributes, requiredActions }: UserParts): User {
  return {
    id: row.id,
    realmId: row.realm_id,
    username: row.username,
    ...(row.email === null ? {} : { email: row.email }),
    emailVerified: toBoolean(row.email_verified),
    enabled: toBoolean(row.enabled),
    ...(row.first_name === null ? {} : { firstName: row.first_name }),
    ...(row.last_name === null ? {} : { lastName: row.last_name }),
    ...(row.service_account_client_id === null ? {} : { serviceAccountClientId: row.service_account_client_id }),
    notBefore: row.not_before,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.last_login_at === null ? {} : { lastLoginAt: row.last_login_at }),
    ...(row.last_login_ip === null ? {} : { lastLoginIp: row.last_login_ip }),
    ...(row.last_activity_at === null ? {} : { lastActivityAt: row.last_activity_at }),
    ...(row.password_changed_at === null ? {} : { passwordChangedAt: row.password_changed_at }),
    attributes,
    requiredActions,
  }
}

/** A user's row joined with attributes and required actions: one row for each pair of them. */
export interface JoinedUserRow extends UserRow {
  attribute_name: string | null
  attribute_ordinal: number | null
  attribute_value: string | null
  required_action: string | null
}

/** Puts the joined rows of one user together again; undefined for no rows. */
export function joinUser(rows: readonly JoinedUserRow[]): User | undefined {
  const [first] = rows
  return first && toUser(first, collectParts(rows))
}

/** Attributes by name with their values in order, and required actions in alphabetical order, each once. */
export function collectParts(
  rows: readonly Pick<JoinedUserRow, 'attribute_name' | 'attribute_ordinal' | 'attribute_value' | 'required_action'>[],
): UserParts {
  const attributes = new Map<string, string[]>()
  const actions = new Set<string>()
  for (const row of rows) {
    if (row.required_action !== null) actions.add(row.required_action)
    if (row.attribute_name === null || row.attribute_ordinal === null || row.attribute_value === null) continue
    const values = attributes.get(row.attribute_name) ?? []
    values[row.attribute_ordinal] = row.attribute_value
    attributes.set(row.attribute_name, values)
  }
  // fromEntries defines own properties: an attribute called __proto__ is only a name.
  return { attributes: Object.fromEntries(attributes), requiredActions: [...actions].sort() }
}
