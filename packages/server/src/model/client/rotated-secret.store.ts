import type { SecretBox } from '../../crypto/secret-box.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { noRotatedSecret } from './client.table.ts'
import type { Client } from './client.ts'
import { openClientSecret } from './client-secret.ts'

/** The secret before the present one, in clear; undefined when there is none or its time is over. */
export async function readRotatedSecret(db: Db, client: Client, secrets: SecretBox): Promise<string | undefined> {
  const row = await db.query
    .selectFrom('client')
    .select('rotated_secret')
    .where('realm_id', '=', client.realmId)
    .where('id', '=', client.id)
    .where('rotated_secret_expires_at', '>', db.clock.now())
    .executeTakeFirst()
  return row?.rotated_secret ? openClientSecret(client.id, row.rotated_secret, secrets) : undefined
}

/** From the commit on only the present secret is good. */
export async function forgetRotatedSecret(tx: Tx, client: Client): Promise<void> {
  await tx.query
    .updateTable('client')
    .set(noRotatedSecret)
    .where('realm_id', '=', client.realmId)
    .where('id', '=', client.id)
    .execute()
  tx.realmChanged(client.realmId)
}

/** Forgets secrets of all realms whose time is over; how many there were. */
export async function deleteExpiredRotatedSecrets(tx: Tx, limit = 1000): Promise<number> {
  const expired = await tx.query
    .selectFrom('client')
    .select(['id', 'realm_id'])
    .where('rotated_secret_expires_at', '<=', tx.clock.now())
    .limit(limit)
    .execute()
  for (const { id, realm_id } of expired) {
    // They open nothing any more: no snapshot has to know.
    await tx.query
      .updateTable('client')
      .set(noRotatedSecret)
      .where('realm_id', '=', realm_id)
      .where('id', '=', id)
      .where('rotated_secret_expires_at', '<=', tx.clock.now())
      .execute()
  }
  return expired.length
}
