import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../test/fixture/test-storage.ts'
import type { Storage, Tx } from '../storage/db.ts'
import { awaitDecision, decide, findAwaited, findToDecide, mayPoll, takeDecision } from './awaited-decision.ts'

let test: TestStorage
let storage: Storage
let acme: BareRealm
let other: BareRealm

beforeAll(async () => {
  test = await openTestStorage()
  storage = test.storage
  acme = await createBareRealm(storage, 'acme')
  other = await createBareRealm(storage, 'other')
})
afterAll(() => test.close())

const write = <Result>(work: (tx: Tx) => Promise<Result>) => storage.transact(work)
const start = (name: string, poll: string, decideSecret: string) =>
  write((tx) =>
    awaitDecision(
      tx,
      name,
      acme.realm.id,
      { poll, decide: decideSecret },
      { clientId: 'client', request: { scope: 'openid' }, interval: 5, expiresAt: storage.clock.now() + 60_000 },
    ),
  )
const approve = (name: string, decideSecret: string, realm = acme) =>
  write((tx) => decide(tx, name, realm.realm.id, decideSecret, { kind: 'approved', approval: 'yes' }))
const awaited = (name: string, poll: string, realm = acme) => findAwaited(storage, name, realm.realm.id, poll)
const toDecide = (name: string, secret: string) => findToDecide(storage, name, acme.realm.id, secret)
const take = (name: string, poll: string) => write((tx) => takeDecision(tx, name, acme.realm.id, poll))

describe('an awaited decision', () => {
  it('is pending, then decided, then handed out', async () => {
    await start('device', 'poll', 'code')
    expect(await awaited('device', 'poll')).toMatchObject({ clientId: 'client', outcome: { kind: 'pending' } })
    expect(await toDecide('device', 'code')).toMatchObject({ request: { scope: 'openid' } })
    expect(await approve('device', 'code')).toMatchObject({ outcome: { kind: 'approved', approval: 'yes' } })
    expect(await toDecide('device', 'code')).toBeUndefined()
    expect(await awaited('device', 'poll')).toMatchObject({ outcome: { kind: 'approved', approval: 'yes' } })
    expect(await take('device', 'poll')).toBe(true)
    expect(await awaited('device', 'poll')).toBeUndefined()
  })

  it('is made and handed out by exactly one of twenty at the same moment', async () => {
    await start('device', 'race', 'race-code')
    const decisions = await Promise.all(Array.from({ length: 20 }, () => approve('device', 'race-code')))
    expect(decisions.filter((one) => one !== undefined)).toHaveLength(1)
    const takings = await Promise.all(Array.from({ length: 20 }, () => take('device', 'race')))
    expect(takings.filter(Boolean)).toHaveLength(1)
  })

  it('has one secret to poll and another to decide: neither does the work of the other', async () => {
    await start('device', 'secret-to-poll', 'secret-to-decide')
    expect(await approve('device', 'secret-to-poll')).toBeUndefined()
    expect(await awaited('device', 'secret-to-decide')).toBeUndefined()
    const rows = JSON.stringify(await storage.query.selectFrom('single_use').selectAll().execute())
    expect(rows).not.toContain('secret-to-poll')
    expect(rows).not.toContain('secret-to-decide')
  })

  it('belongs to its feature and realm', async () => {
    await start('device', 'mine', 'mine-code')
    expect(await awaited('ciba', 'mine')).toBeUndefined()
    expect(await approve('ciba', 'mine-code')).toBeUndefined()
    expect(await awaited('device', 'mine', other)).toBeUndefined()
    expect(await approve('device', 'mine-code', other)).toBeUndefined()
    expect(await approve('device', 'mine-code')).toBeDefined()
  })

  it('is not started with a secret to decide that is in use', async () => {
    expect(await start('device', 'first', 'same')).toBe(true)
    expect(await start('device', 'second', 'same')).toBe(false)
    expect(await awaited('device', 'second')).toBeUndefined()
  })

  it('cannot be made when its time is up, and is forgotten a little later', async () => {
    await start('device', 'late', 'late-code')
    await test.clock.advance(60_000)
    expect(await approve('device', 'late-code')).toBeUndefined()
    expect(await awaited('device', 'late')).toMatchObject({ outcome: { kind: 'pending' } })
    await test.clock.advance(15_000)
    expect(await awaited('device', 'late')).toBeUndefined()
  })

  it('is asked about once an interval; asking too early makes nobody wait longer', async () => {
    const poll = () => write((tx) => mayPoll(tx, 'device', acme.realm.id, 'polled', 5))
    expect([await poll(), await poll()]).toEqual([true, false])
    await test.clock.advance(4_999)
    expect(await poll()).toBe(false)
    await test.clock.advance(1)
    expect(await poll()).toBe(true)
  })
})
