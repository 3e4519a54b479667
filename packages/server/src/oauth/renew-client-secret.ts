import { findClientById } from '../model/client/client.store.ts'
import type { Client } from '../model/client/client.ts'
import { generateClientSecret, secretExpirationAttribute } from '../model/client/client-secret.ts'
import { limitClientSecret } from '../model/client/limit-client-secret.ts'
import { rotateClientSecret } from '../model/client/rotate-client-secret.ts'
import type { SecretPeriods } from '../spi/client-policy.ts'
import type { ServerContext } from '../spi/server-context.ts'
import type { Tx } from '../storage/db.ts'

/** Who changes the client: `itself` by its registration access token. */
export type SecretRenewer = 'itself' | 'administrator'

/**
 * What the rotation of secrets asks when a client is made or changed: a secret without an end gets one, and one whose
 * time is over a successor. The client as it is stored then.
 */
export async function renewClientSecret(
  tx: Tx,
  server: ServerContext,
  client: Client,
  periods: SecretPeriods | undefined,
  by: SecretRenewer = 'administrator',
): Promise<Client> {
  if (!periods || !client.hasSecret || client.settings.publicClient) return client
  const stored = (await findClientById(tx, client.realmId, client.id)) ?? client
  const leftSeconds = secondsLeft(stored, tx.clock.now())
  const renewsWithin = by === 'itself' ? periods.renewalSeconds : 0
  if (leftSeconds === undefined) await limitClientSecret(tx, stored, periods.lifetimeSeconds)
  else if (leftSeconds > renewsWithin) return stored
  else await replaceClientSecret(tx, server, stored, generateClientSecret(server.random), periods)
  return (await findClientById(tx, client.realmId, client.id)) ?? stored
}

/** Gives the client this secret. The one before it stays good for a while, unless its time is over already. */
export async function replaceClientSecret(
  tx: Tx,
  { secrets }: ServerContext,
  client: Client,
  secret: string,
  { lifetimeSeconds, rotatedLifetimeSeconds }: SecretPeriods,
): Promise<void> {
  const stored = (await findClientById(tx, client.realmId, client.id)) ?? client
  const isOver = (secondsLeft(stored, tx.clock.now()) ?? 1) <= 0
  const rotation = { secret, lifetimeSeconds, rotatedLifetimeSeconds: isOver ? 0 : rotatedLifetimeSeconds }
  await rotateClientSecret(tx, stored, rotation, secrets)
}

/** Undefined where the secret has no end. */
function secondsLeft({ settings }: Client, now: number): number | undefined {
  const end = settings.attributes[secretExpirationAttribute]
  return end === undefined ? undefined : Number(end) - now / 1000
}
