import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Storage, Tx } from '../../storage/db.ts'
import { createGroup } from '../group/create-group.ts'
import { grantGroupRoles, listGroupRoleIds, listRoleGroups, revokeGroupRoles } from '../group/group-role.store.ts'
import { joinGroup } from '../group/join-group.ts'
import { leaveGroup } from '../group/leave-group.ts'
import { createUser } from './create-user.ts'
import type { User } from './user.ts'
import {
  effectiveRoles,
  grantRoles,
  listRoleGrants,
  listRoleMembers,
  listUserRoleIds,
  revokeRoles,
} from './user-role.store.ts'

let test: TestStorage
let storage: Storage
let acme: BareRealm
let other: BareRealm
let user: User
let roles: { parent: string; child: string; grandchild: string; group: string; top: string; foreign: string }
const page = { first: 0, max: 10 }

beforeAll(async () => {
  test = await openTestStorage()
  storage = test.storage
  acme = await createBareRealm(storage, 'acme')
  other = await createBareRealm(storage, 'other')
  const parent = await acme.addRole('parent')
  const child = await acme.addRole('child', parent)
  roles = {
    parent,
    child,
    grandchild: await acme.addRole('grandchild', child),
    group: await acme.addRole('of-group'),
    top: await acme.addRole('of-top-group'),
    foreign: await other.addRole('foreign'),
  }
})
beforeEach(async () => {
  user = await write((tx) => createUser(tx, acme, { username: storage.ids.uuid(), skipDefaults: true }))
})
afterAll(() => test.close())

const write = <Result>(work: (tx: Tx) => Promise<Result>) => storage.transact(work)
const names = async (realm = acme) => (await effectiveRoles(storage, realm, user)).map((role) => role.name).sort()
const makeGroups = async () => {
  const top = await write((tx) => createGroup(tx, acme.realm, { name: storage.ids.uuid() }))
  const middle = await write((tx) => createGroup(tx, acme.realm, { name: 'middle', parentId: top.id }))
  const leaf = await write((tx) => createGroup(tx, acme.realm, { name: 'leaf', parentId: middle.id }))
  await write((tx) => grantGroupRoles(tx, acme.realm.id, top.id, [roles.top]))
  await write((tx) => grantGroupRoles(tx, acme.realm.id, leaf.id, [roles.group, roles.group]))
  return { top, middle, leaf }
}

describe('the roles a user has', () => {
  it('are those given with all they contain, as long as they are given', async () => {
    expect(await names()).toEqual([])
    await write((tx) => grantRoles(tx, acme.realm.id, user.id, [roles.parent, roles.parent]))
    await write((tx) => grantRoles(tx, acme.realm.id, user.id, [roles.parent]))
    expect(await names()).toEqual(['child', 'grandchild', 'parent'])
    expect(await listUserRoleIds(storage, acme.realm.id, user.id)).toEqual([roles.parent])
    expect((await listRoleMembers(storage, acme.realm.id, roles.parent, page)).map(({ id }) => id)).toEqual([user.id])
    expect(await listRoleMembers(storage, acme.realm.id, roles.child, page)).toEqual([])
    await write((tx) => revokeRoles(tx, acme.realm.id, user.id, [roles.parent, roles.top]))
    expect(await names()).toEqual([])
  })

  it('include those of groups and of the groups above them', async () => {
    const { leaf, top } = await makeGroups()
    await write((tx) => joinGroup(tx, acme.realm.id, user.id, leaf.id))
    expect(await names()).toEqual(['of-group', 'of-top-group'])
    expect((await listRoleGroups(storage, acme.realm.id, roles.top, page)).map(({ id }) => id)).toContain(top.id)
    await write((tx) => revokeGroupRoles(tx, acme.realm.id, top.id, [roles.top]))
    expect(await names()).toEqual(['of-group'])
    await write((tx) => leaveGroup(tx, acme.realm.id, user.id, leaf.id))
    expect(await names()).toEqual([])
  })

  it('count only within the time they are given for, the end not included', async () => {
    const now = test.clock.now()
    const validity = { validFrom: now + 1000, validTo: now + 2000 }
    const { leaf, top } = await makeGroups()
    await write((tx) => grantRoles(tx, acme.realm.id, user.id, [roles.parent], validity))
    await write((tx) => joinGroup(tx, acme.realm.id, user.id, leaf.id, validity))
    await write((tx) => grantGroupRoles(tx, acme.realm.id, top.id, [roles.top], { validTo: now + 1500 }))
    expect(await names()).toEqual([])
    expect(await listRoleMembers(storage, acme.realm.id, roles.parent, page)).toEqual([])
    expect(await listRoleGrants(storage, acme.realm.id, user.id)).toEqual([{ roleId: roles.parent, ...validity }])
    await test.clock.advance(1000)
    expect(await names()).toEqual(['child', 'grandchild', 'of-group', 'of-top-group', 'parent'])
    await test.clock.advance(500)
    expect(await names()).toEqual(['child', 'grandchild', 'of-group', 'parent'])
    expect(await listGroupRoleIds(storage, acme.realm.id, top.id)).toEqual([])
    await test.clock.advance(500)
    expect(await names()).toEqual([])
    expect(await listUserRoleIds(storage, acme.realm.id, user.id)).toEqual([])
    // Giving it again without times makes it last.
    await write((tx) => grantRoles(tx, acme.realm.id, user.id, [roles.child]))
    await write((tx) => grantRoles(tx, acme.realm.id, user.id, [roles.parent]))
    expect(await names()).toEqual(['child', 'grandchild', 'parent'])
  })

  it('never cross realms', async () => {
    const { leaf } = await makeGroups()
    const refused = (work: (tx: Tx) => Promise<unknown>) =>
      expect(write(work)).rejects.toMatchObject({ name: 'NotFound' })
    await refused((tx) => grantRoles(tx, acme.realm.id, user.id, [roles.parent, roles.foreign]))
    await refused((tx) => grantRoles(tx, other.realm.id, user.id, [roles.foreign]))
    await refused((tx) => grantGroupRoles(tx, acme.realm.id, leaf.id, [roles.foreign]))
    await refused((tx) => grantGroupRoles(tx, other.realm.id, leaf.id, [roles.foreign]))
    await refused((tx) => joinGroup(tx, other.realm.id, user.id, leaf.id))
    expect(await names()).toEqual([])
    await write((tx) => grantRoles(tx, acme.realm.id, user.id, [roles.parent]))
    expect(await names(other)).toEqual([])
    expect(await listUserRoleIds(storage, other.realm.id, user.id)).toEqual([])
    await write((tx) => revokeRoles(tx, other.realm.id, user.id, [roles.parent]))
    expect(await names()).toEqual(['child', 'grandchild', 'parent'])
  })
})
