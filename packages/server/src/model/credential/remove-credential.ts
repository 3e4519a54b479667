import type { Tx } from '../../storage/db.ts'

/** Removes one credential of a user; false when the user has none of this id. */
export async function removeCredential(tx: Tx, realmId: string, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('credential')
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('type', '!=', 'password-history')
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}
