import type BetterSqlite from 'better-sqlite3'
import { nextTurn } from '../kernel/next-turn.ts'

/** More transactions than this do not wait for one commit. */
const largestGroup = 100

export interface GroupCommit {
  /** Runs `work` alone and atomically. Resolves once it is durable; what `work` throws is thrown when it was undone. */
  run<Result>(work: () => Promise<Result>): Promise<Result>
}

interface Member {
  /** Does the work; gives what its caller is told once the group has committed. Throws when it must be undone. */
  work(): Promise<() => void>
  reject(error: unknown): void
}

/**
 * Transactions that come in the same turn of the event loop share one write to the disk, which costs more than the
 * statements of most of them. They run one after the other, each in a savepoint, so none sees another half done, and
 * one that fails leaves nothing behind and harms no other. Nobody hears of success or failure before the commit that
 * made it last: if that fails, it fails for all of them.
 */
export function createGroupCommit(database: BetterSqlite.Database): GroupCommit {
  const begin = database.prepare('begin immediate')
  const commit = database.prepare('commit')
  const save = database.prepare('savepoint member')
  const keep = database.prepare('release member')
  const undo = database.prepare('rollback to member')
  const waiting: Member[] = []
  let isWorking = false

  async function runMember(member: Member): Promise<() => void> {
    save.run()
    try {
      const settle = await member.work()
      keep.run()
      return settle
    } catch (error) {
      // A full disk and the like make SQLite undo the whole transaction: then the group has failed.
      if (!database.inTransaction) throw error
      undo.run()
      keep.run()
      return () => member.reject(error)
    }
  }

  async function runGroup(): Promise<void> {
    const members: Member[] = []
    const settles: (() => void)[] = []
    try {
      begin.run()
      do {
        for (let member = waiting.shift(); member; member = waiting.shift()) {
          members.push(member)
          settles.push(await runMember(member))
        }
        await nextTurn()
      } while (waiting.length > 0 && members.length < largestGroup)
      commit.run()
    } catch (error) {
      if (database.inTransaction) database.exec('rollback')
      // Where nothing could begin, nobody was taken from the line: those who wait would wait for ever.
      for (const member of members.length > 0 ? members : waiting.splice(0)) member.reject(error)
      return
    }
    for (const settle of settles) settle()
  }

  async function work(): Promise<void> {
    isWorking = true
    while (waiting.length > 0) await runGroup()
    isWorking = false
  }

  return {
    run: <Result>(task: () => Promise<Result>) =>
      new Promise<Result>((resolve, reject) => {
        waiting.push({
          work: async () => {
            const result = await task()
            return () => resolve(result)
          },
          reject,
        })
        if (!isWorking) void work()
      }),
  }
}
