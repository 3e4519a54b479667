import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administer, type PolicyWorld, useExecutor, usePolicy } from './fixture/client-policies.ts'
import { addClient, answerOf, Browser, post, redirectUri } from './fixture/oidc-application.ts'
import { type RequestSigner, requestSigner } from './fixture/signed-request.ts'
import { testServer } from './fixture/test-server.ts'

let world: PolicyWorld
let signer: RequestSigner

beforeAll(async () => {
  const test = await testServer()
  const realm = await test.createRealm()
  world = { test, realm, admin: await test.adminToken() }
  signer = await requestSigner(test, realm)
  const ciba = { 'oidc.ciba.grant.enabled': 'true', 'ciba.backchannel.auth.request.signing.alg': 'RS256' }
  await addClient(test, realm, 'app', { attributes: { ...signer.attributes, ...ciba } })
})
afterAll(() => world.test.stop())

async function authorize(parameters: Record<string, string>): Promise<string | undefined> {
  const answer = await new Browser(world.test).authorize(world.realm, parameters)
  if (answer.statusCode === 200) return undefined
  const answered = answerOf(answer)
  return `${answered.get('error')}: ${answered.get('error_description')}`
}
const inMinutes = (minutes: number) => Math.floor(world.test.clock.now() / 1000) + minutes * 60

describe('secure-request-object', () => {
  it('wants a request object', async () => {
    await useExecutor(world, 'secure-request-object')
    expect(await authorize({})).toBe("invalid_request: Missing parameter: 'request' or 'request_uri'")
    expect(await authorize({ request: await signer.sign() })).toBe(undefined)
    const pushed = await post(world.test, world.realm, 'ext/par/request', {
      redirect_uri: redirectUri,
      response_type: 'code',
    })
    expect([pushed.statusCode, pushed.json()['error']]).toEqual([400, 'invalid_request'])
    const good = await post(world.test, world.realm, 'ext/par/request', { request: await signer.sign() })
    expect(good.statusCode).toBe(201)
    const uri = String(good.json()['request_uri'])
    expect(await authorize({ request_uri: uri })).toBe(undefined)
  })

  it.each([
    [{ exp: undefined }, "Missing parameter in the 'request' object: exp"],
    [{ nbf: undefined }, "Missing parameter in the 'request' object: nbf"],
    [{ aud: undefined }, "Missing parameter in the 'request' object: aud"],
  ])('refuses %j', async (change, description) => {
    await useExecutor(world, 'secure-request-object')
    expect(await authorize({ request: await signer.sign(change) })).toBe(`invalid_request_object: ${description}`)
  })

  it('refuses one that is good for long', async () => {
    await useExecutor(world, 'secure-request-object', { 'available-period': '600' })
    expect(await authorize({ request: await signer.sign({ exp: inMinutes(10) }) })).toBe(undefined)
    const long = "invalid_request_object: Request's available period is long"
    expect(await authorize({ request: await signer.sign({ exp: inMinutes(11) }) })).toBe(long)
    expect(await authorize({ request: await signer.sign({ nbf: inMinutes(-11) }) })).toBe(long)
    await useExecutor(world, 'secure-request-object', { 'verify-nbf': false })
    expect(await authorize({ request: await signer.sign({ nbf: undefined }) })).toBe(undefined)
  })

  it('refuses one that is made later than now, as far as clocks may differ', async () => {
    const inSeconds = (seconds: number) => Math.floor(world.test.clock.now() / 1000) + seconds
    const early = { nbf: inSeconds(10), iat: inSeconds(10) }
    await useExecutor(world, 'secure-request-object')
    expect(await authorize({ request: await signer.sign(early) })).toBe(undefined)
    const future = 'invalid_request_object: Request issued in the future'
    expect(await authorize({ request: await signer.sign({ iat: inSeconds(16) }) })).toBe(future)
    await useExecutor(world, 'secure-request-object', { 'allowed-clock-skew': '5' })
    expect(await authorize({ request: await signer.sign(early) })).toBe(
      'invalid_request_object: Request not yet being processed',
    )
    await useExecutor(world, 'secure-request-object', { 'allowed-clock-skew': '5', 'verify-nbf': false })
    expect(await authorize({ request: await signer.sign(early) })).toBe(future)
  })

  it('may want it encrypted', async () => {
    await useExecutor(world, 'secure-request-object', { 'encryption-required': true })
    expect(await authorize({ request: await signer.sign() })).toBe(
      'invalid_request_object: Request object not encrypted',
    )
  })
})

describe('CIBA', () => {
  const ask = async (form: Record<string, string>) =>
    (await post(world.test, world.realm, 'ext/ciba/auth', form)).json()['error_description']

  it('secure-ciba-session wants a binding message', async () => {
    await useExecutor(world, 'secure-ciba-session')
    const form = { scope: 'openid', login_hint: 'nobody' }
    expect(await ask(form)).toBe('Missing parameter: binding_message')
    expect(await ask({ ...form, binding_message: 'W4SCT' })).not.toBe('Missing parameter: binding_message')
  })

  it('secure-ciba-signed-authn-req wants a signed request of a short life', async () => {
    await useExecutor(world, 'secure-ciba-signed-authn-req')
    expect(await ask({ scope: 'openid', login_hint: 'nobody' })).toBe("Missing parameter: 'request' or 'request_uri'")
    const sign = (change: Record<string, unknown> = {}) =>
      signer.sign({ jti: world.test.server.ids.uuid(), scope: 'openid', login_hint: 'nobody', ...change })
    const long = "Request's available period is long"
    expect(await ask({ request: await sign({ exp: inMinutes(61) }) })).toBe(long)
    expect(await ask({ request: await sign() })).not.toBe(long)
  })
})

it('all global profiles of OpenID Connect can be used', async () => {
  const answer = await administer(world, 'GET', 'client-policies/profiles?include-global-profiles=true')
  const names = (answer.json()['globalProfiles'] as { name: string }[]).map((profile) => profile.name)
  expect(names).toEqual([
    'fapi-1-baseline',
    'fapi-1-advanced',
    'fapi-ciba',
    'fapi-2-security-profile',
    'fapi-2-message-signing',
    'oauth-2-1-for-confidential-client',
    'oauth-2-1-for-public-client',
    'fapi-2-dpop-security-profile',
    'fapi-2-dpop-message-signing',
  ])
  await usePolicy(world, names)
})
