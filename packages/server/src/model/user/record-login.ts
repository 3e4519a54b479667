import type { Tx } from '../../storage/db.ts'
import { hotWrite } from '../../storage/hot-statement.ts'
import type { User } from './user.ts'

/** Notes when and from where a user last signed in. */
export async function recordLogin(tx: Tx, user: Pick<User, 'id' | 'realmId'>, ip: string): Promise<void> {
  await writeLogin(tx, { realmId: user.realmId, id: user.id, ip, now: tx.clock.now() })
}

type Login = Readonly<Record<'realmId' | 'id' | 'ip', string>> & { readonly now: number }

const writeLogin = hotWrite((query, { realmId, id, ip, now }: Login) =>
  query
    .updateTable('user_account')
    .set({ last_login_at: now, last_login_ip: ip, last_activity_at: now })
    .where('realm_id', '=', realmId)
    .where('id', '=', id),
)
