import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportedName, exportedPassword, readExportedRealm, readExportedUsers } from '../fixture/keycloak-export.ts'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let admin: KeycloakAdminClient

beforeAll(async () => {
  test = await testServer()
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
})
afterAll(() => test.stop())

async function post(payload: object) {
  return test.inject({ method: 'POST', url: '/admin/realms', token: await test.adminToken(), payload })
}

async function signIn(username: string, password: string, realm = exportedName) {
  const form = { grant_type: 'password', client_id: 'shop', client_secret: 'shop-secret', username, password }
  return test.inject({ method: 'POST', url: `/realms/${realm}/protocol/openid-connect/token`, form })
}

describe('a realm that Keycloak exported', () => {
  it('is made whole, and what had no place is named', async () => {
    const answer = await post({ ...readExportedRealm(), users: readExportedUsers() })
    expect(answer.statusCode).toBe(201)
    const { leftOut = [] } = answer.body === '' ? {} : answer.json()
    // Mappers of organizations come with organizations.
    const reasons = leftOut.map((one: { reason: string }) => one.reason)
    expect(reasons.filter((reason: string) => !reason.includes('oidc-organization-membership-mapper'))).toEqual([])
    expect(answer.headers['location']).toMatch(/\/admin\/realms\/adminrealmio$/)
  })

  it('keeps its settings and the ids of what it had', async () => {
    const file = readExportedRealm()
    const found = await admin.realms.findOne({ realm: exportedName })
    const { enabledEventTypes, attributes, smtpServer, ...settings } = found ?? {}
    expect(file).toMatchObject(settings)
    expect(found?.id).toBe(file.id)
    admin.setConfig({ realmName: exportedName })
    const clients = await admin.clients.find()
    const idOf = (list: readonly { id?: string | undefined; clientId?: string | undefined }[] | undefined) =>
      Object.fromEntries((list ?? []).map((one) => [one.clientId, one.id]))
    expect(idOf(clients)).toEqual(idOf(file.clients))
    const roles = await admin.roles.find()
    expect(roles.map((role) => role.id).sort()).toEqual(file.roles?.realm?.map((role) => role.id).sort())
    const scopes = await admin.clientScopes.find()
    expect(scopes.map((scope) => scope.id).sort()).toEqual(file.clientScopes?.map((scope) => scope.id).sort())
    const flows = await admin.authenticationManagement.getFlows()
    const topFlows = file.authenticationFlows?.filter((flow) => flow.topLevel)
    expect(flows.map((flow) => flow.id).sort()).toEqual(topFlows?.map((flow) => flow.id).sort())
    const browser = flows.find((flow) => flow.alias === 'browser')
    const exported = topFlows?.find((flow) => flow.alias === 'browser')
    expect(browser?.authenticationExecutions?.map((one) => one.authenticator ?? one.flowAlias)).toEqual(
      exported?.authenticationExecutions?.map((one) => one.authenticator ?? one.flowAlias),
    )
    const { keys } = await admin.realms.getKeys({ realm: exportedName })
    expect(keys?.map((key) => key.kid)).toContain('AVYX_XMdof11_ewbeXJjZhprGgJjzFj14KmDS97FQ1c')
    admin.setConfig({ realmName: 'master' })
  })

  it('keeps roles in roles, groups with their roles, scopes and mappers of clients', async () => {
    admin.setConfig({ realmName: exportedName })
    const manager = await admin.roles.findOneByName({ name: 'manager' })
    const parts = await admin.roles.getCompositeRoles({ id: manager?.id ?? '' })
    expect(parts.map((part) => part.name).sort()).toEqual(['buyer', 'staff'])
    expect(manager?.attributes).toEqual({ area: ['north'] })
    const [sales] = await admin.groups.find({ briefRepresentation: false })
    expect(sales).toMatchObject({ name: 'sales', attributes: { floor: ['2'] }, realmRoles: ['staff'] })
    const defaults = await admin.realms.getDefaultGroups({ realm: exportedName })
    expect(defaults.map((group: { path?: string }) => group.path)).toEqual(['/sales'])
    const [shop] = await admin.clients.find({ clientId: 'shop' })
    const file = readExportedRealm().clients?.find((client) => client.clientId === 'shop')
    expect([...(shop?.defaultClientScopes ?? [])].sort()).toEqual([...(file?.defaultClientScopes ?? [])].sort())
    expect([...(shop?.optionalClientScopes ?? [])].sort()).toEqual([...(file?.optionalClientScopes ?? [])].sort())
    expect(shop?.protocolMappers).toEqual(file?.protocolMappers)
    expect(shop?.secret).toBe('shop-secret')
    const account = await admin.clients.getServiceAccountUser({ id: shop?.id ?? '' })
    expect(account.id).toBe(readExportedUsers().find((user) => user.serviceAccountClientId === 'shop')?.id)
    admin.setConfig({ realmName: 'master' })
  })

  it.each([1, 2, 3, 4])('lets user%i in by the password that Keycloak hashed, and hashes it anew', async (index) => {
    const username = `user${index}`
    const wrong = await signIn(username, 'wrong')
    expect(wrong.json()).toMatchObject({ error: 'invalid_grant' })
    const token = await signIn(username, exportedPassword(index))
    expect(token.statusCode).toBe(200)
    const payload = JSON.parse(Buffer.from(token.json().access_token.split('.')[1], 'base64url').toString())
    expect(payload).toMatchObject({ preferred_username: username, email: `${username}@example.org`, dept: `d${index}` })
    expect(payload.realm_access.roles).toContain('staff')
    admin.setConfig({ realmName: exportedName })
    const [user] = await admin.users.find({ username, exact: true })
    const [credential] = await admin.users.getCredentials({ id: user?.id ?? '' })
    expect(JSON.parse(credential?.credentialData ?? '{}')).toMatchObject({ algorithm: 'argon2', hashIterations: 5 })
    admin.setConfig({ realmName: 'master' })
    expect((await signIn(username, exportedPassword(index))).statusCode).toBe(200)
  })

  it('brings users with attributes, groups, roles and one-time passwords', async () => {
    admin.setConfig({ realmName: exportedName })
    const file = readExportedUsers().find((user) => user.username === 'user1')
    const user = await admin.users.findOne({ id: file?.id ?? '' })
    expect(user).toMatchObject({ attributes: { dept: ['d1', 'e'] }, createdTimestamp: file?.createdTimestamp })
    const groups = await admin.users.listGroups({ id: file?.id ?? '' })
    expect(groups.map((group) => group.path).sort()).toEqual(['/sales', '/sales/europe'])
    const roles = await admin.users.listRealmRoleMappings({ id: file?.id ?? '' })
    expect(roles.map((role) => role.name).sort()).toEqual(['default-roles-adminrealmio', 'manager'])
    const [otto] = await admin.users.find({ username: 'otto', exact: true })
    expect(await admin.users.getCredentials({ id: otto?.id ?? '' })).toMatchObject([
      { type: 'otp', userLabel: 'phone' },
    ])
    admin.setConfig({ realmName: 'master' })
  })

  it('cannot be made a second time, under its name or its ids', async () => {
    expect((await post(readExportedRealm())).json()).toEqual({ errorMessage: 'Realm adminrealmio already exists' })
    const renamed = await post({ ...readExportedRealm(), realm: 'second', id: 'second' })
    expect(renamed.statusCode).toBe(409)
    expect(renamed.json()).toEqual({ errorMessage: 'Duplicate resource error' })
    expect(await admin.realms.findOne({ realm: 'second' })).toBeNull()
  })
})

describe('the content of a new realm', () => {
  it('that contradicts itself leaves nothing behind', async () => {
    const twice = await post({ realm: 'twice', users: [{ username: 'ada' }, { username: 'Ada' }] })
    expect(twice.statusCode).toBe(409)
    expect(await admin.realms.findOne({ realm: 'twice' })).toBeNull()
    const flow = {
      alias: 'x',
      topLevel: true,
      authenticationExecutions: [{ flowAlias: 'none', requirement: 'REQUIRED' }],
    }
    expect((await post({ realm: 'twice', authenticationFlows: [flow] })).statusCode).toBe(400)
    expect((await post({ realm: 'twice', browserFlow: 'none' })).statusCode).toBe(400)
    expect(await admin.realms.findOne({ realm: 'twice' })).toBeNull()
    expect((await post({ realm: 'twice', enabled: true })).statusCode).toBe(201)
  })

  it('may be any part: what is not said is as in every new realm', async () => {
    const answer = await post({
      realm: 'partial',
      enabled: true,
      foo: 'ignored',
      roles: { realm: [{ name: 'reader' }], client: { nowhere: [{ name: 'x' }] } },
      defaultRoles: ['reader'],
      clients: [{ clientId: 'web', publicClient: true, defaultClientScopes: ['profile', 'nothing'] }],
      users: [
        { username: 'plain', enabled: true, credentials: [{ value: 'in-clear' }], realmRoles: ['made-on-the-way'] },
        {
          username: 'odd',
          credentials: [{ type: 'password', credentialData: '{"algorithm":"md5"}', secretData: '{}' }],
        },
      ],
      groups: [{ name: 'a', subGroups: [{ name: 'b', realmRoles: ['reader'] }] }],
      localizationTexts: { en: { loginAccountTitle: 'Hello' } },
      identityProviders: [
        {
          alias: 'corp',
          providerId: 'oidc',
          config: {
            clientId: 'a',
            clientSecret: 's',
            authorizationUrl: 'https://idp.example.org/a',
            tokenUrl: 'https://idp.example.org/t',
          },
        },
        { alias: 'odd', providerId: 'no-such-kind' },
      ],
      identityProviderMappers: [
        {
          name: 'role',
          identityProviderAlias: 'corp',
          identityProviderMapper: 'oidc-role-idp-mapper',
          config: { syncMode: 'INHERIT' },
        },
      ],
    })
    expect(answer.statusCode).toBe(201)
    expect(answer.json().leftOut).toEqual([
      { what: 'clients/web/defaultClientScopes/nothing', reason: 'There is no such client scope' },
      { what: 'roles/client/nowhere', reason: 'There is no such client' },
      { what: 'identityProviders/odd', reason: 'Invalid identity provider id [no-such-kind]' },
      { what: 'users/odd/credentials', reason: expect.stringContaining('cannot be verified') },
    ])
    admin.setConfig({ realmName: 'partial' })
    const [defaultRole] = await admin.roles.find({ search: 'default-roles-partial' })
    const contained = await admin.roles.getCompositeRoles({ id: defaultRole?.id ?? '' })
    expect(contained.map((role) => role.name).sort()).toEqual(
      ['manage-account', 'offline_access', 'reader', 'uma_authorization', 'view-profile'].sort(),
    )
    expect(await admin.clientScopes.find()).toHaveLength(15)
    expect(await admin.identityProviders.findMappers({ alias: 'corp' })).toMatchObject([{ name: 'role' }])
    const [plain] = await admin.users.find({ username: 'plain', exact: true })
    const roles = await admin.users.listRealmRoleMappings({ id: plain?.id ?? '' })
    expect(roles.map((role) => role.name)).toEqual(['made-on-the-way'])
    admin.setConfig({ realmName: 'master' })
  })
})
