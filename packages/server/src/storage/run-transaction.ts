import type { Log } from '../kernel/log.ts'
import type { Commit, Db, Tx } from './db.ts'

/** How often a transaction that lost a race is tried again before its error is the caller's. */
const attempts = 4

/** What the two databases give a transaction. */
export type TransactionHandle = Pick<Tx, 'query' | 'execute'>

export interface TransactionHooks {
  /** Runs `work` in one transaction; resolves when it is durable. */
  inTransaction<Result>(work: (handle: TransactionHandle) => Promise<Result>): Promise<Result>
  /** Last statements inside the transaction, for the other nodes. */
  beforeCommit(tx: Tx, commit: Commit): Promise<void>
  afterCommit(commit: Commit): void
}

/** The part of `transact` that both databases share: the Tx, retries, and what follows a commit. */
export async function runTransaction<Result>(
  db: Pick<Db, 'dialect' | 'clock' | 'ids'>,
  log: Log,
  hooks: TransactionHooks,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const tasks: (() => void | Promise<void>)[] = []
    const changedRealms = new Set<string>()
    const changedUsers = new Set<string>()
    const commit: Commit = { changedRealms, changedUsers }
    try {
      const result = await hooks.inTransaction(async (handle) => {
        const tx: Tx = {
          get query() {
            return handle.query
          },
          execute: handle.execute,
          dialect: db.dialect,
          clock: db.clock,
          ids: db.ids,
          afterCommit: (task) => void tasks.push(task),
          realmChanged: (realmId) => void changedRealms.add(realmId),
          userChanged: (userId) => void changedUsers.add(userId),
          brand: 'Tx',
        }
        const value = await work(tx)
        await hooks.beforeCommit(tx, commit)
        return value
      })
      hooks.afterCommit(commit)
      for (const task of tasks) await runQuietly(task, log)
      return result
    } catch (error) {
      if (attempt >= attempts || !db.dialect.isRetryable(error)) throw error
    }
  }
}

async function runQuietly(task: () => void | Promise<void>, log: Log): Promise<void> {
  try {
    await task()
  } catch (error) {
    log.error({ err: error }, 'A task after a commit failed')
  }
}
