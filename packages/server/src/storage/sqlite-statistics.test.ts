import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manualClock } from '../kernel/clock.ts'
import { systemIds } from '../kernel/ids.ts'
import { silentLog } from '../kernel/log.ts'
import type { Storage } from './db.ts'
import { migrations } from './migrations/migrations.ts'
import { openSqlite } from './open-sqlite.ts'

let directory: string
let storage: Storage
let reader: BetterSqlite.Database

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ztrust-plan-'))
  const options = { clock: manualClock(), ids: systemIds, log: silentLog, migrations }
  await (await openSqlite(directory, options)).close()
  // A second start finds the statistics of the first.
  storage = await openSqlite(directory, options)
  reader = new BetterSqlite(join(directory, 'ztrust.db'), { readonly: true })
})
afterAll(async () => {
  reader.close()
  await storage.close()
  rmSync(directory, { recursive: true, force: true })
})

/** How SQLite finds the first table's rows. */
function plan(statement: string): string {
  const [step] = reader.prepare<[], { detail: string }>(`explain query plan ${statement}`).all()
  return step?.detail ?? ''
}

describe('SQLite finds', () => {
  it.each([
    ['a user’s attributes', "delete from user_attribute where realm_id = 'r' and user_id = 'u'", '(user_id=?)'],
    [
      'several users’ attributes',
      "select * from user_attribute where realm_id = 'r' and user_id in ('1', '2')",
      '(user_id=?)',
    ],
    ['a user’s roles', "select * from user_role where realm_id = 'r' and user_id = 'u'", '(user_id=?)'],
    ['a group’s roles', "select * from group_role where realm_id = 'r' and group_id = 'g'", '(group_id=?)'],
    ['a role’s users', "select * from user_role where realm_id = 'r' and role_id = 'x'", '(realm_id=? AND role_id=?)'],
    [
      'the clients of a session',
      "select * from client_session where realm_id = 'r' and user_session_id in ('1', '2')",
      '(user_session_id=?)',
    ],
    [
      'a user’s events',
      "select * from user_event where realm_id = 'r' and stored = 1 and user_id = 'u' order by time desc",
      '(realm_id=? AND user_id=?)',
    ],
    [
      'people, and not every row without a client',
      "select * from user_account where realm_id = 'r' and coalesce(service_account_client_id, '') = '' order by username_key",
      '(realm_id=?)',
    ],
    [
      'the user of a client',
      "select * from user_account where realm_id = 'r' and service_account_client_id = 'c'",
      '(service_account_client_id=?)',
    ],
    ['the next of a list', "select * from realm_group where realm_id = 'r' order by name_key limit 5", '(realm_id=?)'],
  ])('%s by the narrowest index', (_, statement, expected) => {
    expect(plan(statement)).toContain(expected)
    expect(plan(statement)).toMatch(/^SEARCH/)
  })
})
