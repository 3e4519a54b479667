import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deleteComponent, insertComponents, listComponents } from '../src/model/component/component.store.ts'
import { registrationPolicyType } from '../src/model/component/component.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { updateRealm } from '../src/model/realm/update-realm.ts'
import { transact } from '../src/storage/transact.ts'
import { addClient, basic, claimsOf, currentRealm, post } from './fixture/oidc-application.ts'
import { createAdministrator } from './fixture/test-administrator.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let test: TestServer
let realm: RealmSnapshot
let admin: string

beforeAll(async () => {
  test = await testServer()
  realm = await test.createRealm({ eventsEnabled: true })
})
beforeEach(async () => {
  admin = await test.adminToken()
})
afterAll(() => test.stop())

const uris = { redirect_uris: ['https://app.test/cb'] }
type Json = Record<string, unknown>

function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, token?: string, body?: unknown, origin?: string) {
  return test.inject({
    method,
    url: `/realms/${realm.realm.name}/clients-registrations/${path}`,
    ...(token === undefined ? {} : { token }),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(origin ? { origin } : {}) },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

function administer(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, token = admin) {
  return test.inject({
    method,
    url: `/admin/realms/${realm.realm.name}/${path}`,
    token,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, payload: JSON.stringify(body) }),
  })
}

async function initialAccess(options: Json = { count: 100 }): Promise<{ id: string; token: string }> {
  const answer = await administer('POST', 'clients-initial-access', options)
  expect(answer.statusCode).toBe(201)
  return answer.json()
}

async function register(metadata: Json = uris, path = 'openid-connect'): Promise<Json> {
  const answer = await ask('POST', path, (await initialAccess()).token, metadata)
  expect({ status: answer.statusCode, body: answer.body }).toMatchObject({ status: 201 })
  return answer.json()
}

const lastEvent = async () => (await listEvents(test.server.storage, realm.realm.id, {}, { first: 0, max: 1 }))[0]

describe('an initial access token', () => {
  it('lets so many clients in as it says, then none; who fails uses nothing up', async () => {
    const { id, token } = await initialAccess({ count: 2 })
    expect(claimsOf(token)).toMatchObject({ typ: 'InitialAccessToken', jti: id })
    expect((await ask('POST', 'openid-connect', token, { client_id: 'x', ...uris })).statusCode).toBe(400)
    for (const _ of [1, 2]) expect((await ask('POST', 'openid-connect', token, uris)).statusCode).toBe(201)
    const refused = await ask('POST', 'openid-connect', token, uris)
    expect(refused.statusCode).toBe(401)
    expect(refused.json()).toEqual({
      error: 'invalid_token',
      error_description: 'No remaining count on initial access token',
    })
    expect(await lastEvent()).toMatchObject({ type: 'CLIENT_REGISTER_ERROR', error: 'invalid_token' })
    const listed = (await administer('GET', 'clients-initial-access')).json() as Json[]
    expect(listed.find((one) => one['id'] === id)).toMatchObject({ count: 2, remainingCount: 0, expiration: 0 })
    expect(JSON.stringify(listed)).not.toContain('token')
  })

  it('lets in exactly one of ten at the same moment when it is for one', async () => {
    const { token } = await initialAccess({ count: 1 })
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('POST', 'openid-connect', token, uris)))
    expect(answers.filter((answer) => answer.statusCode === 201)).toHaveLength(1)
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(9)
  })

  it('ends by time, and when an administrator ends it', async () => {
    const timed = await initialAccess({ count: 5, expiration: 60 })
    expect((await ask('POST', 'openid-connect', timed.token, uris)).statusCode).toBe(201)
    await test.clock.advance(60_000)
    const expired = await ask('POST', 'openid-connect', timed.token, uris)
    expect(expired.json()).toEqual({ error: 'invalid_token', error_description: 'Failed decode token' })
    admin = await test.adminToken()
    const other = await initialAccess()
    expect((await administer('DELETE', `clients-initial-access/${other.id}`)).statusCode).toBe(204)
    expect((await ask('POST', 'openid-connect', other.token, uris)).json()).toMatchObject({
      error_description: 'Initial Access Token not found',
    })
  })

  it('is made by administrators of clients only, for no time before now', async () => {
    const viewer = await createAdministrator(test, realm, ['view-clients'])
    expect((await administer('POST', 'clients-initial-access', { count: 1 }, viewer.token)).statusCode).toBe(403)
    expect((await administer('GET', 'clients-initial-access', undefined, viewer.token)).statusCode).toBe(200)
    const refused = await administer('POST', 'clients-initial-access', { expiration: -5 })
    expect(refused.statusCode).toBe(400)
    expect(refused.json()).toMatchObject({ error: 'Invalid value for expiration' })
  })

  it('is no good in another realm, nor for reading clients', async () => {
    const { token } = await initialAccess()
    const other = await test.createRealm()
    const url = `/realms/${other.realm.name}/clients-registrations/openid-connect`
    expect((await test.inject({ method: 'POST', url, token, payload: uris })).statusCode).toBe(401)
    const { client_id: clientId } = await register()
    expect((await ask('GET', `openid-connect/${clientId}`, token)).json()).toEqual({
      error: 'invalid_token',
      error_description: 'Not initial access token allowed',
    })
  })

  it('opens the endpoint to scripts of its origins, and to those only', async () => {
    const { token } = await initialAccess({ count: 5, webOrigins: ['https://spa.test'] })
    const good = await ask('POST', 'openid-connect', token, uris, 'https://spa.test')
    expect(good.statusCode).toBe(201)
    expect(good.headers['access-control-allow-origin']).toBe('https://spa.test')
    const bad = await ask('POST', 'openid-connect', token, uris, 'https://evil.test')
    expect([bad.statusCode, bad.json()]).toEqual([403, { error: 'Invalid origin' }])
    expect(bad.headers['access-control-allow-origin']).toBe(undefined)
  })
})

describe('a registration access token', () => {
  it('reads the client, changes it once, and is replaced by the change', async () => {
    const made = await register()
    const [path, token] = [`openid-connect/${made['client_id']}`, String(made['registration_access_token'])]
    expect(claimsOf(token)).toMatchObject({ typ: 'RegistrationAccessToken', registration_auth: 'authenticated' })
    expect((await ask('GET', path, token)).json()).toMatchObject({ registration_access_token: token })
    const change = { client_id: made['client_id'], redirect_uris: ['https://app.test/new'] }
    const changed = await ask('PUT', path, token, change)
    expect(changed.statusCode).toBe(200)
    expect(changed.json()).toMatchObject({ redirect_uris: ['https://app.test/new'] })
    for (const method of ['GET', 'DELETE'] as const) expect((await ask(method, path, token)).statusCode).toBe(401)
    expect((await ask('PUT', path, token, change)).json()).toEqual({
      error: 'invalid_token',
      error_description: 'Not authorized to update client. Maybe missing token or bad token type.',
    })
    const next = String(changed.json()['registration_access_token'])
    expect((await ask('DELETE', path, next)).statusCode).toBe(204)
    expect(await lastEvent()).toMatchObject({ type: 'CLIENT_DELETE', clientId: made['client_id'] })
    expect((await ask('GET', path, next)).statusCode).toBe(401)
  })

  it('serves exactly one of ten changes at the same moment', async () => {
    const made = await register()
    const token = String(made['registration_access_token'])
    const change = { client_id: made['client_id'], ...uris }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ask('PUT', `openid-connect/${made['client_id']}`, token, change)),
    )
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(9)
  })

  it('is for its own client, while that is enabled, and registers no others', async () => {
    const [one, two] = [await register(), await register()]
    const token = String(one['registration_access_token'])
    expect((await ask('GET', `openid-connect/${two['client_id']}`, token)).statusCode).toBe(401)
    expect((await ask('POST', 'openid-connect', token, uris)).statusCode).toBe(403)
    const id = (await realmClient(String(one['client_id'])))?.client.id
    await administer('PUT', `clients/${id}`, { enabled: false })
    expect((await ask('GET', `openid-connect/${one['client_id']}`, token)).statusCode).toBe(401)
  })

  it('is made anew by an administrator, which ends the old one', async () => {
    const made = await register()
    const id = (await realmClient(String(made['client_id'])))?.client.id
    const answer = await administer('POST', `clients/${id}/registration-access-token`)
    expect(answer.statusCode).toBe(200)
    const path = `openid-connect/${made['client_id']}`
    expect((await ask('GET', path, String(made['registration_access_token']))).statusCode).toBe(401)
    expect((await ask('GET', path, answer.json()['registrationAccessToken'])).statusCode).toBe(200)
  })
})

const realmClient = async (clientId: string) => (await currentRealm(test, realm)).client(clientId)

describe('a user with a bearer token', () => {
  it.each([
    { role: 'create-client', register: 201, read: 403, change: 403 },
    { role: 'manage-clients', register: 201, read: 200, change: 200 },
    { role: 'view-clients', register: 403, read: 200, change: 403 },
    { role: 'view-users', register: 403, read: 403, change: 403 },
  ])('with the role $role', async (expected) => {
    const { token } = await createAdministrator(test, realm, [expected.role])
    const { client_id: clientId } = await register()
    expect((await ask('POST', 'openid-connect', token, uris)).statusCode).toBe(expected.register)
    expect((await ask('GET', `openid-connect/${clientId}`, token)).statusCode).toBe(expected.read)
    const change = { client_id: clientId, ...uris }
    expect((await ask('PUT', `openid-connect/${clientId}`, token, change)).statusCode).toBe(expected.change)
  })

  it('of another realm, or with a token that is none, is nobody here', async () => {
    for (const token of [admin, 'abc', 'a.b.c']) {
      const answer = await ask('POST', 'openid-connect', token, uris)
      expect([answer.statusCode, answer.json()]).toEqual([
        401,
        { error: 'invalid_token', error_description: 'Failed decode token' },
      ])
    }
  })

  it('cannot change the client that holds the management roles', async () => {
    const { token } = await createAdministrator(test, realm, ['manage-clients'])
    const change = { client_id: 'realm-management', redirect_uris: ['https://evil.test/'] }
    expect((await ask('PUT', 'openid-connect/realm-management', token, change)).statusCode).toBe(403)
    expect((await ask('DELETE', 'openid-connect/realm-management', token)).statusCode).toBe(403)
  })
})

describe('anonymous registration', () => {
  const policies = () => listComponents(test.server.storage, realm.realm.id, { providerType: registrationPolicyType })

  async function withPolicy(providerId: string, config: Record<string, string[]>, subType = 'anonymous') {
    const { server } = test
    for (const policy of await policies()) {
      if (policy.providerId !== providerId || policy.subType !== subType) continue
      await transact(server.storage, (tx) => deleteComponent(tx, realm.realm.id, policy.id).then(() => undefined))
    }
    const component = {
      id: server.ids.uuid(),
      realmId: realm.realm.id,
      parentId: realm.realm.id,
      providerType: registrationPolicyType,
      providerId,
      subType,
      name: providerId,
      config,
      createdAt: 0,
    }
    await transact(server.storage, (tx) => insertComponents(tx, [component]))
    return component.id
  }
  const drop = (id: string) =>
    transact(test.server.storage, (tx) => deleteComponent(tx, realm.realm.id, id).then(() => undefined))

  it('is closed in a new realm: no host is trusted', async () => {
    const answer = await ask('POST', 'openid-connect', undefined, uris)
    expect([answer.statusCode, answer.json()]).toEqual([
      403,
      {
        error: 'insufficient_scope',
        error_description:
          "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.",
      },
    ])
    expect(await lastEvent()).toMatchObject({
      type: 'CLIENT_REGISTER_ERROR',
      error: 'not_allowed',
      details: { client_registration_policy: 'Trusted Hosts' },
    })
  })

  it('is open to trusted hosts, for addresses on trusted hosts, with consent and without full scope', async () => {
    await withPolicy('trusted-hosts', { 'trusted-hosts': ['127.0.0.1', '*.app.test', 'app.test'] })
    for (const uri of ['https://app.test/cb', 'https://eu.app.test/cb']) {
      expect((await ask('POST', 'openid-connect', undefined, { redirect_uris: [uri] })).statusCode).toBe(201)
    }
    for (const uri of ['https://evil.test/', 'https://xapp.test/', 'https://app.test.evil.test/', '*']) {
      expect((await ask('POST', 'openid-connect', undefined, { redirect_uris: [uri] })).statusCode).toBe(403)
    }
    const jwks = { ...uris, jwks_uri: 'https://evil.test/jwks' }
    expect((await ask('POST', 'openid-connect', undefined, jwks)).statusCode).toBe(403)
    const made = (await ask('POST', 'openid-connect', undefined, uris)).json()
    const settings = (await realmClient(made['client_id']))?.client.settings
    expect(settings).toMatchObject({ consentRequired: true, fullScopeAllowed: false })
    expect(claimsOf(made['registration_access_token'])).toMatchObject({ registration_auth: 'anonymous' })
    // The policies also look at what is changed later (CVE-2026-9705).
    const change = { client_id: made['client_id'], redirect_uris: ['https://evil.test/'] }
    const token = made['registration_access_token']
    expect((await ask('PUT', `openid-connect/${made['client_id']}`, token, change)).statusCode).toBe(403)
  })

  it('keeps to what the realm allows of mappers and scopes', async () => {
    const mapper = { name: 'm', protocol: 'openid-connect', protocolMapper: 'oidc-hardcoded-claim-mapper', config: {} }
    const body = { clientId: 'with-mapper', redirectUris: ['https://app.test/'], protocolMappers: [mapper] }
    const refused = await ask('POST', 'default', undefined, body)
    expect(refused.json()).toMatchObject({ error: 'insufficient_scope' })
    expect(refused.body).toContain('ProtocolMapper type not allowed')
    const { token } = await initialAccess()
    expect((await ask('POST', 'default', token, body)).body).toContain('ProtocolMapper type not allowed')
    const scope = await ask('POST', 'openid-connect', token, { ...uris, scope: 'openid unheard-of' })
    expect(scope.body).toContain('Not permitted to use specified clientScope')
    expect((await ask('POST', 'openid-connect', token, { ...uris, scope: 'openid email' })).json()).toMatchObject({
      scope: 'email',
    })
  })

  it('stops at the limit of clients, and may leave new clients disabled', async () => {
    const limit = await withPolicy('max-clients', { 'max-clients': ['3'] })
    const refused = await ask('POST', 'openid-connect', undefined, uris)
    expect(refused.body).toContain("It's allowed to have max 3 clients per realm")
    await drop(limit)
    const disabled = await withPolicy('client-disabled', {})
    const made = (await ask('POST', 'openid-connect', undefined, uris)).json()
    expect((await realmClient(made['client_id']))?.client.enabled).toBe(false)
    await drop(disabled)
  })

  it('is open to scripts of the origins that the realm names', async () => {
    const id = await withPolicy('registration-web-origins', { 'web-origins': ['https://spa.test'] })
    const good = await ask('POST', 'openid-connect', undefined, uris, 'https://spa.test')
    expect(good.headers['access-control-allow-origin']).toBe('https://spa.test')
    expect((await ask('POST', 'openid-connect', undefined, uris, 'https://evil.test')).statusCode).toBe(403)
    await drop(id)
  })

  it('lists the kinds of policies for administrators', async () => {
    const answer = await administer('GET', 'client-registration-policy/providers')
    expect(answer.statusCode).toBe(200)
    expect((answer.json() as Json[]).map((one) => one['id'])).toEqual(
      expect.arrayContaining(['trusted-hosts', 'max-clients', 'allowed-protocol-mappers', 'consent-required']),
    )
  })

  it('is refused over plain HTTP where the realm demands TLS', async () => {
    const strict = await test.createRealm()
    await transact(test.server.storage, (tx) =>
      updateRealm(tx, strict.realm, { settings: { sslRequired: 'all' } }).then(() => undefined),
    )
    const url = `/realms/${strict.realm.name}/clients-registrations/openid-connect`
    const answer = await test.inject({ method: 'POST', url, payload: uris })
    expect([answer.statusCode, answer.json()['error_description']]).toEqual([403, 'HTTPS required'])
  })
})

describe("Keycloak's own endpoints", () => {
  it('register, read and change clients by their representation', async () => {
    const body = {
      id: 'chosen',
      clientId: 'by-representation',
      redirectUris: ['https://app.test/*'],
      directAccessGrantsEnabled: true,
      attributes: { a: 'b', realm_client: 'true' },
      authenticationFlowBindingOverrides: { browser: 'weaker-flow' },
    }
    const made = await register(body, 'default')
    expect(made).toMatchObject({ clientId: 'by-representation', directAccessGrantsEnabled: true, defaultRoles: [] })
    expect(made['id']).not.toBe('chosen')
    expect(made).toMatchObject({
      attributes: { a: 'b', realm_client: 'false' },
      authenticationFlowBindingOverrides: {},
    })
    const { token } = await initialAccess()
    expect((await ask('POST', 'default', token, body)).json()).toEqual({
      error: 'invalid_client_metadata',
      error_description: 'Client Identifier in use',
    })
    const own = String(made['registrationAccessToken'])
    const renamed = await ask('PUT', 'default/by-representation', own, { ...body, clientId: 'other' })
    expect(renamed.json()).toMatchObject({ error_description: 'Client Identifier modified' })
    const change = { clientId: 'by-representation', description: 'new', defaultClientScopes: ['email'] }
    const changed = await ask('PUT', 'default/by-representation', own, change)
    expect(changed.json()).toMatchObject({ description: 'new', defaultClientScopes: ['email'] })
    const next = changed.json()['registrationAccessToken']
    expect((await ask('GET', 'default/by-representation', next)).json()).toMatchObject({ secret: made['secret'] })
    expect((await ask('DELETE', 'default/by-representation', next)).statusCode).toBe(204)
  })

  it('give adapters their configuration', async () => {
    await addClient(test, realm, 'adapter')
    await addClient(test, realm, 'spa', { publicClient: true })
    const url = `/realms/${realm.realm.name}/clients-registrations/install`
    const own = await test.inject({ url: `${url}/adapter`, headers: basic('adapter') })
    expect(own.json()).toEqual({
      realm: realm.realm.name,
      'auth-server-url': `${test.url}/`,
      'ssl-required': 'external',
      resource: 'adapter',
      credentials: { secret: expect.any(String) },
      'confidential-port': 0,
    })
    expect((await test.inject({ url: `${url}/spa` })).json()).toMatchObject({ 'public-client': true })
    const wrong = await test.inject({ url: `${url}/adapter`, headers: basic('adapter', 'wrong') })
    expect([wrong.statusCode, wrong.json()['error']]).toEqual([401, 'invalid_token'])
    expect((await test.inject({ url: `${url}/adapter` })).statusCode).toBe(401)
    expect((await test.inject({ url: `${url}/unknown` })).statusCode).toBe(401)
  })
})

it('a registered client works: it gets a token with the secret it was told', async () => {
  const made = await register({ ...uris, grant_types: ['client_credentials'] })
  const headers = basic(String(made['client_id']), String(made['client_secret']))
  const answer = await post(test, realm, 'token', { grant_type: 'client_credentials' }, headers)
  expect(answer.statusCode).toBe(200)
})

describe('the way of bringing a secret', () => {
  it.each(['client_secret_basic', 'client_secret_post'])('%s is kept, told and held to', async (method) => {
    const made = await register({ ...uris, token_endpoint_auth_method: method })
    expect(made).toMatchObject({ token_endpoint_auth_method: method })
  })
})
