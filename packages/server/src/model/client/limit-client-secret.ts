import type { Tx } from '../../storage/db.ts'
import { findClientById } from './client.store.ts'
import type { Client } from './client.ts'
import { secretCreationAttribute, secretExpirationAttribute, writeSecretTimes } from './client-secret.ts'

/** Lets the present secret end after this time, unless it already has an end. */
export async function limitClientSecret(tx: Tx, client: Client, lifetimeSeconds: number): Promise<void> {
  // Whoever changes the attributes at the same moment waits: they are written as a whole.
  await tx.query
    .selectFrom('client')
    .select('id')
    .where('realm_id', '=', client.realmId)
    .where('id', '=', client.id)
    .modifyEnd(tx.dialect.forUpdate)
    .execute()
  const stored = await findClientById(tx, client.realmId, client.id)
  if (!stored || secretExpirationAttribute in stored.settings.attributes) return
  await writeSecretTimes(tx, stored, {
    createdAt: Number(stored.settings.attributes[secretCreationAttribute] ?? 0) * 1000,
    expiresAt: tx.clock.now() + lifetimeSeconds * 1000,
  })
}
