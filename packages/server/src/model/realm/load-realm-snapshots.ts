import { LRUCache } from 'lru-cache'
import type { SecretBox } from '../../crypto/secret-box.ts'
import type { Storage } from '../../storage/db.ts'
import { loadRealmSnapshot } from './load-realm-snapshot.ts'
import type { RealmSnapshot, RealmSnapshots } from './realm-snapshot.ts'

/** Realms in memory at once, some 0.3 MB each; of more, the longest unused is dropped. */
const maximumRealms = 1_200

/** How often a snapshot is read again that changed while it was read. */
const maximumReloads = 5

interface Entry {
  readonly snapshot: Promise<RealmSnapshot | undefined>
  /** What the promise gave. */
  loaded: RealmSnapshot | undefined
  isStale: boolean
}

/**
 * The snapshots of realms: each loaded once however many ask for it, bounded in number, dropped when the realm changes
 * on any node. A caller never gets a snapshot that was stale when it was handed out, so far as this node was told.
 */
export function createRealmSnapshots(
  storage: Storage,
  secrets: SecretBox,
  options: { readonly maximumRealms?: number } = {},
): RealmSnapshots {
  const max = options.maximumRealms ?? maximumRealms
  const entries = new LRUCache<string, Entry>({ max })
  const idsByName = new LRUCache<string, string>({ max: max * 2 })
  const searches = new Map<string, Promise<string | undefined>>()

  storage.onRealmChanged((realmId) => {
    const changed = realmId === undefined ? [...entries.keys()] : [realmId]
    for (const id of changed) {
      const entry = entries.peek(id)
      if (entry) entry.isStale = true
      entries.delete(id)
    }
  })

  function start(id: string): Entry {
    const forget = () => {
      if (entries.peek(id) === entry) entries.delete(id)
    }
    const snapshot = loadRealmSnapshot(storage, id, secrets).then(
      (loaded) => {
        if (!loaded) forget()
        entry.loaded = loaded
        return loaded
      },
      (error) => {
        forget()
        throw error
      },
    )
    const entry: Entry = { snapshot, loaded: undefined, isStale: false }
    entries.set(id, entry)
    return entry
  }

  async function byId(id: string): Promise<RealmSnapshot | undefined> {
    for (let reloads = 0; ; reloads += 1) {
      const entry = entries.get(id) ?? start(id)
      const snapshot = await entry.snapshot
      if (!entry.isStale || reloads >= maximumReloads) return snapshot
    }
  }

  function findId(name: string): Promise<string | undefined> {
    const running = searches.get(name)
    if (running) return running
    const search = storage.query
      .selectFrom('realm')
      .select('id')
      .where('name', '=', name)
      .executeTakeFirst()
      .then((row) => row?.id)
      .finally(() => searches.delete(name))
    searches.set(name, search)
    return search
  }

  async function byName(name: string): Promise<RealmSnapshot | undefined> {
    const knownId = idsByName.get(name)
    if (knownId !== undefined) {
      const snapshot = await byId(knownId)
      if (snapshot?.realm.name === name) return snapshot
      idsByName.delete(name)
    }
    const id = await findId(name)
    if (id === undefined) return undefined
    const snapshot = await byId(id)
    if (snapshot?.realm.name !== name) return undefined
    idsByName.set(name, id)
    return snapshot
  }

  function loaded(name: string): RealmSnapshot | undefined {
    const snapshot = entries.get(idsByName.get(name) ?? '')?.loaded
    return snapshot?.realm.name === name ? snapshot : undefined
  }

  return { byId, byName, loaded }
}
