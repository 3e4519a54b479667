import type { Tx } from '../../storage/db.ts'
import type { User } from './user.ts'

/** Notes when and from where a user last signed in. */
export async function recordLogin(tx: Tx, user: Pick<User, 'id' | 'realmId'>, ip: string): Promise<void> {
  const now = tx.clock.now()
  await tx.query
    .updateTable('user_account')
    .set({ last_login_at: now, last_login_ip: ip, last_activity_at: now })
    .where('realm_id', '=', user.realmId)
    .where('id', '=', user.id)
    .execute()
}
