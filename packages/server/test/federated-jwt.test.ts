import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listEvents } from '../src/model/event/event.store.ts'
import {
  createFederatedWorld,
  type FederatedWorld,
  foreignIssuer,
  foreignSubject,
  oidcSettings,
} from './fixture/federated-world.ts'
import { addClient, basic, claimsOf, post } from './fixture/oidc-application.ts'

let world: FederatedWorld

beforeAll(async () => {
  world = await createFederatedWorld()
})
afterAll(() => world.close())

const unknown = { error: 'invalid_client', error_description: 'Invalid client or Invalid client credentials' }
const refused = (description: string) => ({ error: 'invalid_client', error_description: description })
const inSeconds = (seconds: number) => Math.floor(world.server.clock.now() / 1000) + seconds
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

/** Status, and the error where there is one. */
async function outcome(assertion: string, form?: Record<string, string>): Promise<[number, unknown]> {
  const answer = await world.bring(assertion, form)
  return [answer.statusCode, answer.statusCode === 200 ? 'token' : answer.json()]
}
const taken = [200, 'token']

describe('an OpenID provider that speaks for clients', () => {
  beforeEach(() => world.useProvider('oidc', oidcSettings(world)))

  it('is believed about the client with its name for it', async () => {
    const jti = world.server.server.ids.uuid()
    const answer = await world.bring(world.assert({ jti }))
    expect(answer.statusCode).toBe(200)
    expect(claimsOf(answer.json()['access_token'])['azp']).toBe('worker')
    expect(await outcome(world.assert(), { client_id: 'worker' })).toEqual(taken)
    const { storage } = world.server.server
    const events = await listEvents(storage, world.realm.realm.id, {}, { first: 0, max: 10 })
    expect(events.map(({ details }) => details)).toContainEqual(
      expect.objectContaining({
        client_auth_method: 'federated-jwt',
        client_assertion_id: jti,
        client_assertion_issuer: foreignIssuer,
        client_assertion_sub: foreignSubject,
      }),
    )
  })

  it.each<[string, Record<string, unknown>, Record<string, unknown>?]>([
    ['another subject', { sub: 'workload-2' }],
    ['our name for the client', { sub: 'worker' }],
    ['another issuer', { iss: 'https://elsewhere.test' }],
    ['no subject', { sub: undefined }],
    ['no issuer', { iss: undefined }],
    ['its own issuer', { iss: foreignSubject }],
  ])('tells nothing of why it does not take %s', async (_case, claims, header) => {
    expect(await outcome(world.assert(claims, header))).toEqual([401, unknown])
  })

  it('takes nothing that somebody else signed', async () => {
    expect(await outcome(world.assert({}, {}, stranger))).toEqual([401, unknown])
    const [header, , signature] = world.assert().split('.')
    const body = Buffer.from(JSON.stringify({ iss: foreignIssuer, sub: foreignSubject })).toString('base64url')
    expect(await outcome(`${header}.${body}.${signature}`)).toEqual([401, unknown])
    expect(await outcome(world.assert({}, { kid: 'other' }))).toEqual(taken)
    await world.useProvider('oidc', oidcSettings(world, { publicKeySignatureVerifierKeyId: 'key-1' }))
    expect(await outcome(world.assert({}, { kid: 'other' }))).toEqual([401, unknown])
  })

  it.each([
    ['HS256', 'Invalid signature algorithm'],
    ['none', 'Invalid signature algorithm'],
  ])('takes no algorithm %s', async (alg, description) => {
    expect(await outcome(world.assert({}, { alg }))).toEqual([400, refused(description)])
  })

  it('lets nobody say that they are another client', async () => {
    await addClient(world.server, world.realm, 'other', { serviceAccountsEnabled: true })
    await addClient(world.server, world.realm, 'open', { publicClient: true })
    expect((await world.bring(world.assert(), { client_id: 'other' })).statusCode).toBe(401)
    expect((await world.bring(world.assert(), { client_id: 'open' })).statusCode).toBe(401)
    expect((await world.bring(world.assert(), { client_id: foreignSubject })).statusCode).toBe(401)
    const secret = await world.bring(world.assert(), { client_secret: 'x' })
    expect(secret.statusCode).toBe(400)
  })

  it('lets the client prove itself in no other way', async () => {
    const answer = await post(world.server, world.realm, 'token', { grant_type: 'client_credentials' }, basic('worker'))
    expect([answer.statusCode, answer.json()]).toEqual([401, unknown])
  })

  it('holds for every endpoint that clients call', async () => {
    const { access_token: token } = (await world.bring(world.assert())).json()
    const form = {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: world.assert(),
      token,
    }
    const answer = await post(world.server, world.realm, 'token/introspect', form, {})
    expect(answer.json()).toMatchObject({ active: true, client_id: 'worker' })
  })

  it('takes an assertion once, also when it comes twice at the same time', async () => {
    const assertion = world.assert()
    const answers = await Promise.all([1, 2, 3].map(() => outcome(assertion)))
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1)
    expect(answers).toContainEqual([400, refused('Token reuse detected')])
    await world.useProvider('oidc', oidcSettings(world, { supportsClientAssertionReuse: 'true' }))
    const again = world.assert({ jti: undefined })
    expect([await outcome(again), await outcome(again)]).toEqual([taken, taken])
  })

  it('may allow clocks to differ, and its assertions to be older or not as old', async () => {
    const late = refused('Token was issued too far in the past to be used now')
    const early = refused('Token was issued in the future')
    expect(await outcome(world.assert({ iat: inSeconds(-300) }))).toEqual(taken)
    expect(await outcome(world.assert({ iat: inSeconds(-301) }))).toEqual([400, late])
    expect(await outcome(world.assert({ iat: inSeconds(2) }))).toEqual([400, early])
    await world.useProvider('oidc', oidcSettings(world, { allowedClockSkew: '30', fedClientAssertionMaxExp: '10' }))
    expect(await outcome(world.assert({ iat: inSeconds(30) }))).toEqual(taken)
    expect(await outcome(world.assert({ iat: inSeconds(32) }))).toEqual([400, early])
    expect(await outcome(world.assert({ iat: inSeconds(-11) }))).toEqual([400, late])
    // An end is an end, whatever the clocks (as Keycloak).
    expect(await outcome(world.assert({ exp: inSeconds(-1) }))).toEqual([400, refused('Token is not active')])
  })

  it('is believed no longer when it is disabled, or does not speak for clients', async () => {
    await world.useProvider('oidc', oidcSettings(world), false)
    expect(await outcome(world.assert())).toEqual([401, unknown])
    for (const supportsClientAssertions of ['false', '']) {
      await world.useProvider('oidc', oidcSettings(world, { supportsClientAssertions }))
      expect(await outcome(world.assert())).toEqual([401, unknown])
    }
    await world.useProvider('jwt-authorization-grant', oidcSettings(world))
    expect(await outcome(world.assert())).toEqual([401, unknown])
  })

  it('does not choose between clients of the same name', async () => {
    const attributes = { 'jwt.credential.issuer': 'platform', 'jwt.credential.sub': 'twin' }
    const settings = { serviceAccountsEnabled: true, clientAuthenticatorType: 'federated-jwt', attributes }
    await addClient(world.server, world.realm, 'twin-1', settings)
    expect(await outcome(world.assert({ sub: 'twin' }))).toEqual(taken)
    await addClient(world.server, world.realm, 'twin-2', settings)
    expect(await outcome(world.assert({ sub: 'twin' }))).toEqual([401, unknown])
    const named = await world.bring(world.assert({ sub: 'twin' }), { client_id: 'twin-2' })
    expect(claimsOf(named.json()['access_token'])['azp']).toBe('twin-2')
  })

  it('follows what the client says of itself at once', async () => {
    const admin = await world.server.adminToken()
    const clients = `/admin/realms/${world.realm.realm.name}/clients`
    const change = async (id: string, payload: object) => {
      const answer = await world.server.inject({ method: 'PUT', url: `${clients}/${id}`, token: admin, payload })
      expect(answer.statusCode).toBe(204)
    }
    const { id } = await addClient(world.server, world.realm, 'moving', {
      serviceAccountsEnabled: true,
      clientAuthenticatorType: 'federated-jwt',
    })
    const attributes = { 'jwt.credential.issuer': 'platform', 'jwt.credential.sub': 'mover' }
    await change(id, { attributes })
    expect(await outcome(world.assert({ sub: 'mover' }))).toEqual(taken)
    await change(id, { attributes: { ...attributes, 'jwt.credential.sub': 'moved' } })
    expect(await outcome(world.assert({ sub: 'mover' }))).toEqual([401, unknown])
    expect(await outcome(world.assert({ sub: 'moved' }))).toEqual(taken)
    await change(id, { enabled: false })
    expect(await outcome(world.assert({ sub: 'moved' }))).toEqual([401, unknown])
    await change(id, { enabled: true, clientAuthenticatorType: 'client-secret' })
    expect((await world.bring(world.assert({ sub: 'moved' }))).statusCode).toBe(401)
    await change(id, { clientAuthenticatorType: 'federated-jwt', attributes: { 'jwt.credential.sub': '' } })
    expect(await outcome(world.assert({ sub: 'moved' }))).toEqual([401, unknown])
  })

  it('may keep its keys at an address, which is asked anew for a key it did not name', async () => {
    const jwksUrl = `${world.receiver.url}/keys`
    await world.useProvider('oidc', oidcSettings(world, { useJwksUrl: 'true', jwksUrl }))
    Object.assign(world.receiver, { status: 200, body: JSON.stringify({ keys: [] }) })
    expect(await outcome(world.assert({}, { kid: 'key-1' }))).toEqual([401, unknown])
    world.receiver.body = JSON.stringify({ keys: [{ ...world.publicJwk, use: 'sig' }] })
    await world.server.clock.advance(11_000)
    expect(await outcome(world.assert({}, { kid: 'key-1' }))).toEqual(taken)
  })
})

describe('a Kubernetes cluster', () => {
  const sub = 'system:serviceaccount:shop:worker'
  const token = (claims: Record<string, unknown> = {}) =>
    world.assert({ iss: world.receiver.url, sub, jti: undefined, exp: inSeconds(3600), ...claims }, { kid: 'key-1' })

  beforeAll(async () => {
    await addClient(world.server, world.realm, 'pod', {
      serviceAccountsEnabled: true,
      clientAuthenticatorType: 'federated-jwt',
      attributes: { 'jwt.credential.issuer': 'platform', 'jwt.credential.sub': sub },
    })
    await world.useProvider('kubernetes', { issuer: world.receiver.url })
    // One answer for both questions: where the keys are, and which.
    const body = { issuer: world.receiver.url, jwks_uri: `${world.receiver.url}/cluster-keys`, keys: [world.publicJwk] }
    Object.assign(world.receiver, { status: 200, body: JSON.stringify(body) })
  })

  it('vouches for its service accounts, for as long as their tokens are good', async () => {
    world.receiver.received.length = 0
    const account = token()
    expect([await outcome(account), await outcome(account)]).toEqual([taken, taken])
    expect(world.receiver.received.map(({ path }) => path)).toEqual([
      '/.well-known/openid-configuration',
      '/cluster-keys',
    ])
    expect(await outcome(token({ iat: inSeconds(-3600) }))).toEqual(taken)
    const late = refused('Token was issued too far in the past to be used now')
    expect(await outcome(token({ iat: inSeconds(-3601) }))).toEqual([400, late])
  })

  it('vouches for nobody by tokens for somebody else', async () => {
    expect(await outcome(token({ aud: 'https://kubernetes.default.svc' }))).toEqual([
      400,
      refused('Invalid token audience'),
    ])
    expect(await outcome(token({ iss: 'https://cluster.test' }))).toEqual([401, unknown])
  })

  it('that does not answer is not asked for every assertion', async () => {
    const silent = `${world.receiver.url}/silent`
    await world.useProvider('kubernetes', { issuer: silent })
    world.receiver.body = 'no JSON'
    world.receiver.received.length = 0
    for (let time = 0; time < 3; time++) expect(await outcome(token({ iss: silent }))).toEqual([401, unknown])
    expect(world.receiver.received).toHaveLength(1)
  })
})

describe('a SPIFFE trust domain', () => {
  const sub = 'spiffe://example.org/shop/worker'
  const svid = (claims: Record<string, unknown> = {}) =>
    world.assert({ iss: undefined, jti: undefined, sub, ...claims }, { kid: 'key-1' })
  const type = { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-spiffe' }

  beforeAll(async () => {
    await addClient(world.server, world.realm, 'svid', {
      serviceAccountsEnabled: true,
      clientAuthenticatorType: 'federated-jwt',
      attributes: { 'jwt.credential.issuer': 'platform', 'jwt.credential.sub': sub },
    })
    const keys = [
      { ...world.publicJwk, use: 'x509-svid' },
      { ...world.publicJwk, use: 'jwt-svid' },
    ]
    Object.assign(world.receiver, { status: 200, body: JSON.stringify({ spiffe_sequence: 1, keys }) })
    await world.useProvider('spiffe', {
      issuer: 'spiffe://example.org',
      trustDomain: 'spiffe://example.org',
      bundleEndpoint: `${world.receiver.url}/bundle`,
    })
  })

  it('vouches for its workloads, under its own type of assertion', async () => {
    expect(await outcome(svid(), type)).toEqual(taken)
    expect(await outcome(svid({ iss: 'https://spire.test' }), type)).toEqual(taken)
    expect(await outcome(svid())).toEqual([401, unknown])
  })

  it.each([
    [{ trustDomain: 'example.org' }, 'Invalid trust domain name'],
    [{ trustDomain: 'spiffe://Example.org' }, 'Invalid trust domain name'],
    [{ trustDomain: 'spiffe://example.org/shop' }, 'Invalid trust domain name'],
    [{ trustDomain: 'spiffe://example.org', bundleEndpoint: 'nowhere' }, 'The url [bundleEndpoint] is malformed'],
  ])('is not set up as %j', async (config, problem) => {
    const url = `/admin/realms/${world.realm.realm.name}/identity-provider/instances`
    const payload = { alias: 'other', providerId: 'spiffe', config }
    const answer = await world.server.inject({ method: 'POST', url, token: await world.server.adminToken(), payload })
    expect([answer.statusCode, answer.json()]).toEqual([400, { errorMessage: problem }])
  })

  it('vouches for no workload of another domain', async () => {
    const other = 'spiffe://example.org.evil.test/shop/worker'
    await addClient(world.server, world.realm, 'evil', {
      serviceAccountsEnabled: true,
      clientAuthenticatorType: 'federated-jwt',
      attributes: { 'jwt.credential.issuer': 'platform', 'jwt.credential.sub': other },
    })
    expect(await outcome(svid({ sub: other }), type)).toEqual([401, unknown])
  })

  it('signs with no key that is for something else', async () => {
    world.receiver.body = JSON.stringify({ keys: [{ ...world.publicJwk, use: 'x509-svid' }] })
    await world.server.clock.advance(11 * 60_000)
    expect(await outcome(svid(), type)).toEqual([401, unknown])
  })
})
