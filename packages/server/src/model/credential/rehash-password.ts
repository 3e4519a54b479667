import type { StoredPassword } from '../../crypto/password-hash.ts'
import { fromJson } from '../../storage/columns.ts'
import type { Tx } from '../../storage/db.ts'
import type { Credential } from './credential.ts'

/**
 * Replaces the hash of the same password by one of the realm's present algorithm. False when the password was changed
 * meanwhile. It counts as no change of the password.
 */
export async function rehashPassword(tx: Tx, read: Credential, hashed: StoredPassword): Promise<boolean> {
  const { numUpdatedRows } = await tx.query
    .updateTable('credential')
    .set({ credential_data: fromJson(hashed.credentialData), secret_data: fromJson(hashed.secretData) })
    .where('realm_id', '=', read.realmId)
    .where('id', '=', read.id)
    .where('secret_data', '=', fromJson(read.secretData))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
