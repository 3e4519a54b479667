import type { StoredPassword } from '../../crypto/password-hash.ts'
import { NotFound } from '../../kernel/error.ts'
import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import type { RealmSnapshot } from '../realm/realm-snapshot.ts'
import { addRequiredAction, removeRequiredAction } from '../user/required-action.ts'
import type { User } from '../user/user.ts'
import { insertCredential } from './add-credential.ts'
import { listCredentials } from './credential.store.ts'
import { passwordCredential } from './password-credential.ts'
import { keepInHistory } from './password-history.ts'

/**
 * Sets a user's password, hashed before the transaction. The former one goes to the history when the realm's policy
 * asks for it. A temporary one has to be changed at the next sign-in; any other fulfils UPDATE_PASSWORD.
 */
export async function setPassword(
  tx: Tx,
  snapshot: Pick<RealmSnapshot, 'realm'>,
  user: Pick<User, 'id' | 'realmId'>,
  hashed: StoredPassword,
  { temporary }: { readonly temporary: boolean },
): Promise<void> {
  const now = tx.clock.now()
  const realmId = snapshot.realm.id
  tx.userChanged(user.id)
  // The user's row is locked by this from here on: two changes at once would store two passwords.
  const { numUpdatedRows } = await tx.query
    .updateTable('user_account')
    .set({ password_changed_at: now })
    .where('realm_id', '=', realmId)
    .where('id', '=', user.id)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new NotFound('user', 'User not found')
  const [former] = await listCredentials(tx, realmId, user.id, 'password')
  if (former) {
    await keepInHistory(tx, snapshot.realm, former)
    await tx.query
      .updateTable('credential')
      .set({
        credential_data: fromJson(hashed.credentialData),
        secret_data: fromJson(hashed.secretData),
        created_at: now,
        // The name was the former one's.
        label: null,
      })
      .where('realm_id', '=', realmId)
      .where('id', '=', former.id)
      .execute()
  } else {
    await insertCredential(tx, realmId, user.id, passwordCredential(hashed))
  }
  if (temporary) await addRequiredAction(tx, user, 'UPDATE_PASSWORD')
  else await removeRequiredAction(tx, user, 'UPDATE_PASSWORD')
}
