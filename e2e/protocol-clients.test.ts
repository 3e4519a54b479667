import KcAdminClient from '@keycloak/keycloak-admin-client'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, signIn } from './fixture/chromium.ts'
import {
  administrator,
  newServerPlace,
  type RunningServer,
  type ServerPlace,
  startBuiltServer,
} from './fixture/running-server.ts'

const realm = 'judges'
const ada = { username: 'ada', password: 'Analytical-Engine-1' } as const
const application = {
  clientId: 'shop',
  secret: 'a-secret-that-the-admin-chose',
  redirectUri: 'http://localhost:1/callback',
} as const

describe('clients of other people', () => {
  let place: ServerPlace
  let server: RunningServer
  let admin: KcAdminClient

  beforeAll(async () => {
    place = await newServerPlace()
    server = await startBuiltServer(place)
    admin = new KcAdminClient({ baseUrl: server.url, realmName: 'master' })
    await admin.auth({ ...administrator, grantType: 'password', clientId: 'admin-cli' })
    await admin.realms.create({ realm, enabled: true })
    admin.setConfig({ realmName: realm })
    await admin.clients.create({
      clientId: application.clientId,
      secret: application.secret,
      redirectUris: [application.redirectUri],
      attributes: { 'post.logout.redirect.uris': '+' },
      serviceAccountsEnabled: true,
      directAccessGrantsEnabled: true,
    })
    const { id } = await admin.users.create({
      username: ada.username,
      email: 'ada@example.org',
      emailVerified: true,
      firstName: 'Ada',
      lastName: 'Lovelace',
      enabled: true,
    })
    await admin.users.resetPassword({ id, credential: { type: 'password', value: ada.password, temporary: false } })
  })
  afterAll(async () => {
    await server?.stop()
    await place?.remove()
  })

  /** Follows the authorization address in Chromium as the user; the address the application is called back with. */
  async function signInWithBrowser(authorizationUrl: URL): Promise<URL> {
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      const callback = page.waitForRequest((request) => request.url().startsWith(application.redirectUri))
      await page.goto(authorizationUrl.href)
      await signIn(page, ada)
      return new URL((await callback).url())
    } finally {
      await browser.close()
    }
  }

  it('openid-client signs a user in, reads userinfo, refreshes, introspects, revokes and signs out', async () => {
    const issuer = new URL(`${server.url}/realms/${realm}`)
    const config = await openid.discovery(issuer, application.clientId, application.secret, undefined, {
      execute: [openid.allowInsecureRequests],
    })
    const verifier = openid.randomPKCECodeVerifier()
    const [state, nonce] = [openid.randomState(), openid.randomNonce()]
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: application.redirectUri,
      scope: 'openid profile email',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    const callback = await signInWithBrowser(url)
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
    const tokens = await openid.authorizationCodeGrant(config, callback, checks)
    const claims = tokens.claims()
    expect(claims).toMatchObject({ preferred_username: 'ada', email: 'ada@example.org', azp: application.clientId })

    const info = await openid.fetchUserInfo(config, tokens.access_token, String(claims?.sub))
    expect(info).toMatchObject({ name: 'Ada Lovelace', email_verified: true })

    const refreshed = await openid.refreshTokenGrant(config, String(tokens.refresh_token))
    expect(await openid.tokenIntrospection(config, refreshed.access_token)).toMatchObject({
      active: true,
      username: 'ada',
    })
    await openid.tokenRevocation(config, String(refreshed.refresh_token))
    expect(await openid.tokenIntrospection(config, refreshed.access_token)).toMatchObject({ active: false })

    const logout = openid.buildEndSessionUrl(config, {
      id_token_hint: String(tokens.id_token),
      post_logout_redirect_uri: application.redirectUri,
    })
    const answer = await fetch(logout, { redirect: 'manual' })
    expect([302, 303]).toContain(answer.status)
    expect(answer.headers.get('location')).toContain(application.redirectUri)

    // A code works once, and its replay kills what it gave.
    await expect(openid.authorizationCodeGrant(config, callback, checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('oauth4webapi gets client credentials by basic and by post, and is refused with the wrong secret', async () => {
    const issuer = new URL(`${server.url}/realms/${realm}`)
    const insecure = { [oauth.allowInsecureRequests]: true }
    const server1 = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
    const client = { client_id: application.clientId }
    for (const authentication of [
      oauth.ClientSecretBasic(application.secret),
      oauth.ClientSecretPost(application.secret),
    ]) {
      const response = await oauth.clientCredentialsGrantRequest(
        server1,
        client,
        authentication,
        new URLSearchParams(),
        insecure,
      )
      const result = await oauth.processClientCredentialsResponse(server1, client, response)
      expect(result.token_type).toBe('bearer')
      expect(result.expires_in).toBe(300)
    }
    const wrong = await oauth.clientCredentialsGrantRequest(
      server1,
      client,
      oauth.ClientSecretPost('wrong'),
      new URLSearchParams(),
      insecure,
    )
    expect(wrong.status).toBe(401)
    expect(await wrong.json()).toMatchObject({ error: 'unauthorized_client' })
  })

  it('@keycloak/keycloak-admin-client administers users, groups, roles, clients and sessions', async () => {
    const group = await admin.groups.create({ name: 'engineers' })
    await admin.roles.create({ name: 'reviewer', description: 'Reviews' })
    const role = await admin.roles.findOneByName({ name: 'reviewer' })
    const [user] = await admin.users.find({ username: ada.username, exact: true })
    const id = String(user?.id)
    await admin.users.addToGroup({ id, groupId: group.id })
    await admin.users.addRealmRoleMappings({ id, roles: [{ id: String(role?.id), name: 'reviewer' }] })
    expect((await admin.users.listGroups({ id })).map(({ name }) => name)).toEqual(['engineers'])
    expect((await admin.users.listRealmRoleMappings({ id })).map(({ name }) => name)).toContain('reviewer')
    expect(await admin.users.count({ search: 'ad' })).toBe(1)
    await admin.users.update({ id }, { ...user, firstName: 'Augusta' })
    expect((await admin.users.findOne({ id }))?.firstName).toBe('Augusta')
    await expect(admin.users.create({ username: ada.username })).rejects.toMatchObject({ response: { status: 409 } })

    const [client] = await admin.clients.find({ clientId: application.clientId })
    const secret = await admin.clients.getClientSecret({ id: String(client?.id) })
    expect(secret.value).toBe(application.secret)
    const served = await admin.serverInfo.find()
    expect(served.systemInfo?.version).toMatch(/^26\.7\./)
    await admin.users.logout({ id })
    expect(await admin.users.listSessions({ id })).toEqual([])
  })
})
