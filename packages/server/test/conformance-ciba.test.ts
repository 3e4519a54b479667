import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signJwt } from '../src/crypto/jws.ts'
import type { SigningKey } from '../src/crypto/keys.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { makeCertificate } from './fixture/certificates.ts'
import {
  addCibaClient,
  bringAnswer,
  type CibaWorld,
  cibaGrantType,
  createCibaRealm,
  ping,
} from './fixture/ciba-world.ts'
import { type ClientKeys, makeClientKeys, signedForm } from './fixture/client-assertion.ts'
import { administer, usePolicy } from './fixture/client-policies.ts'
import { addUser, claimsOf, endpointOf, post } from './fixture/oidc-application.ts'
import { openReceiver } from './fixture/receiver.ts'
import { testServer } from './fixture/test-server.ts'

// What the FAPI-CIBA plan of the OpenID conformance suite asks, under the global profile: docs/conformance.md says which
// module is which. Clients prove themselves by private_key_jwt, tokens are bound to a certificate.

type Form = Readonly<Record<string, string>>
type Claims = Readonly<Record<string, unknown>>

let world: CibaWorld
let realm: RealmSnapshot
let keys: ClientKeys
let certificate: { 'client-cert': string }

beforeAll(async () => {
  const device = await openReceiver()
  device.status = 201
  const server = await testServer({
    outboundAllow: ['127.0.0.0/8'],
    config: {
      cibaChannelUri: `${device.url}/ask`,
      clientCertificateLookup: 'rfc9440',
      trustedProxies: ['127.0.0.1/32'],
    },
  })
  world = {
    server,
    device,
    stop: async () => {
      await server.stop()
      await device.close()
    },
  }
  realm = await createCibaRealm(world)
  keys = await makeClientKeys()
  const times = { validFrom: 1_700_000_000_000, validTo: 2_500_000_000_000 }
  const { raw } = (await makeCertificate({ subject: [['2.5.4.3', 'client']], ...times })).certificate
  certificate = { 'client-cert': `:${raw.toString('base64')}:` }
  await addUser(server, realm)
  await usePolicy({ test: server, realm, admin: await server.adminToken() }, ['fapi-1-advanced', 'fapi-ciba'])
  await create('bank')
  await create('other')
})
afterAll(() => world.stop())

async function create(clientId: string): Promise<void> {
  const admin = await world.server.adminToken()
  const answer = await administer({ test: world.server, realm, admin }, 'POST', 'clients', {
    clientId,
    redirectUris: ['https://app.test/cb'],
    clientAuthenticatorType: 'client-jwt',
    attributes: {
      ...keys.attributes,
      'token.endpoint.auth.signing.alg': 'PS256',
      'oidc.ciba.grant.enabled': 'true',
      'ciba.backchannel.auth.request.signing.alg': 'PS256',
    },
  })
  if (answer.statusCode !== 201) throw new Error(answer.body)
}

const seconds = () => Math.floor(world.server.clock.now() / 1000)
const told = (answer: LightMyRequestResponse) => [answer.statusCode, answer.json()['error']]

async function sign(change: Claims = {}, clientId = 'bank', key: SigningKey = keys.ps256): Promise<string> {
  const now = seconds()
  const good = {
    iss: clientId,
    aud: world.server.server.urls.realm(realm.realm.name),
    iat: now,
    nbf: now,
    exp: now + 60,
    jti: world.server.server.ids.uuid(),
    scope: 'openid',
    login_hint: 'ada',
    binding_message: 'W4SCT',
  }
  return await signJwt(key, JSON.parse(JSON.stringify({ ...good, ...change })))
}

interface Sending {
  readonly clientId?: string
  readonly proof?: Form
  readonly isBare?: boolean
}

/** A request of a client: with an assertion unless told how, with its certificate unless told not to. */
async function send(path: string, form: Form, { clientId = 'bank', proof, isBare = false }: Sending = {}) {
  const own = proof ?? (await signedForm(world.server, realm, clientId, keys.ps256))
  return await post(world.server, realm, path, { client_id: clientId, ...own, ...form }, isBare ? {} : certificate)
}
const ask = async (change: Claims = {}, sending: Sending = {}, beside: Form = {}) =>
  send('ext/ciba/auth', { request: await sign(change, sending.clientId), ...beside }, sending)
const fetchTokens = (authReqId: string, sending: Sending = {}) =>
  send('token', { grant_type: cibaGrantType, auth_req_id: authReqId }, sending)

/** Somebody was asked, and said yes unless told otherwise. */
async function decide(status = 'SUCCEED', change: Claims = {}, clientId = 'bank'): Promise<string> {
  const answer = await ask(change, { clientId })
  expect(told(answer)).toEqual([200, undefined])
  const question = world.device.received.at(-1)
  await bringAnswer(world, realm, String(question?.authorization).replace('Bearer ', ''), status)
  return String(answer.json()['auth_req_id'])
}

describe('a request', () => {
  test('that is good leads to bound tokens, which can be refreshed with the certificate alone', async () => {
    const tokens = (await fetchTokens(await decide())).json()
    expect(tokens).toMatchObject({ token_type: 'Bearer', id_token: expect.any(String) })
    expect(claimsOf(tokens.access_token)['cnf']).toEqual({ 'x5t#S256': expect.any(String) })
    const form = { grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) }
    expect((await send('token', form)).statusCode).toBe(200)
    expect((await send('token', form, { isBare: true })).statusCode).toBe(400)
  })

  test.each<[string, Claims]>([
    ['with a binding message', { binding_message: '1234' }],
    ['with scopes in another order', { scope: 'email openid' }],
    ['with requested_expiry as a text', { requested_expiry: '30' }],
  ])('%s is taken', async (_name, change) => {
    expect((await fetchTokens(await decide('SUCCEED', change))).statusCode).toBe(200)
  })

  test('with a binding message that cannot be shown says so', async () => {
    const answer = await ask({ binding_message: '1234 \u{1F44D}\u{1F3FF} 品川 Lorem ipsum dolor sit amet' })
    expect(told(answer)).toEqual([400, 'invalid_binding_message'])
  })

  test.each<[string, () => Claims]>([
    ['without aud', () => ({ aud: undefined })],
    ['for another audience', () => ({ aud: 'https://other.test' })],
    ['without iss', () => ({ iss: undefined })],
    ['of another issuer', () => ({ iss: 'other' })],
    ['without exp', () => ({ exp: undefined })],
    ['that has expired', () => ({ exp: seconds() - 300 })],
    ['good for 70 minutes', () => ({ exp: seconds() + 4200 })],
    ['without iat', () => ({ iat: undefined })],
    ['without nbf', () => ({ nbf: undefined })],
    ['for ten minutes later', () => ({ nbf: seconds() + 600, exp: seconds() + 660 })],
    ['of 70 minutes ago', () => ({ nbf: seconds() - 4200 })],
    ['without jti', () => ({ jti: undefined })],
    ['with two hints', () => ({ id_token_hint: 'x.y.z' })],
  ])('%s is refused', async (_name, change) => {
    const answer = await ask(change())
    expect(answer.statusCode).toBe(400)
    expect(answer.json()['error']).toMatch(/^invalid_request(_object)?$/)
  })

  test('by RS256, by none, altered, by the key of somebody else, or unsigned is refused', async () => {
    const stranger = await makeClientKeys()
    const good = await sign()
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${good.split('.')[1]}.`
    const rs256 = await sign({}, 'bank', keys.rs256)
    for (const request of [rs256, none, `${good.slice(0, -8)}AAAAAAAA`, await sign({}, 'bank', stranger.ps256)]) {
      expect((await send('ext/ciba/auth', { request })).statusCode).toBe(400)
    }
    const plain = { scope: 'openid', login_hint: 'ada', binding_message: 'W4SCT' }
    expect(told(await send('ext/ciba/auth', plain))).toEqual([400, 'invalid_request'])
    expect((await send('ext/ciba/auth', { request: good })).statusCode).toBe(200)
  })

  test('of a client that does not prove itself, or by RS256, is refused', async () => {
    const rs256 = await signedForm(world.server, realm, 'bank', keys.rs256)
    for (const proof of [{}, rs256]) {
      const answer = await ask({}, { proof })
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      expect(answer.json()['error']).toMatch(/^(invalid_client|unauthorized_client)$/)
    }
  })

  test('of one client brought by another is refused', async () => {
    const request = await sign()
    const answer = await send('ext/ciba/auth', { request }, { clientId: 'other' })
    expect(told(answer)).toEqual([400, 'invalid_request'])
    const proof = await signedForm(world.server, realm, 'bank', keys.ps256)
    const misnamed = await send('ext/ciba/auth', { request }, { clientId: 'other', proof })
    expect(misnamed.statusCode).toBeGreaterThanOrEqual(400)
    expect(misnamed.json()['error']).toMatch(/^(invalid_client|unauthorized_client)$/)
  })
})

describe('the token endpoint', () => {
  test('says no while nobody has answered, when the user said no, and when the time is up', async () => {
    const { auth_req_id: waiting } = (await ask({ requested_expiry: 30 })).json()
    expect(told(await fetchTokens(String(waiting)))).toEqual([400, 'authorization_pending'])
    expect(told(await fetchTokens(String(waiting)))).toEqual([400, 'slow_down'])
    await world.server.clock.advance(31_000)
    expect(told(await fetchTokens(String(waiting)))).toEqual([400, 'expired_token'])
    expect(told(await fetchTokens(await decide('UNAUTHORIZED')))).toEqual([400, 'access_denied'])
  })

  test('takes the id of nobody else, and none that it never gave', async () => {
    const authReqId = await decide()
    expect(told(await fetchTokens(authReqId, { clientId: 'other' }))).toEqual([400, 'invalid_grant'])
    expect(told(await fetchTokens('never-given'))).toEqual([400, 'invalid_grant'])
  })

  test('wants an assertion, not by RS256 and for this server, and a certificate', async () => {
    const rs256 = await signedForm(world.server, realm, 'bank', keys.rs256)
    const misnamed = await signedForm(world.server, realm, 'other', keys.ps256)
    const authReqId = await decide()
    for (const proof of [{}, rs256, misnamed]) {
      const answer = await fetchTokens(authReqId, { proof })
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      expect(answer.json()['error']).toBe('invalid_client')
    }
    expect((await fetchTokens(authReqId, { isBare: true })).statusCode).toBe(400)
    const aud = world.server.server.urls.realm(realm.realm.name)
    const proof = await signedForm(world.server, realm, 'bank', keys.ps256, { aud })
    expect((await fetchTokens(await decide(), { proof })).statusCode).toBe(200)
  })
})

describe('a client that is told', () => {
  test.each([
    [200, { body: '{"heard":true}' }],
    [401, {}],
    [403, {}],
    [302, { headers: { location: '/elsewhere' } }],
  ])(
    'and answers %d can fetch its tokens all the same; it is told once, and a redirect is not followed',
    async (status, more) => {
      const listener = Object.assign(await openReceiver(), { status, ...more })
      const clientId = `told-${status}`
      const signing = {
        ...keys.attributes,
        'ciba.backchannel.auth.request.signing.alg': 'PS256',
        'tls.client.certificate.bound.access.tokens': 'true',
      }
      await addCibaClient(world, realm, clientId, {
        clientAuthenticatorType: 'client-jwt',
        attributes: { ...signing, ...ping(`${listener.url}/heard`) },
      })
      const authReqId = await decide('SUCCEED', { client_notification_token: 'n-0tification' }, clientId)
      await world.server.running.runDueJobs()
      await world.server.clock.advance(5_000)
      await world.server.running.runDueJobs()
      expect(listener.received.map(({ path }) => path)).toEqual(['/heard'])
      expect((await fetchTokens(authReqId, { clientId })).statusCode).toBe(200)
      await listener.close()
    },
  )
})

test('the metadata name what the plan looks for', async () => {
  const url = endpointOf(realm, '').replace('/protocol/openid-connect/', '/.well-known/openid-configuration')
  expect((await world.server.inject({ url })).json()).toMatchObject({
    grant_types_supported: expect.arrayContaining([cibaGrantType]),
    backchannel_token_delivery_modes_supported: ['poll', 'ping'],
    backchannel_authentication_request_signing_alg_values_supported: expect.arrayContaining(['PS256', 'ES256']),
    backchannel_authentication_endpoint: expect.stringMatching(/\/ext\/ciba\/auth$/),
    token_endpoint_auth_methods_supported: expect.arrayContaining(['private_key_jwt', 'tls_client_auth']),
    tls_client_certificate_bound_access_tokens: true,
  })
})
