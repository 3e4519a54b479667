import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestRealm } from '../../../test/fixture/test-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Storage, Tx } from '../../storage/db.ts'
import { createClient } from '../client/create-client.ts'
import { createRealmSnapshots } from '../realm/load-realm-snapshots.ts'
import { masterRealmName } from '../realm/realm.ts'
import type { RealmSnapshot, RealmSnapshots } from '../realm/realm-snapshot.ts'
import { createUser } from '../user/create-user.ts'
import type { User } from '../user/user.ts'
import { grantRoles, revokeRoles } from '../user/user-role.store.ts'
import { canCreateRealm, managementPermissions } from './management-permission.ts'

let test: TestStorage
let storage: Storage
let realms: RealmSnapshots
let master: RealmSnapshot
let demo: RealmSnapshot
let other: RealmSnapshot

beforeAll(async () => {
  test = await openTestStorage()
  storage = test.storage
  realms = createRealmSnapshots(storage, test.secrets)
  await createTestRealm(test)
  await createTestRealm(test, { name: 'other' })
  master = await snapshot(masterRealmName)
  demo = await snapshot('demo')
  other = await snapshot('other')
}, 60_000)
afterAll(() => test.close())

const write = <Result>(work: (tx: Tx) => Promise<Result>) => storage.transact(work)

async function snapshot(name: string): Promise<RealmSnapshot> {
  const found = await realms.byName(name)
  if (!found) throw new Error('No realm')
  return found
}

async function roleId(realm: RealmSnapshot, containerId: string, name: string): Promise<string> {
  const role = (await realm.roles()).find(containerId, name)
  if (!role) throw new Error(`No role ${name}`)
  return role.id
}

async function managementRole(realm: RealmSnapshot, target: RealmSnapshot, name: string): Promise<string> {
  const own = await realm.client('realm-management')
  const holder = realm === master ? target.realm.settings.masterAdminClientId : (own?.client.id ?? '')
  return roleId(realm, holder, name)
}

async function makeUser(realm: RealmSnapshot, ...roleIds: string[]): Promise<User> {
  const user = await write((tx) => createUser(tx, realm, { username: storage.ids.uuid() }))
  await write((tx) => grantRoles(tx, realm.realm.id, user.id, roleIds))
  return user
}

const permissions = async (caller: RealmSnapshot, user: Pick<User, 'id' | 'enabled'>, target: RealmSnapshot) =>
  [...(await managementPermissions({ storage }, caller, user, target))].sort()

describe('management permissions', () => {
  it('of an ordinary user are none, anywhere', async () => {
    for (const realm of [master, demo]) {
      const user = await makeUser(realm)
      for (const target of [master, demo, other]) expect(await permissions(realm, user, target)).toEqual([])
      expect(await canCreateRealm({ storage }, realm, user)).toBe(false)
    }
  })

  it('of a master administrator are all, for every realm', async () => {
    const admin = await makeUser(master, await roleId(master, master.realm.id, 'admin'))
    for (const target of [master, demo, other]) {
      const held = await permissions(master, admin, target)
      expect(held).toEqual(
        expect.arrayContaining(['manage-users', 'view-users', 'query-users', 'manage-realm', 'impersonation']),
      )
    }
    expect(await canCreateRealm({ storage }, master, admin)).toBe(true)
  })

  it('of a realm’s administrator are all for that realm, and none for others', async () => {
    const admin = await makeUser(demo, await managementRole(demo, demo, 'realm-admin'))
    const held = await permissions(demo, admin, demo)
    expect(held).toEqual(expect.arrayContaining(['realm-admin', 'manage-users', 'manage-clients', 'view-events']))
    expect(await permissions(demo, admin, other)).toEqual([])
    expect(await permissions(demo, admin, master)).toEqual([])
    expect(await permissions(other, admin, other)).toEqual([])
    expect(await permissions(other, admin, demo)).toEqual([])
    expect(await permissions(master, admin, demo)).toEqual([])
    expect(await canCreateRealm({ storage }, demo, admin)).toBe(false)
  })

  it('include what a role contains, and nothing beside it', async () => {
    const viewer = await makeUser(master, await managementRole(master, demo, 'view-users'))
    expect(await permissions(master, viewer, demo)).toEqual(['query-groups', 'query-users', 'view-users'])
    expect(await permissions(master, viewer, other)).toEqual([])
    expect(await permissions(master, viewer, master)).toEqual([])
  })

  it('end at once with the role, its time, or the user', async () => {
    const role = await managementRole(demo, demo, 'view-events')
    const user = await makeUser(demo, role)
    expect(await permissions(demo, user, demo)).toEqual(['view-events'])
    expect(await permissions(demo, { ...user, enabled: false }, demo)).toEqual([])
    await write((tx) => revokeRoles(tx, demo.realm.id, user.id, [role]))
    expect(await permissions(demo, user, demo)).toEqual([])
    await write((tx) => grantRoles(tx, demo.realm.id, user.id, [role], { validTo: test.clock.now() + 1000 }))
    expect(await permissions(demo, user, demo)).toEqual(['view-events'])
    await test.clock.advance(1000)
    expect(await permissions(demo, user, demo)).toEqual([])
  })

  it('are not lent to clients that may not carry them', async () => {
    const admin = await makeUser(demo, await managementRole(demo, demo, 'realm-admin'))
    const through = async (fullScopeAllowed: boolean, withRole = false) => {
      const made = await write((tx) =>
        createClient(tx, demo.realm, { clientId: storage.ids.uuid(), settings: { fullScopeAllowed } }, test.secrets),
      )
      const role = await managementRole(demo, demo, 'view-users')
      if (withRole) {
        const row = { realm_id: demo.realm.id, container_id: made.id, role_id: role }
        await write((tx) => tx.query.insertInto('scope_mapping').values(row).execute())
      }
      await write(async (tx) => tx.realmChanged(demo.realm.id))
      demo = await snapshot('demo')
      const client = await demo.client(made.clientId)
      return [...(await managementPermissions({ storage }, demo, admin, demo, client))].sort()
    }
    expect(await through(true)).toContain('manage-users')
    expect(await through(false)).toEqual([])
    expect(await through(false, true)).toEqual(['query-groups', 'query-users', 'view-users'])
  })
})
