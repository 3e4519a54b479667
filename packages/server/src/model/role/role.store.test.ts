import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestRealm } from '../../../test/fixture/test-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import { Conflict, InvalidInput, NotFound } from '../../kernel/error.ts'
import type { Realm } from '../realm/realm.ts'
import { addComposites, removeComposites } from './add-composites.ts'
import { createRole, type NewRole } from './create-role.ts'
import { deleteRole } from './delete-role.ts'
import { findRole, findRoleByName, listComposites, listRoles } from './role.store.ts'
import { updateRole } from './update-role.ts'

let test: TestStorage
let demo: Realm
let other: Realm

beforeAll(async () => {
  test = await openTestStorage()
  demo = await createTestRealm(test)
  other = await createTestRealm(test, { name: 'other' })
})
afterAll(() => test.close())

const create = (input: NewRole, realm = demo) => test.storage.transact((tx) => createRole(tx, realm, input))

describe('roles', () => {
  it('are created, found by id and name in their realm only, and listed by page and search', async () => {
    const role = await create({ name: 'Editor', description: 'Edits', attributes: { level: ['1', '2'] } })
    expect(await findRole(test.storage, demo.id, role.id)).toEqual(role)
    expect(await findRole(test.storage, other.id, role.id)).toBeUndefined()
    expect(await findRoleByName(test.storage, demo.id, demo.id, 'Editor')).toEqual(role)
    expect(await findRoleByName(test.storage, demo.id, demo.id, 'editor')).toBeUndefined()
    expect(await listRoles(test.storage, demo.id, demo.id, { search: 'EDIT' })).toEqual([role])
    expect(await listRoles(test.storage, demo.id, demo.id, { page: { first: 0, max: 1 } })).toHaveLength(1)
    expect(await listRoles(test.storage, other.id, demo.id)).toEqual([])
  })

  it('have a name of their own, also when twenty ask for it at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => create({ name: 'only' })))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [reason] = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(reason).toBeInstanceOf(Conflict)
    expect(reason).toMatchObject({ message: 'Role with name only already exists' })
    expect((await create({ name: 'only' }, other)).realmId).toBe(other.id)
    for (const name of ['', ' ', 'a'.repeat(256), 'a\u202eb']) {
      await expect(create({ name })).rejects.toBeInstanceOf(InvalidInput)
    }
  })

  it('are changed and deleted, the default role excepted', async () => {
    const role = await create({ name: 'passing', description: 'Text' })
    const { description, ...rest } = role
    const renamed = { ...rest, name: 'passed' }
    expect(description).toBe('Text')
    await test.storage.transact((tx) => updateRole(tx, renamed))
    expect(await findRole(test.storage, demo.id, role.id)).toEqual(renamed)
    const steal = test.storage.transact((tx) => updateRole(tx, { ...renamed, name: 'offline_access' }))
    await expect(steal).rejects.toBeInstanceOf(Conflict)
    const abroad = test.storage.transact((tx) => updateRole(tx, { ...renamed, realmId: other.id }))
    await expect(abroad).rejects.toBeInstanceOf(NotFound)
    expect(await test.storage.transact((tx) => deleteRole(tx, other, renamed))).toBe(false)
    expect(await test.storage.transact((tx) => deleteRole(tx, demo, renamed))).toBe(true)
    const standard = await findRole(test.storage, demo.id, demo.settings.defaultRoleId)
    if (!standard) throw new Error('There is no default role')
    await expect(test.storage.transact((tx) => deleteRole(tx, demo, standard))).rejects.toBeInstanceOf(InvalidInput)
  })
})

describe('composite roles', () => {
  it('take roles of their realm only, each once, and give them back', async () => {
    const parent = await create({ name: 'parent' })
    const child = await create({ name: 'child' })
    const foreign = await create({ name: 'foreign' }, other)
    const add = (ids: readonly string[]) => test.storage.transact((tx) => addComposites(tx, demo.id, parent.id, ids))
    await add([child.id, child.id])
    await add([child.id])
    await expect(add([foreign.id])).rejects.toBeInstanceOf(NotFound)
    const abroad = test.storage.transact((tx) => addComposites(tx, other.id, parent.id, [foreign.id]))
    await expect(abroad).rejects.toBeInstanceOf(NotFound)
    expect(await listComposites(test.storage, demo.id, parent.id)).toEqual([child])
    await test.storage.transact((tx) => removeComposites(tx, other.id, parent.id, [child.id]))
    expect(await listComposites(test.storage, demo.id, parent.id)).toEqual([child])
    await test.storage.transact((tx) => removeComposites(tx, demo.id, parent.id, [child.id]))
    expect(await listComposites(test.storage, demo.id, parent.id)).toEqual([])
  })
})
