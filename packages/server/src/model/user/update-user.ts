import { NotFound } from '../../kernel/error.ts'
import { fromBoolean } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import { clearLoginFailures } from '../login-failure/login-failure.store.ts'
import type { RealmSnapshot } from '../realm/realm-snapshot.ts'
import { endAllUserSessions } from '../user-session/end-user-session.ts'
import { requireUnique, toUserConflict } from './unique-user.ts'
import { findUserById } from './user.store.ts'
import type { UserRow } from './user.table.ts'
import type { User } from './user.ts'
import { type UserAttributes, writeAttributes, writeRequiredActions } from './user-attributes.ts'
import { toEmailColumns, toFirstNameColumns, toLastNameColumns, toUsernameColumns } from './user-fields.ts'

/** What to change; absent fields stay, null clears. */
export interface UserChange {
  readonly username?: string | undefined
  readonly email?: string | null | undefined
  readonly emailVerified?: boolean | undefined
  readonly enabled?: boolean | undefined
  readonly firstName?: string | null | undefined
  readonly lastName?: string | null | undefined
  /** Replaces all attributes. */
  readonly attributes?: UserAttributes | undefined
  /** Replaces all required actions. */
  readonly requiredActions?: readonly string[] | undefined
  /** Seconds. */
  readonly notBefore?: number | undefined
}

/**
 * Changes a user. One who is disabled is signed out everywhere; one who is enabled again starts without login failures.
 * Throws `Conflict` for a taken username or address, `NotFound` when the user is gone or of another realm.
 */
export async function updateUser(
  tx: Tx,
  { realm }: Pick<RealmSnapshot, 'realm'>,
  user: User,
  change: UserChange,
): Promise<User> {
  const before = await findUserById(tx, realm.id, user.id)
  if (!before) throw new NotFound('user', 'User not found')
  const columns: Partial<UserRow> = {
    ...(change.username === undefined ? {} : toUsernameColumns(change.username)),
    ...(change.email === undefined ? {} : toEmailColumns(realm, change.email)),
    ...(change.emailVerified === undefined ? {} : { email_verified: fromBoolean(change.emailVerified) }),
    ...(change.enabled === undefined ? {} : { enabled: fromBoolean(change.enabled) }),
    ...(change.firstName === undefined ? {} : toFirstNameColumns(change.firstName)),
    ...(change.lastName === undefined ? {} : toLastNameColumns(change.lastName)),
    ...(change.notBefore === undefined ? {} : { not_before: change.notBefore }),
    updated_at: tx.clock.now(),
  }
  if (columns.username_key !== undefined || columns.email_key !== undefined) {
    const names = { ...toUsernameColumns(before.username), ...toEmailColumns(realm, before.email), ...columns }
    await requireUnique(tx, realm, names, before.id)
  }
  await writeColumns(tx, realm.id, before.id, columns)
  if (change.attributes) await writeAttributes(tx, realm.id, before.id, change.attributes)
  if (change.requiredActions) await writeRequiredActions(tx, realm.id, before.id, change.requiredActions)
  if (change.enabled === false && before.enabled) await endAllUserSessions(tx, realm.id, before.id)
  if (change.enabled === true && !before.enabled) await clearLoginFailures(tx, realm.id, before.id)
  const after = await findUserById(tx, realm.id, before.id)
  if (!after) throw new NotFound('user', 'User not found')
  return after
}

async function writeColumns(tx: Tx, realmId: string, userId: string, columns: Partial<UserRow>): Promise<void> {
  tx.userChanged(userId)
  try {
    await tx.query
      .updateTable('user_account')
      .set(columns)
      .where('realm_id', '=', realmId)
      .where('id', '=', userId)
      .execute()
  } catch (error) {
    throw toUserConflict(tx, error)
  }
}
