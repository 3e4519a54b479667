import { LRUCache } from 'lru-cache'
import type { Storage } from '../../storage/db.ts'
import { readGroupPaths } from '../group/read-group-paths.ts'
import type { ClientSnapshot, RealmSnapshot, RoleReach } from '../realm/realm-snapshot.ts'
import { findServiceAccount, findUserById } from './user.store.ts'
import type { User } from './user.ts'
import { readRoleTimes } from './user-role.store.ts'

/**
 * A user as tokens need it. It stays the same object until something of the user changes, so that what follows from
 * it can be remembered by it. `lastLoginAt`, `lastLoginIp` and `lastActivityAt` may be older than the database's.
 */
export interface KnownUser {
  readonly user: User
  /** All roles held now, those of groups and what they contain included. */
  readonly reach: RoleReach
  /** Paths of the user's groups (`/sales/europe`), read on first use. */
  groupPaths(): Promise<readonly string[]>
}

/** The users that tokens are made for: read once, and again when something of them changes on any node. */
export interface KnownUsers {
  byId(realm: RealmSnapshot, id: string): Promise<KnownUser | undefined>
  /** The user that stands for a client. */
  serviceAccount(realm: RealmSnapshot, client: ClientSnapshot): Promise<KnownUser | undefined>
}

/** Users in memory at once, some 5 KB each. */
const maximumUsers = 4_000

interface Entry {
  /** A realm that changed has a new snapshot, and nothing read under the old one counts. It must not stay for our sake. */
  readonly realm: WeakRef<RealmSnapshot>
  readonly user: Promise<KnownUser | undefined>
  /** The first moment at which a role begins or ends. */
  until: number
}

export function createKnownUsers(storage: Storage): KnownUsers {
  const entries = new LRUCache<string, Entry>({ max: maximumUsers })
  const serviceAccounts = new WeakMap<ClientSnapshot, string>()

  // Also a read that is on its way is forgotten: whoever asks from now on reads again.
  storage.onUserChanged((id) => {
    if (id === undefined) entries.clear()
    else entries.delete(id)
  })

  function byId(realm: RealmSnapshot, id: string): Promise<KnownUser | undefined> {
    const known = entries.get(id)
    if (known && known.until > storage.clock.now() && known.realm.deref() === realm) return known.user
    return start(realm, id)
  }

  function start(realm: RealmSnapshot, id: string): Promise<KnownUser | undefined> {
    const forget = () => {
      if (entries.peek(id) === entry) entries.delete(id)
    }
    const user = load(realm, id).then(
      (loaded) => {
        if (!loaded) forget()
        else entry.until = loaded.until
        return loaded
      },
      (error) => {
        forget()
        throw error
      },
    )
    const entry: Entry = { realm: new WeakRef(realm), user, until: Number.POSITIVE_INFINITY }
    entries.set(id, entry)
    return user
  }

  async function load(realm: RealmSnapshot, id: string): Promise<(KnownUser & { readonly until: number }) | undefined> {
    const user = await findUserById(storage, realm.realm.id, id)
    if (!user) return undefined
    const times = await readRoleTimes(storage, realm, user)
    let paths: Promise<readonly string[]> | undefined
    return {
      user,
      ...times,
      groupPaths() {
        paths ??= readGroupPaths(storage, realm.realm.id, id).catch((error) => {
          paths = undefined
          throw error
        })
        return paths
      },
    }
  }

  async function serviceAccount(realm: RealmSnapshot, client: ClientSnapshot): Promise<KnownUser | undefined> {
    const knownId = serviceAccounts.get(client)
    const known = knownId === undefined ? undefined : await byId(realm, knownId)
    if (known?.user.serviceAccountClientId === client.client.id) return known
    const user = await findServiceAccount(storage, realm.realm.id, client.client.id)
    if (!user) return undefined
    serviceAccounts.set(client, user.id)
    return byId(realm, user.id)
  }

  return { byId, serviceAccount }
}
