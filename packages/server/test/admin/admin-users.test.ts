import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listAdminEvents } from '../../src/model/event/admin-event.store.ts'
import { listEvents } from '../../src/model/event/event.store.ts'
import { recordLoginFailure } from '../../src/model/login-failure/record-login-failure.ts'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import type { User } from '../../src/model/user/user.ts'
import { listUserSessions } from '../../src/model/user-session/user-session.store.ts'
import { transact } from '../../src/storage/transact.ts'
import { addUser, currentRealm } from '../fixture/oidc-application.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

/** What Keycloak 26.7.4 was seen to answer, by its own client where that lets the answer be seen. */
let test: TestServer
let admin: KeycloakAdminClient
let realm: RealmSnapshot
let ann: User

beforeAll(async () => {
  test = await testServer()
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
})
beforeEach(async () => {
  admin.setConfig({ realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
  realm = await test.createRealm({ eventsEnabled: true, adminEventsEnabled: true, bruteForceProtected: true })
  admin.setConfig({ realmName: realm.realm.name })
  ann = await addUser(test, realm, { username: 'ann', email: 'ann@example.org', firstName: 'Ann', lastName: 'Lee' })
})
afterAll(() => test.stop())

const refusal = (status: number, responseData: object) => ({ response: { status }, responseData })
async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object | string) {
  const token = await test.adminToken()
  const url = `/admin/realms/${realm.realm.name}/users/${ann.id}${path}`
  const headers = typeof payload === 'string' ? { 'content-type': 'text/plain' } : {}
  return test.inject({ method, url, token, headers, ...(payload === undefined ? {} : { payload }) })
}

describe('a user whose name or address is taken', () => {
  it('is refused in Keycloak’s words; where both are, the address is told', async () => {
    const same = (field: string) => refusal(409, { errorMessage: `User exists with same ${field}` })
    await expect(admin.users.create({ username: 'Ann' })).rejects.toMatchObject(same('username'))
    await expect(admin.users.create({ username: 'bea', email: 'ANN@example.org' })).rejects.toMatchObject(same('email'))
    await expect(admin.users.create({ username: 'ann', email: 'ann@example.org' })).rejects.toMatchObject(same('email'))
    const { id } = await admin.users.create({ username: 'bob', email: 'bob@example.org' })
    await expect(admin.users.update({ id }, { email: 'ann@example.org' })).rejects.toMatchObject(same('email'))
    await expect(admin.users.update({ id }, { username: 'ann' })).rejects.toMatchObject(same('username'))
    await expect(admin.users.update({ id }, { username: 'free' })).rejects.toMatchObject(
      refusal(400, { field: 'username', errorMessage: 'error-user-attribute-read-only' }),
    )
  })
})

describe('lists of users', () => {
  it('tell of all rights only whether the caller manages the user; a single user tells all', async () => {
    const [listed] = await admin.users.find({ search: 'ann' })
    expect(listed?.access).toEqual({ manage: true })
    expect((await admin.users.findOne({ id: ann.id }))?.access).toEqual({
      manage: true,
      view: true,
      mapRoles: true,
      impersonate: true,
      resetPassword: true,
      manageGroupMembership: true,
    })
  })

  it('find users by the identity provider they are linked to, and by their id there', async () => {
    const bob = await addUser(test, realm, { username: 'bob', email: 'bob@example.org' })
    for (const alias of ['google', 'github']) await admin.identityProviders.create({ alias, providerId: 'oidc' })
    const link = (user: User, federatedIdentityId: string, userId: string) =>
      admin.users.addToFederatedIdentity({
        id: user.id,
        federatedIdentityId,
        federatedIdentity: { identityProvider: federatedIdentityId, userId, userName: user.username },
      })
    await link(ann, 'google', 'g-1')
    await link(ann, 'github', 'h-1')
    await link(bob, 'google', 'g-2')
    const find = async (query: { idpAlias?: string; idpUserId?: string; search?: string }) =>
      (await admin.users.find(query)).map(({ username }) => username)
    expect(await find({ idpAlias: 'google' })).toEqual(['ann', 'bob'])
    expect(await find({ idpUserId: 'h-1' })).toEqual(['ann'])
    expect(await find({ idpAlias: 'google', idpUserId: 'g-2' })).toEqual(['bob'])
    // Of one link: ann has both, but not together.
    expect(await find({ idpAlias: 'github', idpUserId: 'g-1' })).toEqual([])
    expect(await find({ idpAlias: 'google', search: 'bo' })).toEqual(['bob'])
    expect(await find({ idpAlias: 'nobody' })).toEqual([])
    expect(await admin.users.count({ idpAlias: 'google' } as never)).toBe(2)
  })

  it('never find users of another realm by an identity provider of the same alias', async () => {
    await admin.identityProviders.create({ alias: 'google', providerId: 'oidc' })
    await admin.users.addToFederatedIdentity({
      id: ann.id,
      federatedIdentityId: 'google',
      federatedIdentity: { identityProvider: 'google', userId: 'g-1', userName: 'ann' },
    })
    const other = await test.createRealm()
    admin.setConfig({ realmName: other.realm.name })
    expect(await admin.users.find({ idpAlias: 'google' })).toEqual([])
  })
})

describe('required actions of a user', () => {
  it('are those that there are; others are left out', async () => {
    const { id } = await admin.users.create({ username: 'bob', requiredActions: ['nope', 'CONFIGURE_TOTP'] as never })
    expect((await admin.users.findOne({ id }))?.requiredActions).toEqual(['CONFIGURE_TOTP'])
    await admin.users.update({ id }, { requiredActions: ['VERIFY_EMAIL', 'neither'] as never })
    expect((await admin.users.findOne({ id }))?.requiredActions).toEqual(['VERIFY_EMAIL'])
  })
})

describe('credentials of a user', () => {
  it('have a name until the password is another one, and show no priority', async () => {
    const [credential] = await admin.users.getCredentials({ id: ann.id })
    const credentialId = credential?.id ?? ''
    expect(Object.keys(credential ?? {}).sort()).toEqual(['createdDate', 'credentialData', 'id', 'type'])
    await admin.users.updateCredentialLabel({ id: ann.id, credentialId }, 'at work')
    expect((await admin.users.getCredentials({ id: ann.id }))[0]?.userLabel).toBe('at work')
    await admin.users.resetPassword({ id: ann.id, credential: { type: 'password', value: 'another password' } })
    const [renewed] = await admin.users.getCredentials({ id: ann.id })
    expect(renewed).toMatchObject({ id: credentialId, type: 'password' })
    expect(renewed?.userLabel).toBeUndefined()
  })

  it.each([
    ['PUT', '/reset-password', {}, { error: 'No password provided' }],
    ['PUT', '/reset-password', { type: 'password', value: '' }, { error: 'Empty password not allowed' }],
  ] as const)('%s %s %j is refused', async (method, path, payload, body) => {
    const answer = await call(method, path, payload)
    expect([answer.statusCode, answer.json()]).toEqual([400, body])
  })

  it('keep their name when the new one is empty', async () => {
    const [credential] = await admin.users.getCredentials({ id: ann.id })
    const answer = await call('PUT', `/credentials/${credential?.id}/userLabel`, '')
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      { error: 'missingCredentialLabel', error_description: 'Credential label must not be empty' },
    ])
  })

  it('are moved in front and behind; behind one that there is not, they stay', async () => {
    const [credential] = await admin.users.getCredentials({ id: ann.id })
    const ids = { id: ann.id, credentialId: credential?.id ?? '' }
    await admin.users.moveCredentialPositionUp(ids)
    await admin.users.moveCredentialPositionDown({ ...ids, newPreviousCredentialId: 'nope' })
    await expect(admin.users.moveCredentialPositionUp({ ...ids, credentialId: 'nope' })).rejects.toMatchObject(
      refusal(404, { error: 'Credential not found' }),
    )
  })

  it('of the realm itself cannot be disabled by type, as none of the user’s is disableable', async () => {
    expect((await call('PUT', '/disable-credential-types', ['password'])).statusCode).toBe(204)
    expect(await admin.users.getCredentials({ id: ann.id })).toHaveLength(1)
    expect(await admin.users.getUserStorageCredentialTypes({ id: ann.id })).toEqual([])
  })
})

describe('attack detection', () => {
  const fail = (times: number) =>
    transact(test.server.storage, async (tx) => {
      const current = await currentRealm(test, realm)
      for (let turn = 0; turn < times; turn++) await recordLoginFailure(tx, current, ann, '192.0.2.7')
    })
  const none = {
    disabled: false,
    failedLoginNotBefore: 0,
    lastFailure: 0,
    lastIPFailure: 'n/a',
    numFailures: 0,
    numSecondaryAuthFailures: 0,
    numTemporaryLockouts: 0,
  }

  it('tells how often a user failed and until when they are locked, and forgets it', async () => {
    expect(await admin.attackDetection.findOne({ id: ann.id })).toEqual(none)
    await fail(2)
    const now = test.clock.now()
    expect(await admin.attackDetection.findOne({ id: ann.id })).toEqual({
      ...none,
      // Two within a second are too quick for a person.
      disabled: true,
      failedLoginNotBefore: Math.floor((now + 60_000) / 1000),
      lastFailure: now,
      lastIPFailure: '192.0.2.7',
      numFailures: 2,
    })
    await admin.attackDetection.del({ id: ann.id })
    expect(await admin.attackDetection.findOne({ id: ann.id })).toEqual(none)
    await fail(2)
    await admin.attackDetection.delAll()
    expect(await admin.attackDetection.findOne({ id: ann.id })).toEqual(none)
  })

  it('answers for nobody as for somebody who never failed', async () => {
    expect(await admin.attackDetection.findOne({ id: 'nobody' })).toEqual(none)
    await admin.attackDetection.del({ id: 'nobody' })
  })

  it('shows who was locked for good as disabled, not who was disabled by hand', async () => {
    await admin.users.update({ id: ann.id }, { enabled: false })
    expect(await admin.attackDetection.findOne({ id: ann.id })).toEqual(none)
    await admin.users.update({ id: ann.id }, { enabled: true })
    await admin.realms.update({ realm: realm.realm.name }, { permanentLockout: true, failureFactor: 2 })
    await fail(2)
    expect(await admin.attackDetection.findOne({ id: ann.id })).toMatchObject({ disabled: true, numFailures: 2 })
    expect((await admin.users.findOne({ id: ann.id }))?.enabled).toBe(false)
  })
})

describe('impersonation', () => {
  const impersonateBy = (token: string, id: string) =>
    test.inject({
      method: 'POST',
      url: `/admin/realms/${realm.realm.name}/users/${id}/impersonation`,
      token,
      payload: {},
    })

  it('signs the administrator’s browser in as the user, who it is stays in session and event', async () => {
    const answer = await admin.users.impersonation({ id: ann.id }, { user: ann.id, realm: realm.realm.name })
    expect(answer).toEqual({ sameRealm: false, redirect: `${test.url}/realms/${realm.realm.name}/account` })
    const [session] = await listUserSessions(test.server.storage, realm.realm.id, ann.id)
    expect(session?.notes).toMatchObject({ IMPERSONATOR_USERNAME: 'admin' })
    const [event] = await listEvents(test.server.storage, realm.realm.id, {}, { first: 0, max: 10 })
    expect(event).toMatchObject({
      type: 'IMPERSONATE',
      userId: ann.id,
      details: { impersonator_realm: 'master', impersonator: 'admin' },
    })
    const { cookies } = await call('POST', '/impersonation', {})
    expect(cookies.map(({ name, path }) => [name, path])).toEqual([
      ['KEYCLOAK_IDENTITY', `/realms/${realm.realm.name}/`],
      ['KEYCLOAK_SESSION', `/realms/${realm.realm.name}/`],
    ])
  })

  it('ends the own session in the own realm', async () => {
    const self = await createAdministrator(test, realm, ['impersonation', 'view-users'])
    const before = await listUserSessions(test.server.storage, realm.realm.id, self.id)
    expect(before).toHaveLength(1)
    const url = `/admin/realms/${realm.realm.name}/users/${ann.id}/impersonation`
    const answer = await test.inject({ method: 'POST', url, token: self.token, payload: {} })
    expect(answer.json()).toMatchObject({ sameRealm: true })
    expect(await listUserSessions(test.server.storage, realm.realm.id, self.id)).toEqual([])
    expect((await test.inject({ method: 'POST', url, token: self.token, payload: {} })).statusCode).toBe(401)
  })

  it('is refused for nobody, disabled users and service accounts', async () => {
    const impersonation = (id: string) => admin.users.impersonation({ id }, { user: id, realm: realm.realm.name })
    await expect(impersonation('nobody')).rejects.toMatchObject(refusal(404, { error: 'User not found' }))
    await admin.users.update({ id: ann.id }, { enabled: false })
    await expect(impersonation(ann.id)).rejects.toMatchObject(refusal(400, { errorMessage: 'User is disabled' }))
    const { id } = await admin.clients.create({ clientId: 'robot', serviceAccountsEnabled: true })
    const robot = await admin.clients.getServiceAccountUser({ id })
    await expect(impersonation(robot.id ?? '')).rejects.toMatchObject(
      refusal(400, { errorMessage: 'Service accounts cannot be impersonated' }),
    )
  })

  it('needs the role, and gives nobody rights that they do not hold', async () => {
    const viewer = await createAdministrator(test, realm, ['view-users', 'manage-users'])
    const weak = await createAdministrator(test, realm, ['impersonation'])
    const strong = await createAdministrator(test, realm, ['manage-realm'])
    expect((await impersonateBy(viewer.token, ann.id)).statusCode).toBe(403)
    expect((await impersonateBy(weak.token, strong.id)).statusCode).toBe(403)
    expect((await impersonateBy(weak.token, ann.id)).statusCode).toBe(200)
  })
})

describe('the profile photo of a user', () => {
  const url = () => `/admin/realms/${realm.realm.name}/ztrust/users/${ann.id}/photo`
  const png = () =>
    sharp({ create: { width: 90, height: 60, channels: 3, background: 'red' } })
      .png()
      .toBuffer()

  it('is set, seen and removed by administrators, each change with its event', async () => {
    const token = await test.adminToken()
    expect((await test.inject({ url: url(), token })).statusCode).toBe(404)
    const headers = { 'content-type': 'image/png' }
    const set = await test.inject({ method: 'PUT', url: url(), token, headers, payload: await png() })
    expect(set.json()['photoUrl']).toContain(`/users/${ann.id}/photo?v=`)
    const seen = await test.inject({ url: url(), token })
    expect(seen.headers['content-type']).toBe('image/webp')
    expect((await sharp(seen.rawPayload).metadata()).width).toBe(512)
    expect((await test.inject({ method: 'DELETE', url: url(), token })).statusCode).toBe(204)
    expect((await test.inject({ method: 'DELETE', url: url(), token })).statusCode).toBe(404)
    const events = await listAdminEvents(test.server.storage, realm.realm.id, {}, { first: 0, max: 10 })
    expect(events.map(({ operation, resourcePath }) => [operation, resourcePath]).sort()).toEqual([
      ['DELETE', `ztrust/users/${ann.id}/photo`],
      ['UPDATE', `ztrust/users/${ann.id}/photo`],
    ])
  })

  it('is seen by who views users and changed by who manages them, in their realm', async () => {
    const viewer = await createAdministrator(test, realm, ['view-users'])
    const other = await createAdministrator(test, await test.createRealm(), ['manage-users'])
    const change = async (token: string) =>
      (await test.inject({ method: 'PUT', url: url(), token, payload: await png() })).statusCode
    expect(await change(viewer.token)).toBe(403)
    expect(await change(other.token)).toBe(401)
    expect((await test.inject({ url: url(), token: viewer.token })).statusCode).toBe(404)
    expect((await test.inject({ url: url() })).statusCode).toBe(401)
  })
})
