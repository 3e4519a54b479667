import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestRealm } from '../../../test/fixture/test-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Realm } from '../realm/realm.ts'
import { deleteComponent, findComponent, insertComponents, listComponents, updateComponent } from './component.store.ts'
import type { Component } from './component.ts'
import {
  maskComponentConfig,
  maskedSecret,
  mergeComponentConfig,
  openComponentConfig,
  sealComponentConfig,
} from './component-secrets.ts'

let test: TestStorage
let demo: Realm
let other: Realm

beforeAll(async () => {
  test = await openTestStorage()
  demo = await createTestRealm(test)
  other = await createTestRealm(test, { name: 'other' })
})
afterAll(() => test.close())

function makeComponent(parentId: string, name: string): Component {
  const id = test.ids.uuid()
  return {
    id,
    realmId: demo.id,
    parentId,
    providerType: 'org.keycloak.storage.UserStorageProvider',
    providerId: 'ldap',
    name,
    config: sealComponentConfig({ bindDn: ['cn=admin'], bindCredential: ['very secret'] }, id, test.secrets),
    createdAt: test.clock.now(),
  }
}

describe('components', () => {
  it('are stored with sealed secrets that open only for themselves', async () => {
    const component = makeComponent(demo.id, 'directory')
    await test.storage.transact((tx) => insertComponents(tx, [component]))
    const stored = await findComponent(test.storage, demo.id, component.id)
    if (!stored) throw new Error('The component is gone')
    expect(JSON.stringify(stored)).not.toContain('very secret')
    expect(openComponentConfig(stored, test.secrets)).toEqual({ bindDn: ['cn=admin'], bindCredential: ['very secret'] })
    expect(() => openComponentConfig({ ...stored, id: 'another' }, test.secrets)).toThrow()
    expect(maskComponentConfig(stored.config)).toEqual({ bindDn: ['cn=admin'], bindCredential: [maskedSecret] })
    expect(await findComponent(test.storage, other.id, component.id)).toBeUndefined()
  })

  it('keep a secret that is sent back masked, and take a new one', async () => {
    const component = makeComponent(demo.id, 'second')
    await test.storage.transact((tx) => insertComponents(tx, [component]))
    const change = async (config: Component['config']) => {
      const changed = { ...component, config: mergeComponentConfig(component, config, test.secrets) }
      expect(await test.storage.transact((tx) => updateComponent(tx, changed))).toBe(true)
      const stored = await findComponent(test.storage, demo.id, component.id)
      return stored && openComponentConfig(stored, test.secrets)
    }
    expect(await change({ bindDn: ['cn=other'], bindCredential: [maskedSecret] })).toEqual({
      bindDn: ['cn=other'],
      bindCredential: ['very secret'],
    })
    expect(await change({ bindCredential: ['newer'] })).toEqual({ bindCredential: ['newer'] })
    const abroad = { ...component, realmId: other.id }
    expect(await test.storage.transact((tx) => updateComponent(tx, abroad))).toBe(false)
  })

  it('are deleted with those that belong to them', async () => {
    const parent = makeComponent(demo.id, 'parent')
    const child = makeComponent(parent.id, 'child')
    const grandchild = makeComponent(child.id, 'grandchild')
    await test.storage.transact((tx) => insertComponents(tx, [parent, child, grandchild]))
    expect((await listComponents(test.storage, demo.id, { parentId: parent.id })).map(({ name }) => name)).toEqual([
      'child',
    ])
    expect(await test.storage.transact((tx) => deleteComponent(tx, other.id, parent.id))).toBe(false)
    expect(await test.storage.transact((tx) => deleteComponent(tx, demo.id, parent.id))).toBe(true)
    expect(await findComponent(test.storage, demo.id, grandchild.id)).toBeUndefined()
  })
})
