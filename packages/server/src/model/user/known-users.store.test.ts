import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createTestRealm } from '../../../test/fixture/test-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Tx } from '../../storage/db.ts'
import { createGroup } from '../group/create-group.ts'
import { deleteGroup } from '../group/delete-group.ts'
import { grantGroupRoles } from '../group/group-role.store.ts'
import { joinGroup } from '../group/join-group.ts'
import { leaveGroup } from '../group/leave-group.ts'
import { createRealmSnapshots } from '../realm/load-realm-snapshots.ts'
import type { RealmSnapshot, RealmSnapshots } from '../realm/realm-snapshot.ts'
import { createRole } from '../role/create-role.ts'
import type { Role } from '../role/role.ts'
import { createUser } from './create-user.ts'
import { deleteUser } from './delete-user.ts'
import { createKnownUsers, type KnownUsers } from './known-users.ts'
import { updateUser } from './update-user.ts'
import type { User } from './user.ts'
import { grantRoles, revokeRoles } from './user-role.store.ts'

let test: TestStorage
let realms: RealmSnapshots
let users: KnownUsers
let realmId: string
let role: Role
let user: User

const write = <Result>(work: (tx: Tx) => Promise<Result>) => test.storage.transact(work)

async function realm(id = realmId): Promise<RealmSnapshot> {
  const found = await realms.byId(id)
  if (!found) throw new Error('No realm')
  return found
}

const read = async () => users.byId(await realm(), user.id)
const holdsRole = async () => (await read())?.reach.has(role.id)

beforeAll(async () => {
  test = await openTestStorage()
  realms = createRealmSnapshots(test.storage, test.secrets)
  users = createKnownUsers(test.storage)
  realmId = (await createTestRealm(test)).id
  const snapshot = await realm()
  role = await write((tx) => createRole(tx, snapshot.realm, { name: 'reader' }))
}, 60_000)
beforeEach(async () => {
  const snapshot = await realm()
  user = await write((tx) => createUser(tx, snapshot, { username: test.storage.ids.uuid() }))
})
afterAll(() => test.close())

it('is the same object until something of the user changes', async () => {
  const first = await read()
  expect(first?.user).toEqual(user)
  expect(await read()).toBe(first)
  const snapshot = await realm()
  await write((tx) => updateUser(tx, snapshot, user, { firstName: 'Ada' }))
  const changed = await read()
  expect(changed).not.toBe(first)
  expect(changed?.user.firstName).toBe('Ada')
})

it('gains and loses roles at once', async () => {
  expect(await holdsRole()).toBe(false)
  await write((tx) => grantRoles(tx, realmId, user.id, [role.id]))
  expect(await holdsRole()).toBe(true)
  await write((tx) => revokeRoles(tx, realmId, user.id, [role.id]))
  expect(await holdsRole()).toBe(false)
})

it('holds a role from its first moment to its last', async () => {
  const now = test.clock.now()
  await write((tx) => grantRoles(tx, realmId, user.id, [role.id], { validFrom: now + 1_000, validTo: now + 2_000 }))
  expect(await holdsRole()).toBe(false)
  await test.clock.advance(1_000)
  expect(await holdsRole()).toBe(true)
  await test.clock.advance(1_000)
  expect(await holdsRole()).toBe(false)
})

it('follows its groups: joined, given roles, left, deleted', async () => {
  const snapshot = await realm()
  const group = await write((tx) => createGroup(tx, snapshot.realm, { name: test.storage.ids.uuid() }))
  await write((tx) => joinGroup(tx, realmId, user.id, group.id))
  expect(await (await read())?.groupPaths()).toEqual([`/${group.name}`])
  await write((tx) => grantGroupRoles(tx, realmId, group.id, [role.id]))
  expect(await holdsRole()).toBe(true)
  await write((tx) => leaveGroup(tx, realmId, user.id, group.id))
  expect(await holdsRole()).toBe(false)
  await write((tx) => joinGroup(tx, realmId, user.id, group.id))
  expect(await holdsRole()).toBe(true)
  await write((tx) => deleteGroup(tx, group))
  expect(await holdsRole()).toBe(false)
  expect(await (await read())?.groupPaths()).toEqual([])
})

it('is gone when it was deleted, and unknown to other realms', async () => {
  const other = await createTestRealm(test, { name: 'other' })
  expect(await read()).toBeDefined()
  expect(await users.byId(await realm(other.id), user.id)).toBeUndefined()
  expect(await read()).toBeDefined()
  await write((tx) => deleteUser(tx, user))
  expect(await read()).toBeUndefined()
})

it('is read again when a change comes while it is read', async () => {
  const snapshot = await realm()
  const reading = users.byId(snapshot, user.id)
  await write((tx) => updateUser(tx, snapshot, user, { firstName: 'Grace' }))
  await reading
  expect((await read())?.user.firstName).toBe('Grace')
})

it('loses a role at once on another node', async ({ skip }) => {
  const node = await test.openSecondNode()
  if (!node) return skip('SQLite has one node')
  const remote = createKnownUsers(node)
  const snapshot = await realm()
  const told = new Set<string | undefined>()
  node.onUserChanged((id) => told.add(id))
  // The listening connection may still be opening: change until the node was told.
  for (let attempt = 0; !told.has(user.id) && attempt < 500; attempt += 1) {
    await write((tx) => grantRoles(tx, realmId, user.id, [role.id]))
  }
  expect((await remote.byId(snapshot, user.id))?.reach.has(role.id)).toBe(true)
  told.delete(user.id)
  await write((tx) => revokeRoles(tx, realmId, user.id, [role.id]))
  await expect.poll(() => told.has(user.id)).toBe(true)
  expect((await remote.byId(snapshot, user.id))?.reach.has(role.id)).toBe(false)
})
