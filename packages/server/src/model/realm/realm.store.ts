import { sql } from 'kysely'
import { escapeLike, toKey } from '../../kernel/text.ts'
import type { Db, Tx } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import { fromRealm, toRealm } from './realm.table.ts'
import type { Realm } from './realm.ts'

export async function findRealmById(db: Db, id: string): Promise<Realm | undefined> {
  const row = await db.query.selectFrom('realm').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toRealm(row)
}

export async function findRealmByName(db: Db, name: string): Promise<Realm | undefined> {
  const row = await db.query.selectFrom('realm').selectAll().where('name', '=', name).executeTakeFirst()
  return row && toRealm(row)
}

/** Realms by name; `search` is a part of the name. */
export async function listRealms(db: Db, page?: Page, search?: string): Promise<Realm[]> {
  let query = db.query.selectFrom('realm').selectAll().orderBy('name')
  if (search) query = query.where(sql<boolean>`lower(name) like ${`%${escapeLike(toKey(search))}%`} escape '\\'`)
  if (page) query = query.limit(page.max).offset(page.first)
  return (await query.execute()).map(toRealm)
}

export async function countRealms(db: Db): Promise<number> {
  const row = await db.query
    .selectFrom('realm')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Writes the realm's row and nothing else; realms are made by `createRealm`. */
export async function insertRealm(tx: Tx, realm: Realm): Promise<void> {
  await tx.query.insertInto('realm').values(fromRealm(realm)).execute()
  tx.realmChanged(realm.id)
}
