import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestRealm } from '../../../test/fixture/test-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import { Conflict, InvalidInput, NotFound } from '../../kernel/error.ts'
import { findClientByClientId, listClients } from '../client/client.store.ts'
import { createUser } from '../user/create-user.ts'
import { createRealm } from './create-realm.ts'
import { deleteRealm } from './delete-realm.ts'
import { findRealmById, findRealmByName, listRealms } from './realm.store.ts'
import type { Realm } from './realm.ts'
import { updateRealm } from './update-realm.ts'

let test: TestStorage
let demo: Realm
let master: Realm

beforeAll(async () => {
  test = await openTestStorage()
  demo = await createTestRealm(test)
  const found = await findRealmByName(test.storage, 'master')
  if (!found) throw new Error('There is no master realm')
  master = found
})
afterAll(() => test.close())

const change = (realm: Realm, by: Parameters<typeof updateRealm>[2]) =>
  test.storage.transact((tx) => updateRealm(tx, realm, by))

/** Every table with a realm_id, and how many rows of the realm it holds. */
async function rowsOf(realmId: string): Promise<Record<string, number>> {
  const names =
    test.storage.dialect.name === 'sqlite'
      ? sql<{ name: string }>`
          select m.name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'realm_id' where m.type = 'table'`
      : sql<{ name: string }>`
          select table_name as name from information_schema.columns where column_name = 'realm_id' and table_schema = 'public'`
  const counts: Record<string, number> = {}
  await test.storage.transact(async (tx) => {
    for (const { name } of (await names.execute(tx.query)).rows) {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from ${sql.table(name)} where realm_id = ${realmId}`.execute(tx.query)
      counts[name] = rows[0]?.count ?? 0
    }
  })
  return counts
}

describe('changing a realm', () => {
  it('changes what is named, keeps the rest, and clears what is undefined', async () => {
    const changed = await change(demo, { enabled: false, settings: { displayName: 'Demo', ssoSessionIdleTimeout: 60 } })
    expect(changed).toMatchObject({ enabled: false, settings: { displayName: 'Demo', ssoSessionIdleTimeout: 60 } })
    expect(changed.settings.accessTokenLifespan).toBe(300)
    expect(await findRealmById(test.storage, demo.id)).toEqual(changed)
    const cleared = await change(demo, { enabled: true, settings: { displayName: undefined } })
    expect(cleared.settings).not.toHaveProperty('displayName')
    expect(cleared.settings.ssoSessionIdleTimeout).toBe(60)
  })

  it('loses neither of two changes that were made from the same reading', async () => {
    await Promise.all([
      change(demo, { settings: { rememberMe: true } }),
      change(demo, { settings: { verifyEmail: true } }),
      change(demo, { settings: { resetPasswordAllowed: true } }),
    ])
    expect((await findRealmById(test.storage, demo.id))?.settings).toMatchObject({
      rememberMe: true,
      verifyEmail: true,
      resetPasswordAllowed: true,
    })
  })

  it('never changes the ids of the default role and the management client', async () => {
    const sent = { defaultRoleId: 'x', masterAdminClientId: 'y', failureFactor: 5 }
    const { settings } = await change(demo, { settings: sent })
    expect(settings.failureFactor).toBe(5)
    expect(settings.defaultRoleId).toBe(demo.settings.defaultRoleId)
    expect(settings.masterAdminClientId).toBe(demo.settings.masterAdminClientId)
  })

  it('frees addresses of users when they may share them, and refuses to make shared ones unique', async () => {
    const realm = await createRealm(test.storage, { name: 'sharing' }, test)
    const shared = await change(realm, { settings: { duplicateEmailsAllowed: true } })
    await test.storage.transact(async (tx) => {
      for (const username of ['one', 'two']) {
        await createUser(tx, { realm: shared, requiredActions: [] }, { username, email: 'both@example.org' })
      }
    })
    await expect(change(shared, { settings: { duplicateEmailsAllowed: false } })).rejects.toBeInstanceOf(Conflict)
    expect((await findRealmById(test.storage, realm.id))?.settings.duplicateEmailsAllowed).toBe(true)
  })

  it('refuses a realm that is gone', async () => {
    await expect(change({ ...demo, id: 'gone' }, { enabled: false })).rejects.toBeInstanceOf(NotFound)
  })
})

describe('renaming a realm', () => {
  it('moves its management client and the addresses of its consoles, and keeps the default role', async () => {
    const realm = await createRealm(test.storage, { name: 'before' }, test)
    const renamed = await change(realm, { name: 'after' })
    expect(renamed.name).toBe('after')
    expect(await findRealmByName(test.storage, 'before')).toBeUndefined()
    const management = await findClientByClientId(test.storage, master.id, 'after-realm')
    expect(management?.id).toBe(realm.settings.masterAdminClientId)
    expect(management?.settings.name).toBe('after Realm')
    expect(await findClientByClientId(test.storage, master.id, 'before-realm')).toBeUndefined()
    const account = await findClientByClientId(test.storage, realm.id, 'account')
    expect(account?.settings).toMatchObject({
      baseUrl: '/realms/after/account/',
      redirectUris: ['/realms/after/account/*'],
    })
    const console = await findClientByClientId(test.storage, realm.id, 'security-admin-console')
    expect(console?.settings.redirectUris).toEqual(['/admin/after/console/*'])
    expect(renamed.settings.defaultRoleId).toBe(realm.settings.defaultRoleId)
  })

  it('is refused for the master realm, for bad names and for names that are taken', async () => {
    await expect(change(master, { name: 'root' })).rejects.toBeInstanceOf(InvalidInput)
    await expect(change(demo, { name: 'a/b' })).rejects.toBeInstanceOf(InvalidInput)
    await expect(change(demo, { name: 'master' })).rejects.toBeInstanceOf(Conflict)
    expect((await findRealmById(test.storage, demo.id))?.name).toBe('demo')
  })
})

describe('deleting a realm', () => {
  it('leaves no row of it in any table, and no other realm loses one', async () => {
    const realm = await createRealm(test.storage, { name: 'doomed' }, test)
    await test.storage.transact((tx) => createUser(tx, { realm, requiredActions: [] }, { username: 'somebody' }))
    const kept = await rowsOf(demo.id)
    const inMaster = (await rowsOf(master.id))['role'] ?? 0
    const before = await rowsOf(realm.id)
    expect(before['role']).toBeGreaterThan(30)
    expect(before['user_account']).toBe(1)
    expect(await test.storage.transact((tx) => deleteRealm(tx, realm))).toBe(true)
    const after = await rowsOf(realm.id)
    expect(Object.keys(after).length).toBeGreaterThan(20)
    expect(Object.entries(after).filter(([, count]) => count > 0)).toEqual([])
    expect(await rowsOf(demo.id)).toEqual(kept)
    expect(await findRealmByName(test.storage, 'doomed')).toBeUndefined()
    expect(await listClients(test.storage, master.id, { clientId: 'doomed-realm' })).toEqual([])
    expect((await rowsOf(master.id))['role']).toBe(inMaster - 21)
    expect(await test.storage.transact((tx) => deleteRealm(tx, realm))).toBe(false)
  })

  it('is refused for the master realm', async () => {
    await expect(test.storage.transact((tx) => deleteRealm(tx, master))).rejects.toBeInstanceOf(InvalidInput)
    expect(await findRealmByName(test.storage, 'master')).toBeDefined()
  })

  it('makes its name free again', async () => {
    const realm = await createRealm(test.storage, { name: 'phoenix' }, test)
    await test.storage.transact((tx) => deleteRealm(tx, realm))
    const again = await createRealm(test.storage, { name: 'phoenix' }, test)
    expect(again.id).not.toBe(realm.id)
  })
})

describe('listing realms', () => {
  it('pages by name and searches a part of it literally, in any case', async () => {
    const all = (await listRealms(test.storage)).map(({ name }) => name)
    expect(all).toEqual([...all].sort())
    const page = (await listRealms(test.storage, { first: 1, max: 2 })).map(({ name }) => name)
    expect(page).toEqual(all.slice(1, 3))
    expect((await listRealms(test.storage, undefined, 'ASTE')).map(({ name }) => name)).toEqual(['master'])
    expect(await listRealms(test.storage, undefined, 'm_ster')).toEqual([])
    expect(await listRealms(test.storage, undefined, '%')).toEqual([])
  })
})
