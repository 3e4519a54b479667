import type { SecretBox } from '../../crypto/secret-box.ts'
import type { Random } from '../../kernel/random.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { findClientById } from './client.store.ts'
import { noRotatedSecret } from './client.table.ts'
import type { Client } from './client.ts'
import { updateClient } from './update-client.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const secretLength = 32

/** `client_secret_basic` or `client_secret_post`, where a client may bring its secret in but one of these ways. */
export const secretMethodAttribute = 'client.secret.authentication.allowed.method'

/** Attributes with the times (seconds) at which the secret was made, and from which on it is good no more. */
export const secretCreationAttribute = 'client.secret.creation.time'
export const secretExpirationAttribute = 'client.secret.expiration.time'

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

/**
 * Replaces the secret; undefined removes it. The old one, and one before it, are worthless from the commit on. Writing
 * the secret that there is changes nothing: consoles send back what they were shown.
 */
export async function writeClientSecret(
  tx: Tx,
  client: Client,
  plain: string | undefined,
  secrets: SecretBox,
): Promise<void> {
  if (plain !== undefined && plain === (await readClientSecret(tx, client, secrets))) return
  await tx.query
    .updateTable('client')
    .set({
      secret: plain === undefined ? null : sealClientSecret(client.id, plain, secrets),
      ...noRotatedSecret,
    })
    .where('realm_id', '=', client.realmId)
    .where('id', '=', client.id)
    .execute()
  await writeSecretTimes(tx, client, plain === undefined ? {} : { createdAt: tx.clock.now() })
}

/** Milliseconds since the epoch; what is absent or 0 is forgotten. */
export interface SecretTimes {
  readonly createdAt?: number
  readonly expiresAt?: number | undefined
}

/** Keeps the times of the secret where Keycloak keeps them: in attributes, in seconds. */
export async function writeSecretTimes(tx: Tx, client: Client, { createdAt, expiresAt }: SecretTimes): Promise<void> {
  const stored = await findClientById(tx, client.realmId, client.id)
  if (!stored) return
  const {
    [secretCreationAttribute]: _created,
    [secretExpirationAttribute]: _expires,
    ...others
  } = stored.settings.attributes
  const attributes = {
    ...others,
    ...(createdAt ? { [secretCreationAttribute]: String(Math.floor(createdAt / 1000)) } : {}),
    ...(expiresAt ? { [secretExpirationAttribute]: String(Math.floor(expiresAt / 1000)) } : {}),
  }
  await updateClient(tx, stored, { settings: { attributes } })
}
