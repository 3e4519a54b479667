import { afterAll, beforeAll, expect } from 'vitest'
import { describeMusts } from '../fixture/must-table.ts'
import { metadata, type RegistrationWorld, register, registrationWorld } from '../fixture/registered-client.ts'

let world: RegistrationWorld

beforeAll(async () => {
  world = await registrationWorld()
})
afterAll(() => world.server.stop())

const invalid = { status: 400, body: { error: 'invalid_client_metadata' } }
const badRedirect = { status: 400, body: { error: 'invalid_redirect_uri' } }
const echoed = (values: Record<string, unknown>) => ({
  request: register({ ...metadata, ...values }),
  expected: { status: 201, body: values },
})

describeMusts<RegistrationWorld>('OpenID Connect Dynamic Client Registration 1.0', () => world, [
  {
    section: '2',
    must: 'web clients with the implicit flow register https addresses only',
    request: register({ redirect_uris: ['http://app.test/'], application_type: 'web', response_types: ['id_token'] }),
    expected: badRedirect,
  },
  {
    section: '2',
    must: 'web clients with the implicit flow do not use localhost',
    request: register({ redirect_uris: ['https://localhost/'], application_type: 'web', response_types: ['id_token'] }),
    expected: badRedirect,
  },
  {
    section: '2',
    must: 'native clients register schemes of their own',
    request: register({ redirect_uris: ['com.example.app:/cb'], application_type: 'native' }),
    expected: { status: 201, body: { redirect_uris: ['com.example.app:/cb'] } },
  },
  {
    section: '2',
    must: 'native clients may use http with loopback addresses',
    request: register({ redirect_uris: ['http://127.0.0.1/cb', 'http://[::1]/cb'], application_type: 'native' }),
    expected: { status: 201 },
  },
  {
    section: '2',
    must: 'native clients do not use http with other hosts',
    request: register({ redirect_uris: ['http://app.test/cb'], application_type: 'native' }),
    expected: badRedirect,
  },
  {
    section: '2',
    must: 'an application type is web or native',
    request: register({ ...metadata, application_type: 'desktop' }),
    expected: invalid,
  },
  {
    section: '2',
    must: 'a subject type is public or pairwise',
    request: register({ ...metadata, subject_type: 'private' }),
    expected: invalid,
  },
  {
    section: '2',
    must: 'a sector identifier uses https',
    request: register({ ...metadata, sector_identifier_uri: 'http://app.test/sector.json' }),
    expected: invalid,
  },
  {
    section: '5',
    must: 'a sector identifier that cannot be read is refused',
    request: register({ ...metadata, sector_identifier_uri: 'https://127.0.0.1:1/sector.json' }),
    expected: invalid,
  },
  { section: '2', must: 'id_token_signed_response_alg', ...echoed({ id_token_signed_response_alg: 'ES256' }) },
  {
    section: '2',
    must: 'ID tokens of clients that use the authorization endpoint are signed: none is refused',
    request: register({ ...metadata, id_token_signed_response_alg: 'none' }),
    expected: invalid,
  },
  {
    section: '2',
    must: 'algorithms that the server does not have are refused',
    request: register({ ...metadata, userinfo_signed_response_alg: 'XX256' }),
    expected: invalid,
  },
  {
    section: '2',
    must: 'encryption of ID tokens',
    ...echoed({ id_token_encrypted_response_alg: 'RSA-OAEP', id_token_encrypted_response_enc: 'A256GCM' }),
  },
  {
    section: '2',
    must: 'signed and encrypted userinfo',
    ...echoed({
      userinfo_signed_response_alg: 'PS256',
      userinfo_encrypted_response_alg: 'RSA-OAEP-256',
      userinfo_encrypted_response_enc: 'A128GCM',
    }),
  },
  {
    section: '2',
    must: 'request objects',
    ...echoed({
      request_object_signing_alg: 'PS256',
      request_object_encryption_alg: 'RSA-OAEP',
      request_object_encryption_enc: 'A256GCM',
      request_uris: ['https://app.test/request'],
    }),
  },
  { section: '2', must: 'subject_type: pairwise, on one host', ...echoed({ subject_type: 'pairwise' }) },
  {
    section: '2',
    must: 'pairwise subjects of several hosts need a sector identifier (OpenID Connect Core, section 8.1)',
    request: register({ redirect_uris: ['https://a.test/', 'https://b.test/'], subject_type: 'pairwise' }),
    expected: invalid,
  },
  { section: '2', must: 'default_acr_values', ...echoed({ default_acr_values: ['1'] }) },
  {
    section: '2',
    must: 'front-channel logout (Front-Channel Logout 1.0, section 2)',
    ...echoed({ frontchannel_logout_uri: 'https://app.test/out', frontchannel_logout_session_required: true }),
  },
  {
    section: '2',
    must: 'back-channel logout (Back-Channel Logout 1.0, section 2.2)',
    ...echoed({ backchannel_logout_uri: 'https://app.test/out', backchannel_logout_session_required: true }),
  },
  {
    section: '2',
    must: 'post_logout_redirect_uris (RP-Initiated Logout 1.0, section 3.1)',
    ...echoed({ post_logout_redirect_uris: ['https://app.test/bye'] }),
  },
  {
    section: '2',
    must: 'dpop_bound_access_tokens (RFC 9449, section 5.2), PAR (RFC 9126, section 6), mTLS (RFC 8705, section 3.4)',
    ...echoed({
      dpop_bound_access_tokens: true,
      require_pushed_authorization_requests: true,
      tls_client_certificate_bound_access_tokens: true,
    }),
  },
  {
    section: '2',
    must: 'CIBA ping needs the address to be told at (CIBA Core 1.0, section 4)',
    request: register({ ...metadata, backchannel_token_delivery_mode: 'ping' }),
    expected: invalid,
  },
  {
    section: '3.2',
    must: 'the configuration endpoint is at the registration_client_uri',
    request: async (at) => {
      const made = (await register(metadata)(at)).json()
      const token = String(made['registration_access_token'])
      return await at.server.inject({ url: new URL(made['registration_client_uri']).pathname, token })
    },
    expected: { status: 200, body: { client_id: expect.any(String) } },
  },
  {
    section: '3.1',
    must: 'the registration endpoint is announced (OpenID Connect Discovery 1.0, section 3)',
    request: (at) => at.server.inject({ url: `/realms/${at.realm.realm.name}/.well-known/openid-configuration` }),
    expected: {
      status: 200,
      body: { registration_endpoint: expect.stringMatching('/clients-registrations/openid-connect$') },
    },
  },
  {
    section: '4.4',
    must: 'a read without a good token tells nothing of the client',
    request: (at) =>
      at.server.inject({ url: `/realms/${at.realm.realm.name}/clients-registrations/openid-connect/${at.clientId}` }),
    expected: { status: 401, body: { error: 'invalid_token' } },
  },
])
