import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'

let folder: string
let database: BetterSqlite.Database
let other: BetterSqlite.Database
let groups: GroupCommit
let commits: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ztrust-group-'))
  const file = join(folder, 'test.db')
  commits = 0
  database = new BetterSqlite(file, {
    verbose: (text) => {
      if (text === 'commit') commits += 1
    },
  })
  database.pragma('journal_mode = WAL')
  database.exec('create table entry (name text primary key)')
  other = new BetterSqlite(file, { timeout: 0 })
  groups = createGroupCommit(database)
})

afterEach(() => {
  database.close()
  other.close()
  rmSync(folder, { recursive: true })
})

const add = (name: string) => void database.prepare('insert into entry values (?)').run(name)
const names = (from = other) => from.prepare('select name from entry order by name').pluck().all()

describe('transactions that share a commit', () => {
  it('are written together, and each is told after that', async () => {
    const seen = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        await groups.run(async () => add(name))
        return names()
      }),
    )
    expect(seen).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ])
    expect(commits).toBe(1)
  })

  it('run one after the other, whatever they wait for', async () => {
    const steps: string[] = []
    const slow = groups.run(async () => {
      steps.push('first begins')
      await new Promise((resolve) => setImmediate(resolve))
      steps.push('first ends')
    })
    await Promise.all([slow, groups.run(async () => void steps.push('second'))])
    expect(steps).toEqual(['first begins', 'first ends', 'second'])
  })

  it('lose nothing by one that fails, and that one leaves nothing', async () => {
    const fails = groups.run(async () => {
      add('half')
      throw new Error('changed its mind')
    })
    const outcomes = await Promise.allSettled([
      groups.run(async () => add('before')),
      fails,
      groups.run(async () => add('after')),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(names()).toEqual(['after', 'before'])
    expect(commits).toBe(1)
  })

  it('see what those before them wrote', async () => {
    const [, conflict] = await Promise.allSettled([
      groups.run(async () => add('one')),
      groups.run(async () => add('one')),
    ])
    expect(conflict.status).toBe('rejected')
    expect(names()).toEqual(['one'])
  })

  it('all fail when the database gives the whole transaction up', async () => {
    const outcomes = await Promise.allSettled([
      groups.run(async () => add('lost')),
      groups.run(async () => void database.prepare('insert or rollback into entry values (?)').run('lost')),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(names()).toEqual([])
    await groups.run(async () => add('later'))
    expect(names()).toEqual(['later'])
  })

  it('all fail when none can begin, and the next may try again', async () => {
    database.pragma('busy_timeout = 0')
    other.exec('begin immediate')
    const outcomes = await Promise.allSettled([groups.run(async () => add('a')), groups.run(async () => add('b'))])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    other.exec('rollback')
    await groups.run(async () => add('c'))
    expect(names()).toEqual(['c'])
  })
})
