import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

/** The published admin client of Keycloak, over real HTTP. */
let test: TestServer
let admin: KeycloakAdminClient
const realm = 'acme'

beforeAll(async () => {
  test = await testServer()
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
  await admin.realms.create({ realm, enabled: true, adminEventsEnabled: true, adminEventsDetailsEnabled: true })
  admin.setConfig({ realmName: realm })
})
afterAll(() => test.stop())

describe('the admin client of Keycloak', () => {
  it('creates, finds, changes and deletes realms', async () => {
    const created = await admin.realms.create({ realm: 'short-lived', id: 'short-lived', enabled: true })
    expect(created).toEqual({ realmName: 'short-lived' })
    await admin.realms.update({ realm: 'short-lived' }, { displayName: 'Short', accessTokenLifespan: 120 })
    const found = await admin.realms.findOne({ realm: 'short-lived' })
    expect(found).toMatchObject({ displayName: 'Short', accessTokenLifespan: 120, ssoSessionIdleTimeout: 1800 })
    expect(found?.defaultRole?.name).toBe('default-roles-short-lived')
    expect((await admin.realms.find()).map((one) => one.realm)).toEqual(['acme', 'master', 'short-lived'])
    await admin.realms.del({ realm: 'short-lived' })
    expect(await admin.realms.findOne({ realm: 'short-lived' })).toBeNull()
  })

  it('takes a user through its life', async () => {
    const { id } = await admin.users.create({
      username: 'Wilma',
      email: 'wilma@example.org',
      enabled: true,
      emailVerified: true,
      credentials: [{ type: 'password', value: 'first-password', temporary: false }],
    })
    expect(await admin.users.count()).toBe(1)
    const [found] = await admin.users.find({ search: 'wil' })
    expect(found).toMatchObject({ id, username: 'wilma', email: 'wilma@example.org', enabled: true, totp: false })
    await admin.users.update({ id }, { firstName: 'Wilma', lastName: 'Flint' })
    expect(await admin.users.findOne({ id })).toMatchObject({ firstName: 'Wilma', email: 'wilma@example.org' })
    await admin.users.resetPassword({ id, credential: { type: 'password', value: 'second-password', temporary: true } })
    expect((await admin.users.findOne({ id }))?.requiredActions).toEqual(['UPDATE_PASSWORD'])
    const [credential] = await admin.users.getCredentials({ id })
    expect(credential).not.toHaveProperty('priority')
    expect(credential).toMatchObject({ type: 'password' })
    expect(JSON.stringify(credential)).not.toContain('secretData')
    await admin.users.updateCredentialLabel({ id, credentialId: credential?.id ?? '' }, 'at work')
    expect((await admin.users.getCredentials({ id }))[0]?.userLabel).toBe('at work')
    await admin.users.deleteCredential({ id, credentialId: credential?.id ?? '' })
    expect(await admin.users.getCredentials({ id })).toEqual([])
    expect(await admin.users.listSessions({ id })).toEqual([])
    await admin.users.logout({ id })
    await admin.users.del({ id })
    expect(await admin.users.findOne({ id })).toBeNull()
  })

  it('maps roles of the realm and of clients to users', async () => {
    const { id } = await admin.users.create({ username: 'role-holder', enabled: true })
    const { roleName } = await admin.roles.create({ name: 'inspector', description: 'Looks closely' })
    const role = await admin.roles.findOneByName({ name: roleName })
    const mapping = { id: role?.id ?? '', name: role?.name ?? '' }
    await admin.users.addRealmRoleMappings({ id, roles: [mapping] })
    const names = (roles: { name?: string }[]) => roles.map((one) => one.name)
    expect(names(await admin.users.listRealmRoleMappings({ id }))).toEqual(['default-roles-acme', 'inspector'])
    expect(names(await admin.users.listCompositeRealmRoleMappings({ id })).sort()).toEqual([
      'default-roles-acme',
      'inspector',
      'offline_access',
      'uma_authorization',
    ])
    expect(names(await admin.users.listAvailableRealmRoleMappings({ id }))).not.toContain('inspector')
    expect((await admin.roles.findUsersWithRole({ name: 'inspector' })).map((user) => user.id)).toEqual([id])
    await admin.users.delRealmRoleMappings({ id, roles: [mapping] })
    const client = await admin.clients.create({ clientId: 'role-app' })
    await admin.clients.createRole({ id: client.id, name: 'reader' })
    const reader = await admin.clients.findRole({ id: client.id, roleName: 'reader' })
    const readerMapping = { id: reader?.id ?? '', name: 'reader' }
    await admin.users.addClientRoleMappings({ id, clientUniqueId: client.id, roles: [readerMapping] })
    const all = await admin.users.listRoleMappings({ id })
    expect(all.clientMappings?.['role-app'].mappings[0].name).toBe('reader')
    await admin.users.delClientRoleMappings({ id, clientUniqueId: client.id, roles: [readerMapping] })
    expect(await admin.users.listClientRoleMappings({ id, clientUniqueId: client.id })).toEqual([])
    await admin.roles.createComposite({ roleId: role?.id ?? '' }, [readerMapping])
    expect(names(await admin.roles.getCompositeRoles({ id: role?.id ?? '' }))).toEqual(['reader'])
    await admin.roles.delCompositeRoles({ id: role?.id ?? '' }, [readerMapping])
    await admin.roles.updateByName({ name: 'inspector' }, { name: 'chief-inspector' })
    expect(await admin.roles.findOneByName({ name: 'inspector' })).toBeNull()
    await admin.roles.delByName({ name: 'chief-inspector' })
  })

  it('keeps groups as trees with members and roles', async () => {
    const sales = await admin.groups.create({ name: 'sales', attributes: { floor: ['3'] } })
    const north = await admin.groups.createChildGroup({ id: sales.id }, { name: 'north' })
    expect(await admin.groups.find({ briefRepresentation: false })).toMatchObject([
      { name: 'sales', path: '/sales', subGroupCount: 1, attributes: { floor: ['3'] } },
    ])
    expect(await admin.groups.find({ search: 'nor' })).toMatchObject([
      { name: 'sales', subGroups: [{ id: north.id, name: 'north', path: '/sales/north' }] },
    ])
    expect(await admin.groups.listSubGroups({ parentId: sales.id })).toMatchObject([
      { name: 'north', parentId: sales.id },
    ])
    expect(await admin.realms.getGroupByPath({ realm, path: 'sales/north' })).toMatchObject({ id: north.id })
    const { id } = await admin.users.create({ username: 'member', enabled: true, groups: ['/sales/north'] })
    expect(await admin.users.listGroups({ id })).toMatchObject([{ name: 'north', path: '/sales/north' }])
    expect(await admin.users.countGroups({ id })).toEqual({ count: 1 })
    expect(await admin.groups.listMembers({ id: north.id })).toMatchObject([{ username: 'member' }])
    await admin.users.addToGroup({ id, groupId: sales.id })
    await admin.users.delFromGroup({ id, groupId: north.id })
    expect(await admin.users.listGroups({ id })).toMatchObject([{ name: 'sales' }])
    await admin.groups.updateChildGroup({ id: sales.id }, { id: north.id, name: 'north' })
    await admin.groups.update({ id: north.id }, { name: 'far-north' })
    expect((await admin.groups.findOne({ id: north.id }))?.path).toBe('/sales/far-north')
    await admin.realms.addDefaultGroup({ realm, id: sales.id })
    const other = await admin.users.create({ username: 'by-default', enabled: true })
    expect(await admin.users.listGroups({ id: other.id })).toMatchObject([{ name: 'sales' }])
    await admin.realms.removeDefaultGroup({ realm, id: sales.id })
    expect(await admin.realms.getDefaultGroups({ realm })).toEqual([])
    await admin.groups.del({ id: sales.id })
    expect(await admin.groups.count()).toEqual({ count: 0 })
  })

  it('keeps clients with secrets, scopes, mappers and service accounts', async () => {
    const { id } = await admin.clients.create({
      clientId: 'shop',
      serviceAccountsEnabled: true,
      redirectUris: ['https://shop.example/*'],
    })
    const [found] = await admin.clients.find({ clientId: 'shop' })
    expect(found).toMatchObject({ id, clientId: 'shop', enabled: true, publicClient: false, standardFlowEnabled: true })
    expect(found?.secret).toMatch(/^[A-Za-z0-9]{32}$/)
    expect((await admin.clients.getClientSecret({ id })).value).toBe(found?.secret)
    const fresh = await admin.clients.generateNewClientSecret({ id })
    expect((await admin.clients.getClientSecret({ id })).value).toBe(fresh.value)
    expect((await admin.clients.getServiceAccountUser({ id })).username).toBe('service-account-shop')
    await admin.clients.update({ id }, { clientId: 'shop', description: 'Sells', secret: '**********' })
    expect((await admin.clients.getClientSecret({ id })).value).toBe(fresh.value)
    expect(await admin.clients.findOne({ id })).toMatchObject({
      description: 'Sells',
      redirectUris: ['https://shop.example/*'],
    })
    await admin.clients.addProtocolMapper(
      { id },
      {
        name: 'dept',
        protocol: 'openid-connect',
        protocolMapper: 'oidc-usermodel-attribute-mapper',
        config: { 'claim.name': 'dept' },
      },
    )
    const [mapper] = await admin.clients.listProtocolMappers({ id })
    await admin.clients.updateProtocolMapper(
      { id, mapperId: mapper?.id ?? '' },
      { ...mapper, config: { 'claim.name': 'department' } },
    )
    expect((await admin.clients.findProtocolMapperById({ id, mapperId: mapper?.id ?? '' })).config).toEqual({
      'claim.name': 'department',
    })
    await admin.clients.delProtocolMapper({ id, mapperId: mapper?.id ?? '' })
    const scope = await admin.clientScopes.create({ name: 'books', protocol: 'openid-connect' })
    await admin.clients.addOptionalClientScope({ id, clientScopeId: scope.id })
    expect((await admin.clients.listOptionalClientScopes({ id })).map((one) => one.name)).toContain('books')
    await admin.clients.delOptionalClientScope({ id, clientScopeId: scope.id })
    await admin.clientScopes.addDefaultOptionalClientScope({ id: scope.id })
    expect((await admin.clientScopes.listDefaultOptionalClientScopes()).map((one) => one.name)).toContain('books')
    await admin.clientScopes.update({ id: scope.id }, { name: 'all-books' })
    expect((await admin.clientScopes.findOne({ id: scope.id }))?.name).toBe('all-books')
    await admin.clientScopes.del({ id: scope.id })
    expect(await admin.clients.getSessionCount({ id })).toEqual({ count: 0 })
    await admin.clients.del({ id })
    expect(await admin.clients.findOne({ id })).toBeNull()
    expect(await admin.users.find({ username: 'service-account-shop', exact: true })).toEqual([])
  })

  it('shows flows, required actions, events and what the server offers', async () => {
    const flows = await admin.authenticationManagement.getFlows()
    expect(flows.map((flow) => flow.alias)).toContain('browser')
    const executions = await admin.authenticationManagement.getExecutions({ flow: 'browser' })
    expect(executions[0]).toMatchObject({ providerId: 'auth-cookie', requirement: 'ALTERNATIVE', level: 0, index: 0 })
    const actions = await admin.authenticationManagement.getRequiredActions()
    expect(actions.find((action) => action.alias === 'CONFIGURE_TOTP')).toMatchObject({ enabled: true, priority: 54 })
    await admin.authenticationManagement.updateRequiredAction({ alias: 'TERMS_AND_CONDITIONS' }, { enabled: true })
    const terms = await admin.authenticationManagement.getRequiredActionForAlias({ alias: 'TERMS_AND_CONDITIONS' })
    expect(terms).toMatchObject({ enabled: true, priority: 20 })
    const info = await admin.serverInfo.find()
    expect(info.systemInfo?.version).toMatch(/^26\.7\./)
    expect(info.protocolMapperTypes?.['openid-connect']?.map((type) => type.id)).toContain(
      'oidc-usermodel-attribute-mapper',
    )
    await admin.realms.updateConfigEvents({ realm }, { eventsEnabled: true, enabledEventTypes: ['LOGIN'] })
    expect(await admin.realms.getConfigEvents({ realm })).toMatchObject({
      eventsEnabled: true,
      enabledEventTypes: ['LOGIN'],
    })
    expect(await admin.realms.findEvents({ realm })).toEqual([])
    const changes = await admin.realms.findAdminEvents({
      realm,
      operationTypes: 'CREATE',
      resourceTypes: 'USER',
    } as never)
    expect(changes.length).toBeGreaterThan(0)
    expect(changes.every((event) => event.operationType === 'CREATE' && event.resourceType === 'USER')).toBe(true)
    expect(JSON.stringify(await admin.realms.findAdminEvents({ realm, max: 1000 }))).not.toMatch(
      /(first|second)-password/,
    )
    await admin.realms.clearAdminEvents({ realm })
    expect(
      await admin.attackDetection.findOne({ id: (await admin.users.create({ username: 'careful' })).id }),
    ).toMatchObject({
      numFailures: 0,
      disabled: false,
    })
  })
})
