import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import { createRealmSnapshots } from '../realm/load-realm-snapshots.ts'
import { findClientById } from './client.store.ts'
import type { Client } from './client.ts'
import { readClientSecret, writeClientSecret } from './client-secret.ts'
import { createClient } from './create-client.ts'
import { limitClientSecret } from './limit-client-secret.ts'
import { rotateClientSecret, type SecretRotation } from './rotate-client-secret.ts'
import { deleteExpiredRotatedSecrets, forgetRotatedSecret, readRotatedSecret } from './rotated-secret.store.ts'
import { updateClient } from './update-client.ts'

let test: TestStorage
let realm: BareRealm
let count = 0

beforeAll(async () => {
  test = await openTestStorage()
  realm = await createBareRealm(test.storage, 'acme')
})
afterAll(() => test.close())

const create = (secret = 'first-secret') =>
  test.storage.transact((tx) => {
    count += 1
    return createClient(tx, realm.realm, { clientId: `app-${count}`, secret }, test.secrets)
  })
const rotate = (client: Client, change: Partial<SecretRotation> = {}) =>
  test.storage.transact((tx) =>
    rotateClientSecret(tx, client, { secret: 'second-secret', rotatedLifetimeSeconds: 60, ...change }, test.secrets),
  )
const snapshotOf = async (client: Client) => {
  const snapshot = await (await createRealmSnapshots(test.storage, test.secrets).byId(realm.realm.id))?.clientById(
    client.id,
  )
  if (!snapshot) throw new Error('The client is gone')
  return snapshot
}
const attributesOf = async ({ realmId, id }: Client) =>
  (await findClientById(test.storage, realmId, id))?.settings.attributes

describe('a rotated secret', () => {
  it('is good beside the new one until its time is over', async () => {
    const client = await create()
    await rotate(client)
    const snapshot = await snapshotOf(client)
    expect(snapshot.secrets()).toEqual(['second-secret', 'first-secret'])
    expect(snapshot.isSecret('first-secret')).toBe(true)
    expect(snapshot.isSecret('second-secret')).toBe(true)
    expect(snapshot.isSecret('third-secret')).toBe(false)
    await test.clock.advance(59_999)
    expect(snapshot.isSecret('first-secret')).toBe(true)
    await test.clock.advance(1)
    expect(snapshot.secrets()).toEqual(['second-secret'])
    expect(snapshot.isSecret('first-secret')).toBe(false)
    expect(await readRotatedSecret(test.storage, client, test.secrets)).toBeUndefined()
  })

  it('is sealed at rest, and forgotten after its time', async () => {
    const client = await create('kept-by-nobody')
    await rotate(client)
    const row = () =>
      test.storage.query.selectFrom('client').selectAll().where('id', '=', client.id).executeTakeFirstOrThrow()
    expect((await row()).rotated_secret).toMatch(/^v1\./)
    expect(JSON.stringify(await row())).not.toContain('kept-by-nobody')
    expect(await readRotatedSecret(test.storage, client, test.secrets)).toBe('kept-by-nobody')
    await test.storage.transact((tx) => deleteExpiredRotatedSecrets(tx))
    expect((await row()).rotated_secret).not.toBeNull()
    await test.clock.advance(60_000)
    expect(await test.storage.transact((tx) => deleteExpiredRotatedSecrets(tx))).toBeGreaterThanOrEqual(1)
    expect(await row()).toMatchObject({
      rotated_secret: null,
      secret_rotated_at: null,
      rotated_secret_expires_at: null,
    })
    expect(await readClientSecret(test.storage, client, test.secrets)).toBe('second-secret')
    expect(await test.storage.transact((tx) => deleteExpiredRotatedSecrets(tx))).toBe(0)
  })

  it('gives way to the next: never more than two are good', async () => {
    const client = await create()
    await rotate(client)
    await rotate(client, { secret: 'third-secret' })
    expect((await snapshotOf(client)).secrets()).toEqual(['third-secret', 'second-secret'])
  })

  it('may end at once', async () => {
    const client = await create()
    await rotate(client, { rotatedLifetimeSeconds: 0 })
    expect((await snapshotOf(client)).secrets()).toEqual(['second-secret'])
    const other = await create()
    await rotate(other)
    await test.storage.transact((tx) => forgetRotatedSecret(tx, other))
    expect((await snapshotOf(other)).secrets()).toEqual(['second-secret'])
  })

  it('ends when an administrator gives the client another secret, not when the same is sent back', async () => {
    const client = await create()
    await rotate(client)
    await test.storage.transact((tx) => writeClientSecret(tx, client, 'second-secret', test.secrets))
    expect((await snapshotOf(client)).secrets()).toEqual(['second-secret', 'first-secret'])
    await test.storage.transact((tx) => writeClientSecret(tx, client, 'chosen-secret', test.secrets))
    expect((await snapshotOf(client)).secrets()).toEqual(['chosen-secret'])
  })
})

describe('a secret with an end', () => {
  it('is good no more after it, and the times stand in attributes', async () => {
    const client = await create()
    const now = test.clock.now()
    await rotate(client, { lifetimeSeconds: 30, rotatedLifetimeSeconds: 10 })
    expect(await attributesOf(client)).toMatchObject({
      'client.secret.creation.time': String(Math.floor(now / 1000)),
      'client.secret.expiration.time': String(Math.floor(now / 1000) + 30),
    })
    const snapshot = await snapshotOf(client)
    await test.clock.advance(29_000)
    expect(snapshot.secrets()).toEqual(['second-secret'])
    await test.clock.advance(1_000)
    expect(snapshot.secrets()).toEqual([])
    expect(snapshot.isSecret('second-secret')).toBe(false)
    await test.storage.transact((tx) => writeClientSecret(tx, client, 'chosen-secret', test.secrets))
    expect(await attributesOf(client)).not.toHaveProperty('client.secret.expiration.time')
    expect((await snapshotOf(client)).secrets()).toEqual(['chosen-secret'])
  })

  it('gets it once: a later limit changes nothing, nor is a change of the client at the same moment lost', async () => {
    const client = await create()
    const end = String(Math.floor(test.clock.now() / 1000) + 30)
    const limit = (seconds: number) => test.storage.transact((tx) => limitClientSecret(tx, client, seconds))
    const changes = Array.from({ length: 5 }, (_, index) =>
      test.storage.transact(async (tx) => {
        await updateClient(tx, client, { settings: { description: `change ${index}` } })
      }),
    )
    await Promise.all([limit(30), ...changes, limit(30)])
    await test.clock.advance(10_000)
    await limit(500)
    const stored = await findClientById(test.storage, client.realmId, client.id)
    expect(stored?.settings.description).toMatch(/^change/)
    expect(stored?.settings.attributes).toMatchObject({
      'client.secret.creation.time': client.settings.attributes['client.secret.creation.time'],
      'client.secret.expiration.time': end,
    })
    expect((await snapshotOf(client)).isSecret('first-secret')).toBe(true)
    await test.clock.advance(20_000)
    expect((await snapshotOf(client)).isSecret('first-secret')).toBe(false)
  })
})
