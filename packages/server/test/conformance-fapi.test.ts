import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signJwt } from '../src/crypto/jws.ts'
import { makeClientKeys, signedForm } from './fixture/client-assertion.ts'
import { createDpopKey } from './fixture/dpop-key.ts'
import { codeForm, type FapiWorld, fapiWorld, pushedForm } from './fixture/fapi-world.ts'
import { answerOf, Browser, endpointOf, formAction, post } from './fixture/oidc-application.ts'

// What the FAPI 2 plans of the OpenID conformance suite ask and no other test of ours does: docs/conformance.md says
// which module is which. Every realm is under a global profile of Keycloak.

type Form = Readonly<Record<string, string>>

const par = 'ext/par/request'
const token = 'token'
const seconds = (at: FapiWorld) => Math.floor(at.certified.server.clock.now() / 1000)
const issuerOf = (at: FapiWorld) => at.certified.server.server.urls.realm(at.realm.realm.name)
const told = (answer: LightMyRequestResponse) => [answer.statusCode, answer.json()['error']]

/** From what was pushed to the answer of the sign-in, in a browser of its own. */
async function signIn(at: FapiWorld, pushed: LightMyRequestResponse, beside: Form = {}): Promise<URLSearchParams> {
  const { server } = at.certified
  const browser = new Browser(server)
  const query = { client_id: 'app', request_uri: String(pushed.json()['request_uri']), ...beside }
  let page = await browser.request(`${endpointOf(at.realm, 'auth')}?${new URLSearchParams(query)}`)
  if (page.statusCode === 200) page = await browser.submitPassword(page)
  if (page.statusCode === 200) page = await browser.request(formAction(page), { accept: 'Yes' })
  return answerOf(page)
}

describe('FAPI 2.0 Security Profile', () => {
  let world: FapiWorld
  beforeAll(async () => {
    world = await fapiWorld('fapi-2-security-profile')
  })
  afterAll(() => world.stop())

  test.each<[string, Form]>([
    ['no state', { state: '' }],
    ['no nonce', { nonce: '' }],
    ['a nonce of 64 characters', { nonce: 'n'.repeat(64) }],
    ['a nonce of 1000 characters', { nonce: 'n'.repeat(1000) }],
    ['a state of 1000 characters', { state: 's'.repeat(1000) }],
    ['scopes in another order', { scope: 'email openid' }],
    [
      'claims by name',
      { claims: JSON.stringify({ id_token: { email: null }, userinfo: { name: { essential: true } } }) },
    ],
  ])('%s is taken, and comes back as it was', async (_name, change) => {
    const { state = '', nonce = '', ...rest }: Form = { ...pushedForm, nonce: 'n', ...change }
    const answer = await signIn(world, await world.send(par, { ...rest, state, nonce }))
    expect(answer.get('state')).toBe(state === '' ? null : state)
    const tokens = (await world.send(token, codeForm(String(answer.get('code'))))).json()
    const claims = JSON.parse(Buffer.from(String(tokens.id_token).split('.')[1] ?? '', 'base64url').toString())
    expect(claims.nonce).toBe(nonce === '' ? undefined : nonce)
    expect(claims).toMatchObject({ iss: issuerOf(world), aud: 'app', email: 'ada@example.org' })
  })

  test.each(['token', 'id_token', 'code token'])('response type %s is refused', async (responseType) => {
    const answer = await world.send(par, { ...pushedForm, response_type: responseType, nonce: 'n' })
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
    expect(answer.json()['error']).toMatch(/^(unauthorized_client|unsupported_response_type|invalid_request)$/)
  })

  test('the scheme of the access token knows no case', async () => {
    const code = String((await world.signIn()).get('code'))
    const { access_token: access } = (await world.send(token, codeForm(code))).json()
    const { server, certificates } = world.certified
    const answer = await server.inject({
      url: endpointOf(world.realm, 'userinfo'),
      headers: {
        authorization: `bEARER ${access}`,
        'client-cert': `:${certificates.good.certificate.raw.toString('base64')}:`,
      },
    })
    expect(answer.statusCode).toBe(200)
  })

  test('a code of another client is refused', async () => {
    const { server } = world.certified
    const keys = await makeClientKeys()
    const attributes = { ...keys.attributes, 'token.endpoint.auth.signing.alg': 'PS256' }
    expect((await world.create({ clientId: 'second', attributes })).statusCode).toBe(201)
    const proof = { client_id: 'second', ...(await signedForm(server, world.realm, 'second', keys.ps256)) }
    const code = String((await world.signIn()).get('code'))
    expect(told(await world.send(token, codeForm(code), { proof }))).toEqual([400, 'invalid_grant'])
  })

  test('a code with another verifier is refused', async () => {
    const form = { ...codeForm(String((await world.signIn()).get('code'))), code_verifier: 'v'.repeat(43) }
    expect(told(await world.send(token, form))).toEqual([400, 'invalid_grant'])
  })

  test('a code without an assertion, or with one of another name, is refused', async () => {
    const form = codeForm(String((await world.signIn()).get('code')))
    expect((await world.send(token, form, { proof: { client_id: 'app' } })).json()['error']).toBe('invalid_client')
    const proof = await signedForm(world.certified.server, world.realm, 'app', world.keys.ps256)
    const other = await world.send(token, form, { proof: { ...proof, client_id: 'account' } })
    expect(other.json()['error']).toBe('invalid_client')
  })

  test.each<[string, (at: FapiWorld) => Record<string, unknown>, number]>([
    ['of eight seconds ahead', (at) => ({ iat: seconds(at) + 8, nbf: seconds(at) + 8 }), 201],
    [
      'of more than a minute ahead',
      (at) => ({ iat: seconds(at) + 70, nbf: seconds(at) + 70, exp: seconds(at) + 90 }),
      400,
    ],
    ['that expired five minutes ago', (at) => ({ iat: seconds(at) - 360, exp: seconds(at) - 300 }), 400],
    ['without sub', () => ({ sub: undefined }), 401],
    ['for somebody else', () => ({ aud: 'https://other.test' }), 400],
    [
      'for the address it is sent to',
      (at) => ({ aud: `${issuerOf(at)}/protocol/openid-connect/ext/par/request` }),
      401,
    ],
    [
      'for a list with the address it is sent to',
      (at) => ({ aud: [`${issuerOf(at)}/protocol/openid-connect/${par}`] }),
      401,
    ],
  ])('an assertion %s', async (_name, change, status) => {
    const proof = await signedForm(world.certified.server, world.realm, 'app', world.keys.ps256, change(world))
    const answer = await world.send(par, pushedForm, { proof })
    expect(answer.statusCode).toBe(status)
    if (status !== 201) expect(answer.json()['error']).toBe('invalid_client')
  })

  test('the endpoint for pushed requests takes no GET and no request_uri', async () => {
    const { server } = world.certified
    const url = endpointOf(world.realm, par)
    expect((await server.inject({ url })).statusCode).toBe(405)
    expect((await server.inject({ method: 'PUT', url })).statusCode).toBe(405)
    const again = String((await world.send(par, pushedForm)).json()['request_uri'])
    expect(told(await world.send(par, { ...pushedForm, request_uri: again }))).toEqual([400, 'invalid_request'])
  })

  test('a request_uri outlives the page, but neither its answer nor its time', async () => {
    const pushed = await world.send(par, pushedForm)
    const query = new URLSearchParams({ client_id: 'app', request_uri: String(pushed.json()['request_uri']) })
    const page = await new Browser(world.certified.server).request(`${endpointOf(world.realm, 'auth')}?${query}`)
    expect(page.statusCode).toBe(200)
    expect((await signIn(world, pushed)).has('code')).toBe(true)
    expect((await world.open(pushed)).statusCode).toBe(400)
    const late = await world.send(par, pushedForm)
    await world.certified.server.clock.advance(61_000)
    expect((await world.open(late)).statusCode).toBe(400)
  })
})

describe('FAPI 2.0 Security Profile with DPoP', () => {
  let world: FapiWorld
  const key = createDpopKey()
  const other = createDpopKey()
  beforeAll(async () => {
    world = await fapiWorld('fapi-2-dpop-security-profile')
  })
  afterAll(() => world.stop())

  /** A request with a proof. */
  async function prove(path: string, form: Form, by = key, claims: Readonly<Record<string, unknown>> = {}) {
    const { server } = world.certified
    const proof = await signedForm(server, world.realm, 'app', world.keys.ps256)
    const dpop = by.proof(server, { path: endpointOf(world.realm, path), claims })
    return await post(server, world.realm, path, { client_id: 'app', ...proof, ...form }, { dpop })
  }
  /** A code of a request that was pushed so, and what it is worth with another proof. */
  async function redeem(pushed: LightMyRequestResponse, by = key, claims: Readonly<Record<string, unknown>> = {}) {
    const answer = await signIn(world, pushed)
    return await prove(token, codeForm(String(answer.get('code'))), by, claims)
  }
  const bare = () => world.send(par, pushedForm)

  test.each<[string, () => Record<string, unknown>]>([
    ['with nbf and exp', () => ({ nbf: seconds(world), exp: seconds(world) + 60 })],
    ['of ten seconds ago', () => ({ iat: seconds(world) - 10 })],
    ['of ten seconds ahead', () => ({ iat: seconds(world) + 10 })],
  ])('a proof %s is taken', async (_name, claims) => {
    const answer = await redeem(await bare(), key, claims())
    expect(answer.json()).toMatchObject({ token_type: 'DPoP', access_token: expect.any(String) })
  })

  test('a code is bound to the key that was announced, by name or by a proof', async () => {
    const named = () => world.send(par, { ...pushedForm, dpop_jkt: key.thumbprint })
    const proven = () => prove(par, pushedForm)
    const both = () => prove(par, { ...pushedForm, dpop_jkt: key.thumbprint })
    for (const push of [named, proven, both]) {
      expect((await redeem(await push())).statusCode).toBe(200)
      expect(told(await redeem(await push(), other))).toEqual([400, 'invalid_request'])
    }
  })

  test('a pushed request that announces another key than its proof has is refused', async () => {
    const answer = await prove(par, { ...pushedForm, dpop_jkt: other.thumbprint })
    expect(answer.statusCode).toBe(400)
  })
})

describe('FAPI 2.0 Message Signing', () => {
  let world: FapiWorld
  beforeAll(async () => {
    world = await fapiWorld('fapi-2-message-signing')
  })
  afterAll(() => world.stop())

  const claims = (change: Readonly<Record<string, unknown>> = {}) => {
    const now = seconds(world)
    const good = { iss: 'app', client_id: 'app', aud: issuerOf(world), iat: now, nbf: now, exp: now + 60, nonce: 'n' }
    return JSON.parse(JSON.stringify({ ...good, ...pushedForm, ...change }))
  }
  const push = async (change: Readonly<Record<string, unknown>> = {}, key = world.keys.ps256, beside: Form = {}) =>
    world.send(par, { request: await signJwt(key, claims(change)), ...beside })

  test('a signed request leads to a code', async () => {
    const answer = await signIn(world, await push())
    expect(Object.fromEntries(answer)).toMatchObject({ code: expect.any(String), state: 's' })
  })

  test.each<[string, () => Record<string, unknown>]>([
    ['for several audiences', () => ({ aud: ['https://other.test', issuerOf(world)] })],
    ['of eight seconds ahead', () => ({ iat: seconds(world) + 8, nbf: seconds(world) + 8 })],
  ])('a request %s is taken', async (_name, change) => {
    expect((await push(change())).statusCode).toBe(201)
  })

  test.each<[string, () => Record<string, unknown>]>([
    ['without exp', () => ({ exp: undefined })],
    ['without nbf', () => ({ nbf: undefined })],
    ['without a redirect URI', () => ({ redirect_uri: undefined })],
    ['that has expired', () => ({ nbf: seconds(world) - 400, exp: seconds(world) - 300 })],
    ['for somebody else', () => ({ aud: 'https://other.test' })],
    ['good for 70 minutes', () => ({ exp: seconds(world) + 4200 })],
    ['good since 70 minutes', () => ({ nbf: seconds(world) - 4200 })],
    ['with a request_uri within', () => ({ request_uri: 'urn:ietf:params:oauth:request_uri:x' })],
  ])('a request %s is refused', async (_name, change) => {
    const answer = await push(change())
    expect(answer.statusCode).toBe(400)
    expect(answer.json()['error']).toMatch(/^invalid_request(_object)?$/)
  })

  test('a request by RS256, by none, by another key, altered, or unsigned is refused', async () => {
    const stranger = await makeClientKeys()
    const good = await signJwt(world.keys.ps256, claims())
    const [, body] = good.split('.')
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`
    expect((await push({}, world.keys.rs256)).statusCode).toBe(400)
    expect((await push({}, stranger.ps256)).statusCode).toBe(400)
    for (const request of [none, `${good.slice(0, -8)}AAAAAAAA`]) {
      expect((await world.send(par, { request })).statusCode).toBe(400)
    }
    expect((await world.send(par, pushedForm)).statusCode).toBe(400)
    expect((await push()).statusCode).toBe(201)
  })

  test('what stands beside the signed request does not count', async () => {
    const pushed = await push({}, world.keys.ps256, { state: 'beside', nonce: 'beside' })
    if (pushed.statusCode === 201) expect((await signIn(world, pushed)).get('state')).toBe('s')
    else expect(told(pushed)).toEqual([400, 'invalid_request'])
    const stateless = await push({ state: undefined })
    expect((await world.open(stateless, { state: 'beside' })).statusCode).toBe(400)
    expect((await signIn(world, stateless)).has('state')).toBe(false)
  })
})
