import type { Tx } from '../../storage/db.ts'

/** Ends a membership; one that does not exist is no error, as in Keycloak. */
export async function leaveGroup(tx: Tx, realmId: string, userId: string, groupId: string): Promise<void> {
  tx.userChanged(userId)
  await tx.query
    .deleteFrom('user_group')
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .where('group_id', '=', groupId)
    .execute()
}
