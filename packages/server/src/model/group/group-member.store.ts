import { toKey } from '../../kernel/text.ts'
import { containsText } from '../../storage/contains-text.ts'
import type { Db } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import { isValidAt } from '../role/validity.ts'
import { withParts } from '../user/search-users.ts'
import type { User } from '../user/user.ts'
import { toGroup } from './group.table.ts'
import type { Group } from './group.ts'

/** The groups a user is a member of now, by name; groups above those are not among them. */
export async function listUserGroups(
  db: Db,
  realmId: string,
  userId: string,
  page?: Page,
  search = '',
): Promise<readonly Group[]> {
  const all = selectUserGroups(db, realmId, userId, search).selectAll('g').orderBy('g.name_key').orderBy('g.id')
  const rows = await (page ? all.limit(page.max).offset(page.first) : all).execute()
  return rows.map(toGroup)
}

export async function countUserGroups(db: Db, realmId: string, userId: string, search = ''): Promise<number> {
  const row = await selectUserGroups(db, realmId, userId, search)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Users who are members of a group now, by username; those of groups below it are not among them. */
export async function listGroupMembers(db: Db, realmId: string, groupId: string, page: Page): Promise<readonly User[]> {
  const rows = await db.query
    .selectFrom('user_group as m')
    .innerJoin('user_account as u', 'u.id', 'm.user_id')
    .selectAll('u')
    .where('m.realm_id', '=', realmId)
    .where('m.group_id', '=', groupId)
    .where('u.realm_id', '=', realmId)
    .where(isValidAt('m', db.clock.now()))
    .orderBy('u.username_key')
    .limit(page.max)
    .offset(page.first)
    .execute()
  return withParts(db, realmId, rows)
}

function selectUserGroups(db: Db, realmId: string, userId: string, search: string) {
  const all = db.query
    .selectFrom('user_group as m')
    .innerJoin('realm_group as g', 'g.id', 'm.group_id')
    .where('m.realm_id', '=', realmId)
    .where('m.user_id', '=', userId)
    .where('g.realm_id', '=', realmId)
    .where(isValidAt('m', db.clock.now()))
  return search === '' ? all : all.where(containsText('g.name_key', toKey(search)))
}
