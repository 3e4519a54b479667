import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Storage } from '../../storage/db.ts'
import { maximumAttempts } from '../job/back-off.ts'
import { type AdminEventFilter, countAdminEvents, deleteAdminEvents, listAdminEvents } from './admin-event.store.ts'
import { countEvents, deleteEvents, deleteEventsBefore, type EventFilter, listEvents } from './event.store.ts'
import type { EventSink } from './event-sink.ts'
import { defaultEventTypes, eventTypes } from './event-types.ts'
import { type NewAdminEvent, type NewUserEvent, recordAdminEvent, recordEvent } from './record-event.ts'
import { buryMessages, type OutboxServer, runOutbox } from './run-outbox.ts'

interface Server extends OutboxServer<Server> {}

let test: TestStorage
let storage: Storage
let acme: BareRealm
let other: BareRealm
let heard: string[]
let failures: number
let server: Server
const page = { first: 0, max: 100 }

beforeAll(async () => {
  test = await openTestStorage()
  storage = test.storage
  other = (await createBareRealm(storage, 'other')).with({ eventsEnabled: true })
})
beforeEach(async () => {
  const realm = await createBareRealm(storage, storage.ids.uuid())
  acme = realm.with({ eventsEnabled: true, eventsListeners: ['log', 'mail', 'unknown', 'mail'] })
  heard = []
  failures = 0
  const log: EventSink<Server> = {
    id: 'log',
    immediate: true,
    onEvent: (event) => void heard.push(`log ${event.type}`),
    onAdminEvent: (event) => void heard.push(`log ${event.operation}`),
  }
  const mail: EventSink<Server> = {
    id: 'mail',
    immediate: false,
    onEvent: async (event) => {
      if (failures-- > 0) throw new Error('The post is closed')
      heard.push(`mail ${event.type} ${event.id}`)
    },
  }
  const eventListeners = new Map([log, mail].map((listener) => [listener.id, listener]))
  server = { storage, clock: test.clock, log: test.log, registry: { eventListeners } }
  await storage.transact((tx) => tx.query.deleteFrom('outbox').execute())
})
afterAll(() => test.close())

const record = (input: NewUserEvent, realm = acme) => storage.transact((tx) => recordEvent(tx, realm, input, server))
const list = (filter: EventFilter = {}, realm = acme) => listEvents(storage, realm.realm.id, filter, page)
const outbox = () => storage.query.selectFrom('outbox').selectAll().execute()

describe('an event', () => {
  it('is saved with the change it tells of, and told at once or by the outbox', async () => {
    const event = await record({
      type: 'LOGIN',
      userId: 'u',
      clientId: 'app',
      ip: '::1',
      details: { username: 'ada', none: undefined, long: 'x'.repeat(5000) },
    })
    expect(event.details).toEqual({ username: 'ada', long: 'x'.repeat(2048) })
    expect(await list()).toEqual([event])
    expect(heard).toEqual(['log LOGIN'])
    expect(await outbox()).toMatchObject([{ listener: 'mail', topic: 'event', state: 'waiting' }])
    expect(await runOutbox(server)).toBe(1)
    expect(heard).toEqual(['log LOGIN', `mail LOGIN ${event.id}`])
    expect(await outbox()).toEqual([])
    expect(await runOutbox(server)).toBe(0)
  })

  it('never happened when the change is rolled back', async () => {
    const work = storage.transact(async (tx) => {
      await recordEvent(tx, acme, { type: 'LOGIN' }, server)
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect([await list(), heard, await outbox()]).toEqual([[], [], []])
  })

  it('is saved only where the realm says so, and told all the same', async () => {
    await record({ type: 'LOGIN' }, acme.with({ eventsEnabled: false }))
    await record({ type: 'REFRESH_TOKEN' })
    await record({ type: 'REFRESH_TOKEN_ERROR', error: 'invalid_token' })
    await record({ type: 'LOGIN' }, acme.with({ enabledEventTypes: ['LOGOUT'] }))
    expect(await list()).toEqual([])
    expect(heard).toHaveLength(4)
    expect(await outbox()).toHaveLength(4)
    await record({ type: 'REFRESH_TOKEN' }, acme.with({ enabledEventTypes: ['REFRESH_TOKEN'] }))
    await record({ type: 'LOGIN_ERROR', error: 'user_not_found' })
    expect((await list()).map((event) => event.type)).toEqual(['LOGIN_ERROR', 'REFRESH_TOKEN'])
  })

  it('has the types of Keycloak', () => {
    expect(eventTypes).toHaveLength(122)
    expect(new Set(eventTypes).size).toBe(122)
    expect(defaultEventTypes.has('LOGIN_ERROR')).toBe(true)
    expect(defaultEventTypes.has('USER_INFO_REQUEST')).toBe(false)
    expect(eventTypes).toContain('USER_INFO_REQUEST_ERROR')
  })

  it('is found by what it tells, in its realm only', async () => {
    const first = await record({ type: 'LOGIN', userId: 'u1', clientId: 'app', ip: '::1', sessionId: 's1' })
    await test.clock.advance(1000)
    const second = await record({ type: 'LOGOUT', userId: 'u2', clientId: 'web', ip: '::2' })
    const found = async (filter: EventFilter) => {
      const events = await list(filter)
      expect(await countEvents(storage, acme.realm.id, filter)).toBe(events.length)
      return events
    }
    expect(await found({})).toEqual([second, first])
    expect(await found({ ascending: true })).toEqual([first, second])
    expect(await found({ types: ['LOGIN', 'X'] })).toEqual([first])
    expect(await found({ clientId: 'web' })).toEqual([second])
    expect(await found({ userId: 'u1', ip: '::1', sessionId: 's1' })).toEqual([first])
    expect(await found({ from: second.time })).toEqual([second])
    expect(await found({ to: first.time })).toEqual([first])
    expect(await listEvents(storage, acme.realm.id, {}, { first: 1, max: 1 })).toEqual([first])
    expect(await list({}, other)).toEqual([])
    await storage.transact((tx) => deleteEvents(tx, other.realm.id))
    expect(await storage.transact((tx) => deleteEventsBefore(tx, acme.realm.id, second.time))).toBe(1)
    expect(await list()).toEqual([second])
    await storage.transact((tx) => deleteEvents(tx, acme.realm.id))
    expect(await list()).toEqual([])
  })
})

describe('an admin event', () => {
  const input: NewAdminEvent = {
    operation: 'CREATE',
    resourceType: 'USER',
    resourcePath: 'users/1_2',
    authRealmId: 'r',
    authClientId: 'c',
    authUserId: 'u',
    representation: '{}',
  }
  const recordAdmin = (change: Partial<NewAdminEvent> = {}, settings = {}) =>
    storage.transact((tx) =>
      recordAdminEvent(tx, acme.with({ adminEventsEnabled: true, ...settings }), { ...input, ...change }, server),
    )

  it('is saved where the realm says so, with details where it wants them', async () => {
    await recordAdmin({}, { adminEventsEnabled: false })
    const plain = await recordAdmin()
    const detailed = await recordAdmin({ operation: 'UPDATE' }, { adminEventsDetailsEnabled: true })
    expect(plain).not.toHaveProperty('representation')
    expect(detailed.representation).toBe('{}')
    const found = async (filter: AdminEventFilter = {}) => {
      const events = await listAdminEvents(storage, acme.realm.id, filter, page)
      expect(await countAdminEvents(storage, acme.realm.id, filter)).toBe(events.length)
      return events
    }
    expect(await found({ ascending: true })).toHaveLength(2)
    expect(await found({ operations: ['UPDATE'], resourceTypes: ['USER'] })).toEqual([detailed])
    expect(await found({ resourcePath: 'users/*' })).toHaveLength(2)
    expect(await found({ resourcePath: 'users/1%' })).toEqual([])
    expect(await found({ resourcePath: 'users/1x2' })).toEqual([])
    expect(await found({ authUserId: 'u', authRealmId: 'r', authClientId: 'x' })).toEqual([])
    expect(await listAdminEvents(storage, other.realm.id, {}, page)).toEqual([])
    // `mail` hears nothing of admin events, so nothing waits for it.
    expect(heard).toEqual(['log CREATE', 'log CREATE', 'log UPDATE'])
    expect(await outbox()).toEqual([])
    await storage.transact((tx) => deleteAdminEvents(tx, acme.realm.id))
    expect(await found()).toEqual([])
  })
})

describe('the outbox', () => {
  it('tries again, later and later, until the message is dead', async () => {
    failures = Number.POSITIVE_INFINITY
    await record({ type: 'LOGIN' })
    const waits: number[] = []
    for (let attempt = 1; attempt <= maximumAttempts; attempt += 1) {
      expect(await runOutbox(server)).toBe(1)
      expect(await runOutbox(server)).toBe(0)
      const [row] = await outbox()
      expect(row).toMatchObject({ attempts: attempt, last_error: 'Error: The post is closed' })
      waits.push((row?.due_at ?? 0) - test.clock.now())
      await test.clock.advance(3_600_000)
    }
    expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000])
    expect((await outbox()).map((row) => row.state)).toEqual(['dead'])
    expect(await runOutbox(server)).toBe(0)
  })

  it('delivers after a failure, exactly what was told', async () => {
    failures = 1
    const event = await record({ type: 'LOGIN' })
    await runOutbox(server)
    expect(heard).toEqual(['log LOGIN'])
    await test.clock.advance(1000)
    await runOutbox(server)
    expect(heard).toEqual(['log LOGIN', `mail LOGIN ${event.id}`])
  })

  it('gives each message to one of several nodes', async () => {
    const second = (await test.openSecondNode()) ?? storage
    await Promise.all(Array.from({ length: 20 }, () => record({ type: 'LOGIN' })))
    heard = []
    const claimed = await Promise.all([server, { ...server, storage: second }, server].map((node) => runOutbox(node)))
    expect(claimed.reduce((sum, count) => sum + count)).toBe(20)
    expect(new Set(heard).size).toBe(20)
  })

  it('takes up what a node that died had claimed, when the lease has ended', async () => {
    await record({ type: 'LOGIN' })
    await storage.transact((tx) =>
      tx.query
        .updateTable('outbox')
        .set({ leased_until: test.clock.now() + 60_000, attempts: 1 })
        .execute(),
    )
    expect(await runOutbox(server)).toBe(0)
    await test.clock.advance(60_000)
    expect(await runOutbox(server)).toBe(1)
    expect(heard).toHaveLength(2)
  })

  it('gives up what takes every node down', async () => {
    await record({ type: 'LOGIN' })
    await storage.transact((tx) => tx.query.updateTable('outbox').set({ attempts: maximumAttempts }).execute())
    expect(await runOutbox(server)).toBe(0)
    expect(await storage.transact((tx) => buryMessages(tx))).toBe(1)
    expect((await outbox()).map((row) => row.state)).toEqual(['dead'])
  })
})
