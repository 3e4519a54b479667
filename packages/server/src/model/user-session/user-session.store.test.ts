import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { startOfflineSession } from '../../../test/fixture/offline-session.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Storage } from '../../storage/db.ts'
import { createUser } from '../user/create-user.ts'
import { findUserById } from '../user/user.store.ts'
import type { User } from '../user/user.ts'
import { createUserSession, type NewUserSession } from './create-user-session.ts'
import {
  deleteExpiredUserSessions,
  endAllUserSessions,
  endClientSession,
  endRealmSessions,
  endUserSession,
} from './end-user-session.ts'
import { rotateRefreshToken } from './rotate-refresh-token.ts'
import { touchClientSession } from './touch-client-session.ts'
import { touchUserSession } from './touch-user-session.ts'
import { upsertClientSession } from './upsert-client-session.ts'
import {
  countSessionsByClient,
  findClientSession,
  findUserSession,
  listClientSessions,
  listClientUserSessions,
  listRealmUserSessions,
  listUserSessions,
} from './user-session.store.ts'

let test: TestStorage
let storage: Storage
let acme: BareRealm
let other: BareRealm
let user: User
const all = { first: 0, max: 100 }

beforeAll(async () => {
  test = await openTestStorage()
  storage = test.storage
  acme = await createBareRealm(storage, 'acme')
  other = await createBareRealm(storage, 'other')
})
beforeEach(async () => {
  user = await storage.transact((tx) => createUser(tx, acme, { username: storage.ids.uuid() }))
})
afterAll(() => test.close())

const start = (input: Partial<NewUserSession> = {}) =>
  storage.transact((tx) =>
    createUserSession(tx, acme.realm, { userId: user.id, ip: '192.0.2.7', userAgent: 'Firefox', ...input }),
  )
const join = (userSessionId: string, input: Partial<Parameters<typeof upsertClientSession>[1]> = {}) =>
  storage.transact((tx) =>
    upsertClientSession(tx, {
      realmId: acme.realm.id,
      userSessionId,
      clientId: acme.clientId,
      scope: 'openid',
      redirectUri: 'https://app.example/cb',
      ...input,
    }),
  )

describe('the start of a session', () => {
  it('is the one given, however late it is written: tokens made before are not older than their session', async () => {
    const issuedAt = test.clock.now()
    await test.clock.advance(3_000)
    const session = await start({ startedAt: issuedAt })
    const client = await join(session.id, { startedAt: issuedAt })
    expect([session.startedAt, client.startedAt]).toEqual([issuedAt, issuedAt])
    expect((await join(session.id)).startedAt).toBe(issuedAt)
  })

  it('is now where none is given', async () => {
    const session = await start()
    expect([session.startedAt, (await join(session.id)).startedAt]).toEqual([test.clock.now(), test.clock.now()])
  })
})

describe('a user session', () => {
  it('is found as it was started, until it has been idle too long, and in its realm only', async () => {
    const session = await start({ notes: { a: 'b' }, userAgent: 'x'.repeat(2000), authenticatedAt: 5 })
    expect(session).toMatchObject({ userAgent: 'x'.repeat(512), authenticatedAt: 5, notes: { a: 'b' } })
    expect(session.expiresAt).toBe(test.clock.now() + 1_800_000)
    const find = (realm = acme) => findUserSession(storage, realm.realm.id, session.id)
    expect(await find()).toEqual(session)
    expect(await find(other)).toBe(undefined)
    await test.clock.advance(1_799_999)
    expect(await find()).toEqual(session)
    await test.clock.advance(1)
    expect(await find()).toBe(undefined)
    expect(await listUserSessions(storage, acme.realm.id, user.id)).toEqual([])
  })

  it('lives on when it is used, up to its maximum, and notes that its user was active', async () => {
    const session = await start()
    for (let used = 0; used < 20; used += 1) {
      await test.clock.advance(1_790_000)
      const touched = await storage.transact((tx) => touchUserSession(tx, acme.realm, session))
      expect(touched?.refreshedAt).toBe(test.clock.now())
      expect(touched?.expiresAt).toBe(Math.min(test.clock.now() + 1_800_000, session.startedAt + 36_000_000))
    }
    expect(await findUserById(storage, acme.realm.id, user.id)).toMatchObject({ lastActivityAt: test.clock.now() })
    await test.clock.advance(200_000)
    expect(await storage.transact((tx) => touchUserSession(tx, acme.realm, session))).toBe(undefined)
  })

  it('is not started for a user of another realm, nor touched or ended from there', async () => {
    const foreign = storage.transact((tx) =>
      createUserSession(tx, other.realm, { userId: user.id, ip: '', userAgent: '' }),
    )
    await expect(foreign).rejects.toMatchObject({ name: 'NotFound' })
    const session = await start()
    expect(await storage.transact((tx) => touchUserSession(tx, other.realm, session))).toBe(undefined)
    expect(await storage.transact((tx) => endUserSession(tx, { ...session, realmId: other.realm.id }))).toBe(false)
    expect(await storage.transact((tx) => endAllUserSessions(tx, other.realm.id, user.id))).toBe(0)
    expect(await storage.transact((tx) => endRealmSessions(tx, other.realm.id))).toBe(0)
    expect(await findUserSession(storage, acme.realm.id, session.id)).toBeDefined()
  })

  it('ends once, alone or with all others but one', async () => {
    const session = await start()
    expect(await storage.transact((tx) => endUserSession(tx, session))).toBe(true)
    expect(await storage.transact((tx) => endUserSession(tx, session))).toBe(false)
    const kept = await start()
    await start()
    const offline = await storage.transact((tx) =>
      startOfflineSession(tx, acme.realm, { userId: user.id }, acme.clientId),
    )
    const ids = async () => (await listUserSessions(storage, acme.realm.id, user.id)).map(({ id }) => id).sort()
    expect(await storage.transact((tx) => endAllUserSessions(tx, acme.realm.id, user.id, kept.id, 'online'))).toBe(1)
    expect(await ids()).toEqual([kept.id, offline.id].sort())
    expect(await listUserSessions(storage, acme.realm.id, user.id, { offline: true })).toEqual([offline])
    expect(await storage.transact((tx) => endAllUserSessions(tx, acme.realm.id, user.id, kept.id))).toBe(1)
    expect(await ids()).toEqual([kept.id])
    expect(await storage.transact((tx) => endAllUserSessions(tx, acme.realm.id, user.id))).toBe(1)
  })

  it('is removed some time after it has expired, with what clients had in it', async () => {
    const expired = await start()
    await join(expired.id)
    await test.clock.advance(1_800_000)
    const alive = await start()
    await storage.transact((tx) => deleteExpiredUserSessions(tx))
    expect(await listClientSessions(storage, acme.realm.id, [expired.id])).toEqual([])
    expect(await listUserSessions(storage, acme.realm.id, user.id)).toEqual([alive])
  })
})

describe('a client session', () => {
  it('keeps its start when it is renewed, and ends with the user session', async () => {
    const session = await start()
    const first = await join(session.id, { notes: { nonce: '1' }, refreshTokenId: 'r1' })
    await test.clock.advance(1000)
    const second = await join(session.id, { scope: 'openid email' })
    expect(second).toMatchObject({ startedAt: first.startedAt, refreshedAt: first.startedAt + 1000, notes: {} })
    expect(second.refreshTokenId).toBe(undefined)
    const find = (realm = acme) => findClientSession(storage, realm.realm.id, session.id, acme.clientId)
    expect(await find()).toEqual(second)
    expect(await find(other)).toBe(undefined)
    expect(await listClientSessions(storage, acme.realm.id, [session.id])).toEqual([second])
    expect(await storage.transact((tx) => endClientSession(tx, second))).toBe(true)
    expect(await find()).toBe(undefined)
    await join(session.id)
    await test.clock.advance(1_800_000)
    expect(await find()).toBe(undefined)
    await expect(join(session.id)).rejects.toMatchObject({ name: 'NotFound' })
  })

  it('is not made across realms', async () => {
    const session = await start()
    await expect(join(session.id, { realmId: other.realm.id })).rejects.toMatchObject({ name: 'NotFound' })
    await expect(join(session.id, { clientId: other.clientId })).rejects.toMatchObject({ name: 'NotFound' })
  })

  it('counts and lists by client, living ones only', async () => {
    const realm = await createBareRealm(storage, storage.ids.uuid())
    const member = await storage.transact((tx) => createUser(tx, realm, { username: 'member' }))
    const online = await storage.transact((tx) =>
      createUserSession(tx, realm.realm, { userId: member.id, ip: '', userAgent: '' }),
    )
    await join(online.id, { realmId: realm.realm.id, clientId: realm.clientId })
    const offline = await storage.transact((tx) =>
      startOfflineSession(tx, realm.realm, { userId: member.id }, realm.clientId),
    )
    expect(await countSessionsByClient(storage, realm.realm.id)).toEqual(
      new Map([[realm.clientId, { active: 1, offline: 1 }]]),
    )
    expect(await listClientUserSessions(storage, realm.realm.id, realm.clientId, all)).toEqual([online])
    expect(await listClientUserSessions(storage, realm.realm.id, realm.clientId, all, { offline: true })).toEqual([
      offline,
    ])
    expect(await listClientUserSessions(storage, acme.realm.id, realm.clientId, all)).toEqual([])
    expect(await listRealmUserSessions(storage, realm.realm.id, all)).toHaveLength(2)
    await test.clock.advance(1_800_000)
    expect(await countSessionsByClient(storage, realm.realm.id)).toEqual(
      new Map([[realm.clientId, { active: 0, offline: 1 }]]),
    )
  })
})

describe('rotating the refresh token', () => {
  it('has exactly one winner among twenty, and the old token is worthless', async () => {
    const session = await join((await start()).id, { refreshTokenId: 'first' })
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        storage.transact((tx) => rotateRefreshToken(tx, session, 'first', `next-${index}`)),
      ),
    )
    expect(results.filter(Boolean)).toHaveLength(1)
    const winner = `next-${results.indexOf(true)}`
    const stored = await findClientSession(storage, acme.realm.id, session.userSessionId, acme.clientId)
    expect(stored?.refreshTokenId).toBe(winner)
    const rotate = (expected: string) => storage.transact((tx) => rotateRefreshToken(tx, session, expected, 'later'))
    expect(await rotate('first')).toBe(false)
    expect(await rotate('')).toBe(false)
    expect(await rotate(winner)).toBe(true)
    const foreign = { ...session, realmId: other.realm.id }
    expect(await storage.transact((tx) => rotateRefreshToken(tx, foreign, 'later', 'stolen'))).toBe(false)
  })

  it('lets the token before be used as often again as the realm allows', async () => {
    const session = await join((await start()).id, { refreshTokenId: 'a' })
    const rotate = (expected: string, next: string) =>
      storage.transact((tx) => rotateRefreshToken(tx, session, expected, next, 2))
    expect(await rotate('a', 'b')).toBe(true)
    expect(await rotate('a', 'c')).toBe(true)
    expect(await rotate('a', 'd')).toBe(true)
    expect(await rotate('a', 'e')).toBe(false)
    expect(await rotate('b', 'e')).toBe(false)
    expect(await rotate('d', 'e')).toBe(true)
    expect(await rotate('a', 'f')).toBe(false)
  })

  it('is left out where tokens are not rotated', async () => {
    const session = await join((await start()).id)
    await test.clock.advance(10)
    expect(await storage.transact((tx) => touchClientSession(tx, session, { notes: { x: 'y' } }))).toBe(true)
    const found = await findClientSession(storage, acme.realm.id, session.userSessionId, acme.clientId)
    expect(found).toEqual({ ...session, refreshedAt: session.refreshedAt + 10, notes: { x: 'y' } })
    expect(await storage.transact((tx) => touchClientSession(tx, { ...session, realmId: other.realm.id }))).toBe(false)
  })
})
