import type { Tx } from '../../storage/db.ts'
import type { User } from './user.ts'

/** Asks a user to do something at the next sign-in. Asking twice is asking once. */
export async function addRequiredAction(tx: Tx, user: Pick<User, 'id' | 'realmId'>, action: string): Promise<void> {
  tx.userChanged(user.id)
  await tx.query
    .insertInto('user_required_action')
    .values({ realm_id: user.realmId, user_id: user.id, action })
    .onConflict((conflict) => conflict.columns(['user_id', 'action']).doNothing())
    .execute()
}

/** The user has done it, or need not do it any more. */
export async function removeRequiredAction(tx: Tx, user: Pick<User, 'id' | 'realmId'>, action: string): Promise<void> {
  tx.userChanged(user.id)
  await tx.query
    .deleteFrom('user_required_action')
    .where('realm_id', '=', user.realmId)
    .where('user_id', '=', user.id)
    .where('action', '=', action)
    .execute()
}
