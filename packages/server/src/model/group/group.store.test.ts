import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Storage, Tx } from '../../storage/db.ts'
import { createUser } from '../user/create-user.ts'
import { createGroup, type NewGroup } from './create-group.ts'
import { addDefaultGroup, listDefaultGroups, removeDefaultGroup } from './default-group.store.ts'
import { deleteGroup } from './delete-group.ts'
import {
  countGroups,
  countSubGroups,
  findGroup,
  findGroupByPath,
  groupPath,
  listAncestors,
  listGroups,
} from './group.store.ts'
import type { Group } from './group.ts'
import { countUserGroups, listGroupMembers, listUserGroups } from './group-member.store.ts'
import { joinGroup } from './join-group.ts'
import { moveGroup } from './move-group.ts'
import { updateGroup } from './update-group.ts'

let test: TestStorage
let storage: Storage
let acme: BareRealm
let other: BareRealm
let sales: Group
let europe: Group
let berlin: Group
const page = { first: 0, max: 100 }

beforeAll(async () => {
  test = await openTestStorage()
  storage = test.storage
  other = await createBareRealm(storage, 'other')
})
beforeEach(async () => {
  acme = await createBareRealm(storage, storage.ids.uuid())
  sales = await create({ name: 'Sales', attributes: { a: ['1', '2'] }, description: 'All who sell' })
  europe = await create({ name: 'Europe', parentId: sales.id })
  berlin = await create({ name: 'Berlin', parentId: europe.id })
})
afterAll(() => test.close())

const write = <Result>(work: (tx: Tx) => Promise<Result>) => storage.transact(work)
const create = (input: NewGroup) => write((tx) => createGroup(tx, acme.realm, input))
const names = (groups: readonly Group[]) => groups.map((group) => group.name)

describe('groups', () => {
  it('form trees with paths', async () => {
    expect(await findGroup(storage, acme.realm.id, sales.id)).toEqual(sales)
    expect(await groupPath(storage, acme.realm.id, berlin.id)).toBe('/Sales/Europe/Berlin')
    expect(names(await listAncestors(storage, acme.realm.id, berlin.id))).toEqual(['Sales', 'Europe', 'Berlin'])
    expect(await findGroupByPath(storage, acme.realm.id, '/Sales/Europe/Berlin')).toEqual(berlin)
    expect(await findGroupByPath(storage, acme.realm.id, 'Sales/Europe/')).toEqual(europe)
    expect(await findGroupByPath(storage, acme.realm.id, '/Europe')).toBe(undefined)
    expect(await findGroupByPath(storage, acme.realm.id, '/sales')).toBe(undefined)
    expect(await countSubGroups(storage, acme.realm.id, [sales.id, berlin.id])).toEqual(new Map([[sales.id, 1]]))
  })

  it('are listed by place and name', async () => {
    await create({ name: '50%_Group' })
    const list = async (filter: Parameters<typeof listGroups>[2]) => {
      const groups = await listGroups(storage, acme.realm.id, filter)
      expect(await countGroups(storage, acme.realm.id, filter)).toBe(groups.length)
      return names(groups)
    }
    expect(await list({})).toEqual(['50%_Group', 'Berlin', 'Europe', 'Sales'])
    expect(await list({ top: true })).toEqual(['50%_Group', 'Sales'])
    expect(await list({ parentId: sales.id })).toEqual(['Europe'])
    expect(await list({ search: 'E' })).toEqual(['Berlin', 'Europe', 'Sales'])
    expect(await list({ search: '%_' })).toEqual(['50%_Group'])
    expect(await list({ search: 'Europe', exact: true })).toEqual(['Europe'])
    expect(await list({ search: 'europe', exact: true })).toEqual([])
    expect(names(await listGroups(storage, acme.realm.id, { page: { first: 1, max: 2 } }))).toEqual([
      'Berlin',
      'Europe',
    ])
  })

  it('have one name once in one place', async () => {
    await expect(create({ name: 'Sales' })).rejects.toMatchObject({
      name: 'Conflict',
      message: "Top level group named 'Sales' already exists.",
    })
    await expect(create({ name: 'Europe', parentId: sales.id })).rejects.toMatchObject({
      message: "Sibling group named 'Europe' already exists.",
    })
    await expect(create({ name: 'Europe', parentId: berlin.id })).resolves.toBeDefined()
    const made = await Promise.allSettled(Array.from({ length: 20 }, () => create({ name: 'Race' })))
    expect(made.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const name of ['', ' ', 'x'.repeat(256), 'a\u202eb']) {
      await expect(create({ name })).rejects.toMatchObject({ name: 'InvalidInput', field: 'name' })
    }
  })

  it('change name, description and attributes', async () => {
    const changed = await write((tx) => updateGroup(tx, sales, { name: 'Selling', attributes: {}, description: null }))
    expect(changed).toEqual({ id: sales.id, realmId: sales.realmId, name: 'Selling', attributes: {} })
    expect(await findGroup(storage, acme.realm.id, sales.id)).toEqual(changed)
    await create({ name: 'Taken' })
    await expect(write((tx) => updateGroup(tx, changed, { name: 'Taken' }))).rejects.toMatchObject({ name: 'Conflict' })
    await expect(
      write((tx) => updateGroup(tx, { ...changed, realmId: other.realm.id }, { name: 'Stolen' })),
    ).rejects.toMatchObject({ name: 'NotFound' })
  })

  it('move with all below them, but never into themselves, even when two move at once', async () => {
    await write((tx) => moveGroup(tx, europe, undefined))
    expect(await groupPath(storage, acme.realm.id, berlin.id)).toBe('/Europe/Berlin')
    await expect(write((tx) => moveGroup(tx, europe, berlin.id))).rejects.toMatchObject({ name: 'InvalidInput' })
    await expect(write((tx) => moveGroup(tx, europe, europe.id))).rejects.toMatchObject({ name: 'InvalidInput' })
    await expect(write((tx) => moveGroup(tx, europe, 'nowhere'))).rejects.toMatchObject({ name: 'NotFound' })
    await create({ name: 'Europe', parentId: sales.id })
    await expect(write((tx) => moveGroup(tx, europe, sales.id))).rejects.toMatchObject({
      message: "Sibling group named 'Europe' already exists.",
    })
    const [a, b] = [await create({ name: 'A' }), await create({ name: 'B' })]
    const moves = await Promise.allSettled([
      write((tx) => moveGroup(tx, a, b.id)),
      write((tx) => moveGroup(tx, b, a.id)),
    ])
    expect(moves.filter((move) => move.status === 'fulfilled')).toHaveLength(1)
  })

  it('are removed with all below them', async () => {
    expect(await write((tx) => deleteGroup(tx, { id: sales.id, realmId: other.realm.id }))).toBe(false)
    expect(await write((tx) => deleteGroup(tx, sales))).toBe(true)
    expect(await listGroups(storage, acme.realm.id)).toEqual([])
    expect(await groupPath(storage, acme.realm.id, berlin.id)).toBe(undefined)
  })

  it('have members, within the time of the membership', async () => {
    const user = await write((tx) => createUser(tx, acme, { username: 'member', groupIds: [berlin.id] }))
    const later = test.clock.now() + 1000
    await write((tx) => joinGroup(tx, acme.realm.id, user.id, sales.id, { validFrom: later }))
    expect(names(await listUserGroups(storage, acme.realm.id, user.id))).toEqual(['Berlin'])
    expect(await listGroupMembers(storage, acme.realm.id, berlin.id, page)).toEqual([user])
    expect(await listGroupMembers(storage, acme.realm.id, sales.id, page)).toEqual([])
    await test.clock.advance(1000)
    expect(names(await listUserGroups(storage, acme.realm.id, user.id, page))).toEqual(['Berlin', 'Sales'])
    expect(await countUserGroups(storage, acme.realm.id, user.id)).toBe(2)
    expect(names(await listUserGroups(storage, acme.realm.id, user.id, page, 'SAL'))).toEqual(['Sales'])
    expect(await countUserGroups(storage, acme.realm.id, user.id, 'sal')).toBe(1)
    expect(await listGroupMembers(storage, other.realm.id, sales.id, page)).toEqual([])
    expect(await listUserGroups(storage, other.realm.id, user.id)).toEqual([])
  })

  it('of the default are joined by new users, unless they come with everything', async () => {
    await write((tx) => addDefaultGroup(tx, acme.realm.id, europe.id))
    await write((tx) => addDefaultGroup(tx, acme.realm.id, europe.id))
    await expect(write((tx) => addDefaultGroup(tx, other.realm.id, europe.id))).rejects.toMatchObject({
      name: 'NotFound',
    })
    expect(await listDefaultGroups(storage, acme.realm.id)).toEqual([europe])
    const joined = await write((tx) => createUser(tx, acme, { username: 'new' }))
    const imported = await write((tx) => createUser(tx, acme, { username: 'imported', skipDefaults: true }))
    expect(await listUserGroups(storage, acme.realm.id, joined.id)).toEqual([europe])
    expect(await listUserGroups(storage, acme.realm.id, imported.id)).toEqual([])
    await write((tx) => removeDefaultGroup(tx, acme.realm.id, europe.id))
    expect(await listDefaultGroups(storage, acme.realm.id)).toEqual([])
  })

  it('never cross realms', async () => {
    expect(await findGroup(storage, other.realm.id, sales.id)).toBe(undefined)
    expect(await groupPath(storage, other.realm.id, sales.id)).toBe(undefined)
    await expect(
      write((tx) => createGroup(tx, other.realm, { name: 'Below', parentId: sales.id })),
    ).rejects.toMatchObject({ name: 'NotFound' })
    await expect(
      write((tx) => createUser(tx, other, { username: 'intruder', groupIds: [sales.id] })),
    ).rejects.toMatchObject({ name: 'NotFound' })
  })
})
