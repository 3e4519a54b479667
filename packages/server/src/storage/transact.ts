import type { Storage, Tx } from './db.ts'

/** The only way to a `Tx`. Commits when `work` resolves, rolls everything back when it throws. */
export function transact<Result>(storage: Storage, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return storage.transact(work)
}
