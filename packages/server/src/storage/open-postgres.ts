import { createHash } from 'node:crypto'
import { type CompiledQuery, Kysely, PostgresDialect, type QueryResult, sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import pg from 'pg'
import type { Log } from '../kernel/log.ts'
import { type ChangeListeners, createChangeListeners } from './change-listeners.ts'
import { requireStorableText } from './columns.ts'
import type { Db, Storage } from './db.ts'
import { postgresDialect } from './dialect.ts'
import { migrate } from './migrate.ts'
import type { OpenOptions } from './open-sqlite.ts'
import { pingByWriting } from './ping.ts'
import { runTransaction } from './run-transaction.ts'
import type { Schema } from './schema.ts'

const channel = 'ztrust_changed'

/** A message may have 8,000 bytes: an id has 36. */
const idsInMessage = 150

/** bigint columns hold epoch milliseconds and counts, all below 2^53: numbers, as on SQLite. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8
      ? Number
      : format === 'binary'
        ? pg.types.getTypeParser(oid, 'binary')
        : pg.types.getTypeParser(oid, 'text')) as pg.CustomTypesConfig['getTypeParser'],
}

export interface PostgresOptions extends OpenOptions {
  readonly poolSize: number
}

/** Opens PostgreSQL. Any number of nodes may share it; realm changes reach the others by LISTEN/NOTIFY. */
export async function openPostgres(url: string, options: PostgresOptions): Promise<Storage> {
  const settings: pg.PoolConfig = {
    connectionString: url,
    max: options.poolSize,
    types,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    keepAlive: true,
    options: '-c statement_timeout=10000 -c idle_in_transaction_session_timeout=15000 -c lock_timeout=8000',
  }
  const migrator = new pg.Pool({ ...settings, max: 1, query_timeout: 600_000, options: '' })
  const forMigration = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: migrator }) })
  try {
    await migrate(forMigration, postgresDialect, options.migrations)
  } finally {
    await forMigration.destroy()
  }

  const pool = new pg.Pool(settings)
  pool.on('error', (error) => options.log.warn({ err: error }, 'A database connection was lost'))
  pool.on('connect', (client) => {
    // A connection in use that breaks says so here too; its query fails anyway, and the process must live on.
    client.on('error', () => {})
    nameStatements(client)
  })
  const query = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const changes = createChangeListeners()
  // What this node changed it knows at commit already.
  const node = options.ids.uuid()
  const listening = listen(settings, toOthersChanges(node, changes), options)
  const execute = async <Row>({ sql: text, parameters }: CompiledQuery<Row>): Promise<QueryResult<Row>> => {
    const { rows, rowCount } = await pool.query(text, [...parameters])
    return { rows, numAffectedRows: BigInt(rowCount ?? 0) }
  }
  const db: Db = { query, execute, dialect: postgresDialect, clock: options.clock, ids: options.ids }
  return {
    ...db,
    transact: (work) =>
      runTransaction(
        db,
        options.log,
        {
          inTransaction: (run) =>
            query
              .transaction()
              .execute((transaction) =>
                run({ query: transaction, execute: (statement) => transaction.executeQuery(statement) }),
              ),
          beforeCommit: async (tx, { changedRealms, changedUsers }) => {
            for (const message of [...toMessages('realm', changedRealms), ...toMessages('user', changedUsers)])
              await sql`select pg_notify(${channel}, ${`${node} ${message}`})`.execute(tx.query)
          },
          afterCommit: changes.tell,
        },
        work,
      ),
    onRealmChanged: changes.onRealm,
    onUserChanged: changes.onUser,
    ping: () => pingByWriting(query, options.clock),
    close: async () => {
      await listening.stop()
      await query.destroy()
    },
  }
}

/** Names of statements by their text: a few hundred texts, each hashed once. */
const names = new LRUCache<string, string>({ max: 1_000 })

/** Gives every statement a name, so that PostgreSQL parses and plans it once per connection. */
function nameStatements(client: pg.PoolClient): void {
  const run = client.query.bind(client) as (...given: unknown[]) => unknown
  const named = (text: unknown, values: unknown, ...rest: unknown[]) => {
    if (typeof text !== 'string' || !Array.isArray(values)) return run(text, values, ...rest)
    requireStorableText(values)
    const name = names.get(text) ?? createHash('sha1').update(text).digest('hex')
    names.set(text, name)
    return run({ name, text, values }, ...rest)
  }
  client.query = named as typeof client.query
}

type Notify = (message: string | undefined) => void

function toMessages(kind: 'realm' | 'user', ids: ReadonlySet<string>): readonly string[] {
  const all = [...ids]
  const count = Math.ceil(all.length / idsInMessage)
  return Array.from({ length: count }, (_, index) =>
    [kind, ...all.slice(index * idsInMessage, (index + 1) * idsInMessage)].join(' '),
  )
}

/** Messages are `node kind id id ...`; those of this node are passed over. */
function toOthersChanges(node: string, changes: ChangeListeners): Notify {
  return (message) => {
    if (message === undefined) return changes.tellUnknown()
    const [from, kind, ...ids] = message.split(' ')
    if (from === node) return
    changes.tell(kind === 'realm' ? { changedRealms: new Set(ids) } : { changedUsers: new Set(ids) })
  }
}

/** Keeps one connection listening; after it was lost, tells that changes may have been missed. */
function listen(
  settings: pg.ClientConfig,
  notify: Notify,
  { clock, log }: { readonly clock: OpenOptions['clock']; readonly log: Log },
): { stop(): Promise<void> } {
  const stopped = new AbortController()
  let current: pg.Client | undefined
  const run = async () => {
    for (let wasLost = false; !stopped.signal.aborted; wasLost = true) {
      const client = new pg.Client({ ...settings, query_timeout: 0 })
      current = client
      const { promise: lost, resolve } = Promise.withResolvers<void>()
      client.on('error', () => resolve())
      client.on('end', () => resolve())
      client.on('notification', (message) => notify(message.payload))
      try {
        await client.connect()
        await client.query(`listen ${channel}`)
        if (wasLost) notify(undefined)
        await lost
      } catch (error) {
        log.warn({ err: error }, 'Cannot listen for changes of other nodes')
      }
      await client.end().catch(() => {})
      if (!stopped.signal.aborted) await clock.delay(1_000, stopped.signal)
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopped.abort()
      await current?.end().catch(() => {})
      await running
    },
  }
}
