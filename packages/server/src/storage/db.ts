import type { CompiledQuery, Kysely, QueryResult } from 'kysely'
import type { Clock } from '../kernel/clock.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Dialect } from './dialect.ts'
import type { Schema } from './schema.ts'

/** What may be done without a transaction: reading. */
export type ReadQuery = Pick<
  Kysely<Schema>,
  'selectFrom' | 'with' | 'withRecursive' | 'fn' | 'dynamic' | 'executeQuery'
>

/** A handle for reads. Sees everything committed. */
export interface Db {
  readonly query: ReadQuery
  /** Runs what was compiled before, without the query builder's layers: for `hotStatement`. */
  execute<Row>(statement: CompiledQuery<Row>): Promise<QueryResult<Row>>
  readonly dialect: Dialect
  readonly clock: Clock
  readonly ids: Ids
}

/** What happens once a transaction has committed; never before, never after a rollback. */
export interface Commit {
  /** Realms whose snapshot is stale now. */
  readonly changedRealms: ReadonlySet<string>
  /** Users of whom nothing that is remembered counts any more. */
  readonly changedUsers: ReadonlySet<string>
}

/** A handle for writes, inside one transaction. Only `transact` makes one. No hashing, no network, no mail inside. */
export interface Tx extends Db {
  readonly query: Kysely<Schema>
  /** Runs after the commit, in order; a failure is logged and harms nobody. */
  afterCommit(task: () => void | Promise<void>): void
  /** Marks the realm's snapshot as stale on every node, at commit. */
  realmChanged(realmId: string): void
  /**
   * Marks what nodes remember of the user as stale, at commit: for every write that tokens can show (attributes, roles,
   * groups, names, whether enabled). A new user is remembered by nobody.
   */
  userChanged(userId: string): void
  readonly brand: 'Tx'
}

/** The opened storage. `Db` for reads; `transact` for writes. */
export interface Storage extends Db {
  /** Runs `work` in one transaction; commits when it resolves, rolls back when it throws. */
  transact<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>
  /** Calls back for every realm changed by any node, and with undefined when changes may have been missed. */
  onRealmChanged(listener: (realmId: string | undefined) => void): void
  /** The same for users. */
  onUserChanged(listener: (userId: string | undefined) => void): void
  /** Writes a small row; throws when the database cannot be reached or takes no writes. */
  ping(): Promise<void>
  close(): Promise<void>
}
