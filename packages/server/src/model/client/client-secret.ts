import type { SecretBox } from '../../crypto/secret-box.ts'
import type { Random } from '../../kernel/random.ts'
import type { Db, Tx } from '../../storage/db.ts'
import type { Client } from './client.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const secretLength = 32

/** Attribute with the time (seconds) at which the secret was made. */
export const secretCreationAttribute = 'client.secret.creation.time'

const context = (clientId: string) => `client:${clientId}`

/** A new client secret: 32 letters and digits (190 bits), as Keycloak makes them. */
export function generateClientSecret(random: Random): string {
  let secret = ''
  while (secret.length < secretLength) {
    // Bytes beyond the last whole multiple of 62 would make the first letters likelier.
    for (const byte of random.bytes(secretLength)) {
      if (byte < 248 && secret.length < secretLength) secret += alphabet.charAt(byte % alphabet.length)
    }
  }
  return secret
}

/** Seals a secret for the client with this id (the row's id, not its name). */
export function sealClientSecret(id: string, plain: string, secrets: SecretBox): string {
  return secrets.seal(plain, context(id))
}

export function openClientSecret(id: string, sealed: string, secrets: SecretBox): string {
  return secrets.open(sealed, context(id))
}

/** The secret in clear, for administrators and for HMAC by the secret; undefined when the client has none. */
export async function readClientSecret(db: Db, client: Client, secrets: SecretBox): Promise<string | undefined> {
  const row = await db.query
    .selectFrom('client')
    .select('secret')
    .where('realm_id', '=', client.realmId)
    .where('id', '=', client.id)
    .executeTakeFirst()
  return row?.secret ? openClientSecret(client.id, row.secret, secrets) : undefined
}

/** Replaces the secret; undefined removes it. The old one is worthless from the commit on. */
export async function writeClientSecret(
  tx: Tx,
  client: Client,
  plain: string | undefined,
  secrets: SecretBox,
): Promise<void> {
  await tx.query
    .updateTable('client')
    .set({
      secret: plain === undefined ? null : sealClientSecret(client.id, plain, secrets),
      updated_at: tx.clock.now(),
    })
    .where('realm_id', '=', client.realmId)
    .where('id', '=', client.id)
    .execute()
  tx.realmChanged(client.realmId)
}
