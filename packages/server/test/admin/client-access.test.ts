import KcAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUser, Browser, claimsOf, currentRealm, post, redirectUri, secret } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

let server: TestServer
let admin: KcAdminClient
const realm = 'acme'

beforeAll(async () => {
  server = await testServer()
  admin = new KcAdminClient({ baseUrl: server.url, realmName: 'master' })
  admin.setAccessToken(await server.adminToken())
  await admin.realms.create({ realm, enabled: true, adminEventsEnabled: true })
  admin.setConfig({ realmName: realm })
})
afterAll(() => server.stop())

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { response?: { status?: number }; responseData?: unknown }) => [error.response?.status, error.responseData],
  )
const register = (token: string, body: object = {}) =>
  server.inject({ method: 'POST', url: `/realms/${realm}/clients-registrations/openid-connect`, token, payload: body })
const snapshot = async () => {
  const found = await server.server.realms.byName(realm)
  if (!found) throw new Error('The realm is gone')
  return await currentRealm(server, found)
}

describe('initial access tokens', () => {
  it('are made, listed with what is left of them, and removed', async () => {
    const made = await admin.realms.createClientsInitialAccess({ realm }, { count: 2, expiration: 100 })
    const seconds = Math.floor(server.clock.now() / 1000)
    expect(made).toMatchObject({ id: expect.any(String), expiration: 100, count: 2, remainingCount: 2 })
    expect(claimsOf(made.token)).toMatchObject({ typ: 'InitialAccessToken', jti: made.id, exp: seconds + 100 })
    const plain = await admin.realms.createClientsInitialAccess({ realm }, {})
    expect(claimsOf(plain.token)).toMatchObject({ exp: 0 })
    expect((await register(made.token ?? '', { redirect_uris: [redirectUri] })).statusCode).toBe(201)
    const listed = await admin.realms.getClientsInitialAccess({ realm })
    expect(listed).toHaveLength(2)
    expect(listed).toContainEqual({ id: made.id, timestamp: seconds, expiration: 100, count: 2, remainingCount: 1 })
    expect(listed).toContainEqual({ id: plain.id, timestamp: seconds, expiration: 0, count: 1, remainingCount: 1 })
    await admin.realms.delClientsInitialAccess({ realm, id: made.id ?? '' })
    expect((await admin.realms.getClientsInitialAccess({ realm })).map(({ id }) => id)).toEqual([plain.id])
    expect((await register(made.token ?? '')).statusCode).toBe(401)
    expect(await refusalOf(admin.realms.delClientsInitialAccess({ realm, id: 'nope' }))).toBe(undefined)
  })

  it.each([
    [{ count: -1 }, 'Invalid value for count', 'The count cannot be less than 0'],
    [{ expiration: -5 }, 'Invalid value for expiration', 'The expiration time interval cannot be less than 0'],
  ])('are not made for %j', async (body, error, description) => {
    expect(await refusalOf(admin.realms.createClientsInitialAccess({ realm }, body))).toEqual([
      400,
      { error, error_description: description },
    ])
  })
})

describe('the registration access token of a client', () => {
  it('is made anew, for who holds it to change the client; the one before is worthless', async () => {
    const { id } = await admin.clients.create({ clientId: 'registered', redirectUris: [redirectUri] })
    const make = async () => {
      const client = await admin.clients.generateRegistrationAccessToken({ id })
      return String(client.registrationAccessToken)
    }
    const first = await make()
    expect(claimsOf(first)).toMatchObject({ typ: 'RegistrationAccessToken' })
    const second = await make()
    const url = `/realms/${realm}/clients-registrations/openid-connect/registered`
    expect((await server.inject({ url, token: first })).statusCode).toBe(401)
    expect((await server.inject({ url, token: second })).json()).toMatchObject({ client_id: 'registered' })
    expect(await admin.clients.findOne({ id })).not.toHaveProperty('registrationAccessToken')
    const events = await admin.realms.findAdminEvents({
      realm,
      resourceTypes: 'CLIENT',
      operationTypes: 'ACTION',
    } as never)
    expect(events[0]?.resourcePath).toBe(`clients/${id}/registration-access-token`)
    expect(JSON.stringify(events)).not.toContain(second)
  })
})

describe('the service account of a client', () => {
  it('is there while it is enabled', async () => {
    const { id } = await admin.clients.create({ clientId: 'robot', serviceAccountsEnabled: true })
    expect(await admin.clients.getServiceAccountUser({ id })).toMatchObject({
      username: 'service-account-robot',
      serviceAccountClientId: 'robot',
      enabled: true,
    })
    await admin.clients.update({ id }, { clientId: 'robot', serviceAccountsEnabled: false })
    expect(await refusalOf(admin.clients.getServiceAccountUser({ id }))).toEqual([
      400,
      { error: "Service account not enabled for the client 'robot'" },
    ])
  })
})

describe('sessions of a client', () => {
  it('are counted and listed, offline ones apart', async () => {
    const { id } = await admin.clients.create({ clientId: 'app', secret, redirectUris: [redirectUri] })
    const ada = await addUser(server, await snapshot())
    expect(await admin.clients.getSessionCount({ id })).toEqual({ count: 0 })
    const realmNow = await snapshot()
    const code = String((await new Browser(server).signIn(realmNow, { scope: 'openid offline_access' })).get('code'))
    await post(server, realmNow, 'token', { grant_type: 'authorization_code', code, redirect_uri: redirectUri })
    await new Browser(server).signIn(realmNow)
    // The session that offline access was asked of has ended for the application; what is left of it is offline.
    expect(await admin.clients.getSessionCount({ id })).toEqual({ count: 1 })
    expect(await admin.clients.getOfflineSessionCount({ id })).toEqual({ count: 1 })
    const sessions = await admin.clients.listSessions({ id, first: 0, max: 10 })
    expect(sessions.map(({ userId, username }) => [userId, username])).toEqual([[ada.id, 'ada']])
    expect(await admin.clients.listSessions({ id, first: 1, max: 1 })).toEqual([])
    const [offline, ...others] = await admin.clients.listOfflineSessions({ id, first: 0, max: 10 })
    expect(others).toEqual([])
    expect(offline).toMatchObject({ username: 'ada', clients: { [id]: 'app' } })
  })
})

describe('keys of a client', () => {
  it('are made, uploaded and told', async () => {
    const { id } = await admin.clients.create({ clientId: 'signed', clientAuthenticatorType: 'client-jwt' })
    expect(await admin.clients.getKeyInfo({ id, attr: 'jwt.credential' })).toEqual({})
    const made = await admin.clients.generateKey({ id, attr: 'jwt.credential' })
    expect(made.privateKey).toEqual(expect.any(String))
    const told = await admin.clients.getKeyInfo({ id, attr: 'jwt.credential' })
    expect(told).toEqual({ certificate: made.certificate })
    const form = new FormData()
    form.append('keystoreFormat', 'Certificate PEM')
    form.append('file', new Blob([`-----BEGIN CERTIFICATE-----\n${made.certificate}\n-----END CERTIFICATE-----\n`]))
    const other = await admin.clients.create({ clientId: 'same-key', clientAuthenticatorType: 'client-jwt' })
    await admin.clients.uploadCertificate({ id: other.id, attr: 'jwt.credential' }, form)
    expect(await admin.clients.getKeyInfo({ id: other.id, attr: 'jwt.credential' })).toEqual(told)
  })
})
