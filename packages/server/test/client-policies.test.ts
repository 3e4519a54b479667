import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { administer, type PolicyWorld, useExecutor, useNoPolicy, usePolicy } from './fixture/client-policies.ts'
import {
  addClient,
  addUser,
  answerOf,
  Browser,
  basic,
  claimsOf,
  currentRealm,
  password,
  post,
  redirectUri,
  s256,
} from './fixture/oidc-application.ts'
import { createAdministrator } from './fixture/test-administrator.ts'
import { testServer } from './fixture/test-server.ts'

let world: PolicyWorld
let made = 0

beforeAll(async () => {
  const test = await testServer()
  const realm = await test.createRealm()
  world = { test, realm, admin: await test.adminToken() }
  await addClient(test, realm, 'app', { serviceAccountsEnabled: true, directAccessGrantsEnabled: true })
  await addClient(test, realm, 'public', { publicClient: true, directAccessGrantsEnabled: true })
  await addUser(test, realm)
})
afterEach(() => useNoPolicy(world))
afterAll(() => world.test.stop())

type Json = Record<string, unknown>

/** Makes a client as an administrator: its settings, or the refusal. */
async function create(settings: Json): Promise<Json> {
  const clientId = `client-${++made}`
  const body = { clientId, redirectUris: [redirectUri], ...settings }
  const answer = await administer(world, 'POST', 'clients', body)
  if (answer.statusCode !== 201) return { status: answer.statusCode, ...answer.json() }
  const snapshot = await (await currentRealm(world.test, world.realm)).client(clientId)
  return { status: 201, ...snapshot?.client.settings }
}

async function update(settings: Json): Promise<Json> {
  const client = await (await currentRealm(world.test, world.realm)).client('app')
  const answer = await administer(world, 'PUT', `clients/${client?.client.id}`, settings)
  return { status: answer.statusCode, ...(answer.body === '' ? {} : answer.json()) }
}

/** The error that the application is told, or none where the user is asked to sign in. */
async function authorize(parameters: Record<string, string> = {}): Promise<string | undefined> {
  const answer = await new Browser(world.test).authorize(world.realm, parameters)
  if (answer.statusCode === 200) return undefined
  if (answer.statusCode !== 302) return `page ${answer.statusCode}`
  const answered = answerOf(answer)
  return answered.get('error') === null ? undefined : `${answered.get('error')}: ${answered.get('error_description')}`
}

async function askToken(form: Record<string, string>, headers?: Record<string, string>): Promise<Json> {
  const answer = await post(world.test, world.realm, 'token', form, headers)
  return { status: answer.statusCode, ...answer.json() }
}

const service = { grant_type: 'client_credentials' }
const direct = { grant_type: 'password', username: 'ada', password }

describe('profiles and policies', () => {
  it('are stored, and given back as they were sent', async () => {
    const profiles = [{ name: 'p', description: 'd', executors: [{ executor: 'reject-request', configuration: {} }] }]
    expect((await administer(world, 'PUT', 'client-policies/profiles', { profiles })).statusCode).toBe(204)
    const conditions = [{ condition: 'client-roles', configuration: { roles: ['nobody-has-this'] } }]
    const policies = [{ name: 'q', description: 'e', enabled: false, conditions, profiles: ['p', 'fapi-1-baseline'] }]
    expect((await administer(world, 'PUT', 'client-policies/policies', { policies })).statusCode).toBe(204)
    expect((await administer(world, 'GET', 'client-policies/profiles')).json()).toEqual({ profiles })
    expect((await administer(world, 'GET', 'client-policies/policies')).json()).toEqual({ policies })
    expect((await administer(world, 'GET', '')).json()).toMatchObject({
      clientProfiles: { profiles },
      clientPolicies: { policies },
    })
  })

  it('have global ones, as Keycloak has them', async () => {
    const answer = await administer(world, 'GET', 'client-policies/profiles?include-global-profiles=true')
    const names = (answer.json()['globalProfiles'] as Json[]).map((profile) => profile['name'])
    expect(names).toEqual(expect.arrayContaining(['fapi-2-security-profile', 'oauth-2-1-for-public-client']))
  })

  it.each([
    [{ profiles: [{ executors: [] }] }, 'client profile without its name not allowed.'],
    [{ profiles: [{ name: 'x' }, { name: 'x' }] }, 'proposed client profile name duplicated.'],
    [
      { profiles: [{ name: 'fapi-1-baseline' }] },
      "Proposed profile name 'fapi-1-baseline' is duplicated as a global profile",
    ],
    [
      { profiles: [{ name: 'x', executors: [{ executor: 'unheard-of' }] }] },
      'proposed client profile contains the executor, which does not have valid provider, or has invalid configuration.',
    ],
  ])('refuse the profiles %j', async (body, errorMessage) => {
    const answer = await administer(world, 'PUT', 'client-policies/profiles', body)
    expect([answer.statusCode, answer.json()]).toEqual([400, { errorMessage }])
  })

  it.each([
    [{ policies: [{ name: 'x' }, { name: 'x' }] }, 'proposed client policy name duplicated'],
    [{ policies: [{ name: 'x', conditions: [{ condition: 'nope' }] }] }, 'Policy x contains invalid condition nope'],
    [{ policies: [{ name: 'x', profiles: ['zz'] }] }, 'Policy x contains invalid profile zz'],
  ])('refuse the policies %j', async (body, errorMessage) => {
    const answer = await administer(world, 'PUT', 'client-policies/policies', body)
    expect([answer.statusCode, answer.json()]).toEqual([400, { errorMessage }])
  })

  it('keep a profile that a policy needs', async () => {
    await useExecutor(world, 'reject-request')
    const answer = await administer(world, 'PUT', 'client-policies/profiles', { profiles: [] })
    expect(answer.json()).toEqual({ errorMessage: 'Policy policy contains invalid profile own' })
  })

  it('are seen by who views the realm, changed by who manages it', async () => {
    const { token } = await createAdministrator(world.test, world.realm, ['view-realm'])
    const viewer = { ...world, admin: token }
    expect((await administer(viewer, 'GET', 'client-policies/profiles')).statusCode).toBe(200)
    for (const [path, body] of [
      ['client-policies/profiles', { profiles: [] }],
      ['client-policies/policies', { policies: [] }],
    ] as const) {
      expect((await administer(viewer, 'PUT', path, body)).statusCode).toBe(403)
    }
  })

  it('that are switched off, or have no condition, ask nothing', async () => {
    await useExecutor(world, 'reject-request')
    const policy = { name: 'policy', enabled: false, conditions: [{ condition: 'any-client' }], profiles: ['own'] }
    await administer(world, 'PUT', 'client-policies/policies', { policies: [policy] })
    expect(await askToken(service)).toMatchObject({ status: 200 })
    const open = { ...policy, enabled: true, conditions: [] }
    await administer(world, 'PUT', 'client-policies/policies', { policies: [open] })
    expect(await askToken(service)).toMatchObject({ status: 200 })
  })
})

describe('executors of clients that are made or changed', () => {
  it.each([
    ['consent-required', {}, {}, { consentRequired: true }],
    ['full-scope-disabled', {}, {}, { fullScopeAllowed: false }],
    ['pkce-enforcer', { 'auto-configure': true }, {}, { attributes: { 'pkce.code.challenge.method': 'S256' } }],
    [
      'reject-implicit-grant',
      { 'auto-configure': 'true' },
      { implicitFlowEnabled: true },
      { implicitFlowEnabled: false },
    ],
    [
      'reject-ropc-grant',
      { 'auto-configure': true },
      { directAccessGrantsEnabled: true },
      { directAccessGrantsEnabled: false },
    ],
    [
      'holder-of-key-enforcer',
      { 'auto-configure': true },
      {},
      { attributes: { 'tls.client.certificate.bound.access.tokens': 'true' } },
    ],
    ['dpop-bind-enforcer', { 'auto-configure': true }, {}, { attributes: { 'dpop.bound.access.tokens': 'true' } }],
    [
      'secure-response-type',
      { 'auto-configure': true },
      {},
      { attributes: { 'id.token.as.detached.signature': 'true' } },
    ],
    [
      'secure-signature-algorithm',
      {},
      { attributes: { 'id.token.signed.response.alg': 'ES256' } },
      { attributes: { 'id.token.signed.response.alg': 'ES256', 'user.info.response.signature.alg': 'PS256' } },
    ],
    [
      'secure-ciba-req-sig-algorithm',
      { 'default-algorithm': 'ES512' },
      {},
      { attributes: { 'ciba.backchannel.auth.request.signing.alg': 'ES512' } },
    ],
    [
      'tls-client-auth-ca-subject-dn',
      { 'ca-subject-dn': 'CN=Good' },
      { clientAuthenticatorType: 'client-x509' },
      { attributes: { 'x509.casubjectdn': 'CN=Good' } },
    ],
    [
      'secure-client-authenticator',
      { 'allowed-client-authenticators': ['client-jwt'], 'default-client-authenticator': 'client-jwt' },
      {},
      { clientAuthenticatorType: 'client-jwt' },
    ],
  ])('%s %j makes %j into %j', async (executor, configuration, asked, expected) => {
    await useExecutor(world, executor, configuration)
    expect(await create(asked)).toMatchObject({ status: 201, ...expected })
  })

  const byHand = { 'auto-configure': false }
  it.each([
    ['consent-required', byHand, {}, 'Client is required to enable consentRequired'],
    ['full-scope-disabled', byHand, {}, 'Not permitted to enable fullScopeAllowed'],
    ['pkce-enforcer', {}, {}, 'Invalid client metadata: code_challenge_method'],
    ['reject-implicit-grant', {}, { implicitFlowEnabled: true }, 'Not permitted to enable the implicit flow'],
    ['reject-ropc-grant', {}, { directAccessGrantsEnabled: true }, 'Not permitted to enable direct access grants'],
    ['holder-of-key-enforcer', {}, {}, 'Invalid client metadata: MTLS token in disabled'],
    ['dpop-bind-enforcer', {}, {}, 'Invalid client metadata: DPoP token in disabled'],
    ['secure-response-type', {}, {}, 'Invalid client metadata: ID Token as detached signature in disabled'],
    ['reject-request', {}, {}, 'Request not allowed'],
    ['secure-logout', {}, { frontchannelLogout: true }, 'Front-channel logout is not allowed for this client'],
    [
      'secure-signature-algorithm',
      {},
      { attributes: { 'id.token.signed.response.alg': 'RS256' } },
      'not allowed signature algorithm.',
    ],
    [
      'secure-ciba-req-sig-algorithm',
      {},
      { attributes: { 'ciba.backchannel.auth.request.signing.alg': 'RS256' } },
      'not allowed signature algorithm.',
    ],
    [
      'secure-client-authenticator',
      { 'allowed-client-authenticators': ['client-jwt'] },
      { clientAuthenticatorType: 'client-secret' },
      'Invalid client metadata: token_endpoint_auth_method',
    ],
    [
      'tls-client-auth-ca-subject-dn',
      { 'ca-subject-dn': 'CN=Good', enforced: true },
      { clientAuthenticatorType: 'client-x509', attributes: { 'x509.casubjectdn': 'CN=Other' } },
      'Invalid client metadata: CA subject DN',
    ],
    ['secure-client-uris', {}, { redirectUris: ['http://app.test/'] }, 'Invalid redirectUris'],
    ['secure-client-uris', {}, { redirectUris: ['https://app.test/*'] }, 'Invalid redirectUris'],
    ['secure-client-uris', {}, { rootUrl: 'http://app.test/' }, 'Invalid rootUrl'],
    ['secure-client-uris', {}, { webOrigins: ['http://app.test'] }, 'Invalid webOrigins'],
    ['secure-client-uris', {}, { attributes: { 'jwks.url': 'http://app.test/' } }, 'Invalid jwksUri'],
    [
      'secure-client-uris-pattern',
      { 'allowed-patterns': ['https://ok\\.test/.*'], 'client-uri-fields': ['redirectUris'] },
      {},
      'Invalid redirectUris',
    ],
    ['secure-client-uris-pattern', { 'allowed-patterns': ['https://ok\\.test/.*'] }, {}, 'Invalid redirectUris'],
    [
      'secure-client-uris-pattern',
      { 'allowed-patterns': ['https://app\\.test/.*'] },
      { attributes: { logoUri: 'https://elsewhere.test/' } },
      'Invalid logoUri',
    ],
    ['secure-client-uris-pattern', {}, {}, 'Invalid redirectUris: No valid allowed patterns configured'],
    [
      'secure-redirect-uris-enforcer',
      {},
      { redirectUris: ['http://127.0.0.1/cb'] },
      'Invalid Redirect Uri: invalid loopback address',
    ],
    [
      'secure-redirect-uris-enforcer',
      {},
      { redirectUris: ['http://localhost/'] },
      'Invalid Redirect Uri: invalid loopback address',
    ],
    ['secure-redirect-uris-enforcer', {}, { redirectUris: ['http://a.test/'] }, 'Invalid Redirect Uri: invalid uri'],
    ['secure-redirect-uris-enforcer', {}, { redirectUris: ['https://a.test/*'] }, 'Invalid Redirect Uri: invalid uri'],
    [
      'secure-redirect-uris-enforcer',
      {},
      { redirectUris: ['com.app:/x'] },
      'Invalid Redirect Uri: invalid private use scheme',
    ],
    [
      'secure-redirect-uris-enforcer',
      { 'allow-permitted-domains': ['.*\\.ok\\.test'] },
      {},
      'Invalid Redirect Uri: not allowed domain',
    ],
  ])('%s %j refuses %j', async (executor, configuration, asked, description) => {
    await useExecutor(world, executor, configuration)
    expect(await create(asked)).toMatchObject({ status: 400, error_description: description })
  })

  it.each([
    ['secure-client-uris', {}, { rootUrl: 'https://app.test', redirectUris: ['/cb'], webOrigins: ['+'] }],
    [
      'secure-client-uris-pattern',
      { 'allowed-patterns': ['https://app\\.test/.*'], 'client-uri-fields': ['redirectUris'] },
      { baseUrl: 'https://elsewhere.test/' },
    ],
    ['secure-logout', { 'allow-front-channel-logout': true }, { frontchannelLogout: true }],
    ['secure-redirect-uris-enforcer', { 'allow-ipv4-loopback-address': true }, { redirectUris: ['http://127.0.0.1/'] }],
    ['secure-redirect-uris-enforcer', { 'allow-ipv6-loopback-address': true }, { redirectUris: ['http://[::1]/'] }],
    ['secure-redirect-uris-enforcer', { 'allow-private-use-uri-scheme': true }, { redirectUris: ['com.app:/x'] }],
    ['secure-redirect-uris-enforcer', { 'allow-permitted-domains': ['app\\.test'] }, {}],
    ['secure-redirect-uris-enforcer', { 'allow-wildcard-context-path': true }, { redirectUris: ['https://a.test/*'] }],
  ])('%s %j takes %j', async (executor, configuration, asked) => {
    await useExecutor(world, executor, configuration)
    expect(await create(asked)).toMatchObject({ status: 201 })
  })

  it('look at changes too, and at what a change does not name', async () => {
    await useExecutor(world, 'full-scope-disabled', byHand)
    expect(await update({ description: 'x' })).toMatchObject({ status: 400, error: 'invalid_registration' })
    await useExecutor(world, 'secure-client-uris')
    expect(await update({ baseUrl: 'http://app.test/' })).toMatchObject({ status: 400 })
  })

  it('see the client as the executor before them left it', async () => {
    await useNoPolicy(world)
    const executors = [
      { executor: 'consent-required', configuration: {} },
      { executor: 'consent-required', configuration: byHand },
    ]
    await administer(world, 'PUT', 'client-policies/profiles', { profiles: [{ name: 'own', executors }] })
    await usePolicy(world, ['own'])
    expect(await create({})).toMatchObject({ status: 201, consentRequired: true })
  })
})

describe('executors of authorization requests', () => {
  it('secure-session wants nonce or state', async () => {
    await useExecutor(world, 'secure-session')
    expect(await authorize()).toBe('invalid_request: Missing parameter: nonce')
    expect(await authorize({ nonce: 'n' })).toBe(undefined)
    expect(await authorize({ scope: 'email' })).toBe(undefined)
  })

  it('pkce-enforcer wants a challenge by S256, and its verifier', async () => {
    await useExecutor(world, 'pkce-enforcer')
    expect(await authorize()).toBe('invalid_request: Missing parameter: code_challenge_method')
    const plain = { ...s256, code_challenge_method: 'plain' }
    expect(await authorize(plain)).toBe('invalid_request: Invalid parameter: invalid code_challenge_method')
    expect(await authorize(s256)).toBe(undefined)
    const form = { grant_type: 'authorization_code', code: 'x', redirect_uri: redirectUri }
    expect(await askToken(form)).toMatchObject({ error_description: 'PKCE code verifier not specified' })
  })

  it('secure-response-type wants something signed', async () => {
    await useExecutor(world, 'secure-response-type')
    expect(await authorize()).toBe('invalid_request: invalid response_type')
  })

  it('confidential-client keeps public clients out', async () => {
    await useExecutor(world, 'confidential-client')
    expect(await authorize({ client_id: 'public' })).toBe('invalid_client: invalid client access type: public')
    expect(await authorize()).toBe(undefined)
    expect(await askToken({ ...direct, client_id: 'public' }, {})).toMatchObject({ error: 'invalid_client' })
    expect(await askToken(service)).toMatchObject({ status: 200 })
  })

  it('dpop-bind-enforcer may want the key announced', async () => {
    await useExecutor(world, 'dpop-bind-enforcer', { 'enforce-authorization-code-binding-to-dpop': true })
    expect(await authorize()).toBe('invalid_request: Missing parameter: dpop_jkt')
  })

  it('secure-client-uris wants https', async () => {
    await addClient(world.test, world.realm, 'plain', { redirectUris: ['http://plain.test/cb'] })
    await useExecutor(world, 'secure-client-uris')
    const plain = { client_id: 'plain', redirect_uri: 'http://plain.test/cb' }
    expect(await authorize(plain)).toBe('invalid_request: Invalid redirect_uri')
    expect(await authorize()).toBe(undefined)
  })

  it('secure-par-content wants everything pushed; what is wrong is told to the user alone', async () => {
    await useExecutor(world, 'secure-par-content')
    expect(await authorize()).toBe('page 400')
    const pushed = await post(world.test, world.realm, 'ext/par/request', {
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
    })
    expect(pushed.statusCode).toBe(201)
    const uri = String(pushed.json()['request_uri'])
    const url = `/realms/${world.realm.realm.name}/protocol/openid-connect/auth`
    const open = (query: Record<string, string>) =>
      new Browser(world.test).request(`${url}?${new URLSearchParams({ client_id: 'app', request_uri: uri, ...query })}`)
    expect((await open({ nonce: 'beside' })).statusCode).toBe(400)
    expect((await open({})).statusCode).toBe(200)
  })

  it('secure-redirect-uris-enforcer of OAuth 2.1 wants the whole address', async () => {
    await addClient(world.test, world.realm, 'wildcard', { redirectUris: ['https://wild.test/*'] })
    const wild = { client_id: 'wildcard', redirect_uri: 'https://wild.test/any' }
    await useExecutor(world, 'secure-redirect-uris-enforcer', {})
    expect(await authorize(wild)).toBe(undefined)
    await useExecutor(world, 'secure-redirect-uris-enforcer', { 'oauth-2-1-compliant': true })
    expect(await authorize(wild)).toBe('page 400')
    expect(await authorize()).toBe(undefined)
  })

  it('reject-request refuses before anything else', async () => {
    await useExecutor(world, 'reject-request')
    expect(await authorize()).toBe('page 400')
  })
})

describe('executors of back-channel requests', () => {
  it('reject-ropc-grant refuses passwords', async () => {
    await useExecutor(world, 'reject-ropc-grant')
    expect(await askToken(direct)).toMatchObject({
      error: 'invalid_grant',
      error_description: 'resource owner password credentials grant is prohibited.',
    })
    expect(await askToken(service)).toMatchObject({ status: 200 })
  })

  it('secure-client-authenticator wants the allowed methods', async () => {
    await useExecutor(world, 'secure-client-authenticator', { 'allowed-client-authenticators': ['client-jwt'] })
    expect(await askToken(service)).toMatchObject({
      status: 400,
      error_description: 'Configured client authentication method not allowed for client',
    })
    await useExecutor(world, 'secure-client-authenticator', { 'allowed-client-authenticators': ['client-secret'] })
    expect(await askToken(service)).toMatchObject({ status: 200 })
  })

  it('secure-signature-algorithm-signed-jwt may want an assertion', async () => {
    await useExecutor(world, 'secure-signature-algorithm-signed-jwt', { 'require-client-assertion': true })
    expect(await askToken(service)).toMatchObject({ error_description: 'client assertion is required.' })
    await useExecutor(world, 'secure-signature-algorithm-signed-jwt')
    expect(await askToken(service)).toMatchObject({ status: 200 })
  })

  it('holder-of-key-enforcer wants a certificate', async () => {
    await useExecutor(world, 'holder-of-key-enforcer')
    expect(await askToken(service)).toMatchObject({
      error: 'invalid_request',
      error_description: 'Client Certification missing for MTLS HoK Token Binding',
    })
  })

  it('dpop-bind-enforcer wants a proof with the code', async () => {
    await useExecutor(world, 'dpop-bind-enforcer')
    const form = { grant_type: 'authorization_code', code: 'x', redirect_uri: redirectUri }
    expect(await askToken(form)).toMatchObject({ error_description: 'DPoP proof is missing' })
  })

  it('use-lightweight-access-token leaves out what introspection tells', async () => {
    const full = await askToken({ ...direct, scope: 'openid' })
    expect(claimsOf(full['access_token'])).toHaveProperty('realm_access')
    await useExecutor(world, 'use-lightweight-access-token')
    const light = await askToken({ ...direct, scope: 'openid' })
    expect(claimsOf(light['access_token'])).not.toHaveProperty('realm_access')
  })

  it('reject-request refuses introspection, revocation, userinfo and the end of sessions', async () => {
    const tokens = await askToken({ ...direct, scope: 'openid' })
    await useExecutor(world, 'reject-request')
    const token = String(tokens['access_token'])
    for (const path of ['token/introspect', 'revoke']) {
      expect((await post(world.test, world.realm, path, { token })).json()['error_description']).toBe(
        'Request not allowed',
      )
    }
    const url = `/realms/${world.realm.realm.name}/protocol/openid-connect/userinfo`
    expect((await world.test.inject({ url, token })).statusCode).toBe(400)
    const refresh = { refresh_token: String(tokens['refresh_token']) }
    expect((await post(world.test, world.realm, 'logout', refresh)).statusCode).toBe(400)
  })
})

describe('conditions', () => {
  const isRefused = async (form: Record<string, string> = service, headers: Record<string, string> = basic('app')) =>
    (await askToken(form, headers))['error_description'] === 'Request not allowed'
  const when = (condition: string, configuration: Json) =>
    useExecutor(world, 'reject-request', {}, condition, configuration)

  it('client-access-type', async () => {
    await when('client-access-type', { type: ['confidential'] })
    expect(await isRefused()).toBe(true)
    expect(await isRefused({ ...direct, client_id: 'public' }, {})).toBe(false)
    expect(await create({ publicClient: true })).toMatchObject({ status: 201 })
    expect(await create({})).toMatchObject({ status: 400 })
  })

  it('the other way around by negative logic', async () => {
    await when('client-access-type', { type: ['confidential'], 'is-negative-logic': true })
    expect(await isRefused()).toBe(false)
    expect(await isRefused({ ...direct, client_id: 'public' }, {})).toBe(true)
  })

  it('client-attributes', async () => {
    await when('client-attributes', { attributes: '[{"key":"a","value":"b"}]' })
    expect(await isRefused()).toBe(false)
    expect(await create({ attributes: { a: 'b' } })).toMatchObject({ status: 400 })
    expect(await create({ attributes: { a: 'c' } })).toMatchObject({ status: 201 })
  })

  it('client-roles', async () => {
    const client = await world.realm.client('app')
    await administer(world, 'POST', `clients/${client?.client.id}/roles`, { name: 'strict' })
    await when('client-roles', { roles: ['strict'] })
    expect(await isRefused()).toBe(true)
    expect(await isRefused({ ...direct, client_id: 'public' }, {})).toBe(false)
    expect(await create({})).toMatchObject({ status: 201 })
  })

  it('client-scopes', async () => {
    await when('client-scopes', { type: 'Default', scopes: ['email'] })
    expect(await isRefused()).toBe(true)
    await when('client-scopes', { type: 'Optional', scopes: ['address'] })
    expect(await isRefused()).toBe(false)
    expect(await isRefused({ ...service, scope: 'address' })).toBe(true)
  })

  it('client-type', async () => {
    await when('client-type', { protocol: 'openid-connect' })
    expect(await isRefused()).toBe(true)
    await when('client-type', { protocol: 'saml' })
    expect(await isRefused()).toBe(false)
  })

  it('grant-type', async () => {
    await when('grant-type', { grant_types: ['client_credentials'] })
    expect(await isRefused()).toBe(true)
    expect(await isRefused(direct)).toBe(false)
  })

  it('acr-condition', async () => {
    await when('acr-condition', { 'acr-property': 'gold' })
    expect(await authorize({ acr_values: 'gold' })).toBe('invalid_request: Request not allowed')
    expect(await authorize({ acr_values: 'silver' })).toBe(undefined)
    expect(await isRefused()).toBe(false)
  })

  it('client-updater-source-groups', async () => {
    const { id, token } = await createAdministrator(world.test, world.realm, ['manage-clients'])
    const created = await administer(world, 'POST', 'groups', { name: 'topGroup' })
    const group = String(created.headers.location).split('/').pop()
    await when('client-updater-source-groups', { groups: ['topGroup'] })
    const member = { ...world, admin: token }
    const make = async () => (await administer(member, 'POST', 'clients', { clientId: `grouped-${++made}` })).statusCode
    expect(await make()).toBe(201)
    expect((await administer(world, 'PUT', `users/${id}/groups/${group}`)).statusCode).toBe(204)
    expect(await make()).toBe(400)
  })

  it('client-updater-context, -host and -roles', async () => {
    for (const [condition, yes, no] of [
      [
        'client-updater-context',
        { 'update-client-source': ['ByAuthenticatedUser'] },
        { 'update-client-source': ['ByAnonymous'] },
      ],
      ['client-updater-source-host', { 'trusted-hosts': ['127.0.0.1'] }, { 'trusted-hosts': ['192.0.2.1'] }],
      ['client-updater-source-roles', { roles: ['admin'] }, { roles: ['nobody'] }],
    ] as const) {
      await when(condition, yes)
      expect([condition, await create({})]).toMatchObject([condition, { status: 400 }])
      expect(await isRefused()).toBe(false)
      await when(condition, no)
      expect([condition, await create({})]).toMatchObject([condition, { status: 201 }])
    }
  })
})

it('dynamic registration is asked too, and a token may stay by policy', async () => {
  const access = (await administer(world, 'POST', 'clients-initial-access', { count: 10 })).json()
  const url = `/realms/${world.realm.realm.name}/clients-registrations/openid-connect`
  const register = () =>
    world.test.inject({ method: 'POST', url, token: access['token'], payload: { redirect_uris: [redirectUri] } })
  const client = (await register()).json()
  await useExecutor(world, 'registration-access-token-rotation-disabled')
  const token = String(client['registration_access_token'])
  const payload = { client_id: client['client_id'], redirect_uris: [redirectUri] }
  for (const _ of [1, 2]) {
    const answer = await world.test.inject({ method: 'PUT', url: `${url}/${client['client_id']}`, token, payload })
    expect([answer.statusCode, claimsOf(answer.json()['registration_access_token'])['jti']]).toEqual([
      200,
      claimsOf(token)['jti'],
    ])
  }
  await useExecutor(world, 'reject-request', {}, 'client-updater-context', {
    'update-client-source': ['ByInitialAccessToken'],
  })
  const refused = await register()
  expect([refused.statusCode, refused.json()['error_description']]).toEqual([400, 'Request not allowed'])
})
