import BetterSqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cachedSqliteDialect, openConnections } from './statement-cache-driver.ts'

interface Tables {
  person: { id: string; realm_id: string; name: string; enabled: number; photo: Buffer | null }
  note: { person_id: string; text: string }
}

let db: Kysely<Tables>

beforeEach(async () => {
  const database = new BetterSqlite(':memory:')
  database.exec(`
    create table person (id text primary key, realm_id text not null, name text not null, enabled integer not null, photo blob);
    create index person_realm on person (realm_id, name);
    create table note (person_id text not null, text text not null, primary key (person_id, text));
  `)
  db = new Kysely<Tables>({ dialect: cachedSqliteDialect(openConnections(database)) })
  const people = Array.from({ length: 30 }, (_, index) => ({
    id: String(index),
    realm_id: `realm-${index % 2}`,
    name: `name-${String(index).padStart(2, '0')}`,
    enabled: index % 3 === 0 ? 0 : 1,
    photo: null,
  }))
  await db.insertInto('person').values(people).execute()
})

afterEach(() => db.destroy())

/** better-sqlite3 makes a function from text for the rows of a statement whenever SQLite has prepared it (again). */
async function countPreparations(run: (round: number) => Promise<unknown>): Promise<number> {
  const made = vi.spyOn(globalThis, 'Function')
  try {
    for (let round = 0; round < 10; round += 1) await run(round)
    return made.mock.calls.length
  } finally {
    made.mockRestore()
  }
}

describe('statements on SQLite', () => {
  it('are prepared once, however many values are bound to a joined point read', async () => {
    const read = (id: number) =>
      db
        .selectFrom('person as p')
        .leftJoin('note as n', 'n.person_id', 'p.id')
        .selectAll('p')
        .select('n.text')
        .where('p.realm_id', '=', `realm-${id % 2}`)
        .where('p.id', '=', String(id))
        .execute()
    expect(await countPreparations(read)).toBe(1)
    expect(await read(7)).toEqual([
      { id: '7', realm_id: 'realm-1', name: 'name-07', enabled: 1, photo: null, text: null },
    ])
  })

  it('are prepared once for pages of any place and size', async () => {
    const page = (first: number) =>
      db
        .selectFrom('person')
        .select('name')
        .where('realm_id', '=', 'realm-0')
        .where('enabled', '=', first % 2)
        .orderBy('name')
        .limit(first + 1)
        .offset(first)
        .execute()
    expect(await countPreparations(page)).toBe(1)
    expect(await page(1)).toEqual([{ name: 'name-04' }, { name: 'name-08' }])
  })

  it('compare text as text and numbers as numbers', async () => {
    const count = (column: 'enabled' | 'name', value: string | number) =>
      db.selectFrom('person').select('id').where(column, '=', value).execute()
    expect(await count('enabled', 1)).toHaveLength(20)
    expect(await count('name', 'name-05')).toHaveLength(1)
    expect(await count('name', "' or 1=1 --")).toHaveLength(0)
  })

  it('bind bytes, nulls and lists as they are', async () => {
    await db
      .updateTable('person')
      .set({ photo: Buffer.from([0, 255]) })
      .where('id', 'in', ['1', '2'])
      .execute()
    const found = await db
      .selectFrom('person')
      .select('id')
      .where('photo', '=', Buffer.from([0, 255]))
      .execute()
    expect(found).toEqual([{ id: '1' }, { id: '2' }])
    expect(await db.selectFrom('person').select('id').where('photo', 'is', null).execute()).toHaveLength(28)
  })
})
