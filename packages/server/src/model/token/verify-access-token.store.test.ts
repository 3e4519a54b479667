import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestRealm } from '../../../test/fixture/test-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import { signJwt } from '../../crypto/jws.ts'
import type { Storage, Tx } from '../../storage/db.ts'
import type { Client } from '../client/client.ts'
import { createClient } from '../client/create-client.ts'
import { updateClient } from '../client/update-client.ts'
import { signingKey } from '../key/signing-key.ts'
import { createRealmSnapshots } from '../realm/load-realm-snapshots.ts'
import type { RealmSnapshot, RealmSnapshots } from '../realm/realm-snapshot.ts'
import { createUser } from '../user/create-user.ts'
import { deleteUser } from '../user/delete-user.ts'
import { createKnownUsers, type KnownUsers } from '../user/known-users.ts'
import { updateUser } from '../user/update-user.ts'
import type { User } from '../user/user.ts'
import { createUserSession } from '../user-session/create-user-session.ts'
import { endClientSession, endUserSession } from '../user-session/end-user-session.ts'
import { upsertClientSession } from '../user-session/upsert-client-session.ts'
import type { ClientSession, UserSession } from '../user-session/user-session.ts'
import { deleteExpiredRevocations, isTokenRevoked, revokeToken } from './revoked-token.store.ts'
import { verifyAccessToken } from './verify-access-token.ts'

let test: TestStorage
let storage: Storage
let realms: RealmSnapshots
let demo: RealmSnapshot
let other: RealmSnapshot
let client: Client
let user: User
let users: KnownUsers
let session: UserSession
let clientSession: ClientSession
const urls = { realm: (name: string) => `https://id.example/realms/${name}` }

beforeAll(async () => {
  test = await openTestStorage()
  storage = test.storage
  realms = createRealmSnapshots(storage, test.secrets)
  users = createKnownUsers(storage)
  demo = await snapshot((await createTestRealm(test)).id)
  other = await snapshot((await createTestRealm(test, { name: 'other' })).id)
}, 60_000)
beforeEach(async () => {
  const clientId = storage.ids.uuid()
  client = await write((tx) => createClient(tx, demo.realm, { clientId }, test.secrets))
  demo = await snapshot(demo.realm.id)
  const attributes = { a: ['1', '2'], b: ['3'] }
  user = await write((tx) =>
    createUser(tx, demo, { username: storage.ids.uuid(), attributes, requiredActions: ['X', 'Y'] }),
  )
  session = await write((tx) => createUserSession(tx, demo.realm, { userId: user.id, ip: '::1', userAgent: 'x' }))
  const input = { realmId: demo.realm.id, userSessionId: session.id, clientId: client.id }
  clientSession = await write((tx) => upsertClientSession(tx, { ...input, scope: 'openid', redirectUri: '' }))
})
afterAll(() => test.close())

const write = <Result>(work: (tx: Tx) => Promise<Result>) => storage.transact(work)
const now = () => Math.floor(test.clock.now() / 1000)

async function snapshot(id: string): Promise<RealmSnapshot> {
  const found = await realms.byId(id)
  if (!found) throw new Error('No realm')
  return found
}

function claims(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    iss: urls.realm('demo'),
    sub: user.id,
    azp: client.clientId,
    sid: session.id,
    jti: 'token-1',
    typ: 'Bearer',
    iat: now(),
    exp: now() + 300,
    ...change,
  }
}

async function sign(change: Record<string, unknown> = {}, realm = demo, algorithm = 'RS256'): Promise<string> {
  const key = signingKey(realm, algorithm)
  if (!key) throw new Error('No key')
  return signJwt(key, claims(change))
}

const verify = (token: string, realm = demo) =>
  verifyAccessToken({ clock: test.clock, storage, users, urls }, realm, token)
const refuse = (token: string, reason: string, realm = demo) =>
  expect(verify(token, realm)).rejects.toMatchObject({ name: 'Unauthenticated', reason })

describe('an access token', () => {
  it('gives its user, client and session', async () => {
    const verified = await verify(await sign())
    expect(verified).toMatchObject({ claims: claims(), user, userSession: session, clientSession })
    expect(verified.user).toEqual(user)
    expect(verified.client.client).toEqual(client)
  })

  it('may be without a session', async () => {
    const verified = await verify(await sign({ sid: undefined }))
    expect(verified).not.toHaveProperty('userSession')
    expect(verified).not.toHaveProperty('clientSession')
  })

  it('is refused when anything of it is wrong', async () => {
    const good = await sign()
    const [header = '', payload = '', signature = ''] = good.split('.')
    const forged = Buffer.from(JSON.stringify(claims({ sub: 'admin' }))).toString('base64url')
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
    await refuse(`${header}.${forged}.${signature}`, 'The signature does not match')
    await refuse(`${none}.${payload}.`, 'No key of this name and algorithm')
    await refuse('', 'Not three parts')
    for (const typ of ['ID', 'Refresh', 'Offline', 'Logout', undefined]) {
      await refuse(await sign({ typ }), 'Another type of token')
    }
    await refuse(await sign({ iss: urls.realm('other') }), 'Another issuer')
    await refuse(await sign({ exp: now() }), 'The token has expired')
    await refuse(await sign({ exp: undefined }), 'The token has no exp')
    await refuse(await sign({ nbf: now() + 10 }), 'The token is not valid yet')
    for (const name of ['iat', 'sub', 'jti', 'azp'])
      await refuse(await sign({ [name]: undefined }), `The token has no ${name}`)
    await refuse(await sign({ sid: 5 }), 'The token has no sid')
    await refuse(await sign({ azp: 'unknown' }), 'The client is disabled or gone')
    await refuse(await sign({ sub: storage.ids.uuid() }), 'The user is gone')
  })

  it('of another realm is worth nothing here, nor is one of ours there', async () => {
    await refuse(await sign({}, other), 'No key of this name and algorithm')
    await refuse(await sign(), 'No key of this name and algorithm', other)
    const intruder = await write((tx) => createUser(tx, other, { username: storage.ids.uuid() }))
    await refuse(await sign({ sub: intruder.id }), 'The user is gone')
  })

  it('ends with the session, for its user and client only', async () => {
    const token = await sign()
    const stranger = await write((tx) => createUser(tx, demo, { username: storage.ids.uuid() }))
    await refuse(await sign({ sub: stranger.id }), 'The session has ended')
    const web = await write((tx) => createClient(tx, demo.realm, { clientId: storage.ids.uuid() }, test.secrets))
    demo = await snapshot(demo.realm.id)
    await refuse(await sign({ azp: web.clientId }), 'The client was signed out of the session')
    await verify(token)
    await write((tx) => endClientSession(tx, clientSession))
    await refuse(token, 'The client was signed out of the session')
    await write((tx) => endUserSession(tx, session))
    await refuse(token, 'The session has ended')
  })

  it('ends when the session has been idle, though its own time is not up', async () => {
    const token = await sign({ exp: now() + 10_000 })
    await test.clock.advance(1_799_000)
    await verify(token)
    await test.clock.advance(1_000)
    await refuse(token, 'The session has ended')
  })

  it('ends at once when user or client are disabled, removed, or it is revoked', async () => {
    const token = await sign({ jti: 'gone' })
    await verify(token)
    const verifyAfter = async (
      reason: string,
      work: (tx: Tx) => Promise<unknown>,
      undo: (tx: Tx) => Promise<unknown>,
    ) => {
      await write(work)
      demo = await snapshot(demo.realm.id)
      await refuse(token, reason)
      await write(undo)
      demo = await snapshot(demo.realm.id)
    }
    await verifyAfter(
      'The client is disabled or gone',
      (tx) => updateClient(tx, client, { enabled: false }),
      (tx) => updateClient(tx, { ...client, enabled: false }, { enabled: true }),
    )
    await verify(token)
    await write((tx) => revokeToken(tx, other.realm.id, 'gone', test.clock.now() + 300_000))
    await verify(token)
    await verifyAfter(
      'The token was revoked',
      (tx) => revokeToken(tx, demo.realm.id, 'gone', test.clock.now() + 300_000),
      (tx) => tx.query.deleteFrom('revoked_token').execute(),
    )
    await verify(token)
    await verifyAfter(
      'The user is disabled',
      (tx) => updateUser(tx, demo, user, { enabled: false }),
      (tx) => deleteUser(tx, user),
    )
    await refuse(token, 'The user is gone')
  })

  it('ends by the not-before of user and client', async () => {
    const token = await sign()
    await write((tx) => updateUser(tx, demo, user, { notBefore: now() }))
    await verify(token)
    await write((tx) => updateUser(tx, demo, user, { notBefore: now() + 1 }))
    await refuse(token, 'The token is older than not-before')
    await write((tx) => updateUser(tx, demo, user, { notBefore: 0 }))
    await write((tx) => updateClient(tx, client, { settings: { notBefore: now() + 1 } }))
    demo = await snapshot(demo.realm.id)
    await refuse(token, 'The token is older than not-before')
  })

  it('is not older than a session that was restarted', async () => {
    await refuse(await sign({ iat: now() - 5 }), 'The token is older than its session')
  })
})

describe('a revoked token', () => {
  it('is remembered in its realm until it ends by itself', async () => {
    const expiresAt = test.clock.now() + 1000
    await write((tx) => revokeToken(tx, demo.realm.id, 'r', expiresAt))
    await write((tx) => revokeToken(tx, demo.realm.id, 'r', expiresAt))
    expect(await isTokenRevoked(storage, demo.realm.id, 'r')).toBe(true)
    expect(await isTokenRevoked(storage, other.realm.id, 'r')).toBe(false)
    await write((tx) => deleteExpiredRevocations(tx))
    expect(await isTokenRevoked(storage, demo.realm.id, 'r')).toBe(true)
    await test.clock.advance(1000)
    await write((tx) => deleteExpiredRevocations(tx))
    expect(await isTokenRevoked(storage, demo.realm.id, 'r')).toBe(false)
  })
})
