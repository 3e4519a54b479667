import { LRUCache } from 'lru-cache'
import { type OutboundClient, OutboundError } from '../spi/outbound-client.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { type ClientKey, readKeySet } from './read-key-set.ts'

interface FetchedSet {
  readonly keys: Promise<readonly ClientKey[]>
  readonly fetchedAt: number
}

/** Longest time a key that its owner took back is still accepted. */
const longestAge = 10 * 60_000
/** However many unknown keys are named, the owner is asked no more often than this (Keycloak's limit). */
const shortestPause = 10_000
const mostSets = 1000

const sets = new WeakMap<OutboundClient, LRUCache<string, FetchedSet>>()

/**
 * The keys at an address, fetched when they are not known. `refresh` asks again, for a key that is not among them; not
 * if that was done a moment ago. `owner` keeps clients apart: what one causes does not slow down another. While the
 * address does not answer, the keys it gave before hold.
 */
export async function fetchKeySet(
  server: Pick<ServerContext, 'clock' | 'outbound' | 'log'>,
  { owner, url, refresh }: { readonly owner: string; readonly url: string; readonly refresh: boolean },
): Promise<readonly ClientKey[]> {
  const known = sets.get(server.outbound) ?? new LRUCache<string, FetchedSet>({ max: mostSets })
  sets.set(server.outbound, known)
  const name = `${owner} ${url}`
  const found = known.get(name)
  const age = found ? server.clock.now() - found.fetchedAt : Number.POSITIVE_INFINITY
  if (found && age < (refresh ? shortestPause : longestAge)) return await found.keys
  const keys = fetchKeys(server, url).then(async (fetched) => fetched ?? (await found?.keys) ?? [])
  known.set(name, { keys, fetchedAt: server.clock.now() })
  return await keys
}

/** Asks every owner anew when its keys are needed next; on this node. */
export function forgetFetchedKeySets({ outbound }: Pick<ServerContext, 'outbound'>): void {
  sets.delete(outbound)
}

async function fetchKeys(
  { outbound, log }: Pick<ServerContext, 'outbound' | 'log'>,
  url: string,
): Promise<readonly ClientKey[] | undefined> {
  try {
    const { status, body } = await outbound.fetch({ url, headers: { accept: 'application/json' }, cache: 'revalidate' })
    const keys = status === 200 ? readKeySet(body) : undefined
    if (!keys) log.warn({ url, status }, 'No key set at the address of a client')
    return keys
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    log.warn({ url, err: error }, 'The key set of a client cannot be fetched')
    return undefined
  }
}
