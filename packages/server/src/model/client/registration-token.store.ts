import { isSameSecret, sha256 } from '../../kernel/random.ts'
import type { Db, Tx } from '../../storage/db.ts'
import type { Client } from './client.ts'
import type { RegistrationTokenRow } from './registration-token.table.ts'

type Owner = Pick<Client, 'id' | 'realmId'>

/** Makes the token with this id the one that may change the client; the one before is worthless from the commit on. */
export async function writeRegistrationToken(tx: Tx, client: Owner, tokenId: string): Promise<void> {
  const row: RegistrationTokenRow = { client_id: client.id, realm_id: client.realmId, token_hash: sha256(tokenId) }
  await tx.query
    .insertInto('client_registration_token')
    .values(row)
    .onConflict((conflict) => conflict.column('client_id').doUpdateSet({ token_hash: row.token_hash }))
    .execute()
}

/** Replaces the token, when `before` is still the one that counts: of two at once only one succeeds. */
export async function replaceRegistrationToken(tx: Tx, client: Owner, before: string, after: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.query
    .updateTable('client_registration_token')
    .set({ token_hash: sha256(after) })
    .where('realm_id', '=', client.realmId)
    .where('client_id', '=', client.id)
    .where('token_hash', '=', sha256(before))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export async function isRegistrationToken(db: Db, client: Owner, tokenId: string): Promise<boolean> {
  const row = await db.query
    .selectFrom('client_registration_token')
    .select('token_hash')
    .where('realm_id', '=', client.realmId)
    .where('client_id', '=', client.id)
    .executeTakeFirst()
  return row !== undefined && isSameSecret(row.token_hash, sha256(tokenId))
}
