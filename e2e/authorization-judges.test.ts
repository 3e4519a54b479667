import { exportJWK, generateKeyPair } from 'jose'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../packages/server/src/model/realm/realm-snapshot.ts'
import { addClient, addUser, Browser, redirectUri, secret } from '../packages/server/test/fixture/oidc-application.ts'
import { type TestServer, testServer } from '../packages/server/test/fixture/test-server.ts'

type Keys = Awaited<ReturnType<typeof generateKeyPair>>

let server: TestServer
let realm: RealmSnapshot
let issuer: URL
let signing: Keys
let encrypting: Keys

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  issuer = new URL(`${server.url}/realms/${realm.realm.name}`)
  signing = await generateKeyPair('ES256', { extractable: true })
  encrypting = await generateKeyPair('RSA-OAEP', { extractable: true })
  const keys = [
    { ...(await exportJWK(signing.publicKey)), kid: 'sig-1', use: 'sig', alg: 'ES256' },
    { ...(await exportJWK(encrypting.publicKey)), kid: 'enc-1', use: 'enc', alg: 'RSA-OAEP' },
  ]
  const published = { 'use.jwks.string': 'true', 'jwks.string': JSON.stringify({ keys }) }
  const settings = (attributes: Record<string, string>) => ({
    implicitFlowEnabled: true,
    attributes: { ...published, ...attributes },
  })
  await addClient(server, realm, 'app', settings({}))
  await addClient(server, realm, 'pushing', settings({ 'require.pushed.authorization.requests': 'true' }))
  const signed = { 'request.object.required': 'request only', 'request.object.signature.alg': 'ES256' }
  await addClient(server, realm, 'signing', settings(signed))
  const sealed = {
    'authorization.encrypted.response.alg': 'RSA-OAEP',
    'authorization.encrypted.response.enc': 'A256GCM',
  }
  await addClient(server, realm, 'sealed', settings(sealed))
  await addClient(server, realm, 'detached', settings({ 'id.token.as.detached.signature': 'true' }))
  await addUser(server, realm)
})
afterAll(() => server.stop())

/** The server's clock stands still at a moment of its own; the judges are told how far away that is. */
const skew = () => Math.floor((server.clock.now() - Date.now()) / 1000)

async function follow(address: URL): Promise<URL> {
  const browser = new Browser(server)
  const page = await browser.request(address.href)
  return new URL(String((page.statusCode === 200 ? await browser.submitPassword(page) : page).headers.location))
}

describe('openid-client', () => {
  const discover = (clientId: string, ...execute: ((config: openid.Configuration) => void)[]) =>
    openid.discovery(issuer, clientId, { [openid.clockSkew]: skew() }, openid.ClientSecretBasic(secret), {
      execute: [openid.allowInsecureRequests, ...execute],
    })
  const request = async () => {
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const expectedState = openid.randomState()
    const expectedNonce = openid.randomNonce()
    const parameters = {
      redirect_uri: redirectUri,
      scope: 'openid email',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
    }
    return { parameters, checks: { pkceCodeVerifier, expectedState, expectedNonce } }
  }
  const key = () => ({ key: signing.privateKey, kid: 'sig-1' })

  test('pushes its request', async () => {
    const config = await discover('pushing')
    const { parameters, checks } = await request()
    const address = await openid.buildAuthorizationUrlWithPAR(config, parameters)
    expect([...address.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri'])
    const tokens = await openid.authorizationCodeGrant(config, await follow(address), checks)
    expect(tokens.claims()).toMatchObject({ aud: 'pushing', preferred_username: 'ada' })
  })

  test('understands why a request cannot be pushed', async () => {
    const config = await discover('pushing')
    const { parameters } = await request()
    const wrong = { ...parameters, scope: 'openid nonsense' }
    await expect(openid.buildAuthorizationUrlWithPAR(config, wrong)).rejects.toMatchObject({ error: 'invalid_scope' })
  })

  test('signs its request', async () => {
    const config = await discover('signing')
    const { parameters, checks } = await request()
    const address = await openid.buildAuthorizationUrlWithJAR(config, parameters, key())
    const tokens = await openid.authorizationCodeGrant(config, await follow(address), checks)
    expect(tokens.claims()).toMatchObject({ aud: 'signing' })
  })

  test('signs its request and pushes it', async () => {
    const config = await discover('signing')
    const { parameters, checks } = await request()
    const signed = await openid.buildAuthorizationUrlWithJAR(config, parameters, key())
    const address = await openid.buildAuthorizationUrlWithPAR(config, signed.searchParams)
    const tokens = await openid.authorizationCodeGrant(config, await follow(address), checks)
    expect(tokens.claims()).toMatchObject({ aud: 'signing' })
  })

  test('takes a signed answer', async () => {
    const config = await discover('app', openid.useJwtResponseMode)
    const { parameters, checks } = await request()
    const back = await follow(openid.buildAuthorizationUrl(config, parameters))
    expect([...back.searchParams.keys()]).toEqual(['response'])
    expect((await openid.authorizationCodeGrant(config, back, checks)).claims()).toMatchObject({ aud: 'app' })
  })

  test('takes an encrypted answer', async () => {
    const decrypt = (config: openid.Configuration) =>
      openid.enableDecryptingResponses(config, ['A256GCM'], { key: encrypting.privateKey, kid: 'enc-1' })
    const config = await discover('sealed', openid.useJwtResponseMode, decrypt)
    const { parameters, checks } = await request()
    const back = await follow(openid.buildAuthorizationUrl(config, parameters))
    expect((await openid.authorizationCodeGrant(config, back, checks)).claims()).toMatchObject({ aud: 'sealed' })
  })

  test('takes errors in a signed answer', async () => {
    const config = await discover('app', openid.useJwtResponseMode)
    const { parameters, checks } = await request()
    const back = await follow(openid.buildAuthorizationUrl(config, { ...parameters, prompt: 'none' }))
    await expect(openid.authorizationCodeGrant(config, back, checks)).rejects.toMatchObject({ error: 'login_required' })
  })

  test('goes through the hybrid flow, c_hash checked', async () => {
    const config = await discover('app', openid.useCodeIdTokenResponseType)
    const { parameters, checks } = await request()
    const back = await follow(openid.buildAuthorizationUrl(config, parameters))
    expect((await openid.authorizationCodeGrant(config, back, checks)).claims()).toMatchObject({ aud: 'app' })
  })

  test('takes an ID token as a detached signature, s_hash checked', async () => {
    const config = await discover(
      'detached',
      openid.useCodeIdTokenResponseType,
      openid.enableDetachedSignatureResponseChecks,
    )
    const { parameters, checks } = await request()
    const back = await follow(openid.buildAuthorizationUrl(config, parameters))
    expect((await openid.authorizationCodeGrant(config, back, checks)).claims()).toMatchObject({ aud: 'detached' })
  })

  test('goes through the implicit flow', async () => {
    const config = await discover('app', openid.useIdTokenResponseType)
    const { parameters, checks } = await request()
    const { code_challenge: _, code_challenge_method: __, ...plain } = parameters
    const back = await follow(openid.buildAuthorizationUrl(config, plain))
    const { expectedNonce, expectedState } = checks
    const claims = await openid.implicitAuthentication(config, back, expectedNonce, { expectedState })
    expect(claims).toMatchObject({ aud: 'app', nonce: expectedNonce })
  })
})

describe('oauth4webapi', () => {
  test('pushes a signed request and takes a signed answer', async () => {
    const insecure = { [oauth.allowInsecureRequests]: true }
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
    const client: oauth.Client = { client_id: 'signing', [oauth.clockSkew]: skew() }
    const state = oauth.generateRandomState()
    const verifier = oauth.generateRandomCodeVerifier()
    const parameters = new URLSearchParams({
      redirect_uri: redirectUri,
      response_type: 'code',
      response_mode: 'jwt',
      scope: 'openid',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    const clock = { [oauth.modifyAssertion]: () => {} }
    const object = await oauth.issueRequestObject(
      as,
      client,
      parameters,
      { key: signing.privateKey, kid: 'sig-1' },
      clock,
    )
    const authentication = oauth.ClientSecretBasic(secret)
    const sent = new URLSearchParams({ request: object })
    const response = await oauth.pushedAuthorizationRequest(as, client, authentication, sent, insecure)
    const { request_uri, expires_in } = await oauth.processPushedAuthorizationResponse(as, client, response)
    expect(expires_in).toBe(60)
    const address = new URL(String(as.authorization_endpoint))
    address.search = new URLSearchParams({ client_id: 'signing', request_uri }).toString()
    const answer = await oauth.validateJwtAuthResponse(as, client, await follow(address), state, insecure)
    expect(answer.get('code')).toMatch(/./)
  })
})
