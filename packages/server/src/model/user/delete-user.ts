import type { Tx } from '../../storage/db.ts'
import { endAllUserSessions } from '../user-session/end-user-session.ts'
import type { User } from './user.ts'

/** Removes a user with everything that belongs to it, sessions included; false when there was nobody. */
export async function deleteUser(tx: Tx, user: Pick<User, 'id' | 'realmId'>): Promise<boolean> {
  await endAllUserSessions(tx, user.realmId, user.id)
  tx.userChanged(user.id)
  const { numDeletedRows } = await tx.query
    .deleteFrom('user_account')
    .where('realm_id', '=', user.realmId)
    .where('id', '=', user.id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}
