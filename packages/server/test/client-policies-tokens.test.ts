import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type AssertionWorld, createAssertionWorld } from './fixture/assertion-world.ts'
import { administer, type PolicyWorld, useExecutor, useNoPolicy } from './fixture/client-policies.ts'
import { createExchangeWorld, type ExchangeWorld, idTokenType } from './fixture/exchange-world.ts'
import { basic, claimsOf, post } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let admin: string
let exchanging: ExchangeWorld
let asserting: AssertionWorld

beforeAll(async () => {
  server = await testServer()
  admin = await server.adminToken()
  exchanging = await createExchangeWorld(server)
  asserting = await createAssertionWorld(server)
})
afterEach(async () => {
  await useNoPolicy(exchange())
  await useNoPolicy(assertions())
})
afterAll(() => server.stop())

const exchange = (): PolicyWorld => ({ test: server, realm: exchanging.realm, admin })
const assertions = (): PolicyWorld => ({ test: server, realm: asserting.realm, admin })
const unsigned = (claims: object) =>
  [{ alg: 'none' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
    .concat('.')
const scopesOf = (token: unknown) =>
  String(claimsOf(String(token))['scope'])
    .split(' ')
    .sort()
const refused = (error: string, description: string) => ({ error, error_description: description })

async function exchangeOf(form: Record<string, string> = {}) {
  const { access_token: subject } = await exchanging.signIn()
  return (await exchanging.exchange({ subject_token: subject, ...form })).json()
}

describe('downscope-assertion-grant-enforcer', () => {
  const use = (world: PolicyWorld) => useExecutor(world, 'downscope-assertion-grant-enforcer')

  it('lets an exchange ask for what the token has, and for nothing else', async () => {
    expect(await exchangeOf({ scope: 'openid address' })).toHaveProperty('access_token')
    await use(exchange())
    expect(await exchangeOf({ scope: 'openid phone' })).toHaveProperty('access_token')
    expect(await exchangeOf({ scope: 'openid address' })).toEqual(
      refused(
        'invalid_scope',
        expect.stringMatching(/^Scopes \[address\] not present in the initial access token \[.+/),
      ),
    )
  })

  it('keeps the default scopes of a client out of the token too, but not those that tokens never name', async () => {
    const [app] = (await administer(exchange(), 'GET', 'clients?clientId=app')).json()
    const scopes = (await administer(exchange(), 'GET', `clients/${app.id}/default-client-scopes`)).json()
    const email = scopes.find((scope: { name: string }) => scope.name === 'email')
    const path = `clients/${app.id}/default-client-scopes/${email.id}`
    await administer(exchange(), 'DELETE', path)
    expect(scopesOf((await exchangeOf({ scope: 'openid' })).access_token)).toContain('email')
    await use(exchange())
    const { access_token: token } = await exchangeOf({ scope: 'openid' })
    await administer(exchange(), 'PUT', path)
    expect(scopesOf(token)).toEqual(['openid', 'profile'])
    expect(claimsOf(token)).toMatchObject({ sub: exchanging.ada.id, azp: 'api' })
  })

  it('holds for assertions, whatever else the request brings', async () => {
    await use(assertions())
    const within = await asserting.bring(asserting.assert({ scope: 'openid phone' }), { scope: 'openid phone' })
    expect(scopesOf(within.json().access_token)).toEqual(['openid', 'phone'])
    const beyond = { scope: 'openid phone' }
    const decoy = { ...beyond, subject_token: unsigned(beyond) }
    for (const form of [beyond, decoy]) {
      const answer = await asserting.bring(asserting.assert({ scope: 'openid' }), form)
      expect([answer.statusCode, answer.json()]).toEqual([
        400,
        refused('invalid_scope', 'Scopes [phone] not present in the initial access token [openid]'),
      ])
    }
    const bare = await asserting.bring(asserting.assert(), beyond)
    expect(bare.json()).toMatchObject({ error: 'invalid_scope' })
  })

  it('refuses what is no access token', async () => {
    await use(exchange())
    const description = "Parameter 'subject_token' should be access_token for the executor"
    expect(await exchangeOf({ subject_token_type: idTokenType })).toEqual(refused('invalid_request', description))
    expect(await exchangeOf({ subject_token: 'x.y' })).toEqual(
      refused('invalid_request', 'Assertion contains an invalid access token'),
    )
  })
})

describe('jwt-claim-enforcer', () => {
  const use = (name?: string, value?: string) =>
    useExecutor(exchange(), 'jwt-claim-enforcer', {
      ...(name ? { 'claim-name': name } : {}),
      ...(value ? { 'allowed-value': value } : {}),
    })

  it.each([
    ['azp', undefined],
    ['aud', undefined],
    ['azp', 'app'],
    ['azp', 'a.+|other'],
    ['exp', '\\d+'],
  ])('lets tokens with %s like %s pass', async (name, value) => {
    await use(name, value)
    expect(await exchangeOf()).toHaveProperty('access_token')
  })

  it.each([
    ['tenant', undefined, "Required claim 'tenant' is missing from the token"],
    ['azp', 'ap', "Value for claim 'azp' not allowed"],
    ['realm_access', 'x', "Value type for claim 'realm_access' not allowed"],
    [undefined, 'x', 'Invalid configuration'],
  ])('refuses tokens without %s like %s', async (name, value, description) => {
    await use(name, value)
    expect(await exchangeOf()).toEqual(refused('invalid_request', description))
  })

  it('looks at the assertion of a JWT authorization grant, and at nothing beside it', async () => {
    await useExecutor(assertions(), 'jwt-claim-enforcer', { 'claim-name': 'tenant', 'allowed-value': 'blue' })
    expect((await asserting.bring(asserting.assert({ tenant: 'blue' }))).statusCode).toBe(200)
    const decoy = { subject_token: unsigned({ tenant: 'blue' }) }
    const red = await asserting.bring(asserting.assert({ tenant: 'red' }), decoy)
    expect(red.json()).toEqual(refused('invalid_request', "Value for claim 'tenant' not allowed"))
    expect((await asserting.bring(asserting.assert({ tenant: null }))).statusCode).toBe(400)
  })

  it('is stored with a pattern only', async () => {
    const executors = [{ executor: 'jwt-claim-enforcer', configuration: { 'claim-name': 'a', 'allowed-value': '(' } }]
    const answer = await administer(exchange(), 'PUT', 'client-policies/profiles', {
      profiles: [{ name: 'x', executors }],
    })
    expect(answer.statusCode).toBe(400)
  })
})

describe('identity-provider-alias', () => {
  const use = (aliases: readonly string[], isNegative = false) =>
    useExecutor(assertions(), 'reject-request', {}, 'identity-provider-alias', {
      identity_provider_aliases: aliases,
      'is-negative-logic': isNegative,
    })
  const isRefused = async () => (await asserting.bring(asserting.assert())).statusCode === 400

  it('holds for assertions of the identity providers it names', async () => {
    expect(await isRefused()).toBe(false)
    await use(['other', 'partner'])
    expect(await isRefused()).toBe(true)
    await use(['other'])
    expect(await isRefused()).toBe(false)
    await use(['other'], true)
    expect(await isRefused()).toBe(true)
  })

  it('has nothing to say where no identity provider has part', async () => {
    await use(['partner'], true)
    const direct = { grant_type: 'client_credentials' }
    const answer = await post(server, asserting.realm, 'token', direct, basic('app'))
    expect(answer.json()['error_description']).not.toBe('Request not allowed')
    const strange = await asserting.bring(asserting.assert({ iss: 'https://nobody.test' }))
    expect(strange.json()['error_description']).toBe('No Identity Provider for provided issuer')
    expect((await asserting.bring('no token')).json()['error_description']).not.toBe('Request not allowed')
  })
})

describe('suppress-refresh-token-rotation', () => {
  const refresh = async (token: string) => {
    const form = { grant_type: 'refresh_token', refresh_token: token }
    return (await post(server, exchanging.realm, 'token', form, basic('app'))).json()
  }

  it('gives no new refresh token, and the one there is stays good', async () => {
    const { refresh_token: token = '' } = await exchanging.signIn()
    expect(await refresh(token)).toHaveProperty('refresh_token')
    await useExecutor(exchange(), 'suppress-refresh-token-rotation')
    for (const _ of [1, 2]) {
      const answer = await refresh(token)
      expect(answer).toHaveProperty('access_token')
      expect(answer).not.toHaveProperty('refresh_token')
      expect(answer).toMatchObject({ refresh_expires_in: 0 })
    }
    expect(await exchanging.signIn()).toHaveProperty('refresh_token')
  })
})
