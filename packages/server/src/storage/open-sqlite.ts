import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { Clock } from '../kernel/clock.ts'
import { OperatorError } from '../kernel/error.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import { createChangeListeners } from './change-listeners.ts'
import type { Db, Storage } from './db.ts'
import { sqliteDialect } from './dialect.ts'
import { createGroupCommit } from './group-commit.ts'
import { type Migrations, migrate } from './migrate.ts'
import { pingByWriting } from './ping.ts'
import { runTransaction, type TransactionHooks } from './run-transaction.ts'
import type { Schema } from './schema.ts'
import { assumeStatistics } from './sqlite-statistics.ts'
import { cachedSqliteDialect, heldSqliteDialect, holdConnection, openConnections } from './statement-cache-driver.ts'

export interface OpenOptions {
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly migrations: Migrations
}

/**
 * Opens the embedded database in a directory, alone: a second process on the same directory is refused.
 * One connection writes, one reads, so that reads never wait for a transaction (WAL).
 */
export async function openSqlite(directory: string, options: OpenOptions): Promise<Storage> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const lock = lockDirectory(directory)
  const file = join(directory, 'ztrust.db')
  const writable = openFile(file, false)
  const writing = openConnections(writable)
  const writer = new Kysely<Schema>({ dialect: cachedSqliteDialect(writing) })
  await migrate(writer, sqliteDialect, options.migrations)
  assumeStatistics(writable)
  const reading = openConnections(openFile(file, true))
  const reader = new Kysely<Schema>({ dialect: cachedSqliteDialect(reading) })
  const groups = createGroupCommit(writable)

  const changes = createChangeListeners()
  const { execute } = reading
  const db: Db = { query: reader, execute, dialect: sqliteDialect, clock: options.clock, ids: options.ids }
  const hooks: TransactionHooks = {
    inTransaction: (work) =>
      groups.run(async () => {
        const held = holdConnection(writing)
        let query: Kysely<Schema> | undefined
        try {
          return await work({
            // Hot statements need none, and making one costs as much as running several of them.
            get query() {
              query ??= new Kysely<Schema>({ dialect: heldSqliteDialect(writing, held) })
              return query
            },
            execute: held.executeQuery,
          })
        } finally {
          held.end()
        }
      }),
    beforeCommit: async () => {},
    afterCommit: changes.tell,
  }
  return {
    ...db,
    transact: (work) => runTransaction(db, options.log, hooks, work),
    onRealmChanged: changes.onRealm,
    onUserChanged: changes.onUser,
    ping: () => groups.run(() => pingByWriting(writer, options.clock)),
    close: async () => {
      // Behind everything that was begun.
      await groups.run(async () => {})
      await reader.destroy()
      await writer.destroy()
      lock.close()
    },
  }
}

/**
 * Pages that each connection keeps: the inner pages of a million users' indexes and the leaves in use. The operating
 * system keeps the others, and reading one from there costs a few microseconds.
 */
const cacheKibibytes = 16_384

function openFile(file: string, readonly: boolean): BetterSqlite.Database {
  const database = new BetterSqlite(file, { readonly, timeout: 5000 })
  if (!readonly) {
    database.pragma('journal_mode = WAL')
    // FULL: what was acknowledged survives a power cut.
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
  }
  database.pragma(`cache_size = -${cacheKibibytes}`)
  database.pragma('temp_store = MEMORY')
  return database
}

/** An exclusive lock that the operating system drops with the process, however it ends. */
function lockDirectory(directory: string): BetterSqlite.Database {
  const lock = new BetterSqlite(join(directory, 'lock.db'), { timeout: 0 })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('begin exclusive; create table if not exists held (at integer); commit')
    return lock
  } catch (cause) {
    lock.close()
    throw new OperatorError(
      `The data directory ${directory} is in use by another ZTrust. Stop that one first, or start this one with another --data.`,
      cause,
    )
  }
}
