import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Storage } from '../../storage/db.ts'
import {
  deleteExpiredAuthenticationSessions,
  findAuthenticationSession,
  insertAuthenticationSession,
  listTabs,
  renameBrowser,
  takeAuthenticationSession,
  updateAuthenticationSession,
} from './authentication-session.store.ts'
import type { AuthenticationSession } from './authentication-session.ts'
import { draftAuthenticationSession, type NewAuthenticationSession } from './draft-authentication-session.ts'

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

const start = (input: Partial<NewAuthenticationSession> = {}) =>
  storage.transact(async (tx) => {
    const session = draftAuthenticationSession(tx, acme.realm, {
      clientId: acme.clientId,
      protocol: 'openid-connect',
      redirectUri: 'https://app.example/cb',
      ...input,
    })
    await insertAuthenticationSession(tx, session)
    return session
  })
const find = ({ id, tabId }: AuthenticationSession, realm = acme) =>
  findAuthenticationSession(storage, realm.realm.id, id, tabId)
const take = (session: AuthenticationSession) => storage.transact((tx) => takeAuthenticationSession(tx, session))
const withNote = (session: AuthenticationSession, note: string): AuthenticationSession => ({
  ...session,
  state: { ...session.state, authNotes: { note }, sessionCode: note },
})

describe('an authentication session', () => {
  it('is found as it was started, until it expires, by its realm, browser and tab only', async () => {
    const session = await start({ state: { clientNotes: { scope: 'openid' } } })
    expect(session.state).toMatchObject({ action: 'AUTHENTICATE', clientNotes: { scope: 'openid' }, executions: {} })
    expect(session.expiresAt).toBe(test.clock.now() + 1_800_000)
    expect(await find(session)).toEqual(session)
    expect(await find(session, other)).toBe(undefined)
    expect(await find({ ...session, tabId: 'x' })).toBe(undefined)
    expect(await find({ ...session, id: 'x' })).toBe(undefined)
    await test.clock.advance(1_800_000)
    expect(await find(session)).toBe(undefined)
    expect(await storage.transact((tx) => updateAuthenticationSession(tx, session))).toBe(false)
    expect(await storage.transact((tx) => deleteExpiredAuthenticationSessions(tx))).toBeGreaterThanOrEqual(1)
    expect(await take(session)).toBe(undefined)
  })

  it('stands beside those of other tabs of the browser', async () => {
    const first = await start()
    await test.clock.advance(1)
    const second = await start({ id: first.id })
    expect(await listTabs(storage, acme.realm.id, first.id)).toEqual([first, second])
    expect(await listTabs(storage, other.realm.id, first.id)).toEqual([])
    expect(await take({ ...first, realmId: other.realm.id })).toBe(undefined)
    expect(await take(first)).toEqual(first)
    expect(await listTabs(storage, acme.realm.id, first.id)).toEqual([second])
  })

  it('is found under the new id of its browser, and in its own realm only is the browser renamed', async () => {
    const first = await start()
    await test.clock.advance(1)
    const second = await start({ id: first.id })
    const rename = (realm: BareRealm, newId: string) =>
      storage.transact((tx) => renameBrowser(tx, realm.realm.id, first.id, newId))
    await rename(other, 'nobody')
    expect(await listTabs(storage, acme.realm.id, first.id)).toHaveLength(2)
    await rename(acme, 'renamed')
    expect(await listTabs(storage, acme.realm.id, first.id)).toEqual([])
    expect(await listTabs(storage, acme.realm.id, 'renamed')).toEqual([
      { ...first, id: 'renamed' },
      { ...second, id: 'renamed' },
    ])
  })

  it('takes exactly one of twenty simultaneous changes, even within one millisecond', async () => {
    const session = await start()
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        storage.transact((tx) => updateAuthenticationSession(tx, withNote(session, `n${index}`))),
      ),
    )
    expect(results.filter(Boolean)).toHaveLength(1)
    const stored = await find(session)
    expect(stored?.state.authNotes).toEqual({ note: `n${results.findIndex(Boolean)}` })
    expect(stored).toEqual(results.find(Boolean))
  })

  it('refuses a change that starts from an old state, as that of a stale form', async () => {
    const session = await start()
    const update = (value: AuthenticationSession) => storage.transact((tx) => updateAuthenticationSession(tx, value))
    const changed = await update(withNote(session, 'one'))
    expect(changed).not.toBe(false)
    expect(await update(withNote(session, 'two'))).toBe(false)
    if (!changed) throw new Error('unreachable')
    expect(await update({ ...withNote(changed, 'three'), realmId: other.realm.id })).toBe(false)
    expect(await update(withNote(changed, 'three'))).not.toBe(false)
    expect((await find(session))?.state.authNotes).toEqual({ note: 'three' })
  })

  it('is completed once only', async () => {
    const session = await start()
    const ended = await Promise.all(Array.from({ length: 20 }, () => take(session)))
    expect(ended.filter(Boolean)).toHaveLength(1)
  })
})
