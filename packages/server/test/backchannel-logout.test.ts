import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listJobs } from '../src/model/job/job.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { endUserSession } from '../src/model/user-session/end-user-session.ts'
import { addClient, addUser, Browser, claimsOf, endpointOf, post, redirectUri } from './fixture/oidc-application.ts'
import { openReceiver, type Receiver } from './fixture/receiver.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let receiver: Receiver
let slow: Receiver
let userId: string
const page = { first: 0, max: 100 }

beforeAll(async () => {
  server = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  realm = await server.createRealm({ revokeRefreshToken: true })
  receiver = await openReceiver()
  slow = await openReceiver()
  const told = (path: string, more: Record<string, string> = {}) => ({
    attributes: { 'backchannel.logout.url': `${receiver.url}/${path}`, ...more },
  })
  const everything = {
    'backchannel.logout.session.required': 'true',
    'backchannel.logout.revoke.offline.tokens': 'true',
  }
  await addClient(server, realm, 'app', told('app', everything))
  await addClient(server, realm, 'plain', { ...told('plain'), rootUrl: receiver.url })
  await addClient(server, realm, 'relative', {
    rootUrl: receiver.url,
    attributes: { 'backchannel.logout.url': '/relative' },
  })
  await addClient(server, realm, 'silent', {})
  await addClient(server, realm, 'adapter', { adminUrl: `${receiver.url}/adapter/` })
  await addClient(server, realm, 'slow', { attributes: { 'backchannel.logout.url': `${slow.url}/slow` } })
  userId = (await addUser(server, realm)).id
})
afterAll(async () => {
  await Promise.all([receiver.close(), slow.close()])
  await server.stop()
})
beforeEach(async () => {
  await server.server.storage.transact(async (tx) => {
    await tx.query.deleteFrom('user_session').execute()
    await tx.query.deleteFrom('job').execute()
  })
  for (const one of [receiver, slow]) {
    one.received.length = 0
    one.status = 200
  }
})

/** Signs one browser in at all these clients: tokens by client. */
async function signIn(...clients: readonly string[]) {
  const browser = new Browser(server)
  const tokens: Record<string, Record<string, string>> = {}
  for (const clientId of clients) tokens[clientId] = await exchange(browser, clientId)
  const sessionId = String(claimsOf(tokens[clients[0] ?? '']?.['access_token'])['sid'])
  return { browser, tokens, sessionId }
}

async function exchange(browser: Browser, clientId: string, more: Record<string, string> = {}) {
  const code = String((await browser.signIn(realm, { client_id: clientId })).get('code'))
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more }
  return (await post(server, realm, 'token', form, basicOf(clientId))).json()
}

const basicOf = (clientId: string) => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${encodeURIComponent('S3cret+of/the application')}`).toString('base64')}`,
})

const admin = async (method: 'POST' | 'DELETE', path: string) =>
  server.inject({ method, url: `/admin/realms/${realm.realm.name}/${path}`, token: await server.adminToken() })

const tokenOf = (body: string) => new URLSearchParams(body).get('logout_token') ?? ''
const headerOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
const paths = () => receiver.received.map(({ path }) => path).toSorted()

describe('every way in which a session ends tells the clients in it, once', () => {
  const ways: readonly [string, (session: Awaited<ReturnType<typeof signIn>>) => Promise<{ statusCode: number }>][] = [
    [
      'logout by ID token',
      ({ browser, tokens }) =>
        browser.request(`${endpointOf(realm, 'logout')}?id_token_hint=${tokens['app']?.['id_token']}`),
    ],
    [
      'logout by refresh token',
      ({ tokens }) => post(server, realm, 'logout', { refresh_token: String(tokens['app']?.['refresh_token']) }),
    ],
    ['an administrator ends the session', ({ sessionId }) => admin('DELETE', `sessions/${sessionId}`)],
    ['an administrator signs the user out', () => admin('POST', `users/${userId}/logout`)],
    ['an administrator signs everybody out', () => admin('POST', 'logout-all')],
  ]
  test.each(ways)('%s', async (_way, end) => {
    const session = await signIn('app', 'plain', 'relative', 'silent')
    const { statusCode } = await end(session)
    expect(statusCode).toBeLessThan(300)
    expect(receiver.received).toEqual([])
    await server.running.runDueJobs()
    await server.running.runDueJobs()
    const expected = ['/app', '/plain', '/relative']
    expect(paths()).toEqual(_way.includes('everybody') ? ['/adapter/k_logout', ...expected] : expected)
  })

  test('a refresh token that comes again: the client it was of', async () => {
    const { tokens } = await signIn('app', 'plain')
    const form = { grant_type: 'refresh_token', refresh_token: String(tokens['app']?.['refresh_token']) }
    expect((await post(server, realm, 'token', form)).statusCode).toBe(200)
    await server.running.runDueJobs()
    expect(paths()).toEqual([])
    expect((await post(server, realm, 'token', form)).statusCode).toBe(400)
    await server.running.runDueJobs()
    expect(paths()).toEqual(['/app'])
  })

  test('not a client that gave its own tokens back, and not a session that ended by time', async () => {
    const { tokens } = await signIn('app', 'plain')
    const form = { token: String(tokens['app']?.['refresh_token']) }
    expect((await post(server, realm, 'revoke', form)).statusCode).toBe(200)
    await server.clock.advance(realm.realm.settings.ssoSessionIdleTimeout * 1000 + 300_000)
    await server.running.runDueJobs()
    expect(paths()).toEqual([])
  })

  test('nobody when the end is rolled back', async () => {
    const { sessionId } = await signIn('app')
    const broken = server.server.storage.transact(async (tx) => {
      await endUserSession(tx, { id: sessionId, realmId: realm.realm.id })
      throw new Error('rolled back')
    })
    await expect(broken).rejects.toThrow('rolled back')
    await server.running.runDueJobs()
    expect(paths()).toEqual([])
  })
})

describe('the logout token', () => {
  test('is what section 2.4 demands, fresh at every attempt, and signed by a published key', async () => {
    const { sessionId } = await signIn('app')
    receiver.status = 500
    await admin('DELETE', `sessions/${sessionId}`)
    await server.running.runDueJobs()
    receiver.status = 204
    await server.clock.advance(1000)
    await server.running.runDueJobs()
    const [first, second] = receiver.received.map(({ body }) => tokenOf(body))
    const now = Math.floor(server.clock.now() / 1000)
    expect(claimsOf(second)).toEqual({
      exp: now + 120,
      iat: now,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iss: server.server.urls.realm(realm.realm.name),
      aud: 'app',
      sub: userId,
      sid: sessionId,
      typ: 'Logout',
      events: { 'http://schemas.openid.net/event/backchannel-logout': {}, revoke_offline_access: true },
    })
    expect(claimsOf(first)['jti']).not.toBe(claimsOf(second)['jti'])
    expect(receiver.received[0]?.mediaType).toBe('application/x-www-form-urlencoded')
    const { keys } = (await server.inject({ url: endpointOf(realm, 'certs') })).json<{ keys: { kid: string }[] }>()
    const header = headerOf(second ?? '')
    expect(header).toMatchObject({ alg: 'RS256', typ: 'logout+jwt' })
    expect(keys.map(({ kid }) => kid)).toContain(header.kid)
  })

  test('has no sid and no word of offline access where the client does not ask for them', async () => {
    const { sessionId } = await signIn('plain')
    await admin('DELETE', `sessions/${sessionId}`)
    await server.running.runDueJobs()
    const claims = claimsOf(tokenOf(receiver.received[0]?.body ?? ''))
    expect(claims['sid']).toBeUndefined()
    expect(claims['events']).toEqual({ 'http://schemas.openid.net/event/backchannel-logout': {} })
  })
})

describe('a receiver', () => {
  test('that hangs delays neither the logout nor what others are told', async () => {
    slow.status = undefined
    const sessions = [await signIn('slow', 'app'), await signIn('slow'), await signIn('slow', 'plain')]
    const five = await Promise.all(Array.from({ length: 5 }, () => signIn('slow')))
    for (const { sessionId } of [...sessions, ...five]) {
      expect((await admin('DELETE', `sessions/${sessionId}`)).statusCode).toBe(204)
    }
    const running = server.running.runDueJobs()
    await receiver.hasReceived(2)
    expect(paths()).toEqual(['/app', '/plain'])
    // At most four wait for the one that hangs; the others have found no place and come back.
    await slow.hasReceived(4)
    expect(slow.received).toHaveLength(4)
    const late = await signIn('app')
    await admin('DELETE', `sessions/${late.sessionId}`)
    await server.clock.advance(1000)
    await receiver.hasReceived(3)
    await slow.close()
    await running
    const waiting = await listJobs(server.server.storage, 'waiting', page)
    expect(waiting.map(({ attempts }) => attempts).toSorted()).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
    slow = await openReceiver()
  })

  test('that refuses is asked again, later and later, until the notice is dead, where people see it', async () => {
    const { sessionId } = await signIn('app')
    receiver.status = 400
    await admin('DELETE', `sessions/${sessionId}`)
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      await server.running.runDueJobs()
      expect(receiver.received).toHaveLength(attempt)
      await server.running.runDueJobs()
      expect(receiver.received).toHaveLength(attempt)
      await server.clock.advance(3_600_000)
    }
    await server.running.runDueJobs()
    expect(receiver.received).toHaveLength(12)
    expect(await listJobs(server.server.storage, 'dead', page)).toMatchObject([
      { kind: 'backchannel-logout', lastError: 'Error: app answered the logout token with 400' },
    ])
  })

  test('at an address that the operator did not allow is never reached', async () => {
    await addClient(server, realm, 'inside', { attributes: { 'backchannel.logout.url': 'http://10.0.0.1/x' } })
    const { sessionId } = await signIn('inside')
    await admin('DELETE', `sessions/${sessionId}`)
    await server.running.runDueJobs()
    const [job] = await listJobs(server.server.storage, 'waiting', page)
    expect(job?.lastError).toContain('not public')
  })
})

describe('an adapter of Keycloak', () => {
  test('is told of the sessions that it has a name of its own for', async () => {
    const browser = new Browser(server)
    const tokens = await exchange(browser, 'adapter', { client_session_state: 'own-1', client_session_host: 'node' })
    const sessionId = String(claimsOf(tokens.access_token)['sid'])
    await admin('DELETE', `sessions/${sessionId}`)
    await server.running.runDueJobs()
    expect(paths()).toEqual(['/adapter/k_logout'])
    const now = Math.floor(server.clock.now() / 1000)
    expect(receiver.received[0]?.mediaType).toBe('text/plain; charset=ISO-8859-1')
    expect(claimsOf(receiver.received[0]?.body)).toEqual({
      id: expect.any(String),
      expiration: now + 30,
      resource: 'adapter',
      action: 'LOGOUT',
      adapterSessionIds: ['own-1'],
      notBefore: 0,
      keycloakSessionIds: [sessionId],
    })
  })

  test('without one is told nothing', async () => {
    const { sessionId } = await signIn('adapter')
    await admin('DELETE', `sessions/${sessionId}`)
    await server.running.runDueJobs()
    expect(paths()).toEqual([])
  })

  test('is told that everybody is signed out, and the administrator who will be', async () => {
    const answer = await admin('POST', 'logout-all')
    expect(answer.json()).toEqual({ successRequests: [`${receiver.url}/adapter`] })
    await server.running.runDueJobs()
    const now = Math.floor(server.clock.now() / 1000)
    expect(claimsOf(receiver.received[0]?.body)).toMatchObject({ action: 'LOGOUT', notBefore: now })
    expect(claimsOf(receiver.received[0]?.body)).not.toHaveProperty('adapterSessionIds')
  })

  test('is told from which moment tokens count, and the administrator who took it', async () => {
    await addClient(server, realm, 'gone', { adminUrl: 'http://127.0.0.1:1/gone' })
    const answer = await admin('POST', 'push-revocation')
    expect(answer.json()).toEqual({
      successRequests: [`${receiver.url}/adapter`],
      failedRequests: ['http://127.0.0.1:1/gone'],
    })
    expect(paths()).toEqual(['/adapter/k_push_not_before'])
    const { notBefore } = (await server.server.realms.byId(realm.realm.id))?.realm.settings ?? {}
    expect(claimsOf(receiver.received[0]?.body)).toMatchObject({ action: 'PUSH_NOT_BEFORE', notBefore })
  })

  test('or none: the answer is empty, for one client too', async () => {
    const none = await server.createRealm()
    const id = (await none.client('account'))?.client.id
    for (const path of ['push-revocation', 'logout-all', `clients/${id}/push-revocation`]) {
      const url = `/admin/realms/${none.realm.name}/${path}`
      const answer = await server.inject({ method: 'POST', url, token: await server.adminToken() })
      expect([answer.statusCode, answer.json()]).toEqual([200, {}])
    }
  })
})
