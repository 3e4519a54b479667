import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listEvents } from '../src/model/event/event.store.ts'
import { findUserByUsername } from '../src/model/user/user.store.ts'
import { grantRoles } from '../src/model/user/user-role.store.ts'
import { listUserSessions } from '../src/model/user-session/user-session.store.ts'
import { transact } from '../src/storage/transact.ts'
import { createDpopKey } from './fixture/dpop-key.ts'
import {
  accessTokenType,
  createExchangeWorld,
  type ExchangeWorld,
  idTokenType,
  refreshTokenType,
} from './fixture/exchange-world.ts'
import { addClient, addUser, basic, claimsOf, currentRealm, endpointOf, post } from './fixture/oidc-application.ts'
import { testServer } from './fixture/test-server.ts'

let world: ExchangeWorld

beforeAll(async () => {
  world = await createExchangeWorld(await testServer())
})
afterAll(() => world.server.stop())

const userInfo = async (token: string) =>
  (await world.server.inject({ url: endpointOf(world.realm, 'userinfo'), token })).statusCode
const latestEvent = async () => {
  const found = await listEvents(world.server.server.storage, world.realm.realm.id, {}, { first: 0, max: 5 })
  return found.find(({ type }) => type.startsWith('TOKEN_EXCHANGE'))
}

describe('an exchanged access token', () => {
  test('has an ID token beside it only when `openid` is asked for', async () => {
    const { access_token: own } = await world.signIn({ scope: 'openid' })
    const app = basic('app')
    const unasked = (await world.exchange({ subject_token: own }, app)).json()
    expect(unasked.scope.split(' ')).toContain('openid')
    expect(unasked).not.toHaveProperty('id_token')
    expect((await world.exchange({ subject_token: own, scope: 'email' }, app)).json()).not.toHaveProperty('id_token')
    expect((await world.exchange({ subject_token: own, scope: 'openid' }, app)).json()).toHaveProperty('id_token')
  })

  test('is the requesting client’s, for the same user in the same session', async () => {
    const { access_token: subject, session_state: sid } = await world.signIn()
    const answer = await world.exchange({ subject_token: subject, scope: 'openid' })
    expect(answer.json()).toMatchObject({
      issued_token_type: accessTokenType,
      token_type: 'Bearer',
      refresh_expires_in: 0,
      session_state: sid,
    })
    expect(answer.json()).not.toHaveProperty('refresh_token')
    const claims = claimsOf(answer.json().access_token)
    expect(claims).toMatchObject({ azp: 'api', sub: world.ada.id, sid, scope: expect.not.stringContaining('phone') })
    expect(claims['jti']).toMatch(/^ntrtte:/)
    expect(claims['aud']).toContain('store')
    expect(await userInfo(answer.json().access_token)).toBe(200)
    expect(await latestEvent()).toMatchObject({
      type: 'TOKEN_EXCHANGE',
      clientId: 'api',
      userId: world.ada.id,
      sessionId: sid,
      details: {
        auth_method: 'token_exchange',
        subject_token_client_id: 'app',
        requested_token_type: accessTokenType,
        username: 'ada',
      },
    })
  })

  test('leaves no trace in the session, and ends with it', async () => {
    const tokens = await world.signIn()
    const { access_token: exchanged } = (
      await world.exchange({ subject_token: tokens['access_token'], scope: 'openid' })
    ).json()
    const api = await (await currentRealm(world.server, world.realm)).client('api')
    const url = `/admin/realms/${world.realm.realm.name}/clients/${api?.client.id}/user-sessions`
    expect((await world.server.inject({ url, token: await world.server.adminToken() })).json()).toEqual([])
    await post(world.server, world.realm, 'logout', { refresh_token: tokens['refresh_token'] ?? '' })
    expect(await userInfo(exchanged)).toBe(401)
    expect((await world.exchange({ subject_token: exchanged })).json().error_description).toBe('Invalid token')
  })

  test('can be exchanged again by those it is for', async () => {
    const tokens = await world.signIn()
    const first = (await world.exchange({ subject_token: tokens['access_token'] })).json()
    expect((await world.exchange({ subject_token: first.access_token })).statusCode).toBe(200)
    expect((await world.exchange({ subject_token: first.access_token }, basic('app'))).json()).toEqual({
      error: 'access_denied',
      error_description: 'Client is not within the token audience',
    })
  })

  test('of the client’s own token goes on with openid', async () => {
    const tokens = await world.signIn()
    const answer = (await world.exchange({ subject_token: tokens['access_token'] }, basic('app'))).json()
    expect(answer.scope.split(' ')).toContain('openid')
    expect(answer.scope).not.toContain('phone')
    const idToken = { subject_token: tokens['access_token'], requested_token_type: idTokenType }
    const alone = claimsOf((await world.exchange(idToken, basic('app'))).json().access_token)
    expect(alone, 'no access token comes with it').not.toHaveProperty('at_hash')
  })

  test('of a client’s own token has no session either', async () => {
    const own = (await post(world.server, world.realm, 'token', { grant_type: 'client_credentials' })).json()
    const answer = (await world.exchange({ subject_token: own.access_token })).json()
    expect(answer).not.toHaveProperty('session_state')
    expect(claimsOf(answer.access_token)).toMatchObject({ preferred_username: 'service-account-app', azp: 'api' })
  })

  test('of an offline session goes on with that, but gives no refresh token', async () => {
    const tokens = await world.signIn({ scope: 'offline_access' })
    const answer = (await world.exchange({ subject_token: tokens['access_token'], scope: 'openid' })).json()
    expect(claimsOf(answer.access_token)).toMatchObject({ sid: tokens['session_state'] })
    expect(await userInfo(answer.access_token)).toBe(200)
    const refused = await world.exchange(
      { subject_token: tokens['access_token'], requested_token_type: refreshTokenType },
      basic('renewing'),
    )
    expect(refused.json().error_description).toMatch(/^Refresh token not valid as requested_token_type/)
    await post(world.server, world.realm, 'revoke', { token: tokens['refresh_token'] ?? '' })
    expect(await userInfo(answer.access_token)).toBe(401)
  })
})

describe('the audience', () => {
  test('may be narrowed to one or several, with the roles of their clients', async () => {
    const { access_token: subject } = await world.signIn()
    const one = (await world.exchange({ subject_token: subject, audience: 'store' })).json()
    expect(claimsOf(one.access_token)).toMatchObject({ aud: 'store', resource_access: {} })
    const two = (
      await world.exchange({ subject_token: subject, audience: ['store', 'archive'], scope: 'archive' })
    ).json()
    expect(claimsOf(two.access_token)['aud']).toEqual(expect.arrayContaining(['store', 'archive']))
    const account = (await world.exchange({ subject_token: subject, audience: 'account' })).json()
    expect(claimsOf(account.access_token)).toMatchObject({
      aud: 'account',
      resource_access: { account: { roles: expect.arrayContaining(['view-profile']) } },
    })
  })

  test.each<[string, Record<string, string | string[]>, string, string]>([
    [
      'none that the scope does not give',
      { audience: 'archive' },
      'invalid_request',
      'Requested audience not available: archive',
    ],
    ['not the client itself', { audience: 'api' }, 'invalid_request', 'Requested audience not available: api'],
    ['no unknown one', { audience: 'nobody' }, 'invalid_client', 'Audience not found'],
    [
      'not one of two that is missing',
      { audience: ['store', 'archive'] },
      'invalid_request',
      'Requested audience not available: archive',
    ],
  ])('is %s', async (_what, form, error, description) => {
    const { access_token: subject } = await world.signIn()
    const answer = await world.exchange({ subject_token: subject, ...form })
    expect([answer.statusCode, answer.json()]).toEqual([400, { error, error_description: description }])
  })
})

describe('what is exchanged for', () => {
  test('is an ID token for the client, also without the scope openid', async () => {
    const { access_token: subject } = await world.signIn()
    const answer = (await world.exchange({ subject_token: subject, requested_token_type: idTokenType })).json()
    expect(answer).toMatchObject({ token_type: 'N_A', issued_token_type: idTokenType })
    expect(answer).not.toHaveProperty('id_token')
    expect(claimsOf(answer.access_token)).toMatchObject({ typ: 'ID', aud: 'api', sub: world.ada.id })
  })

  test('is a refresh token of the session where the client may have one', async () => {
    const tokens = await world.signIn()
    const form = { subject_token: tokens['access_token'], requested_token_type: refreshTokenType }
    const refused = await world.exchange(form)
    expect(refused.json()).toEqual({
      error: 'invalid_request',
      error_description: 'requested_token_type unsupported',
    })
    const answer = (await world.exchange(form, basic('renewing'))).json()
    expect(answer).toMatchObject({ issued_token_type: refreshTokenType, session_state: tokens['session_state'] })
    const refresh = { grant_type: 'refresh_token', refresh_token: answer.refresh_token }
    expect((await post(world.server, world.realm, 'token', refresh, basic('renewing'))).statusCode).toBe(200)
    const offline = await world.exchange({ ...form, scope: 'offline_access' }, basic('renewing'))
    expect(offline.json().error_description).toBe('Scope offline_access not allowed for token exchange')
    await post(world.server, world.realm, 'logout', { refresh_token: tokens['refresh_token'] ?? '' })
    expect((await post(world.server, world.realm, 'token', refresh, basic('renewing'))).statusCode).toBe(400)
  })
})

describe('an exchange is refused', () => {
  test.each<[string, Record<string, string | undefined>, Record<string, string>, number, string, string]>([
    [
      'to clients that may not',
      {},
      basic('idle'),
      400,
      'invalid_request',
      'Standard token exchange is not enabled for the requested client',
    ],
    [
      'to public clients',
      { client_id: 'spa' },
      {},
      400,
      'invalid_client',
      'Public client is not allowed to exchange token',
    ],
    [
      'to clients the token is not for',
      {},
      basic('outsider'),
      403,
      'access_denied',
      'Client is not within the token audience',
    ],
    [
      'where the user would have to agree',
      {},
      basic('asking'),
      400,
      'invalid_scope',
      'Missing consents for Token Exchange in client asking',
    ],
    ['for scopes of nobody', { scope: 'nonsense' }, basic('api'), 400, 'invalid_scope', 'Invalid scopes: nonsense'],
    [
      'without a token',
      { subject_token: undefined },
      basic('api'),
      400,
      'invalid_request',
      "Parameter 'subject_token' required for standard token exchange",
    ],
    ['for what is no token', { subject_token: 'x' }, basic('api'), 400, 'invalid_request', 'Invalid token'],
    [
      'for somebody else',
      { requested_subject: 'bob' },
      basic('api'),
      400,
      'invalid_request',
      "Parameter 'requested_subject' is not supported for standard token exchange",
    ],
    [
      'to other issuers',
      { requested_issuer: 'x' },
      basic('api'),
      400,
      'invalid_request',
      "Parameter 'requested_issuer' is not supported for standard token exchange",
    ],
    [
      'of other issuers',
      { subject_issuer: 'x' },
      basic('api'),
      400,
      'invalid_request',
      "Parameter 'subject_issuer' is not supported for standard token exchange",
    ],
  ])('%s', async (_what, form, headers, status, error, description) => {
    const { access_token: subject } = await world.signIn()
    const answer = await world.exchange({ subject_token: subject, ...form }, headers)
    expect([answer.statusCode, answer.json()]).toEqual([status, { error, error_description: description }])
    expect((await latestEvent())?.type).toBe('TOKEN_EXCHANGE_ERROR')
  })

  test('for ID tokens, refresh tokens and tokens of other realms', async () => {
    const tokens = await world.signIn()
    const foreign = await createExchangeWorld(world.server)
    const { access_token: other } = await foreign.signIn()
    for (const token of [tokens['id_token'], tokens['refresh_token'], other]) {
      const answer = await world.exchange({ subject_token: token })
      expect(answer.json()).toEqual({ error: 'invalid_request', error_description: 'Invalid token' })
    }
  })
})

describe('a bound subject token', () => {
  const key = createDpopKey()
  const proof = (by = key) => by.proof(world.server, { path: endpointOf(world.realm, 'token') })

  test('is exchanged by its own client with a proof of the same key alone', async () => {
    const bound = await world.signIn({}, { ...basic('app'), dpop: proof() })
    const form = { subject_token: bound['access_token'] }
    const good = await world.exchange(form, { ...basic('app'), dpop: proof() })
    expect(good.json()).toMatchObject({ token_type: 'DPoP', issued_token_type: accessTokenType })
    expect(claimsOf(good.json().access_token)).toMatchObject({ cnf: { jkt: key.thumbprint } })
    expect((await world.exchange(form, basic('app'))).json().error_description).toBe('DPoP proof is missing')
    const other = createDpopKey()
    expect((await world.exchange(form, { ...basic('app'), dpop: proof(other) })).json().error_description).toBe(
      "DPoP confirmation doesn't match DPoP proof",
    )
    expect((await world.exchange(form, { ...basic('api'), dpop: proof() })).json().error_description).toMatch(
      /^Sender-constrained token exchange rejected/,
    )
  })
})

describe('delegation', () => {
  test('names who acts, and within who acted before', async () => {
    const { access_token: subject } = await world.signIn()
    const machine = (
      await post(world.server, world.realm, 'token', { grant_type: 'client_credentials' }, basic('api'))
    ).json()
    const form = { actor_token: machine.access_token, actor_token_type: accessTokenType }
    const first = (await world.exchange({ subject_token: subject, ...form })).json()
    const actor = { sub: claimsOf(machine.access_token)['sub'], client_id: 'api' }
    expect(claimsOf(first.access_token)).toMatchObject({ sub: world.ada.id, act: actor })
    const second = (await world.exchange({ subject_token: first.access_token, ...form })).json()
    expect(claimsOf(second.access_token)['act']).toEqual({ ...actor, act: actor })
    const further = (await world.exchange({ subject_token: second.access_token })).json()
    expect(claimsOf(further.access_token)['act'], 'the chain goes on').toEqual({ ...actor, act: actor })
  })

  test('has an end', async () => {
    const machine = (
      await post(world.server, world.realm, 'token', { grant_type: 'client_credentials' }, basic('api'))
    ).json()
    let { access_token: token } = await world.signIn()
    const form = { actor_token: machine.access_token, actor_token_type: accessTokenType }
    for (let link = 0; link < 8; link += 1) {
      token = (await world.exchange({ subject_token: token, ...form })).json().access_token
    }
    expect((await world.exchange({ subject_token: token, ...form })).json().error_description).toBe('Too many actors')
  })

  test('needs an actor token that is good and for the requesting client, and gives no refresh token', async () => {
    const { access_token: subject } = await world.signIn()
    const foreign = (
      await post(world.server, world.realm, 'token', { grant_type: 'client_credentials' }, basic('api'))
    ).json()
    const ask = async (form: Record<string, string>, client: string) =>
      (
        await world.exchange({ subject_token: subject, actor_token_type: accessTokenType, ...form }, basic(client))
      ).json()
    expect((await ask({ actor_token: 'x' }, 'api')).error_description).toBe('Invalid token')
    expect((await ask({ actor_token: foreign.access_token }, 'app')).error).toBe('access_denied')
    const mine = await world.signIn()
    const renewed = { actor_token: mine['access_token'] ?? '', requested_token_type: refreshTokenType }
    expect((await ask(renewed, 'renewing')).error_description).toBe('requested_token_type unsupported')
  })
})

describe('impersonation', () => {
  beforeAll(async () => {
    const attributes = {
      'standard.token.exchange.enabled': 'true',
      'token.exchange.impersonation.enabled': 'true',
    }
    await addClient(world.server, world.realm, 'desk', { directAccessGrantsEnabled: true, attributes })
    await addUser(world.server, world.realm, { username: 'helper', email: 'helper@example.org' })
    await addUser(world.server, world.realm, { username: 'chief', email: 'chief@example.org' })
    await give('helper', 'impersonation')
    await give('chief', 'manage-realm')
  })

  async function give(username: string, name: string): Promise<void> {
    const { storage } = world.server.server
    const realm = await currentRealm(world.server, world.realm)
    const user = await findUserByUsername(storage, realm.realm.id, username)
    const management = await realm.client('realm-management')
    const role = (await realm.roles()).find(management?.client.id ?? '', name)
    await transact(storage, (tx) => grantRoles(tx, realm.realm.id, user?.id ?? '', [role?.id ?? '']))
  }

  const ask = async (as: string, requested: string, client = 'desk') => {
    const { access_token: subject } = await world.signIn({ username: as }, basic('desk'))
    return await world.exchange(
      { subject_token: subject, requested_subject: requested, scope: 'openid' },
      basic(client),
    )
  }
  const refused = { error: 'access_denied', error_description: 'Client not allowed to exchange' }

  test('is for those who hold the permission, and says in session and event who did it', async () => {
    const answer = await ask('helper', 'ada')
    expect(claimsOf(answer.json().access_token)).toMatchObject({ sub: world.ada.id, azp: 'desk' })
    expect(await userInfo(answer.json().access_token)).toBe(200)
    const sessions = await listUserSessions(world.server.server.storage, world.realm.realm.id, world.ada.id)
    const own = sessions.find(({ sid }) => sid === answer.json().session_state)
    expect(own?.notes).toMatchObject({ IMPERSONATOR_USERNAME: 'helper' })
    expect((await latestEvent())?.details).toMatchObject({ impersonator: 'helper', username: 'ada' })
    expect((await ask('helper', world.ada.id)).statusCode).toBe(200)
  })

  test.each<[string, string, string]>([
    ['those without the permission', 'ada', 'helper'],
    ['a user who may more than who asks', 'helper', 'chief'],
    ['nobody who exists', 'helper', 'nobody'],
    ['the account of a service', 'helper', 'service-account-app'],
  ])('is not given: %s', async (_what, as, requested) => {
    const answer = await ask(as, requested)
    expect([answer.statusCode, answer.json()]).toEqual([403, refused])
  })
})
