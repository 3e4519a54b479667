import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestRealm } from '../../../test/fixture/test-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import { signJwt, verifyJwt } from '../../crypto/jws.ts'
import { generateClientSecret, writeClientSecret } from '../client/client-secret.ts'
import { createClient } from '../client/create-client.ts'
import { findComponent, listComponents, updateComponent } from '../component/component.store.ts'
import { generateRealmKey } from '../key/generate-realm-key.ts'
import { insertKey } from '../key/insert-key.ts'
import { signingKey, verificationKey } from '../key/signing-key.ts'
import { addComposites } from '../role/add-composites.ts'
import { createRole } from '../role/create-role.ts'
import { createRealmSnapshots } from './load-realm-snapshots.ts'
import type { Realm } from './realm.ts'
import type { RealmSnapshot, RealmSnapshots } from './realm-snapshot.ts'

let test: TestStorage
let demo: Realm
let other: Realm
let snapshots: RealmSnapshots

beforeAll(async () => {
  test = await openTestStorage()
  demo = await createTestRealm(test)
  other = await createTestRealm(test, { name: 'other' })
  snapshots = createRealmSnapshots(test.storage, test.secrets)
})
afterAll(() => test.close())

async function snapshotOf(name: string): Promise<RealmSnapshot> {
  const snapshot = await snapshots.byName(name)
  if (!snapshot) throw new Error(`There is no realm ${name}`)
  return snapshot
}

describe('a realm snapshot', () => {
  it('holds realm, flows, actions, scopes and mappers of its realm only', async () => {
    const snapshot = await snapshotOf('demo')
    expect(snapshot.realm).toEqual(demo)
    const browser = snapshot.flowByAlias('browser')
    expect(browser?.realmId).toBe(demo.id)
    expect(snapshot.executions(browser?.id ?? '').map((execution) => execution.priority)).toEqual([10, 20, 25, 26, 30])
    expect(snapshot.requiredActions).toHaveLength(14)
    expect(snapshot.clientScopes).toHaveLength(15)
    expect(snapshot.defaultClientScopeIds.size).toBe(9)
    expect(snapshot.optionalClientScopeIds.size).toBe(5)
    const profile = snapshot.clientScopes.find((scope) => scope.name === 'profile')
    expect(snapshot.mappersOfScope(profile?.id ?? '')).toHaveLength(14)
    const offline = snapshot.clientScopes.find((scope) => scope.name === 'offline_access')
    expect(snapshot.rolesOfScope(offline?.id ?? '')).toHaveLength(1)
    expect(snapshot.flow((await snapshotOf('other')).flowByAlias('browser')?.id ?? '')).toBeUndefined()
    const configs = [...snapshot.executions(snapshot.flowByAlias('Browser - Conditional 2FA')?.id ?? '')]
      .flatMap((execution) => execution.configId ?? [])
      .map((id) => snapshot.authenticatorConfig(id)?.config)
    expect(configs).toEqual([{ credentials: 'webauthn-passwordless' }])
  })

  it('is the same object until the realm changes, and another realm changes nothing', async () => {
    const before = await snapshotOf('demo')
    await test.storage.transact((tx) => createRole(tx, other, { name: 'elsewhere' }))
    expect(await snapshotOf('demo')).toBe(before)
    await test.storage.transact((tx) => createRole(tx, demo, { name: 'here' }))
    const after = await snapshotOf('demo')
    expect(after).not.toBe(before)
    expect((await after.roles()).find(demo.id, 'here')?.name).toBe('here')
    expect((await after.roles()).find(demo.id, 'elsewhere')).toBeUndefined()
  })

  it('does not change when a transaction is rolled back', async () => {
    const before = await snapshotOf('demo')
    const broken = test.storage.transact(async (tx) => {
      await createRole(tx, demo, { name: 'never' })
      throw new Error('on purpose')
    })
    await expect(broken).rejects.toThrow('on purpose')
    expect(await snapshotOf('demo')).toBe(before)
    expect((await before.roles()).find(demo.id, 'never')).toBeUndefined()
  })

  it('is found by id and by name, and unknown realms are not found', async () => {
    expect(await snapshots.byId(demo.id)).toBe(await snapshotOf('demo'))
    expect(await snapshots.byName('nobody')).toBeUndefined()
    expect(await snapshots.byId('nobody')).toBeUndefined()
  })

  it('is loaded once for many who ask at once', async () => {
    const fresh = createRealmSnapshots(test.storage, test.secrets)
    const all = await Promise.all(Array.from({ length: 50 }, () => fresh.byName('demo')))
    expect(new Set(all).size).toBe(1)
  })

  it('gives room to other realms when there are more than may be kept', async () => {
    const small = createRealmSnapshots(test.storage, test.secrets, { maximumRealms: 1 })
    const first = await small.byName('demo')
    expect(await small.byName('demo')).toBe(first)
    await small.byName('other')
    expect(await small.byName('demo')).not.toBe(first)
  })

  it('is never one that was overtaken by a change while it was read', async () => {
    let announceChange: (realmId: string) => void = () => undefined
    const fresh = createRealmSnapshots(
      { ...test.storage, onRealmChanged: (listener) => (announceChange = listener) },
      test.secrets,
    )
    const reading = fresh.byId(demo.id)
    announceChange(demo.id)
    const later = fresh.byId(demo.id)
    expect(await later).toBeDefined()
    expect(await reading).toBe(await later)
  })

  it('that was asked for after a change knows the change, also while an older one is read', async () => {
    const fresh = createRealmSnapshots(test.storage, test.secrets)
    const reading = fresh.byId(demo.id)
    await test.storage.transact((tx) => createRole(tx, demo, { name: 'overtaking' }))
    const later = await fresh.byId(demo.id)
    expect((await later?.roles())?.find(demo.id, 'overtaking')?.name).toBe('overtaking')
    await reading
  })
})

describe('clients in a snapshot', () => {
  it('come with scopes and mappers, by name and by id, and not from another realm', async () => {
    const snapshot = await snapshotOf('demo')
    const account = await snapshot.client('account-console')
    expect(account?.mappers.map((mapper) => mapper.mapper)).toEqual(['oidc-audience-resolve-mapper'])
    expect(account?.defaultScopes.map((scope) => scope.name)).toEqual(
      ['acr', 'basic', 'email', 'profile', 'roles', 'web-origins'].sort(),
    )
    expect(account?.optionalScopes).toHaveLength(5)
    expect(account?.scopeMappedRoleIds).toHaveLength(2)
    expect(await snapshot.clientById(account?.client.id ?? '')).toEqual(
      expect.objectContaining({ client: account?.client }),
    )
    expect(await (await snapshotOf('other')).clientById(account?.client.id ?? '')).toBeUndefined()
    expect(await snapshot.client('nobody')).toBeUndefined()
    expect(await snapshot.client('account-console')).toBe(account)
  })

  it('know their secret, and a new secret counts at once', async () => {
    const first = generateClientSecret(test.random)
    const client = await test.storage.transact((tx) =>
      createClient(tx, demo, { clientId: 'confidential', secret: first }, test.secrets),
    )
    const before = await (await snapshotOf('demo')).client('confidential')
    expect(before?.isSecret(first)).toBe(true)
    expect(before?.isSecret(`${first}x`)).toBe(false)
    expect(before?.isSecret('')).toBe(false)
    const second = generateClientSecret(test.random)
    await test.storage.transact((tx) => writeClientSecret(tx, client, second, test.secrets))
    const after = await (await snapshotOf('demo')).client('confidential')
    expect(after?.isSecret(first)).toBe(false)
    expect(after?.isSecret(second)).toBe(true)
    const broker = await (await snapshotOf('demo')).client('broker')
    expect(broker?.isSecret('')).toBe(false)
  })

  it('are found as soon as they exist, though they were looked for before', async () => {
    expect(await (await snapshotOf('demo')).client('late')).toBeUndefined()
    await test.storage.transact((tx) => createClient(tx, demo, { clientId: 'late' }, test.secrets))
    expect((await (await snapshotOf('demo')).client('late'))?.client.clientId).toBe('late')
  })
})

describe('roles in a snapshot', () => {
  it('are closed over composites, cycles included', async () => {
    const [a, b] = await test.storage.transact(async (tx) => {
      const first = await createRole(tx, demo, { name: 'a' })
      const second = await createRole(tx, demo, { name: 'b' })
      await addComposites(tx, demo.id, first.id, [second.id])
      await addComposites(tx, demo.id, second.id, [first.id])
      return [first, second]
    })
    const graph = await (await snapshotOf('demo')).roles()
    expect(
      graph
        .closure([a.id, 'unknown'])
        .map((role) => role.name)
        .sort(),
    ).toEqual(['a', 'b'])
    expect(graph.children(b.id).map((role) => role.name)).toEqual(['a'])
    expect(
      graph
        .closure([demo.settings.defaultRoleId])
        .map((role) => role.name)
        .sort(),
    ).toEqual(
      [
        ...['default-roles-demo', 'manage-account', 'manage-account-links'],
        ...['offline_access', 'uma_authorization', 'view-profile'],
      ].sort(),
    )
  })
})

describe('keys in a snapshot', () => {
  it('sign for their algorithm and verify what they signed, not what another realm signed', async () => {
    const snapshot = await snapshotOf('demo')
    const now = test.clock.now()
    for (const algorithm of ['RS256', 'ES256', 'HS512']) {
      const key = signingKey(snapshot, algorithm)
      if (!key) throw new Error(`No key for ${algorithm}`)
      expect(signingKey(snapshot, algorithm)).toBe(key)
      const token = await signJwt(key, { sub: 'somebody', exp: Math.floor(now / 1000) + 60 })
      const verified = await verifyJwt(token, (kid, alg) => verificationKey(snapshot, kid, alg), { now })
      expect(verified.claims['sub']).toBe('somebody')
      const foreign = await snapshotOf('other')
      await expect(verifyJwt(token, (kid, alg) => verificationKey(foreign, kid, alg), { now })).rejects.toThrow()
    }
    expect(signingKey(snapshot, 'RSA-OAEP')).toBeUndefined()
    expect(signingKey(snapshot, 'PS256')).toBeUndefined()
  })

  it('rotate: a key of higher priority signs, the passive one still verifies, the disabled one does not', async () => {
    const before = await snapshotOf('other')
    const old = signingKey(before, 'RS256')
    const key = await generateRealmKey(
      { providerId: 'rsa-generated', name: 'newer', config: { priority: ['200'] }, commonName: 'other' },
      { clock: test.clock, random: test.random },
    )
    await test.storage.transact((tx) => insertKey(tx, other.id, key, test.secrets))
    const rotated = await snapshotOf('other')
    expect(signingKey(rotated, 'RS256')?.kid).toBe(key.config['kid']?.[0])
    const [first] = (await listComponents(test.storage, other.id, { name: 'rsa-generated' })).map(({ id }) => id)
    const setState = (state: Record<string, string[]>) =>
      test.storage.transact(async (tx) => {
        const component = await findComponent(tx, other.id, first ?? '')
        if (!component) throw new Error('The key is gone')
        await updateComponent(tx, { ...component, config: { ...component.config, ...state } })
      })
    await setState({ active: ['false'] })
    expect(verificationKey(await snapshotOf('other'), old?.kid, 'RS256')?.kid).toBe(old?.kid)
    await setState({ enabled: ['false'] })
    expect(verificationKey(await snapshotOf('other'), old?.kid, 'RS256')).toBeUndefined()
  })
})

describe('a second node', () => {
  it('drops its snapshot when the first node changes the realm', async ({ skip }) => {
    const node = await test.openSecondNode()
    if (!node) return skip('SQLite has one node')
    const remote = createRealmSnapshots(node, test.secrets)
    const { promise: told, resolve } = Promise.withResolvers<void>()
    node.onRealmChanged((id) => {
      if (id === demo.id) resolve()
    })
    const before = await remote.byName('demo')
    // The listening connection may still be opening: change until the node was told.
    let isTold = false
    void told.then(() => {
      isTold = true
    })
    for (let attempt = 0; !isTold && attempt < 200; attempt += 1) {
      await test.storage.transact(async (tx) => tx.realmChanged(demo.id))
    }
    await told
    expect(await remote.byName('demo')).not.toBe(before)
  })
})
