import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addUser, Browser, basic, endpointOf, post } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'
import {
  addDeviceClient,
  answerDevice,
  askForCodes,
  deviceGrantType,
  enterUserCode,
  poll,
  startDevice,
  type WaitingDevice,
} from '../fixture/waiting-device.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
}

let world: World

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm()
  await addDeviceClient(server, realm)
  await addDeviceClient(server, realm, 'other')
  await addDeviceClient(server, realm, 'app', { publicClient: false })
  await addDeviceClient(server, realm, 'off', { attributes: { 'oauth2.device.authorization.grant.enabled': 'false' } })
  await addUser(server, realm)
  world = { server, realm }
})
afterAll(() => world.server.stop())

const ask =
  (form: Record<string, string> = {}, headers?: Record<string, string>) =>
  (at: World) =>
    askForCodes(at.server, at.realm, form, headers)
/** A poll of a device that is waiting, after whatever happens to it. */
const pollAfter =
  (happens: (at: World, device: WaitingDevice) => Promise<unknown>, form?: Record<string, string>) =>
  async (at: World) => {
    const device = await startDevice(at.server, at.realm)
    await happens(at, device)
    return await poll(at.server, at.realm, device.device_code, form)
  }
const nothing = async () => {}
const refused = (error: string, status = 400) => ({ status, body: { error } })
const url = (at: World, path: string) => `/realms/${at.realm.realm.name}${path}`

describeMusts('RFC 8628, device authorization grant', () => world, [
  {
    section: '3.1',
    must: 'the client starts by a POST with its client_id in a form',
    request: ask(),
    expected: { status: 200, body: { device_code: expect.any(String) } },
  },
  {
    section: '3.1',
    must: 'a client without a client_id and without authentication is refused',
    request: (at) => post(at.server, at.realm, 'auth/device', { scope: 'openid' }, {}),
    expected: refused('invalid_client', 401),
  },
  {
    section: '3.1',
    must: 'client authentication applies here as at the token endpoint: a confidential client proves itself',
    request: ask({ client_id: 'app' }),
    expected: refused('unauthorized_client', 401),
  },
  {
    section: '3.1',
    must: 'a confidential client that proves itself gets codes',
    request: ask({ client_id: 'app' }, basic('app')),
    expected: { status: 200 },
  },
  {
    section: '3.1',
    must: 'parameters are not included more than once',
    request: (at) =>
      at.server.inject({
        method: 'POST',
        url: endpointOf(at.realm, 'auth/device'),
        payload: 'client_id=tv&scope=openid&scope=email',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    expected: refused('invalid_request'),
  },
  {
    section: '3.1',
    must: 'parameters without a value count as left out, unknown ones are ignored',
    request: ask({ scope: '', unknown: 'x' }),
    expected: { status: 200 },
  },
  {
    section: '3.2',
    must: 'the answer has device_code, user_code, verification_uri and expires_in, and says how often to poll',
    request: ask(),
    expected: {
      status: 200,
      body: {
        device_code: expect.stringMatching(/^[\w-]{43}$/),
        user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
        verification_uri: expect.stringMatching(/\/device$/),
        verification_uri_complete: expect.stringMatching(/\/device\?user_code=[B-Z]{4}-[B-Z]{4}$/),
        expires_in: 600,
        interval: 5,
      },
    },
  },
  {
    section: '3.2',
    must: 'the answer is JSON and is not stored',
    request: ask(),
    expected: {
      status: 200,
      headers: { 'content-type': expect.stringContaining('application/json'), 'cache-control': 'no-store' },
    },
  },
  {
    section: '3.2',
    must: 'errors are those of RFC 6749, section 5.2: an unknown scope is invalid_scope',
    request: ask({ scope: 'unknown' }),
    expected: refused('invalid_scope'),
  },
  {
    section: '3.2',
    must: 'a client that may not use the grant is unauthorized_client',
    request: ask({ client_id: 'off' }),
    expected: refused('unauthorized_client'),
  },
  {
    section: '3.3',
    must: 'the verification address asks for the user code',
    request: (at) => at.server.inject({ url: url(at, '/device'), headers: { accept: 'text/html' } }),
    expected: { status: 200 },
  },
  {
    section: '3.3',
    must: 'who brings the code authenticates, and is asked: the end is told on a page of the server',
    request: async (at) => answerDevice(at.server, at.realm, await startDevice(at.server, at.realm)),
    expected: { status: 303, headers: { location: expect.stringMatching(/\/device\/status$/) } },
  },
  {
    section: '3.3.1',
    must: 'the address with the code in it shows the code, and waits for the user',
    request: async (at) =>
      new Browser(at.server).request((await startDevice(at.server, at.realm)).verification_uri_complete),
    expected: { status: 200, headers: { 'content-type': expect.stringContaining('text/html') } },
  },
  {
    section: '3.4',
    must: 'the token request has the device_code',
    request: (at) => post(at.server, at.realm, 'token', { grant_type: deviceGrantType, client_id: 'tv' }, {}),
    expected: refused('invalid_request'),
  },
  {
    section: '3.4',
    must: 'a device_code that was never given is invalid_grant',
    request: (at) => poll(at.server, at.realm, 'never-given'),
    expected: refused('invalid_grant'),
  },
  {
    section: '3.4',
    must: 'the code belongs to the client that asked for it',
    request: pollAfter((at, device) => answerDevice(at.server, at.realm, device), { client_id: 'other' }),
    expected: refused('invalid_grant'),
  },
  {
    section: '3.5',
    must: 'after approval the answer is that of RFC 6749, section 5.1',
    request: pollAfter((at, device) => answerDevice(at.server, at.realm, device)),
    expected: {
      status: 200,
      headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
      body: { access_token: expect.any(String), token_type: 'Bearer', expires_in: expect.any(Number) },
    },
  },
  {
    section: '3.5',
    must: 'while the user has not decided: authorization_pending',
    request: pollAfter(nothing),
    expected: refused('authorization_pending'),
  },
  {
    section: '3.5',
    must: 'a poll before the interval is over: slow_down',
    request: pollAfter((at, device) => poll(at.server, at.realm, device.device_code)),
    expected: refused('slow_down'),
  },
  {
    section: '3.5',
    must: 'after the interval it is looked at again',
    request: pollAfter(async (at, device) => {
      await poll(at.server, at.realm, device.device_code)
      await at.server.clock.advance(5_000)
    }),
    expected: refused('authorization_pending'),
  },
  {
    section: '3.5',
    must: 'the user said no: access_denied',
    request: pollAfter((at, device) => answerDevice(at.server, at.realm, device, 'cancel')),
    expected: refused('access_denied'),
  },
  {
    section: '3.5',
    must: 'the time is up: expired_token',
    request: pollAfter((at) => at.server.clock.advance(600_000)),
    expected: refused('expired_token'),
  },
  {
    section: '3.5, 5.2',
    must: 'a device_code that gave tokens gives none again',
    request: pollAfter(async (at, device) => {
      await answerDevice(at.server, at.realm, device)
      await poll(at.server, at.realm, device.device_code)
      await at.server.clock.advance(5_000)
    }),
    expected: refused('invalid_grant'),
  },
  {
    section: '4',
    must: 'the metadata names the endpoint and the grant',
    request: (at) => at.server.inject({ url: url(at, '/.well-known/openid-configuration') }),
    expected: {
      status: 200,
      body: {
        device_authorization_endpoint: expect.stringMatching(/\/auth\/device$/),
        grant_types_supported: expect.arrayContaining([deviceGrantType]),
      },
    },
  },
  {
    section: '5.1',
    must: 'guessing user codes is limited in number',
    request: async (at) => {
      const browser = new Browser(at.server)
      for (let count = 0; count < 10; count++) await enterUserCode(browser, at.realm, 'BBBB-BBBB')
      return await enterUserCode(browser, at.realm, 'BBBB-BBBB')
    },
    expected: { status: 429 },
  },
])
