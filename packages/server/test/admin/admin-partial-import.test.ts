import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readExportedRealm, readExportedUsers } from '../fixture/keycloak-export.ts'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let admin: KeycloakAdminClient
const realm = 'adminrealmio'

beforeAll(async () => {
  test = await testServer()
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
  const payload = { ...readExportedRealm(), users: readExportedUsers(), adminEventsEnabled: true }
  const made = await test.inject({ method: 'POST', url: '/admin/realms', token: await test.adminToken(), payload })
  expect(made.statusCode).toBe(201)
})
afterAll(() => test.stop())

interface Outcome {
  readonly overwritten: number
  readonly added: number
  readonly skipped: number
  readonly results: readonly { action: string; resourceType: string; resourceName: string; id: string }[]
}

async function send(body: object, token?: string) {
  const payload = body
  const url = `/admin/realms/${realm}/partialImport`
  return test.inject({ method: 'POST', url, token: token ?? (await test.adminToken()), payload })
}

const parts = {
  users: [{ username: 'pi1', realmRoles: ['staff'], groups: ['/sales'] }, { username: 'user1' }],
  groups: [{ name: 'g1', subGroups: [{ name: 'g2' }] }, { name: 'sales' }],
  clients: [{ clientId: 'c1' }, { clientId: 'shop', secret: '**********', directAccessGrantsEnabled: true }],
  identityProviders: [
    {
      alias: 'idp1',
      providerId: 'oidc',
      config: { authorizationUrl: 'https://a.example/a', tokenUrl: 'https://a.example/t', clientId: 'x' },
    },
  ],
  identityProviderMappers: [
    { name: 'm1', identityProviderAlias: 'idp1', identityProviderMapper: 'oidc-role-idp-mapper', config: {} },
  ],
  roles: {
    realm: [{ name: 'r1', composites: { realm: ['r2'] } }, { name: 'r2' }, { name: 'staff', description: 'new' }],
    client: { shop: [{ name: 'buyer' }, { name: 'seller' }] },
  },
}

describe('a partial import', () => {
  it.each([
    [{ clients: [{ clientId: 'shop' }] }, "Client id 'shop' already exists"],
    [{ users: [{ username: 'user1' }] }, 'User with user name user1 already exists.'],
    [{ users: [{ username: 'x', email: 'user1@example.org' }] }, 'User with user name x already exists.'],
    [{ groups: [{ name: 'sales' }] }, "Group '/sales' already exists"],
    [{ roles: { realm: [{ name: 'staff' }] } }, "Realm role 'staff' already exists."],
    [{ roles: { client: { shop: [{ name: 'buyer' }] } } }, "Client role 'buyer' for client 'shop' already exists."],
  ])('stops at what is there, and leaves nothing: %j', async (body, errorMessage) => {
    const added = { ...body, users: [...('users' in body ? body.users : []), { username: 'never' }] }
    const answer = await send({ ifResourceExists: 'FAIL', ...added })
    expect([answer.statusCode, answer.json()]).toEqual([409, { errorMessage }])
    admin.setConfig({ realmName: realm })
    expect(await admin.users.find({ username: 'never' })).toEqual([])
    admin.setConfig({ realmName: 'master' })
  })

  it('takes nothing, roles of clients that are nowhere, and unknown policies as Keycloak does', async () => {
    expect((await send({})).json()).toEqual({ overwritten: 0, added: 0, skipped: 0, results: [] })
    const nowhere = await send({ roles: { client: { nope: [{ name: 'r' }] } } })
    expect([nowhere.statusCode, nowhere.json()]).toEqual([
      412,
      { errorMessage: 'Can not import client roles for nonexistent client named nope' },
    ])
    expect((await send({ ifResourceExists: 'NOPE' })).statusCode).toBe(400)
  })

  it('skips what is there and tells of each thing', async () => {
    const rep = { ifResourceExists: 'SKIP' as const, ...parts }
    const answer: unknown = await admin.realms.partialImport({ realm, rep })
    const { results, ...counts } = answer as Outcome
    expect(counts).toEqual({ overwritten: 0, added: 8, skipped: 5 })
    const told = results.map((one) => `${one.action} ${one.resourceType} ${one.resourceName}`)
    expect(told).toEqual([
      'ADDED CLIENT c1',
      'SKIPPED CLIENT shop',
      'ADDED REALM_ROLE r1',
      'ADDED REALM_ROLE r2',
      'SKIPPED REALM_ROLE staff',
      'SKIPPED CLIENT_ROLE shop-->buyer',
      'ADDED CLIENT_ROLE shop-->seller',
      'ADDED IDP idp1',
      'ADDED IDP_MAPPER m1',
      'ADDED GROUP g1',
      'SKIPPED GROUP sales',
      'ADDED USER pi1',
      'SKIPPED USER user1',
    ])
    const shop = results.find((one) => one.resourceName === 'shop')
    expect(results.find((one) => one.resourceName === 'shop-->seller')?.id).toBe(shop?.id)
    admin.setConfig({ realmName: realm })
    const id = results.find((one) => one.resourceName === 'r1')?.id ?? ''
    expect(await admin.roles.getCompositeRoles({ id })).toMatchObject([{ name: 'r2' }])
    const user = results.find((one) => one.resourceName === 'pi1')?.id ?? ''
    expect(await admin.users.listRealmRoleMappings({ id: user })).toMatchObject([{ name: 'staff' }])
    expect((await admin.roles.findOneByName({ name: 'staff' }))?.description).toBeUndefined()
    const events = await admin.realms.findAdminEvents({ realm, resourceTypes: 'REALM' })
    expect(events.map((event) => event.resourcePath)).toContain(`users/${user}`)
    expect(events).toHaveLength(8)
    admin.setConfig({ realmName: 'master' })
  })

  it('overwrites what is there: made anew, the secret behind a mask kept', async () => {
    admin.setConfig({ realmName: realm })
    const before = await admin.users.find({ username: 'user1', exact: true })
    const answer = await send({ ifResourceExists: 'OVERWRITE', ...parts })
    const { results, ...counts }: Outcome = answer.json()
    expect(counts).toEqual({ overwritten: 10, added: 3, skipped: 0 })
    // What belongs to a thing went with it.
    const added = results.filter((one) => one.action === 'ADDED').map((one) => one.resourceName)
    expect(added).toEqual(['shop-->buyer', 'shop-->seller', 'm1'])
    const [shop] = await admin.clients.find({ clientId: 'shop' })
    expect(shop?.secret).toBe('shop-secret')
    const after = await admin.users.find({ username: 'user1', exact: true })
    expect(after[0]?.id).not.toBe(before[0]?.id)
    expect((await admin.roles.findOneByName({ name: 'staff' }))?.description).toBe('new')
    admin.setConfig({ realmName: 'master' })
  })

  it('is no way to rights that the caller does not hold', async () => {
    admin.setConfig({ realmName: realm })
    const { id } = await admin.users.create({
      username: 'half',
      enabled: true,
      email: 'half@example.org',
      firstName: 'H',
      lastName: 'A',
      credentials: [{ type: 'password', value: 'half-password' }],
    })
    const [management] = await admin.clients.find({ clientId: 'realm-management' })
    const clientUniqueId = management?.id ?? ''
    const grant = async (roleName: string) => {
      const role = await admin.clients.findRole({ id: clientUniqueId, roleName })
      const roles = [{ id: role?.id ?? '', name: roleName }]
      await admin.users.addClientRoleMappings({ id, clientUniqueId, roles })
    }
    await grant('manage-realm')
    const form = { grant_type: 'password', client_id: 'admin-cli', username: 'half', password: 'half-password' }
    const url = `/realms/${realm}/protocol/openid-connect/token`
    const token = (await test.inject({ method: 'POST', url, form })).json().access_token
    const rights = { 'realm-management': ['realm-admin'] }
    expect((await send({ roles: { realm: [{ name: 'fine' }] } }, token)).statusCode).toBe(200)
    expect((await send({ users: [{ username: 'no' }] }, token)).statusCode).toBe(403)
    expect((await send({ clients: [{ clientId: 'no' }] }, token)).statusCode).toBe(403)
    expect((await send({ roles: { realm: [{ name: 'up', composites: { client: rights } }] } }, token)).statusCode).toBe(
      403,
    )
    await grant('manage-users')
    expect((await send({ users: [{ username: 'yes' }] }, token)).statusCode).toBe(200)
    expect((await send({ users: [{ username: 'no', clientRoles: rights }] }, token)).statusCode).toBe(403)
    expect((await send({ groups: [{ name: 'no', clientRoles: rights }] }, token)).statusCode).toBe(403)
    admin.setConfig({ realmName: 'master' })
  })
})

describe('a partial export', () => {
  it('has clients, groups and roles where asked, and no secret', async () => {
    const whole = await admin.realms.export({ realm, exportClients: true, exportGroupsAndRoles: true })
    expect(whole.users).toBeUndefined()
    expect(whole.clients?.find((client) => client.clientId === 'shop')?.secret).toBe('**********')
    expect(whole.roles?.realm?.map((role) => role.name)).toContain('staff')
    expect(whole.groups?.map((group) => group.path)).toContain('/g1')
    const text = JSON.stringify(whole)
    expect(text).not.toContain('shop-secret')
    const keys = JSON.stringify(whole.components?.['org.keycloak.keys.KeyProvider'])
    expect(keys).toContain('rsa-generated')
    expect(keys).not.toContain('privateKey')
    const bare = await admin.realms.export({ realm })
    expect([bare.clients, bare.roles, bare.groups]).toEqual([undefined, undefined, undefined])
    expect(bare.clientScopes).toHaveLength(16)
  })
})
