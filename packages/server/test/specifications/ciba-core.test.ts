import { afterAll, beforeAll, expect } from 'vitest'
import { signJwt } from '../../src/crypto/jws.ts'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import {
  type Asked,
  addCibaClient,
  askFor,
  bringAnswer,
  type CibaWorld,
  cibaGrantType,
  createCibaRealm,
  fetchTokens,
  openCibaWorld,
  ping,
  startAsking,
} from '../fixture/ciba-world.ts'
import { type ClientKeys, makeClientKeys } from '../fixture/client-assertion.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addUser, basic, endpointOf, post } from '../fixture/oidc-application.ts'

interface World extends CibaWorld {
  readonly realm: RealmSnapshot
  readonly keys: ClientKeys
}

let world: World

beforeAll(async () => {
  const opened = await openCibaWorld()
  const realm = await createCibaRealm(opened)
  const keys = await makeClientKeys()
  await addCibaClient(opened, realm)
  await addCibaClient(opened, realm, 'other')
  await addCibaClient(opened, realm, 'spa', { publicClient: true })
  await addCibaClient(opened, realm, 'off', { attributes: { 'oidc.ciba.grant.enabled': 'false' } })
  await addCibaClient(opened, realm, 'ping', { attributes: ping('https://client.test/heard') })
  const signing = { ...keys.attributes, 'ciba.backchannel.auth.request.signing.alg': 'ES256' }
  await addCibaClient(opened, realm, 'signing', { attributes: signing })
  await addUser(opened.server, realm)
  world = { ...opened, realm, keys }
})
afterAll(() => world.stop())

const ask =
  (parameters: Record<string, string | undefined> = {}, headers?: { authorization: string }) =>
  (at: World) =>
    askFor(at, at.realm, parameters, headers)
/** A request to the token endpoint for somebody who was asked, after whatever happens meanwhile. */
const fetchAfter = (happens: (at: World, asked: Asked) => Promise<unknown>, clientId?: string) => async (at: World) => {
  const asked = await startAsking(at, at.realm)
  await happens(at, asked)
  return await fetchTokens(at, at.realm, asked.authReqId, clientId === undefined ? undefined : basic(clientId))
}
const sendSigned =
  (change: Record<string, unknown>, beside: Record<string, string> = {}) =>
  async (at: World) => {
    const now = Math.floor(at.server.clock.now() / 1000)
    const request = await signJwt(at.keys.es256, {
      iss: 'signing',
      aud: `${at.server.url}/realms/${at.realm.realm.name}`,
      iat: now,
      nbf: now,
      exp: now + 60,
      jti: at.server.server.ids.uuid(),
      scope: 'openid',
      login_hint: 'ada',
      ...change,
    })
    return await post(at.server, at.realm, 'ext/ciba/auth', { request, ...beside }, basic('signing'))
  }
const nothing = async () => {}
const approve = (at: World, { answerToken }: Asked) => bringAnswer(at, at.realm, answerToken)
const refused = (error: string, status = 400) => ({ status, body: { error } })

describeMusts('OpenID Connect CIBA Core 1.0', () => world, [
  {
    section: '4',
    must: 'the metadata names the endpoint, the delivery modes, the algorithms of signed requests and the grant',
    request: (at) => at.server.inject({ url: `/realms/${at.realm.realm.name}/.well-known/openid-configuration` }),
    expected: {
      status: 200,
      body: {
        backchannel_authentication_endpoint: expect.stringMatching(/\/ext\/ciba\/auth$/),
        backchannel_token_delivery_modes_supported: ['poll', 'ping'],
        backchannel_authentication_request_signing_alg_values_supported: expect.arrayContaining(['ES256', 'PS256']),
        grant_types_supported: expect.arrayContaining([cibaGrantType]),
      },
    },
  },
  {
    section: '7',
    must: 'requests are made by POST',
    request: (at) => at.server.inject({ url: endpointOf(at.realm, 'ext/ciba/auth'), headers: basic('bank') }),
    expected: { status: 405 },
  },
  {
    section: '7.1',
    must: 'the client authenticates',
    request: ask({}, basic('bank', 'wrong')),
    expected: {
      ...refused('unauthorized_client', 401),
      headers: { 'www-authenticate': expect.stringMatching(/^Basic /) },
    },
  },
  {
    section: '7.1',
    must: 'a client that has no means of authentication asks nobody',
    request: (at) =>
      post(at.server, at.realm, 'ext/ciba/auth', { client_id: 'spa', scope: 'openid', login_hint: 'ada' }, {}),
    expected: refused('invalid_grant', 401),
  },
  {
    section: '7.1',
    must: 'scope is required',
    request: ask({ scope: undefined }),
    expected: refused('invalid_request'),
  },
  {
    section: '7.1',
    must: 'one hint is required',
    request: ask({ login_hint: undefined }),
    expected: refused('invalid_request'),
  },
  {
    section: '7.1',
    must: 'no more than one hint is allowed: login_hint and id_token_hint',
    request: ask({ id_token_hint: 'x' }),
    expected: refused('invalid_request'),
  },
  {
    section: '7.1',
    must: 'no more than one hint is allowed: login_hint and login_hint_token',
    request: ask({ login_hint_token: 'x' }),
    expected: refused('invalid_request'),
  },
  {
    section: '7.1',
    must: 'client_notification_token is required in ping mode',
    request: ask({}, basic('ping')),
    expected: refused('invalid_request'),
  },
  {
    section: '7.1',
    must: 'client_notification_token has at most 1024 characters',
    request: ask({ client_notification_token: 'x'.repeat(1025) }, basic('ping')),
    expected: refused('invalid_request'),
  },
  {
    section: '7.1',
    must: 'client_notification_token has the syntax of a bearer token',
    request: ask({ client_notification_token: 'two words' }, basic('ping')),
    expected: refused('invalid_request'),
  },
  {
    section: '7.1',
    must: 'requested_expiry is a positive integer',
    request: ask({ requested_expiry: '-1' }),
    expected: refused('invalid_request'),
  },
  {
    section: '7.1',
    must: 'parameters are not included more than once',
    request: (at) =>
      at.server.inject({
        method: 'POST',
        url: endpointOf(at.realm, 'ext/ciba/auth'),
        payload: 'scope=openid&login_hint=ada&login_hint=eve',
        headers: { ...basic('bank'), 'content-type': 'application/x-www-form-urlencoded' },
      }),
    expected: refused('invalid_request'),
  },
  {
    section: '7.1.1',
    must: 'a signed request is taken when it is from the client, for this server, now',
    request: sendSigned({}),
    expected: { status: 200 },
  },
  ...['iss', 'aud', 'exp', 'iat', 'nbf', 'jti'].map((claim) => ({
    section: '7.1.1',
    must: `a signed request has ${claim}`,
    request: sendSigned({ [claim]: undefined }),
    expected: refused('invalid_request'),
  })),
  {
    section: '7.1.1',
    must: 'parameters of a signed request are not outside of it',
    request: sendSigned({ login_hint: undefined }, { login_hint: 'ada' }),
    expected: refused('invalid_request'),
  },
  {
    section: '7.1.1',
    must: 'the request is signed by an asymmetric algorithm, the one registered',
    request: async (at) => {
      const request = await signJwt(at.keys.rs256, { iss: 'signing', scope: 'openid', login_hint: 'ada' })
      return await post(at.server, at.realm, 'ext/ciba/auth', { request }, basic('signing'))
    },
    expected: refused('invalid_request'),
  },
  {
    section: '7.3',
    must: 'the answer has auth_req_id of at least 128 bits and of URL-safe characters, expires_in, and interval',
    request: ask(),
    expected: {
      status: 200,
      headers: { 'content-type': expect.stringContaining('application/json'), 'cache-control': 'no-store' },
      body: { auth_req_id: expect.stringMatching(/^[A-Za-z0-9._-]{22,}$/), expires_in: 120, interval: 5 },
    },
  },
  {
    section: '10.1',
    must: 'auth_req_id is required',
    request: (at) => post(at.server, at.realm, 'token', { grant_type: cibaGrantType }, basic('bank')),
    expected: refused('invalid_request'),
  },
  {
    section: '10.1.1',
    must: 'once the user is authenticated the answer has access and ID token, and is not stored',
    request: fetchAfter(approve),
    expected: {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { access_token: expect.any(String), id_token: expect.any(String), token_type: 'Bearer' },
    },
  },
  {
    section: '11',
    must: 'while the user has not answered: authorization_pending',
    request: fetchAfter(nothing),
    expected: refused('authorization_pending'),
  },
  {
    section: '11',
    must: 'a poll before the interval is over: slow_down',
    request: fetchAfter((at, { authReqId }) => fetchTokens(at, at.realm, authReqId)),
    expected: refused('slow_down'),
  },
  {
    section: '11',
    must: 'the time is up: expired_token',
    request: fetchAfter((at) => at.server.clock.advance(120_000)),
    expected: refused('expired_token'),
  },
  {
    section: '11',
    must: 'the user said no: access_denied',
    request: fetchAfter((at, { answerToken }) => bringAnswer(at, at.realm, answerToken, 'UNAUTHORIZED')),
    expected: refused('access_denied'),
  },
  {
    section: '11',
    must: 'an auth_req_id that was never given is invalid_grant',
    request: (at) => fetchTokens(at, at.realm, 'never-given'),
    expected: refused('invalid_grant'),
  },
  {
    section: '11',
    must: 'an auth_req_id that was given to another client is invalid_grant',
    request: fetchAfter(approve, 'other'),
    expected: refused('invalid_grant'),
  },
  {
    section: '11',
    must: 'an auth_req_id that gave tokens gives none again',
    request: fetchAfter(async (at, asked) => {
      await approve(at, asked)
      await fetchTokens(at, at.realm, asked.authReqId)
      await at.server.clock.advance(5_000)
    }),
    expected: refused('invalid_grant'),
  },
  {
    section: '13',
    must: 'a client that may not use the flow is refused',
    request: ask({}, basic('off')),
    expected: refused('invalid_grant', 401),
  },
  {
    section: '13',
    must: 'an unknown scope: invalid_scope',
    request: ask({ scope: 'openid unknown' }),
    expected: refused('invalid_scope'),
  },
  {
    section: '13',
    must: 'a binding message that cannot be shown: invalid_binding_message',
    request: ask({ binding_message: 'one two three' }),
    expected: refused('invalid_binding_message'),
  },
])
