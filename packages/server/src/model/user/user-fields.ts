import { InvalidInput } from '../../kernel/error.ts'
import { toKey } from '../../kernel/text.ts'
import type { Realm } from '../realm/realm.ts'
import type { UserRow } from './user.table.ts'

const longest = 255

/** The columns of a username: stored in lower case, as Keycloak does. */
export function toUsernameColumns(username: string): Pick<UserRow, 'username' | 'username_key'> {
  const stored = requireShort('username', username.trim().toLowerCase())
  const key = requireShort('username', toKey(stored))
  if (key === '') throw new InvalidInput('username', 'error-user-attribute-required', ['username'])
  return { username: stored, username_key: key }
}

/** The columns of an e-mail address, in lower case; empty text means none. Service accounts' are never unique. */
export function toEmailColumns(
  realm: Realm,
  email: string | null | undefined,
): Pick<UserRow, 'email' | 'email_key' | 'unique_email_key'> {
  const stored = requireShort('email', (email ?? '').trim().toLowerCase())
  if (stored === '') return { email: null, email_key: null, unique_email_key: null }
  const key = requireShort('email', toKey(stored))
  return { email: stored, email_key: key, unique_email_key: realm.settings.duplicateEmailsAllowed ? null : key }
}

export function toFirstNameColumns(name: string | null | undefined): Pick<UserRow, 'first_name' | 'first_name_key'> {
  const stored = toName('firstName', name)
  return { first_name: stored, first_name_key: stored === null ? null : toKey(stored).slice(0, longest) }
}

export function toLastNameColumns(name: string | null | undefined): Pick<UserRow, 'last_name' | 'last_name_key'> {
  const stored = toName('lastName', name)
  return { last_name: stored, last_name_key: stored === null ? null : toKey(stored).slice(0, longest) }
}

function toName(field: string, name: string | null | undefined): string | null {
  if (name === null || name === undefined || name === '') return null
  return requireShort(field, name)
}

function requireShort(field: string, text: string): string {
  if (text.length > longest) throw new InvalidInput(field, 'error-invalid-length', [field, 0, longest])
  if (text.includes('\0')) throw new InvalidInput(field, 'error-invalid-value', [field])
  return text
}
