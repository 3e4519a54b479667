import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestRealm } from '../../../test/fixture/test-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import { Conflict, InvalidInput, NotFound } from '../../kernel/error.ts'
import type { Realm } from '../realm/realm.ts'
import {
  addRealmClientScope,
  findClientScope,
  listRealmClientScopes,
  removeRealmClientScope,
} from './client-scope.store.ts'
import type { ProtocolMapper } from './client-scope.ts'
import { createClientScope } from './create-client-scope.ts'
import { deleteClientScope } from './delete-client-scope.ts'
import { insertMapper } from './insert-mapper.ts'
import { deleteMapper, findMapper, listMappers } from './protocol-mapper.store.ts'
import { updateClientScope } from './update-client-scope.ts'
import { updateMapper } from './update-mapper.ts'

let test: TestStorage
let demo: Realm
let other: Realm

beforeAll(async () => {
  test = await openTestStorage()
  demo = await createTestRealm(test)
  other = await createTestRealm(test, { name: 'other' })
})
afterAll(() => test.close())

const create = (name: string, realm = demo) => test.storage.transact((tx) => createClientScope(tx, realm, { name }))

describe('client scopes', () => {
  it('are created, changed and deleted in their realm', async () => {
    const scope = await create('invoices')
    expect(await findClientScope(test.storage, demo.id, scope.id)).toEqual(scope)
    expect(await findClientScope(test.storage, other.id, scope.id)).toBeUndefined()
    await expect(create('invoices')).rejects.toMatchObject({ message: 'Client Scope invoices already exists' })
    expect((await create('invoices', other)).realmId).toBe(other.id)
    for (const name of ['', 'two words', 'a"b', 'a'.repeat(256)]) {
      await expect(create(name)).rejects.toBeInstanceOf(InvalidInput)
    }
    const changed = { ...scope, name: 'bills', description: 'What is due', attributes: { 'gui.order': '1' } }
    await test.storage.transact((tx) => updateClientScope(tx, changed))
    expect(await findClientScope(test.storage, demo.id, scope.id)).toEqual(changed)
    const taken = test.storage.transact((tx) => updateClientScope(tx, { ...changed, name: 'email' }))
    await expect(taken).rejects.toBeInstanceOf(Conflict)
    const abroad = test.storage.transact((tx) => updateClientScope(tx, { ...changed, realmId: other.id }))
    await expect(abroad).rejects.toBeInstanceOf(NotFound)
    expect(await test.storage.transact((tx) => deleteClientScope(tx, { ...changed, realmId: other.id }))).toBe(false)
    expect(await test.storage.transact((tx) => deleteClientScope(tx, changed))).toBe(true)
    expect(await findClientScope(test.storage, demo.id, scope.id)).toBeUndefined()
  })

  it('become default or optional for new clients of their realm only', async () => {
    const scope = await create('reports')
    const add = (realmId: string, isDefault: boolean) =>
      test.storage.transact((tx) => addRealmClientScope(tx, realmId, scope.id, isDefault))
    const kind = async () =>
      (await listRealmClientScopes(test.storage, demo.id)).find((entry) => entry.scope.id === scope.id)?.isDefault
    await add(demo.id, true)
    expect(await kind()).toBe(true)
    await add(demo.id, false)
    expect(await kind()).toBe(false)
    await expect(add(other.id, true)).rejects.toBeInstanceOf(NotFound)
    await test.storage.transact((tx) => removeRealmClientScope(tx, demo.id, scope.id))
    expect(await kind()).toBeUndefined()
  })
})

describe('protocol mappers', () => {
  it('have a name of their own in their container, and stay in their realm', async () => {
    const scope = await create('mapped')
    const make = (realm: Realm, name: string): ProtocolMapper => ({
      id: test.ids.uuid(),
      realmId: realm.id,
      clientScopeId: scope.id,
      name,
      protocol: 'openid-connect',
      mapper: 'oidc-hardcoded-claim-mapper',
      config: { 'claim.name': 'x' },
    })
    const insert = (mapper: ProtocolMapper) => test.storage.transact((tx) => insertMapper(tx, mapper))
    const first = make(demo, 'first')
    await insert(first)
    await insert(make(demo, 'second'))
    await expect(insert(make(demo, 'first'))).rejects.toMatchObject({
      message: 'Protocol mapper exists with same name',
    })
    await expect(insert(make(demo, ' '))).rejects.toBeInstanceOf(InvalidInput)
    await expect(insert(make(other, 'abroad'))).rejects.toBeInstanceOf(NotFound)
    const changed = { ...first, config: { 'claim.name': 'y' } }
    await test.storage.transact((tx) => updateMapper(tx, changed))
    expect(await findMapper(test.storage, demo.id, first.id)).toEqual(changed)
    const taken = test.storage.transact((tx) => updateMapper(tx, { ...changed, name: 'second' }))
    await expect(taken).rejects.toBeInstanceOf(Conflict)
    const abroad = test.storage.transact((tx) => updateMapper(tx, { ...changed, realmId: other.id }))
    await expect(abroad).rejects.toBeInstanceOf(NotFound)
    expect(await test.storage.transact((tx) => deleteMapper(tx, other.id, first.id))).toBe(false)
    expect(await test.storage.transact((tx) => deleteMapper(tx, demo.id, first.id))).toBe(true)
    const left = await listMappers(test.storage, demo.id, { clientScopeId: scope.id })
    expect(left.map(({ name }) => name)).toEqual(['second'])
  })
})
