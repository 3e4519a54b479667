import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, basic, endpointOf, post } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
}

let world: World

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm()
  await addClient(server, realm, 'app', { serviceAccountsEnabled: true })
  await addClient(server, realm, 'no-service', {})
  await addClient(server, realm, 'spa', { publicClient: true })
  world = { server, realm }
})
afterAll(() => world.server.stop())

const grant = { grant_type: 'client_credentials' }
const send = (form: Record<string, string>, headers?: Record<string, string>) => (at: World) =>
  post(at.server, at.realm, 'token', form, headers)
const sendText = (payload: string, type: string) => (at: World) =>
  at.server.inject({
    method: 'POST',
    url: endpointOf(at.realm, 'token'),
    payload,
    headers: { ...basic('app'), 'content-type': type },
  })
const refused = (error: string, status = 400) => ({ status, body: { error } })

describeMusts('RFC 6749, token endpoint', () => world, [
  {
    section: '2.3.1',
    must: 'a client that was issued a password may authenticate by HTTP Basic',
    request: send(grant),
    expected: { status: 200, body: { token_type: 'Bearer' } },
  },
  {
    section: '3.1',
    must: 'a parameter without a value counts as left out',
    request: send({ ...grant, scope: '' }),
    expected: { status: 200 },
  },
  {
    section: '3.2',
    must: 'the client uses POST',
    request: (at) => at.server.inject({ url: endpointOf(at.realm, 'token') }),
    expected: { status: 405 },
  },
  {
    section: '3.2',
    must: 'a parameter is not included more than once',
    request: sendText('grant_type=client_credentials&scope=email&scope=email', 'application/x-www-form-urlencoded'),
    expected: refused('invalid_request'),
  },
  {
    section: '3.2',
    must: 'unknown parameters are ignored',
    request: send({ ...grant, unknown: 'x' }),
    expected: { status: 200 },
  },
  {
    section: '4.4',
    must: 'client credentials are for confidential clients only',
    request: send({ ...grant, client_id: 'spa' }, {}),
    expected: refused('unauthorized_client', 401),
  },
  {
    section: '5.1',
    must: 'an answer with a token is not stored',
    request: send(grant),
    expected: { status: 200, headers: { 'cache-control': 'no-store', pragma: 'no-cache' } },
  },
  {
    section: '5.1',
    must: 'the answer is JSON',
    request: send(grant),
    expected: { status: 200, headers: { 'content-type': expect.stringContaining('application/json') } },
  },
  {
    section: '5.2',
    must: 'a request without a required parameter is invalid_request',
    request: send({}),
    expected: refused('invalid_request'),
  },
  {
    section: '5.2',
    must: 'failed authentication by the Authorization header is 401 and challenges for that scheme',
    request: send(grant, basic('app', 'wrong')),
    expected: { status: 401, headers: { 'www-authenticate': expect.stringMatching(/^Basic /) } },
  },
  {
    section: '5.2',
    must: 'an unknown client is invalid_client',
    request: send(grant, basic('nobody')),
    expected: refused('invalid_client', 401),
  },
  {
    section: '5.2',
    must: 'a code that was never given is invalid_grant',
    request: send({ grant_type: 'authorization_code', code: 'x', redirect_uri: 'https://app.test/cb' }),
    expected: refused('invalid_grant'),
  },
  {
    section: '5.2',
    must: 'a grant the client may not use is unauthorized_client',
    request: send(grant, basic('no-service')),
    expected: refused('unauthorized_client', 401),
  },
  {
    section: '5.2',
    must: 'an unknown grant is unsupported_grant_type',
    request: send({ grant_type: 'magic' }),
    expected: refused('unsupported_grant_type'),
  },
  {
    section: '5.2',
    must: 'an unknown scope is invalid_scope',
    request: send({ ...grant, scope: 'unknown' }),
    expected: refused('invalid_scope'),
  },
  {
    section: '6',
    must: 'a refresh token that was never given is invalid_grant',
    request: send({ grant_type: 'refresh_token', refresh_token: 'x' }),
    expected: refused('invalid_grant'),
  },
])
