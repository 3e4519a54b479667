import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { findSingleUse, putSingleUse, takeSingleUse } from '../../model/single-use/single-use.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import type { Tx } from '../../storage/db.ts'

const kind = 'oidc-pushed-request'
/** RFC 9126, section 2.2: a URN of the IETF, with something behind it that nobody can guess. */
const prefix = 'urn:ietf:params:oauth:request_uri:'
const defaultLifespan = 60

interface PushedRequest {
  /** The client's id, not its name. */
  readonly clientId: string
  /** When sign-ins may no longer begin with it, epoch milliseconds; those that began may end later. */
  readonly expiresAt: number
  readonly parameters: Readonly<Record<string, string>>
}

export function isPushedRequestUri(uri: string): boolean {
  return uri.startsWith(prefix)
}

/** Seconds that an address of a pushed request is good for. */
export function pushedRequestLifespan({ realm }: RealmSnapshot): number {
  const lifespan = Number(realm.settings.attributes['parRequestUriLifespan'])
  return Number.isInteger(lifespan) && lifespan > 0 ? lifespan : defaultLifespan
}

/** Keeps what a client pushed; gives its `request_uri`. */
export async function keepPushedRequest(
  tx: Tx,
  { random }: Pick<ServerContext, 'random'>,
  realm: RealmSnapshot,
  request: Omit<PushedRequest, 'expiresAt'>,
): Promise<string> {
  const uri = prefix + random.token(256)
  const { accessCodeLifespan, accessCodeLifespanUserAction, accessCodeLifespanLogin } = realm.realm.settings
  const longestLogin = Math.max(accessCodeLifespan, accessCodeLifespanUserAction, accessCodeLifespanLogin)
  const expiresAt = tx.clock.now() + pushedRequestLifespan(realm) * 1000
  const payload: PushedRequest = { ...request, expiresAt }
  await putSingleUse(tx, realm.realm.id, kind, uri, payload, expiresAt + longestLogin * 1000)
  return uri
}

/** What the client pushed. Undefined when it was another client, or it is too late, or it has given an answer already. */
export async function findPushedRequest(
  { storage, clock }: Pick<ServerContext, 'storage' | 'clock'>,
  realmId: string,
  uri: string,
  clientId: string,
): Promise<PushedRequest['parameters'] | undefined> {
  const found = await findSingleUse<PushedRequest>(storage, realmId, kind, uri)
  if (!found || found.isUsed) return undefined
  const { payload } = found
  return payload.clientId === clientId && clock.now() < payload.expiresAt ? payload.parameters : undefined
}

/**
 * Spends it; false when that has been done. A user may reload the page (RFC 9126, section 4): it is the answer that is
 * given once.
 */
export async function spendPushedRequest(tx: Tx, realmId: string, uri: string): Promise<boolean> {
  return (await takeSingleUse<PushedRequest>(tx, realmId, kind, uri))?.isUsed === false
}
