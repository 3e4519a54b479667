import { afterAll, beforeAll, expect } from 'vitest'
import { describeMusts } from '../fixture/must-table.ts'
import { metadata, type RegistrationWorld, register, registrationWorld } from '../fixture/registered-client.ts'

let world: RegistrationWorld

beforeAll(async () => {
  world = await registrationWorld()
})
afterAll(() => world.server.stop())

const invalid = { status: 400, body: { error: 'invalid_client_metadata' } }
const made = (body: Record<string, unknown>) => ({ status: 201, body })
const jwks = { keys: [{ kty: 'EC', crv: 'P-256', kid: 'k', x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', y: 'x' }] }

describeMusts<RegistrationWorld>('RFC 7591, dynamic client registration', () => world, [
  {
    section: '2',
    must: 'metadata that the server does not understand are ignored',
    request: register({ ...metadata, unheard_of: 'x' }),
    expected: made({ client_name: 'App' }),
  },
  {
    section: '2',
    must: 'clients of redirect-based flows register their redirect URIs, and get back what they registered',
    request: register({ redirect_uris: ['https://app.test/a', 'https://app.test/b'] }),
    expected: made({ redirect_uris: ['https://app.test/a', 'https://app.test/b'] }),
  },
  {
    section: '2',
    must: 'without a token_endpoint_auth_method the default is client_secret_basic',
    request: register(metadata),
    expected: made({ token_endpoint_auth_method: 'client_secret_basic' }),
  },
  {
    section: '2',
    must: 'a client that registers "none" is public and has no secret',
    request: register({ ...metadata, token_endpoint_auth_method: 'none' }),
    expected: made({ token_endpoint_auth_method: 'none', client_id: expect.any(String) }),
  },
  {
    section: '2',
    must: 'an authentication method that the server does not have is refused',
    request: register({ ...metadata, token_endpoint_auth_method: 'unheard_of' }),
    expected: invalid,
  },
  {
    section: '2',
    must: 'without grant types the default is authorization_code',
    request: register(metadata),
    expected: made({ grant_types: expect.arrayContaining(['authorization_code']) }),
  },
  {
    section: '2',
    must: 'without response types the default is code',
    request: register(metadata),
    expected: made({ response_types: expect.arrayContaining(['code']) }),
  },
  {
    section: '2',
    must: 'grants that were not registered are off',
    request: register({ ...metadata, grant_types: ['client_credentials'] }),
    expected: made({ grant_types: ['client_credentials'], response_types: [] }),
  },
  {
    section: '2',
    must: 'jwks_uri and jwks are never both present',
    request: register({ ...metadata, jwks, jwks_uri: 'https://app.test/jwks' }),
    expected: invalid,
  },
  {
    section: '2',
    must: 'keys by value are kept and told',
    request: register({ ...metadata, jwks }),
    expected: made({ jwks }),
  },
  {
    section: '2',
    must: 'keys by reference are kept and told',
    request: register({ ...metadata, jwks_uri: 'https://app.test/jwks' }),
    expected: made({ jwks_uri: 'https://app.test/jwks' }),
  },
  {
    section: '2',
    must: 'addresses of the client are valid web pages',
    request: register({ ...metadata, client_uri: 'not-an-address' }),
    expected: invalid,
  },
  {
    section: '2.1',
    must: 'an inconsistent state cannot be registered: response types say which grants there are',
    request: register({ ...metadata, response_types: ['id_token'], grant_types: ['authorization_code', 'implicit'] }),
    expected: made({ response_types: expect.not.arrayContaining(['code']) }),
  },
  {
    section: '2.1',
    must: 'an unknown response type is refused',
    request: register({ ...metadata, response_types: ['unheard_of'] }),
    expected: invalid,
  },
  {
    section: '3',
    must: 'the endpoint takes JSON objects',
    request: register('client_name=x', { 'content-type': 'application/x-www-form-urlencoded' }),
    expected: { status: 415 },
  },
  {
    section: '3.1',
    must: 'what is no JSON is refused',
    request: register('{"client_name"'),
    expected: { status: 400, body: { error: 'invalid_request' } },
  },
  {
    section: '3.1',
    must: 'a top level that is no object is refused',
    request: register([]),
    expected: invalid,
  },
  {
    section: '3.1',
    must: 'values of another type are refused',
    request: register({ redirect_uris: 'https://app.test/cb' }),
    expected: invalid,
  },
  {
    section: '3.2',
    must: 'the server assigns the client identifier: none may be brought',
    request: register({ ...metadata, client_id: 'mine' }),
    expected: invalid,
  },
  {
    section: '3.2.1',
    must: 'the answer is 201 with identifier, and secret with the time it ends',
    request: register(metadata),
    expected: made({ client_id: expect.any(String), client_secret: expect.any(String), client_secret_expires_at: 0 }),
  },
  {
    section: '3.2.1',
    must: 'the answer is JSON that is never stored',
    request: register(metadata),
    expected: {
      status: 201,
      headers: {
        'content-type': expect.stringMatching('application/json'),
        'cache-control': 'no-store',
        pragma: 'no-cache',
      },
    },
  },
  {
    section: '3.2.1',
    must: 'all registered metadata are told, also those the server added',
    request: register({
      ...metadata,
      logo_uri: 'https://app.test/logo.png',
      tos_uri: 'https://app.test/tos',
      policy_uri: 'https://app.test/policy',
      scope: 'email',
    }),
    expected: made({
      logo_uri: 'https://app.test/logo.png',
      tos_uri: 'https://app.test/tos',
      policy_uri: 'https://app.test/policy',
      scope: 'email',
      subject_type: 'public',
      client_id_issued_at: expect.any(Number),
    }),
  },
  {
    section: '3.2.2',
    must: 'an error is JSON with an error code, status 400',
    request: register({ ...metadata, client_uri: 'javascript:alert(1)' }),
    expected: { status: 400, body: { error: 'invalid_client_metadata', error_description: expect.any(String) } },
  },
  {
    section: '3.2.2',
    must: 'redirect URIs that cannot be used are invalid_redirect_uri',
    request: register({ redirect_uris: ['https://app.test/cb#fragment'] }),
    expected: { status: 400, body: { error: 'invalid_redirect_uri' } },
  },
  {
    section: '5',
    must: 'redirect URIs that run scripts are refused',
    request: register({ redirect_uris: ['JavaScript:alert(1)'] }),
    expected: { status: 400, body: { error: 'invalid_redirect_uri' } },
  },
  {
    section: '5',
    must: 'addresses shown to users that run scripts are refused',
    request: register({ ...metadata, logo_uri: 'data:text/html,x' }),
    expected: invalid,
  },
  {
    section: '3.1',
    must: 'a protected endpoint answers a bad initial access token by RFC 6750',
    request: register(metadata, { authorization: 'Bearer abc' }),
    expected: {
      status: 401,
      headers: { 'www-authenticate': expect.stringContaining('error="invalid_token"') },
      body: { error: 'invalid_token' },
    },
  },
])
