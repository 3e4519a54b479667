import { InvalidInput } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'

const longestLabel = 255

/** Names one credential of a user; false when the user has none of this id. */
export async function labelCredential(
  tx: Tx,
  realmId: string,
  userId: string,
  id: string,
  label: string,
): Promise<boolean> {
  if (label.length > longestLabel) {
    throw new InvalidInput('userLabel', 'error-invalid-length', ['userLabel', 0, longestLabel])
  }
  const { numUpdatedRows } = await tx.query
    .updateTable('credential')
    .set({ label: label === '' ? null : label })
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('type', '!=', 'password-history')
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
