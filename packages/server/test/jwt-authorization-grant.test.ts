import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listEvents } from '../src/model/event/event.store.ts'
import { updateUser } from '../src/model/user/update-user.ts'
import { transact } from '../src/storage/transact.ts'
import { type AssertionWorld, createAssertionWorld, issuer, strangerKey } from './fixture/assertion-world.ts'
import { basic, claimsOf, currentRealm, endpointOf, post } from './fixture/oidc-application.ts'
import { testServer } from './fixture/test-server.ts'

let world: AssertionWorld

beforeAll(async () => {
  world = await createAssertionWorld(await testServer())
})
afterAll(() => world.server.stop())

const refused = (description: string, error = 'invalid_grant') => ({ error, error_description: description })

describe('an assertion of a trusted issuer', () => {
  test('gives an access token of the linked user, without a session', async () => {
    const answer = await world.bring(world.assert(), { scope: 'openid' })
    expect(answer.json()).toMatchObject({ token_type: 'Bearer', refresh_expires_in: 0 })
    expect(answer.json()).not.toHaveProperty('refresh_token')
    expect(answer.json()).not.toHaveProperty('session_state')
    expect(claimsOf(answer.json().access_token)).toMatchObject({
      sub: world.ada.id,
      azp: 'app',
      preferred_username: 'ada',
    })
    const userInfo = await world.server.inject({
      url: endpointOf(world.realm, 'userinfo'),
      token: answer.json().access_token,
    })
    expect(userInfo.statusCode).toBe(200)
    const [event] = await listEvents(world.server.server.storage, world.realm.realm.id, {}, { first: 0, max: 1 })
    expect(event).toMatchObject({
      type: 'JWT_AUTHORIZATION_GRANT',
      userId: world.ada.id,
      details: {
        identity_provider: 'partner',
        identity_provider_issuer: issuer,
        identity_provider_user_id: 'partner-ada',
      },
    })
  })

  test('is taken once, however many bring it at the same moment', async () => {
    const assertion = world.assert()
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.bring(assertion)))
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
    expect((await world.bring(assertion)).json()).toEqual(refused('Token reuse detected'))
  })

  test.each<[string, Record<string, string>, string, string?]>([
    ['is not for public clients', {}, 'Public client not allowed to use authorization grant', 'spa'],
    [
      'is not for clients that may not',
      {},
      'JWT Authorization Grant is not supported for the requested client',
      'idle',
    ],
    ['is not for clients of other issuers', {}, 'Identity Provider is not allowed for the client', 'apart'],
  ])('%s', async (_what, form, description, client) => {
    const isPublic = client === 'spa'
    const answer = await world.bring(
      world.assert(),
      { ...form, ...(isPublic ? { client_id: 'spa' } : {}) },
      isPublic ? {} : basic(client ?? 'app'),
    )
    expect([answer.statusCode, answer.json()]).toEqual([400, refused(description)])
  })

  test('asks for what the client may have and the user agreed to', async () => {
    expect((await world.bring(world.assert(), { scope: 'nonsense' })).json().error).toBe('invalid_scope')
    const asking = await world.bring(world.assert(), {}, basic('asking'))
    expect(asking.json()).toEqual(
      refused('Missing consents for JWT Authorization Grant in client asking', 'invalid_scope'),
    )
  })

  test('is worth nothing for users who are disabled or not ready', async () => {
    const realm = await currentRealm(world.server, world.realm)
    const change = (input: Parameters<typeof updateUser>[3]) =>
      transact(world.server.server.storage, (tx) => updateUser(tx, realm, world.ada, input))
    await change({ requiredActions: ['UPDATE_PASSWORD'] })
    expect((await world.bring(world.assert())).json()).toEqual(refused('Account is not fully set up'))
    await change({ requiredActions: [], enabled: false })
    expect((await world.bring(world.assert())).json()).toEqual(refused('User is not enabled'))
    await change({ enabled: true })
    expect((await world.bring(world.assert())).statusCode).toBe(200)
  })

  test('is signed by a key of the issuer’s own, of the algorithm it uses', async () => {
    expect((await world.bring(world.assert({}, {}, strangerKey))).json()).toEqual(refused('Invalid signature'))
    for (const alg of ['none', 'HS256', 'nonsense']) {
      expect((await world.bring(world.assert({}, { alg }))).json()).toEqual(refused('Invalid signature algorithm'))
    }
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect((await world.bring(world.assert({}, { alg: 'ES256' }, privateKey))).json()).toEqual(
      refused('Invalid signature'),
    )
  })

  test('of another realm’s issuer is nobody’s here', async () => {
    const other = await createAssertionWorld(world.server)
    expect(
      (await world.bring(other.assert({ aud: world.server.server.urls.realm(world.realm.realm.name) }))).json(),
    ).toEqual(refused('Invalid signature'))
    expect((await world.bring(other.assert())).statusCode).toBe(400)
  })
})

describe('an identity provider', () => {
  const instances = '/identity-provider/instances'

  test('is listed, changed and removed as in Keycloak, with its links', async () => {
    const made = {
      alias: 'second',
      providerId: 'jwt-authorization-grant',
      config: { issuer: 'https://second.test', clientSecret: 'not kept', jwtAuthorizationGrantEnabled: 'true' },
    }
    const created = await world.admin('POST', instances, made)
    expect([created.statusCode, created.headers.location]).toEqual([
      201,
      expect.stringMatching(/\/identity-provider\/instances\/second$/),
    ])
    expect((await world.admin('GET', `${instances}/second`)).json()).toMatchObject({
      alias: 'second',
      enabled: true,
      types: ['JWT_AUTHORIZATION_GRANT'],
      config: { issuer: 'https://second.test' },
    })
    expect((await world.admin('GET', `${instances}/second`)).body).not.toContain('not kept')
    const path = `/users/${world.ada.id}/federated-identity`
    expect((await world.admin('POST', `${path}/second`, { userId: 'x', userName: 'ada@second' })).statusCode).toBe(204)
    const again = await world.admin('POST', `${path}/second`, { userId: 'y', userName: 'ada@second' })
    expect([again.statusCode, again.json()]).toEqual([409, { errorMessage: 'User is already linked with provider' }])
    expect((await world.admin('GET', path)).json()).toEqual([
      { identityProvider: 'partner', userId: 'partner-ada', userName: 'ada@partner' },
      { identityProvider: 'second', userId: 'x', userName: 'ada@second' },
    ])
    expect((await world.admin('DELETE', `${instances}/second`)).statusCode).toBe(204)
    expect((await world.admin('GET', path)).json()).toHaveLength(1)
    expect((await world.admin('GET', `${instances}/second`)).statusCode).toBe(404)
  })

  test.each<[string, object, number, string]>([
    ['of an unknown kind', { alias: 'x', providerId: 'nonsense' }, 400, 'Invalid identity provider id [nonsense]'],
    ['without an issuer', { alias: 'x', config: {} }, 400, 'Issuer is required'],
    [
      'under an alias that is taken',
      { alias: 'partner', config: { issuer: 'https://third.test' } },
      409,
      'Identity Provider partner already exists',
    ],
    [
      'of an issuer that is taken',
      { alias: 'x', config: { issuer } },
      400,
      "Issuer URL already used for IDP 'partner', Issuer must be unique if the idp supports JWT Authorization Grant or Federated Client Authentication",
    ],
  ])('is refused %s', async (_what, body, status, errorMessage) => {
    const answer = await world.admin('POST', instances, { providerId: 'jwt-authorization-grant', ...body })
    expect([answer.statusCode, answer.json()]).toEqual([status, { errorMessage }])
  })

  test('is believed no more when it is disabled, unlinked or not for this grant', async () => {
    const stored = (await world.admin('GET', `${instances}/partner`)).json()
    const put = (change: object) => world.admin('PUT', `${instances}/partner`, { ...stored, ...change })
    await put({ enabled: false })
    expect((await world.bring(world.assert())).json()).toEqual(refused('No Identity Provider for provided issuer'))
    await put({ config: { ...stored.config, jwtAuthorizationGrantEnabled: 'false' } })
    expect((await world.bring(world.assert())).json()).toEqual(
      refused('Identity Provider is not configured for JWT Authorization Grant'),
    )
    await put({})
    expect((await world.bring(world.assert())).statusCode).toBe(200)
    const link = `/users/${world.ada.id}/federated-identity/partner`
    expect((await world.admin('DELETE', link)).statusCode).toBe(204)
    expect((await world.admin('DELETE', link)).json()).toEqual({ error: 'Link not found' })
    expect((await world.bring(world.assert())).json()).toEqual(refused('User not found'))
    await world.admin('POST', link, { userId: 'partner-ada', userName: 'ada@partner' })
  })

  test('is nothing for those without the permission', async () => {
    const { access_token: token } = (await world.bring(world.assert(), { scope: 'openid' })).json()
    const url = `/admin/realms/${world.realm.realm.name}${instances}`
    expect((await world.server.inject({ url, token })).statusCode).toBe(403)
    expect((await world.server.inject({ method: 'POST', url, token, payload: { alias: 'x' } })).statusCode).toBe(403)
    expect((await post(world.server, world.realm, 'token', { grant_type: 'nonsense' })).json().error).toBe(
      'unsupported_grant_type',
    )
  })
})
