import { setImmediate as letOthersRun } from 'node:timers/promises'
import { toKey } from '../../packages/server/src/kernel/text.ts'
import type { NewCredential } from '../../packages/server/src/model/credential/credential.ts'
import type { Realm } from '../../packages/server/src/model/realm/realm.ts'
import { fromJson } from '../../packages/server/src/storage/columns.ts'
import type { Storage } from '../../packages/server/src/storage/db.ts'
import { transact } from '../../packages/server/src/storage/transact.ts'
import { firstNameOf, lastNameOf, usernameOf } from './names.ts'

/** Rows of one statement (SQLite binds at most 32,766 values), and of one transaction. */
const rowsOfStatement = 1000
const statementsOfTransaction = 10

/**
 * Users with what `createUser` gives them: a default role and a password. Straight into the tables, thousands at a time,
 * and all with one hash: what a login costs does not depend on whose hash it is.
 */
export async function seedUsers(storage: Storage, realm: Realm, count: number, password: NewCredential): Promise<void> {
  const perTransaction = rowsOfStatement * statementsOfTransaction
  for (let first = 0; first < count; first += perTransaction) {
    // SQLite never waits, and so Ctrl-C would.
    await letOthersRun()
    await transact(storage, async (tx) => {
      const end = Math.min(count, first + perTransaction)
      for (let from = first; from < end; from += rowsOfStatement) {
        const size = Math.min(rowsOfStatement, end - from)
        const users = Array.from({ length: size }, (_, offset) => toUserRow(storage, realm, from + offset))
        const at = storage.clock.now()
        await tx.query.insertInto('user_account').values(users).execute()
        await tx.query
          .insertInto('credential')
          .values(
            users.map(({ id }) => ({
              id: storage.ids.ordered(),
              realm_id: realm.id,
              user_id: id,
              type: password.type,
              label: null,
              credential_data: fromJson(password.credentialData),
              secret_data: fromJson(password.secretData),
              priority: 10,
              created_at: at,
            })),
          )
          .execute()
        await tx.query
          .insertInto('user_role')
          .values(
            users.map(({ id }) => ({
              realm_id: realm.id,
              user_id: id,
              role_id: realm.settings.defaultRoleId,
              valid_from: null,
              valid_to: null,
            })),
          )
          .execute()
      }
    })
  }
}

function toUserRow({ ids, clock }: Storage, realm: Realm, index: number) {
  const username = usernameOf(index)
  const email = `${username}@example.org`
  const [firstName, lastName] = [firstNameOf(index), lastNameOf(index)]
  const now = clock.now()
  return {
    // Ordered ids fill a million rows in a fraction of the time; who signs in is drawn from all over the table anyway.
    id: ids.ordered(),
    realm_id: realm.id,
    username,
    username_key: toKey(username),
    email,
    email_key: toKey(email),
    email_verified: 1,
    unique_email_key: toKey(email),
    enabled: 1,
    first_name: firstName,
    first_name_key: toKey(firstName),
    last_name: lastName,
    last_name_key: toKey(lastName),
    service_account_client_id: null,
    not_before: 0,
    created_at: now,
    updated_at: now,
    last_login_at: null,
    last_login_ip: null,
    last_activity_at: null,
    password_changed_at: now,
  }
}
