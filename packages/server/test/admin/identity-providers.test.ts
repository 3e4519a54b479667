import KeycloakAdminClient, { NetworkError } from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findIdentityProvider } from '../../src/model/identity-provider/identity-provider.store.ts'
import { openIdentityProviderConfig } from '../../src/model/identity-provider/identity-provider-secrets.ts'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { openReceiver, type Receiver } from '../fixture/receiver.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let admin: KeycloakAdminClient
let realm: RealmSnapshot
let receiver: Receiver
const masked = '**********'

beforeAll(async () => {
  receiver = await openReceiver()
  test = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  realm = await test.createRealm({ adminEventsEnabled: true, adminEventsDetailsEnabled: true })
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
  admin.setConfig({ realmName: realm.realm.name })
})
afterAll(async () => {
  await test.stop()
  await receiver.close()
})

const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
  test.inject({
    method,
    url: `/admin/realms/${realm.realm.name}/identity-provider${path}`,
    token: await test.adminToken(),
    ...(payload ? { payload } : {}),
  })

const secretOf = async (alias: string) => {
  const stored = await findIdentityProvider(test.server.storage, realm.realm.id, { alias })
  if (!stored) throw new Error(`There is no ${alias}`)
  return { stored, secret: openIdentityProviderConfig(stored, test.server.secrets)['clientSecret'] }
}

const aliases = (providers: readonly { alias?: string }[]) => providers.map(({ alias }) => alias)

describe('identity providers', () => {
  const full = {
    alias: 'full',
    displayName: 'Full One',
    providerId: 'oidc',
    enabled: false,
    trustEmail: true,
    storeToken: false,
    linkOnly: true,
    hideOnLogin: true,
    firstBrokerLoginFlowAlias: 'first broker login',
    postBrokerLoginFlowAlias: 'browser',
  }

  it('go in and out with all that was said of them, and nothing that was not', async () => {
    const config = { authorizationUrl: 'https://x.example/auth', clientId: 'c', clientSecret: 's3cret', empty: '' }
    const { id } = await admin.identityProviders.create({ ...full, config })
    expect(id).toBe('full')
    const found = await admin.identityProviders.findOne({ alias: 'full' })
    expect(found).toEqual({
      ...full,
      internalId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      config: { authorizationUrl: 'https://x.example/auth', clientId: 'c', clientSecret: masked },
      types: [
        'USER_AUTHENTICATION',
        'CLIENT_ASSERTION',
        'TRUST_MATERIAL',
        'EXCHANGE_EXTERNAL_TOKEN',
        'JWT_AUTHORIZATION_GRANT',
      ],
    })
    await admin.identityProviders.create({ alias: 'bare', providerId: 'saml' })
    expect(await admin.identityProviders.findOne({ alias: 'bare' })).toEqual({
      alias: 'bare',
      internalId: expect.any(String),
      providerId: 'saml',
      enabled: true,
      config: {},
      types: ['USER_AUTHENTICATION'],
    })
  })

  it('keep a secret sealed, and when its mask comes back', async () => {
    const { stored, secret } = await secretOf('full')
    expect([secret, JSON.stringify(stored).includes('s3cret')]).toEqual(['s3cret', false])
    const update = (config: Record<string, string>) =>
      admin.identityProviders.update({ alias: 'full' }, { alias: 'full', providerId: 'oidc', config })
    await update({ clientId: 'd', clientSecret: masked })
    expect(await secretOf('full')).toMatchObject({ secret: 's3cret', stored: { config: { clientId: 'd' } } })
    await update({ clientSecret: 'newer' })
    expect((await secretOf('full')).secret).toBe('newer')
    await update({})
    expect((await secretOf('full')).secret).toBeUndefined()
    await update({ clientSecret: masked })
    expect((await secretOf('full')).secret).toBeUndefined()
  })

  it('are replaced as a whole, but for alias, kind and id', async () => {
    const before = await admin.identityProviders.findOne({ alias: 'full' })
    await admin.identityProviders.update(
      { alias: 'full' },
      { alias: 'full', internalId: 'x', providerId: 'saml', displayName: 'Else' },
    )
    expect(await admin.identityProviders.findOne({ alias: 'full' })).toEqual({
      alias: 'full',
      displayName: 'Else',
      internalId: before?.internalId,
      providerId: 'oidc',
      enabled: true,
      config: {},
      types: before?.types,
    })
  })

  it.each<[string, object, number, object]>([
    [
      'an alias that is taken',
      { alias: 'bare', providerId: 'oidc' },
      409,
      { errorMessage: 'Identity Provider bare already exists' },
    ],
    ['an alias with a blank', { alias: 'a b', providerId: 'oidc' }, 400, { errorMessage: 'Empty Space not allowed.' }],
    ['no kind', { alias: 'x' }, 400, { errorMessage: 'Invalid identity provider id [null]' }],
    [
      'an unknown kind',
      { alias: 'x', providerId: 'nope' },
      400,
      { errorMessage: 'Invalid identity provider id [nope]' },
    ],
    [
      'an unknown flow',
      { alias: 'x', providerId: 'oidc', firstBrokerLoginFlowAlias: 'nope' },
      400,
      { errorMessage: 'No available authentication flow with alias: nope' },
    ],
    ...(
      [
        ['oidc', { authorizationUrl: 'javascript:alert(1)' }, 'The url [authorization_url] is malformed'],
        ['oidc', { tokenUrl: 'nope' }, 'The url [token_url] is malformed'],
        ['oidc', { userInfoUrl: 'http://far.example/' }, 'The url [userinfo_url] requires secure connections'],
        ['oidc', { pkceEnabled: 'true', pkceMethod: 'wat' }, 'PKCE Method not supported: wat'],
        ['oidc', { jwtAuthorizationGrantEnabled: 'true' }, 'Issuer is required'],
        [
          'oidc',
          { jwtAuthorizationGrantEnabled: 'true', issuer: 'https://i.example', useJwksUrl: 'true' },
          "JWKS URL is required when 'JWT Authorization Grant' enabled and 'Use JWKS URL' enabled",
        ],
        [
          'keycloak-oidc',
          { supportsClientAssertions: 'true', issuer: 'https://i.example' },
          "The 'Validating public key' is required when 'Supports client assertions' enabled and 'Use JWKS URL' disabled",
        ],
        ['oauth2', {}, 'User Info URL not provided'],
        ['saml', { singleSignOnServiceUrl: 'nope' }, 'The url [singleSignOnServiceUrl] is malformed'],
        [
          'saml',
          { useMetadataDescriptorUrl: 'true' },
          'useMetadataDescriptorUrl needs a non-empty URL for metadataDescriptorUrl',
        ],
        ['google', { issuer: 'https://else.example' }, 'The issuer url [https://else.example] is invalid'],
        ['kubernetes', { issuer: 'nope' }, 'The url [Issuer] is malformed'],
      ] as const
    ).map(([providerId, config, errorMessage]): [string, object, number, object] => [
      `${providerId}: ${errorMessage}`,
      { alias: 'x', providerId, config },
      400,
      { errorMessage },
    ]),
  ])('are refused with %s', async (_, body, status, expected) => {
    const answer = await call('POST', '/instances', body)
    expect([answer.statusCode, answer.json()]).toEqual([status, expected])
  })

  it('never change their alias, and are not found under another', async () => {
    const answer = await call('PUT', '/instances/bare', { alias: 'other', providerId: 'saml' })
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      { errorMessage: 'Identity Provider alias cannot be changed' },
    ])
    expect(await admin.identityProviders.findOne({ alias: 'other' })).toBeNull()
    for (const method of ['PUT', 'DELETE'] as const) {
      expect((await call(method, '/instances/other', { alias: 'other', providerId: 'saml' })).statusCode).toBe(404)
    }
  })

  it('do not share the issuer that a grant is looked for under, each use for itself', async () => {
    const keys = { useJwksUrl: 'true', jwksUrl: 'https://i.example/keys', issuer: 'https://i.example' }
    const create = (alias: string, config: object) => call('POST', '/instances', { alias, providerId: 'oidc', config })
    expect((await create('by-grant', { ...keys, jwtAuthorizationGrantEnabled: 'true' })).statusCode).toBe(201)
    expect((await create('by-assertion', { ...keys, supportsClientAssertions: 'true' })).statusCode).toBe(201)
    expect((await create('by-login', keys)).statusCode).toBe(201)
    for (const [use, owner] of [
      ['jwtAuthorizationGrantEnabled', 'by-grant'],
      ['supportsClientAssertions', 'by-assertion'],
    ]) {
      const answer = await create('second', { ...keys, [String(use)]: 'true' })
      expect([answer.statusCode, answer.json().errorMessage]).toEqual([
        400,
        expect.stringContaining(`Issuer URL already used for IDP '${owner}'`),
      ])
    }
    for (const alias of ['by-grant', 'by-assertion', 'by-login']) await admin.identityProviders.del({ alias })
  })

  it('are searched, narrowed and paged in the order of their aliases', async () => {
    await admin.identityProviders.create({ alias: 'octo', providerId: 'github', displayName: 'Full of cats' })
    await admin.identityProviders.create({
      alias: 'grant',
      providerId: 'jwt-authorization-grant',
      config: { issuer: 'https://g.example' },
    })
    await admin.identityProviders.create({ alias: 'pod', providerId: 'kubernetes' })
    const find = async (query: object) => aliases(await admin.identityProviders.find(query as never))
    expect(await find({})).toEqual(['bare', 'full', 'grant', 'octo', 'pod'])
    expect(await find({ first: 1, max: 2 })).toEqual(['full', 'grant'])
    expect(await find({ search: 'FULL' })).toEqual(['full', 'octo'])
    expect(await find({ search: 'ull' })).toEqual([])
    expect(await find({ search: '*ull' })).toEqual(['full', 'octo'])
    expect(await find({ search: '"full"' })).toEqual(['full'])
    expect(await find({ search: '_ull' })).toEqual([])
    expect(await find({ type: 'JWT_AUTHORIZATION_GRANT' })).toEqual(['full', 'grant'])
    expect(await find({ type: 'CLIENT_ASSERTION' })).toEqual(['full', 'pod'])
    expect(await find({ capability: 'USER_LINKING' })).toEqual(['bare', 'full', 'grant', 'octo'])
    expect(await find({ realmOnly: true, type: 'ANY' })).toHaveLength(5)
    const [brief] = await admin.identityProviders.find({ search: 'octo', briefRepresentation: true } as never)
    expect(brief).toEqual({
      alias: 'octo',
      displayName: 'Full of cats',
      internalId: expect.any(String),
      providerId: 'github',
      enabled: true,
      config: {},
    })
  })

  it('say with which settings they come', async () => {
    expect(await admin.identityProviders.findFactory({ providerId: 'github' })).toMatchObject({
      id: 'github',
      name: 'GitHub',
      configProperties: [{ name: 'baseUrl' }, { name: 'apiUrl' }, { name: 'githubJsonFormat', defaultValue: false }],
    })
    expect((await call('GET', '/providers/nope')).statusCode).toBe(400)
    const info = await admin.serverInfo.find()
    expect(info.identityProviders).toHaveLength(19)
    expect(info.socialProviders).toContainEqual({ groupName: 'Social', name: 'Google', id: 'google' })
    expect(info.identityProviders).toContainEqual({ groupName: 'User-defined', name: 'SAML v2.0', id: 'saml' })
    const types = info.componentTypes as Record<string, { id: string }[]> | undefined
    expect(types?.['org.keycloak.broker.provider.IdentityProviderMapper']?.map(({ id }) => id)).toContain(
      'saml-role-idp-mapper',
    )
  })

  it('have no permissions of the first kind', async () => {
    const refusal = {
      error: 'Feature not enabled',
      error_description: 'For more on this error consult the server log.',
    }
    for (const ask of [
      () => admin.identityProviders.listPermissions({ alias: 'full' }),
      () => admin.identityProviders.updatePermission({ alias: 'full' }, { enabled: true }),
    ]) {
      const error = await ask().then(
        () => undefined,
        (problem: unknown) => problem,
      )
      expect(error).toBeInstanceOf(NetworkError)
      expect(error).toMatchObject({ response: { status: 501 }, responseData: refusal })
    }
  })

  it('tell a SAML provider what it must know of the realm, escaped, and others nothing', async () => {
    await admin.identityProviders.update(
      { alias: 'bare' },
      {
        alias: 'bare',
        providerId: 'saml',
        config: { entityId: 'https://we"<&', wantAuthnRequestsSigned: 'true' },
      },
    )
    const metadata = await call('GET', '/instances/bare/export')
    expect([metadata.statusCode, metadata.headers['content-type']]).toEqual([
      200,
      expect.stringContaining('application/xml'),
    ])
    expect(metadata.body).toContain('entityID="https://we&quot;&lt;&amp;"')
    expect(metadata.body).toContain(`/realms/${realm.realm.name}/broker/bare/endpoint`)
    expect(metadata.body).toContain('<ds:X509Certificate>')
    expect((await call('GET', '/instances/full/export')).statusCode).toBe(204)
  })

  it('leave traces of every change, without their secrets', async () => {
    await admin.identityProviders.create({
      alias: 'traced',
      providerId: 'oidc',
      config: { clientSecret: 'never told' },
    })
    await admin.identityProviders.update(
      { alias: 'traced' },
      { providerId: 'oidc', config: { clientSecret: 'never told' } },
    )
    await admin.identityProviders.del({ alias: 'traced' })
    const events = await admin.realms.findAdminEvents({
      realm: realm.realm.name,
      resourcePath: 'identity-provider/instances/traced',
    } as never)
    expect(events.map(({ operationType, resourceType }) => `${operationType} ${resourceType}`)).toEqual([
      'DELETE IDENTITY_PROVIDER',
      'UPDATE IDENTITY_PROVIDER',
      'CREATE IDENTITY_PROVIDER',
    ])
    expect(JSON.stringify(events)).not.toContain('never told')
    expect(JSON.stringify(events)).toContain(masked)
  })
})

describe('settings from what a provider publishes', () => {
  const document = {
    issuer: 'https://op.example',
    authorization_endpoint: 'https://op.example/auth',
    token_endpoint: 'https://op.example/token',
    userinfo_endpoint: 'https://op.example/me',
    introspection_endpoint: 'https://op.example/introspect',
    end_session_endpoint: 'https://op.example/bye',
    jwks_uri: 'https://op.example/keys',
    something_else: [1],
  }
  const oauth = {
    issuer: document.issuer,
    authorizationUrl: document.authorization_endpoint,
    tokenUrl: document.token_endpoint,
    userInfoUrl: document.userinfo_endpoint,
    tokenIntrospectionUrl: document.introspection_endpoint,
  }
  const openId = {
    ...oauth,
    logoutUrl: document.end_session_endpoint,
    jwksUrl: document.jwks_uri,
    useJwksUrl: 'true',
    validateSignature: 'true',
  }

  it('are read from its address', async () => {
    receiver.body = JSON.stringify(document)
    const fromUrl = `${receiver.url}/.well-known/openid-configuration`
    const read = (providerId: string) => admin.identityProviders.importFromUrl({ providerId, fromUrl })
    expect(await read('oidc')).toEqual({ ...openId, metadataDescriptorUrl: fromUrl })
    expect(await read('oauth2')).toEqual({ ...oauth, metadataDescriptorUrl: fromUrl })
    expect(await read('github')).toEqual({ metadataDescriptorUrl: fromUrl })
  })

  it('are read from a file', async () => {
    const form = new FormData()
    form.append('providerId', 'oidc')
    form.append('file', new Blob([JSON.stringify(document)]), 'discovery.json')
    expect(await admin.identityProviders.importFromUrl(form)).toEqual(openId)
  })

  it.each<[string, () => object | Promise<object>]>([
    ['nothing', () => ({})],
    ['no address', () => ({ providerId: 'oidc' })],
    ['an unknown kind', () => ({ providerId: 'nope', fromUrl: receiver.url })],
    ['an address inside that the operator did not allow', () => ({ providerId: 'oidc', fromUrl: 'http://10.0.0.1/' })],
    ['a file in place of an address', () => ({ providerId: 'oidc', fromUrl: 'file:///etc/passwd' })],
  ])('are refused for %s', async (_, body) => {
    receiver.body = JSON.stringify(document)
    expect((await call('POST', '/import-config', await body())).statusCode).toBe(400)
  })

  it('are refused when the address tells something else, which is not shown', async () => {
    receiver.body = 'root:x:0:0'
    const answer = await call('POST', '/import-config', { providerId: 'oidc', fromUrl: receiver.url })
    expect([answer.statusCode, answer.body.includes('root')]).toEqual([400, false])
  })

  it('include keys, fetched anew when asked for', async () => {
    const { keys } = (await test.inject({ url: `/realms/${realm.realm.name}/protocol/openid-connect/certs` })).json()
    receiver.body = JSON.stringify({ keys })
    await admin.identityProviders.create({
      alias: 'keyed',
      providerId: 'oidc',
      config: { useJwksUrl: 'true', jwksUrl: `${receiver.url}/keys` },
    })
    const asked = receiver.received.length
    expect(await admin.identityProviders.reloadKeys({ alias: 'keyed' })).toBe(true)
    expect(receiver.received.length).toBe(asked + 1)
    expect(await admin.identityProviders.reloadKeys({ alias: 'full' })).toBe(false)
  })

  it('include certificates, read and not kept', async () => {
    const form = new FormData()
    form.append('keystoreFormat', 'Certificate PEM')
    form.append('file', new Blob([String(realm.activeKey('SIG', 'RS256')?.certificate)]), 'c.pem')
    expect(await admin.identityProviders.uploadCertificate({}, form)).toEqual({
      certificate: realm.activeKey('SIG', 'RS256')?.certificate,
    })
  })
})

describe('mappers of identity providers', () => {
  it('come in the kinds that fit the provider', async () => {
    const kinds = async (alias: string) => Object.keys(await admin.identityProviders.findMapperTypes({ alias })).sort()
    const general = [
      'hardcoded-attribute-idp-mapper',
      'hardcoded-user-session-attribute-idp-mapper',
      'oidc-hardcoded-group-idp-mapper',
      'oidc-hardcoded-role-idp-mapper',
    ]
    expect(await kinds('grant')).toEqual(general)
    expect(await kinds('octo')).toEqual(['github-user-attribute-mapper', ...general, 'oidc-username-idp-mapper'])
    expect(await kinds('full')).toEqual(
      [
        ...general,
        'oidc-advanced-group-idp-mapper',
        'oidc-advanced-role-idp-mapper',
        'oidc-role-idp-mapper',
        'oidc-user-attribute-idp-mapper',
        'oidc-user-session-note-idp-mapper',
        'oidc-username-idp-mapper',
      ].sort(),
    )
    const types: Record<string, unknown> = await admin.identityProviders.findMapperTypes({ alias: 'full' })
    expect(types['oidc-username-idp-mapper']).toMatchObject({
      name: 'Username Template Importer',
      category: 'Preprocessor',
      properties: [{ name: 'template' }, { name: 'target', options: ['LOCAL', 'BROKER_ID', 'BROKER_USERNAME'] }],
    })
  })

  it('are made, read, replaced and removed', async () => {
    const mapper = {
      name: 'dept',
      identityProviderAlias: 'full',
      identityProviderMapper: 'oidc-user-attribute-idp-mapper',
      config: { syncMode: 'INHERIT', claim: 'dept', 'user.attribute': 'dept' },
    }
    const made = await admin.identityProviders.createMapper({ alias: 'full', identityProviderMapper: mapper })
    const id = String(made.id)
    expect(await admin.identityProviders.findOneMapper({ alias: 'full', id })).toEqual({ id, ...mapper })
    expect(await admin.identityProviders.findMappers({ alias: 'full' })).toEqual([{ id, ...mapper }])
    const changed = { ...mapper, name: 'section', config: { claim: 'section' } }
    await admin.identityProviders.updateMapper({ alias: 'full', id }, { id, ...changed })
    expect(await admin.identityProviders.findOneMapper({ alias: 'full', id })).toEqual({ id, ...changed })
    expect(await admin.identityProviders.findOneMapper({ alias: 'bare', id })).toBeNull()
    expect((await call('DELETE', `/instances/bare/mappers/${id}`)).statusCode).toBe(404)
    const again = await call('POST', '/instances/full/mappers', changed)
    expect([again.statusCode, again.json()]).toEqual([
      400,
      { errorMessage: "Failed to add mapper 'section' to identity provider [oidc]." },
    ])
    await admin.identityProviders.delMapper({ alias: 'full', id })
    const gone = await call('GET', `/instances/full/mappers/${id}`)
    expect([gone.statusCode, gone.json()]).toEqual([404, { error: 'Model not found' }])
  })

  it.each<[string, object]>([
    ['without a name', { identityProviderMapper: 'oidc-role-idp-mapper' }],
    ['of no kind', { name: 'x' }],
    ['of an unknown kind', { name: 'x', identityProviderMapper: 'nope' }],
  ])('are refused %s', async (_, body) => {
    expect((await call('POST', '/instances/full/mappers', body)).statusCode).toBe(400)
  })

  it('go with their provider, as links to users do', async () => {
    await admin.identityProviders.create({ alias: 'leaving', providerId: 'oidc' })
    const identityProviderMapper = { name: 'm', identityProviderMapper: 'oidc-role-idp-mapper' }
    await admin.identityProviders.createMapper({ alias: 'leaving', identityProviderMapper })
    const { id } = await admin.users.create({ username: 'linked', enabled: true })
    await admin.users.addToFederatedIdentity({
      id,
      federatedIdentityId: 'leaving',
      federatedIdentity: { userId: 'ext', userName: 'at leaving' },
    })
    expect(await admin.users.listFederatedIdentities({ id })).toEqual([
      { identityProvider: 'leaving', userId: 'ext', userName: 'at leaving' },
    ])
    await admin.identityProviders.del({ alias: 'leaving' })
    expect(await admin.users.listFederatedIdentities({ id })).toEqual([])
    await admin.identityProviders.create({ alias: 'leaving', providerId: 'oidc' })
    expect(await admin.identityProviders.findMappers({ alias: 'leaving' })).toEqual([])
  })
})

describe('identity providers of another realm', () => {
  type Operation = readonly [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object]
  const operations: readonly Operation[] = [
    ['GET', '/instances/full'],
    ['PUT', '/instances/full', { alias: 'full', providerId: 'oidc' }],
    ['DELETE', '/instances/full'],
    ['GET', '/instances/full/export'],
    ['GET', '/instances/full/reload-keys'],
    ['GET', '/instances/full/mapper-types'],
    ['GET', '/instances/full/mappers'],
    ['POST', '/instances/full/mappers', { name: 'x', identityProviderMapper: 'oidc-role-idp-mapper' }],
    ['GET', '/instances/full/mappers/MAPPER'],
    ['PUT', '/instances/full/mappers/MAPPER', { name: 'x', identityProviderMapper: 'oidc-role-idp-mapper' }],
    ['DELETE', '/instances/full/mappers/MAPPER'],
    // The own provider of the same alias does not lead to the mapper either.
    ['GET', '/instances/same/mappers/MAPPER'],
    ['PUT', '/instances/same/mappers/MAPPER', { name: 'x', identityProviderMapper: 'oidc-role-idp-mapper' }],
    ['DELETE', '/instances/same/mappers/MAPPER'],
  ]
  let other: RealmSnapshot
  let stranger: string
  let reader: string
  let mapper: string

  beforeAll(async () => {
    other = await test.createRealm()
    stranger = (await createAdministrator(test, other, ['realm-admin'])).token
    reader = (await createAdministrator(test, realm, ['view-identity-providers'])).token
    await admin.identityProviders.create({ alias: 'same', providerId: 'oidc' })
    const identityProviderMapper = { name: 'm', identityProviderMapper: 'oidc-role-idp-mapper' }
    mapper = String((await admin.identityProviders.createMapper({ alias: 'same', identityProviderMapper })).id)
    const url = `/admin/realms/${other.realm.name}/identity-provider/instances`
    await test.inject({ method: 'POST', url, token: stranger, payload: { alias: 'same', providerId: 'oidc' } })
  })

  const rows = operations.map(([method, path, payload]) => ({ method, path, payload }))

  const ask = (where: RealmSnapshot, token: string, { method, path, payload }: (typeof rows)[number]) =>
    test.inject({
      method,
      url: `/admin/realms/${where.realm.name}/identity-provider${path.replace('MAPPER', mapper)}`,
      token,
      ...(payload ? { payload } : {}),
    })

  it.each(rows)('are not found: $method $path', async (row) => {
    expect((await ask(other, stranger, row)).statusCode).toBe(404)
  })

  it.each(rows)('are refused to its administrator: $method $path', async (row) => {
    expect((await ask(realm, stranger, row)).statusCode).toBe(401)
  })

  it('are there still, and those who may only look change nothing', async () => {
    expect(await admin.identityProviders.findOneMapper({ alias: 'same', id: mapper })).toMatchObject({ name: 'm' })
    const imports = { method: 'POST', path: '/import-config', payload: { providerId: 'oidc' } } as const
    for (const row of [...rows, imports]) {
      const isRefused = (await ask(realm, reader, row)).statusCode === 403
      expect(isRefused, `${row.method} ${row.path}`).toBe(row.method !== 'GET')
    }
  })
})
