import type { SecretBox } from '../../crypto/secret-box.ts'
import type { Tx } from '../../storage/db.ts'
import { noRotatedSecret } from './client.table.ts'
import type { Client } from './client.ts'
import { sealClientSecret, writeSecretTimes } from './client-secret.ts'

export interface SecretRotation {
  /** The new secret, in clear. */
  readonly secret: string
  /** The new secret is good for this long; without an end unless told. */
  readonly lifetimeSeconds?: number
  /** The old secret stays good for this long; 0 ends it at once. */
  readonly rotatedLifetimeSeconds: number
}

/**
 * Gives a client a new secret while the old one stays good for a while, so that nobody is locked out until all have the
 * new one. Of older secrets nothing is left.
 */
export async function rotateClientSecret(
  tx: Tx,
  client: Client,
  { secret, lifetimeSeconds, rotatedLifetimeSeconds }: SecretRotation,
  secrets: SecretBox,
): Promise<void> {
  const now = tx.clock.now()
  const staysGood = rotatedLifetimeSeconds > 0
  await tx.query
    .updateTable('client')
    .set(({ ref }) => ({
      ...(staysGood
        ? {
            rotated_secret: ref('secret'),
            secret_rotated_at: now,
            rotated_secret_expires_at: now + rotatedLifetimeSeconds * 1000,
          }
        : noRotatedSecret),
      secret: sealClientSecret(client.id, secret, secrets),
    }))
    .where('realm_id', '=', client.realmId)
    .where('id', '=', client.id)
    .execute()
  await writeSecretTimes(tx, client, { createdAt: now, expiresAt: lifetimeSeconds && now + lifetimeSeconds * 1000 })
}
