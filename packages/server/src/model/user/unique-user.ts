import { Conflict } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import type { Realm } from '../realm/realm.ts'
import type { UserRow } from './user.table.ts'

type Names = Pick<UserRow, 'username_key' | 'email_key' | 'unique_email_key'>

export const sameUsername = () => new Conflict('user', 'username', 'User exists with same username')
export const sameEmail = () => new Conflict('user', 'email', 'User exists with same email')

/**
 * Throws `Conflict` when another user of the realm has the address or the username, and of both tells the address. Where people sign in by address,
 * nobody's username may be another's address, or the one could sign in as the other (CVE-2021-3754).
 */
export async function requireUnique(tx: Tx, realm: Realm, names: Names, ownId: string): Promise<void> {
  const others = () =>
    tx.query.selectFrom('user_account').select('id').where('realm_id', '=', realm.id).where('id', '!=', ownId).limit(1)
  if (names.unique_email_key !== null) {
    const found = await others().where('unique_email_key', '=', names.unique_email_key).executeTakeFirst()
    if (found) throw sameEmail()
  }
  if (await others().where('username_key', '=', names.username_key).executeTakeFirst()) throw sameUsername()
  const { loginWithEmailAllowed, duplicateEmailsAllowed } = realm.settings
  if (!loginWithEmailAllowed || duplicateEmailsAllowed) return
  if (names.username_key.includes('@')) {
    if (await others().where('email_key', '=', names.username_key).executeTakeFirst()) throw sameUsername()
  }
  if (names.email_key !== null) {
    if (await others().where('username_key', '=', names.email_key).executeTakeFirst()) throw sameEmail()
  }
}

/** Turns a violated unique index of `user_account` into the `Conflict` it means; gives other errors back. */
export function toUserConflict(tx: Tx, error: unknown): unknown {
  if (tx.dialect.isUniqueViolation(error, 'unique_email')) return sameEmail()
  if (tx.dialect.isUniqueViolation(error, 'username')) return sameUsername()
  return error
}

/**
 * Makes the stored addresses unique, or frees them, when a realm's `duplicateEmailsAllowed` changes. Throws `Conflict`
 * when two users share an address that must be unique now.
 */
export async function setEmailUniqueness(tx: Tx, realmId: string, isUnique: boolean): Promise<void> {
  try {
    await tx.query
      .updateTable('user_account')
      .set((eb) => ({ unique_email_key: isUnique ? eb.ref('email_key') : null }))
      .where('realm_id', '=', realmId)
      .execute()
  } catch (error) {
    throw toUserConflict(tx, error)
  }
}
