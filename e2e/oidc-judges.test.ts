import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../packages/server/src/model/realm/realm-snapshot.ts'
import { addClient, addUser, Browser, redirectUri, secret } from '../packages/server/test/fixture/oidc-application.ts'
import { type TestServer, testServer } from '../packages/server/test/fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let issuer: URL

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm({ revokeRefreshToken: true })
  issuer = new URL(`${server.url}/realms/${realm.realm.name}`)
  await addClient(server, realm, 'app', {
    serviceAccountsEnabled: true,
    attributes: { 'post.logout.redirect.uris': 'https://app.test/bye' },
  })
  await addClient(server, realm, 'spa', { publicClient: true })
  await addUser(server, realm)
})
afterAll(() => server.stop())

/** The server's clock stands still at a moment of its own; the judges are told how far away that is. */
const skew = () => Math.floor((server.clock.now() - Date.now()) / 1000)

/** What a browser does with an authorization address, up to the address the application gets. */
async function follow(address: URL, browser = new Browser(server)): Promise<URL> {
  const first = await browser.request(address.href)
  const last = first.statusCode === 200 ? await browser.submitPassword(first) : first
  return new URL(String(last.headers.location))
}

describe('openid-client', () => {
  let config: openid.Configuration
  beforeAll(async () => {
    config = await openid.discovery(issuer, 'app', { [openid.clockSkew]: skew() }, openid.ClientSecretBasic(secret), {
      execute: [openid.allowInsecureRequests],
    })
  })

  test('signs a user in, reads userinfo, refreshes, introspects, revokes and logs out', async () => {
    const browser = new Browser(server)
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const expectedState = openid.randomState()
    const expectedNonce = openid.randomNonce()
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid email',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
      max_age: '300',
    })
    const checks = { pkceCodeVerifier, expectedState, expectedNonce, maxAge: 300 }
    const tokens = await openid.authorizationCodeGrant(config, await follow(address, browser), checks)
    const claims = tokens.claims()
    expect(claims).toMatchObject({ aud: 'app', azp: 'app', nonce: expectedNonce, preferred_username: 'ada' })
    const info = await openid.fetchUserInfo(config, tokens.access_token, String(claims?.sub))
    expect(info).toMatchObject({ email: 'ada@example.org', email_verified: true })

    const renewed = await openid.refreshTokenGrant(config, String(tokens.refresh_token))
    expect(renewed.claims()?.sub).toBe(claims?.sub)
    expect(await openid.tokenIntrospection(config, renewed.access_token)).toMatchObject({
      active: true,
      username: 'ada',
    })
    await openid.tokenRevocation(config, renewed.access_token)
    expect(await openid.tokenIntrospection(config, renewed.access_token)).toEqual({ active: false })

    const end = openid.buildEndSessionUrl(config, {
      id_token_hint: String(tokens.id_token),
      post_logout_redirect_uri: 'https://app.test/bye',
      state: 'done',
    })
    expect((await browser.request(end.href)).headers.location).toBe('https://app.test/bye?state=done')
    await expect(openid.refreshTokenGrant(config, String(renewed.refresh_token))).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  test('gets a token for itself', async () => {
    const tokens = await openid.clientCredentialsGrant(config, { scope: 'email' })
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 300 })
    expect(tokens.refresh_token).toBeUndefined()
  })

  test('understands errors of the authorization endpoint', async () => {
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid',
      prompt: 'none',
      state: 'x',
    })
    const back = await follow(address)
    await expect(openid.authorizationCodeGrant(config, back, { expectedState: 'x' })).rejects.toMatchObject({
      error: 'login_required',
    })
  })
})

describe('oauth4webapi', () => {
  test('a public client goes through the code flow, its ID token checked by the published keys', async () => {
    const insecure = { [oauth.allowInsecureRequests]: true }
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
    expect(as.authorization_response_iss_parameter_supported).toBe(true)
    const client: oauth.Client = { client_id: 'spa', [oauth.clockSkew]: skew() }
    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const nonce = oauth.generateRandomNonce()
    const address = new URL(String(as.authorization_endpoint))
    address.search = new URLSearchParams({
      client_id: 'spa',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid profile',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    }).toString()
    // Checks `iss` (RFC 9207) and `state`.
    const parameters = oauth.validateAuthResponse(as, client, await follow(address), state)
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      oauth.None(),
      parameters,
      redirectUri,
      verifier,
      insecure,
    )
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    })
    await oauth.validateApplicationLevelSignature(as, response, insecure)
    const subject = String(oauth.getValidatedIdTokenClaims(tokens)?.sub)
    const info = await oauth.userInfoRequest(as, client, tokens.access_token, insecure)
    expect(await oauth.processUserInfoResponse(as, client, subject, info)).toMatchObject({ name: 'Ada Lovelace' })
    const replayed = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      oauth.None(),
      parameters,
      redirectUri,
      verifier,
      insecure,
    )
    await expect(oauth.processAuthorizationCodeResponse(as, client, replayed)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })
})
