import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { addClient, basic, claimsOf, endpointOf, post, secret } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  await addClient(server, realm, 'app', { serviceAccountsEnabled: true, webOrigins: ['https://app.test'] })
  await addClient(server, realm, 'other', { serviceAccountsEnabled: true })
  await addClient(server, realm, 'plain', {})
  await addClient(server, realm, 'spa', { publicClient: true, webOrigins: ['+'] })
  await addClient(server, realm, 'small', {
    serviceAccountsEnabled: true,
    attributes: { 'client.use.lightweight.access.token.enabled': 'true' },
  })
})
afterAll(() => server.stop())

const grant = { grant_type: 'client_credentials' }
const tokens = (form: Record<string, string> = {}, headers?: Record<string, string>) =>
  post(server, realm, 'token', { ...grant, ...form }, headers)

describe('discovery', () => {
  test('names addresses below the issuer', async () => {
    const answer = await server.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` })
    const issuer = `${server.url}/realms/${realm.realm.name}`
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain('application/json')
    expect(answer.json()).toMatchObject({
      issuer,
      token_endpoint: `${issuer}/protocol/openid-connect/token`,
      response_types_supported: expect.arrayContaining(['code', 'code id_token', 'none']),
      code_challenge_methods_supported: ['plain', 'S256'],
      token_endpoint_auth_methods_supported: expect.arrayContaining(['client_secret_basic', 'client_secret_post']),
      authorization_response_iss_parameter_supported: true,
    })
    // CIBA is named where there is a channel to ask users by.
    const grants = [...server.server.registry.grants.keys()].filter((type) => !type.endsWith(':ciba'))
    expect(answer.json().grant_types_supported.toSorted()).toEqual([...grants, 'implicit'].toSorted())
  })

  test('can be read by scripts of any page', async () => {
    const url = `/realms/${realm.realm.name}/.well-known/openid-configuration`
    const answer = await server.inject({ url, headers: { origin: 'https://any.test' } })
    expect(answer.headers['access-control-allow-origin']).toBe('*')
  })

  test('is 404 for a realm that does not exist', async () => {
    const answer = await server.inject({ url: '/realms/nowhere/.well-known/openid-configuration' })
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toEqual({ error: 'Realm does not exist' })
  })

  test('the key set holds public keys alone', async () => {
    const { keys } = (await server.inject({ url: endpointOf(realm, 'certs') })).json()
    expect(keys.map((key: { alg: string }) => key.alg).sort()).toEqual(['ES256', 'RS256', 'RSA-OAEP'])
    for (const key of keys) {
      expect(key).toMatchObject({ kty: expect.stringMatching(/^(RSA|EC)$/), kid: expect.any(String) })
      for (const secretPart of ['d', 'p', 'q', 'k']) expect(key).not.toHaveProperty(secretPart)
    }
  })

  test('the realm describes itself', async () => {
    const answer = await server.inject({ url: `/realms/${realm.realm.name}` })
    expect(answer.json()).toEqual({
      realm: realm.realm.name,
      public_key: expect.stringMatching(/^MII/),
      'token-service': `${server.url}/realms/${realm.realm.name}/protocol/openid-connect`,
      'account-service': `${server.url}/realms/${realm.realm.name}/account`,
      'tokens-not-before': 0,
    })
  })
})

describe('client_credentials', () => {
  test('gives an access token without session or refresh token', async () => {
    const answer = await tokens()
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.json()).toEqual({
      access_token: expect.any(String),
      expires_in: 300,
      refresh_expires_in: 0,
      token_type: 'Bearer',
      'not-before-policy': 0,
      scope: expect.any(String),
    })
    expect(answer.json().scope.split(' ').sort()).toEqual(['email', 'profile'])
    const claims = claimsOf(answer.json().access_token)
    const now = Math.floor(server.clock.now() / 1000)
    expect(claims).toMatchObject({
      exp: now + 300,
      iat: now,
      jti: expect.any(String),
      iss: `${server.url}/realms/${realm.realm.name}`,
      sub: expect.any(String),
      typ: 'Bearer',
      azp: 'app',
      acr: '1',
      aud: 'account',
      'allowed-origins': ['https://app.test'],
      preferred_username: 'service-account-app',
      client_id: 'app',
      clientHost: '127.0.0.1',
      clientAddress: '127.0.0.1',
      email_verified: false,
    })
    expect(claims).not.toHaveProperty('sid')
    expect(claims['realm_access']).toEqual({
      roles: expect.arrayContaining([`default-roles-${realm.realm.name}`, 'offline_access', 'uma_authorization']),
    })
    expect(claims['resource_access']).toEqual({
      account: { roles: expect.arrayContaining(['manage-account', 'manage-account-links', 'view-profile']) },
    })
  })

  test('with openid there is an ID token of the service account, which never signed in', async () => {
    const answer = (await tokens({ scope: 'openid' })).json()
    const claims = claimsOf(answer.id_token)
    expect(claims).toMatchObject({ aud: 'app', preferred_username: 'service-account-app' })
    expect(claims).not.toHaveProperty('sid')
    expect(claims).not.toHaveProperty('auth_time')
    expect(claimsOf(answer.access_token)).not.toHaveProperty('auth_time')
  })

  test('the secret may stand in the form', async () => {
    const answer = await tokens({ client_id: 'app', client_secret: secret }, {})
    expect(answer.statusCode).toBe(200)
  })

  test('lightweight tokens leave the rest to introspection', async () => {
    const answer = await tokens({}, basic('small'))
    const claims = claimsOf(answer.json().access_token)
    expect(Object.keys(claims).sort()).toEqual(['azp', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub', 'typ'])
    const told = await post(server, realm, 'token/introspect', { token: answer.json().access_token }, basic('small'))
    expect(told.json()).toMatchObject({ active: true, preferred_username: 'service-account-small' })
    expect(told.json().realm_access.roles).toContain('offline_access')
  })

  test.each<[string, Record<string, string>, Record<string, string> | undefined, number, string, string]>([
    [
      'a wrong secret',
      {},
      basic('app', 'wrong'),
      401,
      'unauthorized_client',
      'Invalid client or Invalid client credentials',
    ],
    [
      'an empty secret',
      {},
      basic('app', ''),
      401,
      'unauthorized_client',
      'Invalid client or Invalid client credentials',
    ],
    ['no secret', { client_id: 'app' }, {}, 401, 'unauthorized_client', 'Invalid client or Invalid client credentials'],
    ['no client', {}, {}, 401, 'invalid_client', 'Invalid client or Invalid client credentials'],
    ['an unknown client', {}, basic('nobody'), 401, 'invalid_client', 'Invalid client or Invalid client credentials'],
    [
      'two names',
      { client_id: 'other' },
      undefined,
      401,
      'invalid_client',
      'Invalid client or Invalid client credentials',
    ],
    [
      "a public client's name beside another's secret",
      { client_id: 'spa' },
      undefined,
      401,
      'invalid_client',
      'Invalid client or Invalid client credentials',
    ],
    [
      'two secrets',
      { client_id: 'app', client_secret: 'x' },
      undefined,
      400,
      'invalid_request',
      'More than one client authentication method used',
    ],
    [
      'no service account',
      {},
      basic('plain'),
      401,
      'unauthorized_client',
      'Client not enabled to retrieve service account',
    ],
    [
      'a public client',
      { client_id: 'spa' },
      {},
      401,
      'unauthorized_client',
      'Public client not allowed to retrieve service account',
    ],
    [
      'an unknown scope',
      { scope: 'openid nonsense' },
      undefined,
      400,
      'invalid_scope',
      'Invalid scopes: openid nonsense',
    ],
    [
      'a malformed header',
      {},
      { authorization: 'Basic %%%' },
      401,
      'invalid_client',
      'Invalid client or Invalid client credentials',
    ],
  ])('%s is refused', async (_name, form, headers, status, error, description) => {
    const answer = await tokens(form, headers)
    expect(answer.json()).toEqual({ error, error_description: description })
    expect(answer.statusCode).toBe(status)
  })

  test.each([
    ['grant_type=client_credentials&grant_type=password', 'invalid_request', 'duplicated parameter'],
    ['scope=openid', 'invalid_request', 'Missing form parameter: grant_type'],
    ['grant_type=nothing', 'unsupported_grant_type', 'Unsupported grant_type'],
    ['', 'invalid_request', 'Missing form parameter: grant_type'],
  ])('the form "%s" is %s', async (payload, error, description) => {
    const headers = { ...basic('app'), 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await server.inject({ method: 'POST', url: endpointOf(realm, 'token'), headers, payload })
    expect(answer.json()).toEqual({ error, error_description: description })
    expect(answer.statusCode).toBe(400)
  })

  test('a JSON body is no form', async () => {
    const headers = { ...basic('app'), 'content-type': 'application/json' }
    const answer = await server.inject({ method: 'POST', url: endpointOf(realm, 'token'), headers, payload: grant })
    expect(answer.statusCode).toBe(415)
  })

  test('only clients that tried the header are challenged for it', async () => {
    expect((await tokens({}, basic('app', 'wrong'))).headers['www-authenticate']).toMatch(/^Basic /)
    expect((await tokens({ client_id: 'app' }, {})).headers['www-authenticate']).toBeUndefined()
  })
})

describe('scripts in browsers', () => {
  test.each([
    ['https://app.test', 'https://app.test', 200],
    ['https://app.test.evil.test', undefined, 403],
    ['null', undefined, 403],
  ])('from %s may read: %s', async (origin, allowed, status) => {
    const answer = await tokens({}, { ...basic('app'), origin })
    expect(answer.statusCode).toBe(status)
    if (status === 403) expect(answer.json()).toEqual({ error: 'Invalid origin' })
    expect(answer.headers['access-control-allow-origin']).toBe(allowed)
  })

  test('errors can be read once the client is proven, not before', async () => {
    const scope = { scope: 'nonsense' }
    const known = await tokens(scope, { ...basic('app'), origin: 'https://app.test' })
    expect(known.headers['access-control-allow-origin']).toBe('https://app.test')
    const unknown = await tokens(scope, { ...basic('app', 'wrong'), origin: 'https://app.test' })
    expect(unknown.headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('introspection and revocation', () => {
  test('tell the truth about a token, until it is revoked', async () => {
    const { access_token: token } = (await tokens()).json()
    const told = await post(server, realm, 'token/introspect', { token })
    expect(told.json()).toMatchObject({
      active: true,
      client_id: 'app',
      username: 'service-account-app',
      token_type: 'Bearer',
      azp: 'app',
    })
    expect((await post(server, realm, 'revoke', { token })).statusCode).toBe(200)
    expect((await post(server, realm, 'token/introspect', { token })).json()).toEqual({ active: false })
    expect((await post(server, realm, 'revoke', { token })).statusCode).toBe(200)
  })

  test('a client for which the token is not meant learns nothing', async () => {
    const { access_token: token } = (await tokens()).json()
    const told = await post(server, realm, 'token/introspect', { token }, basic('other'))
    expect(told.json()).toEqual({ active: false })
    const revoked = await post(server, realm, 'revoke', { token }, basic('other'))
    expect(revoked.statusCode).toBe(400)
    expect(revoked.json()).toEqual({ error: 'invalid_request', error_description: 'Unmatching clients' })
    expect((await post(server, realm, 'token/introspect', { token })).json().active).toBe(true)
  })

  test('introspection has words of its own for a wrong secret and an unknown hint', async () => {
    const form = { token: 'x' }
    const wrong = await post(server, realm, 'token/introspect', form, basic('app', 'wrong'))
    expect(wrong.statusCode).toBe(401)
    expect(wrong.json()).toEqual({ error: 'invalid_client', error_description: 'Client authentication failed.' })
    const odd = await post(server, realm, 'token/introspect', { ...form, token_type_hint: 'cheese' })
    expect(odd.statusCode).toBe(400)
    expect(odd.json()).toEqual({ error: 'invalid_request', error_description: 'Unsupported token type.' })
  })

  test('an expired token is not active', async () => {
    const { access_token: token } = (await tokens()).json()
    await server.clock.advance(300_000)
    expect((await post(server, realm, 'token/introspect', { token })).json()).toEqual({ active: false })
  })

  test('a changed token is not active', async () => {
    const { access_token: token } = (await tokens()).json()
    const [header, , signature] = String(token).split('.')
    const forged = Buffer.from(JSON.stringify({ ...claimsOf(token), azp: 'other' })).toString('base64url')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    for (const bad of [`${header}.${forged}.${signature}`, `${none}.${forged}.`, `${token}x`, 'x', '..']) {
      expect((await post(server, realm, 'token/introspect', { token: bad })).json()).toEqual({ active: false })
    }
  })

  test('a token of another realm is not active here', async () => {
    const elsewhere = await server.createRealm()
    await addClient(server, elsewhere, 'app', { serviceAccountsEnabled: true })
    const { access_token: token } = (await post(server, elsewhere, 'token', grant)).json()
    expect((await post(server, realm, 'token/introspect', { token })).json()).toEqual({ active: false })
    expect((await post(server, elsewhere, 'token/introspect', { token })).json().active).toBe(true)
  })

  test('demand a client that proves itself', async () => {
    for (const path of ['token/introspect', 'revoke']) {
      expect((await post(server, realm, path, { token: 'x' }, {})).statusCode).toBe(401)
      expect((await post(server, realm, path, { token: 'x' }, basic('app', 'wrong'))).statusCode).toBe(401)
      expect((await post(server, realm, path, {})).json().error).toBe('invalid_request')
    }
    const spa = await post(server, realm, 'token/introspect', { token: 'x', client_id: 'spa' }, {})
    expect(spa.statusCode).toBe(403)
  })
})

describe('a client that brings its secret in one way only', () => {
  const attribute = 'client.secret.authentication.allowed.method'
  const inForm = (clientId: string) => ({ client_id: clientId, client_secret: secret })
  const grant = { grant_type: 'client_credentials' }

  test.each([
    ['client_secret_basic', 'header'],
    ['client_secret_post', 'form'],
  ])('%s: in the %s and nowhere else', async (method, place) => {
    await addClient(server, realm, method, { serviceAccountsEnabled: true, attributes: { [attribute]: method } })
    const answers = {
      header: await post(server, realm, 'token', grant, basic(method)),
      form: await post(server, realm, 'token', { ...grant, ...inForm(method) }, {}),
    }
    for (const [name, answer] of Object.entries(answers)) {
      expect(answer.statusCode, name).toBe(name === place ? 200 : 401)
      if (name === place) continue
      expect(answer.json()).toEqual({
        error: 'unauthorized_client',
        error_description: `Invalid method used to get client secret. Client requires method '${method}' to obtain client secret from the request`,
      })
    }
  })

  test('a wrong secret is no better for it', async () => {
    const answer = await post(server, realm, 'token', grant, basic('client_secret_basic', 'wrong'))
    expect(answer.statusCode).toBe(401)
    expect(answer.json().error_description).toBe('Invalid client or Invalid client credentials')
  })
})
