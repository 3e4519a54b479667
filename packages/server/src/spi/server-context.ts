import type { HashLane } from '../crypto/hash-lane.ts'
import type { SecretBox } from '../crypto/secret-box.ts'
import type { Clock } from '../kernel/clock.ts'
import type { ServerConfig } from '../kernel/config.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import type { RealmSnapshots } from '../model/realm/realm-snapshot.ts'
import type { KnownUsers } from '../model/user/known-users.ts'
import type { Storage } from '../storage/db.ts'
import type { OutboundClient } from './outbound-client.ts'
import type { Registry } from './registry.ts'
import type { Urls } from './urls.ts'

/** All that a handler, job or authenticator may use of the server. Made once by `main.ts`. */
export interface ServerContext {
  readonly config: ServerConfig
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly log: Log
  /** For reads directly; for writes through `transact(server.storage, ...)`. */
  readonly storage: Storage
  readonly realms: RealmSnapshots
  /** Users as tokens show them. */
  readonly users: KnownUsers
  readonly secrets: SecretBox
  readonly hashing: HashLane
  /** For requests to other servers. */
  readonly outbound: OutboundClient
  readonly urls: Urls
  readonly registry: Registry
}
