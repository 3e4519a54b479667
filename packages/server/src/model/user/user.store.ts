import { toKey } from '../../kernel/text.ts'
import type { Db, ReadQuery } from '../../storage/db.ts'
import { hotStatement } from '../../storage/hot-statement.ts'
import type { Realm } from '../realm/realm.ts'
import { type JoinedUserRow, joinUser } from './user.table.ts'
import type { User } from './user.ts'

/** Reads one user with attributes and required actions, in one statement. */
export async function findUserById(db: Db, realmId: string, id: string): Promise<User | undefined> {
  return joinUser(await readById(db, { realmId, value: id }))
}

/** Finds by username, whatever its case. */
export async function findUserByUsername(db: Db, realmId: string, username: string): Promise<User | undefined> {
  return joinUser(await readByUsername(db, { realmId, value: toKey(username) }))
}

/** Finds by e-mail address, whatever its case; the oldest user where several share it. */
export async function findUserByEmail(db: Db, realmId: string, email: string): Promise<User | undefined> {
  const rows = await selectJoined(db.query, realmId)
    .where('u.id', '=', oldestWithEmail(db.query, realmId, toKey(email)))
    .execute()
  return joinUser(rows)
}

/**
 * Finds whom somebody means who signs in as `text`: the username, else the e-mail address where the realm allows that.
 * Addresses that several users may share identify nobody.
 */
export async function findUserByLogin(db: Db, realm: Realm, text: string): Promise<User | undefined> {
  const { loginWithEmailAllowed, duplicateEmailsAllowed } = realm.settings
  if (!loginWithEmailAllowed || duplicateEmailsAllowed || !text.includes('@')) {
    return findUserByUsername(db, realm.id, text)
  }
  return joinUser(await readByNameOrEmail(db, { realmId: realm.id, key: toKey(text) }))
}

const readByNameOrEmail = hotStatement(
  (query, { realmId, key }: { readonly realmId: string; readonly key: string }) => {
    const byName = query
      .selectFrom('user_account')
      .select('id')
      .where('realm_id', '=', realmId)
      .where('username_key', '=', key)
    return selectJoined(query, realmId).where('u.id', '=', (eb) =>
      eb.fn.coalesce(byName, oldestWithEmail(query, realmId, key)),
    )
  },
)

/** The user that stands for a client; `clientId` is the client's id, not its name. */
export async function findServiceAccount(db: Db, realmId: string, clientId: string): Promise<User | undefined> {
  return joinUser(await readServiceAccount(db, { realmId, value: clientId }))
}

function oldestWithEmail(query: ReadQuery, realmId: string, key: string) {
  return query
    .selectFrom('user_account')
    .select('id')
    .where('realm_id', '=', realmId)
    .where('email_key', '=', key)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
}

function selectJoined(query: ReadQuery, realmId: string) {
  return query
    .selectFrom('user_account as u')
    .leftJoin('user_attribute as a', 'a.user_id', 'u.id')
    .leftJoin('user_required_action as r', 'r.user_id', 'u.id')
    .selectAll('u')
    .select([
      'a.name as attribute_name',
      'a.ordinal as attribute_ordinal',
      'a.value as attribute_value',
      'r.action as required_action',
    ])
    .where('u.realm_id', '=', realmId)
    .$castTo<JoinedUserRow>()
}

const readById = readBy('id')
const readByUsername = readBy('username_key')
const readServiceAccount = readBy('service_account_client_id')

function readBy(column: 'id' | 'username_key' | 'service_account_client_id') {
  return hotStatement((query, { realmId, value }: { readonly realmId: string; readonly value: string }) =>
    selectJoined(query, realmId).where(`u.${column}`, '=', value),
  )
}
