import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let admin: KeycloakAdminClient
let realm: RealmSnapshot
let orgId: string
let otherId: string
let ada: string

beforeAll(async () => {
  test = await testServer()
  realm = await test.createRealm({ organizationsEnabled: true })
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
  admin.setConfig({ realmName: realm.realm.name })
  orgId = String((await admin.organizations.create({ name: 'acme' })).id)
  otherId = String((await admin.organizations.create({ name: 'other' })).id)
  ada = (await admin.users.create({ username: 'ada', email: 'ada@acme.org', enabled: true })).id
  await admin.organizations.addMember({ orgId, userId: ada })
})
afterAll(() => test.stop())

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
const call = async (method: Method, path: string, payload?: object) =>
  test.inject({
    method,
    url: `/admin/realms/${realm.realm.name}/organizations/${orgId}/groups${path}`,
    token: await test.adminToken(),
    ...(payload ? { payload } : {}),
  })
const groups = () => admin.organizations.groups(orgId)
const paths = (found: readonly { path?: string }[]) => found.map(({ path }) => path)

describe('groups of an organization', () => {
  it('are trees with attributes, found at every depth, and no groups of the realm', async () => {
    const made = await call('POST', '', { name: 'sales', attributes: { floor: ['3'] } })
    const sales = made.json()
    expect([made.statusCode, made.headers.location]).toEqual([
      201,
      `${test.url}/admin/realms/${realm.realm.name}/organizations/${orgId}/groups/${sales.id}`,
    ])
    expect(sales).toEqual({ id: sales.id, name: 'sales', path: '/sales', parentId: orgId, subGroups: [] })
    const north = await groups().createChildGroup({ id: sales.id }, { name: 'north' })
    await groups().createChildGroup({ id: String(north.id) }, { name: 'far' })
    await groups().create({ name: 'sale%' })
    expect(await groups().findOne({ id: sales.id })).toEqual({
      ...sales,
      attributes: { floor: ['3'] },
      realmRoles: [],
      clientRoles: {},
    })
    expect(paths(await groups().find())).toEqual(['/sale%', '/sales'])
    expect(paths(await groups().find({ first: 1, max: 1 }))).toEqual(['/sales'])
    expect(paths(await groups().find({ search: 'NOR' }))).toEqual(['/sales/north'])
    expect(paths(await groups().find({ search: 'nor', exact: true }))).toEqual([])
    expect(paths(await groups().find({ search: '%' }))).toEqual(['/sale%'])
    expect(paths(await groups().listSubGroups({ parentId: sales.id }))).toEqual(['/sales/north'])
    expect((await call('GET', '/group-by-path/sales/north/far')).json().name).toBe('far')
    expect((await call('GET', '/group-by-path/sales/south')).statusCode).toBe(404)
    expect(await admin.groups.find()).toEqual([])
    expect(await admin.groups.findOne({ id: sales.id })).toBeNull()
  })

  it('take their whole branch along to a new name, and no other', async () => {
    const [sales] = await groups().find({ search: 'sales', exact: true })
    await call('POST', '', { name: 'sales2' })
    await groups().update({ id: sales?.id ?? '' }, { name: 'trade' })
    expect(paths(await groups().find({ search: 'far' }))).toEqual(['/trade/north/far'])
    expect(paths(await groups().find({ search: 'sales' }))).toEqual(['/sales2'])
    expect((await groups().findOne({ id: sales?.id ?? '' }))?.attributes).toEqual({ floor: ['3'] })
    await groups().del({ id: sales?.id ?? '' })
    expect(await groups().find({ search: 'far' })).toEqual([])
  })

  it('are refused under a name that is taken, missing, or two', async () => {
    const top = (await call('POST', '', { name: 'top' })).json()
    await groups().createChildGroup({ id: top.id }, { name: 'child' })
    const other = (await call('POST', `/${top.id}/children`, { name: 'second' })).json()
    for (const [answer, status, expected] of [
      [await call('POST', '', { name: 'top' }), 409, { errorMessage: 'Group with the given name already exists.' }],
      [
        await call('POST', `/${top.id}/children`, { name: 'child' }),
        409,
        { errorMessage: 'Sibling group with the given name already exists' },
      ],
      [
        await call('PUT', `/${other.id}`, { name: 'child' }),
        409,
        { errorMessage: 'Sibling group with the given name already exists' },
      ],
      [await call('POST', '', {}), 400, { errorMessage: 'Group name is missing' }],
      [
        await call('POST', '', { name: 'a/b' }),
        400,
        { field: 'name', errorMessage: 'error-invalid-value', params: ['name'] },
      ],
      [await call('GET', '/nope'), 404, { errorMessage: 'Group does not exist' }],
    ] as const) {
      expect([answer.statusCode, answer.json()]).toEqual([status, expected])
    }
  })

  it('hold members of the organization only, as long as they are members', async () => {
    const { id } = (await call('POST', '', { name: 'team' })).json()
    const stranger = (await admin.users.create({ username: 'stranger', enabled: true })).id
    await groups().addMemberToOrgGroup({ groupId: id, userId: ada })
    await groups().addMemberToOrgGroup({ groupId: id, userId: ada })
    const refused = await call('PUT', `/${id}/members/${stranger}`)
    expect([refused.statusCode, refused.json()]).toEqual([
      400,
      { errorMessage: 'User is not member of the organization' },
    ])
    expect(await groups().listMembers({ id })).toMatchObject([{ username: 'ada', membershipType: 'UNMANAGED' }])
    expect(paths(await groups().listOrgGroups({ id: ada }))).toEqual(['/team'])
    expect(await admin.users.listGroups({ id: ada })).toEqual([])
    await groups().removeMemberFromOrgGroup({ groupId: id, userId: ada })
    expect(await groups().listMembers({ id })).toEqual([])
    await groups().addMemberToOrgGroup({ groupId: id, userId: ada })
    await admin.organizations.delMember({ orgId, userId: ada })
    await admin.organizations.addMember({ orgId, userId: ada })
    expect(await groups().listMembers({ id })).toEqual([])
  })
})

describe('groups of another organization', () => {
  const operations: readonly (readonly [method: Method, path: string, payload?: object])[] = [
    ['GET', ''],
    ['PUT', '', { name: 'taken' }],
    ['DELETE', ''],
    ['GET', '/children'],
    ['POST', '/children', { name: 'planted' }],
    ['GET', '/members'],
    ['PUT', '/members/USER'],
    ['DELETE', '/members/USER'],
  ]

  it('are not reached through one, nor through another realm, nor without the right', async () => {
    const { id } = (await call('POST', '', { name: 'closed' })).json()
    const elsewhere = await test.createRealm({ organizationsEnabled: true })
    const stranger = await createAdministrator(test, elsewhere, ['realm-admin'])
    const made = await test.inject({
      method: 'POST',
      url: `/admin/realms/${elsewhere.realm.name}/organizations`,
      token: stranger.token,
      payload: { name: 'own' },
    })
    const own = String(made.headers.location).split('/').pop() ?? ''
    const reader = await createAdministrator(test, realm, ['view-organizations', 'manage-users'])
    for (const [method, path, payload] of operations) {
      const ask = async (name: string, organization: string, token: string) =>
        (
          await test.inject({
            method,
            url: `/admin/realms/${name}/organizations/${organization}/groups/${id}${path.replace('USER', ada)}`,
            token,
            ...(payload ? { payload } : {}),
          })
        ).statusCode
      const what = `${method} ${path}`
      expect(await ask(realm.realm.name, otherId, await test.adminToken()), what).toBe(400)
      expect(await ask(elsewhere.realm.name, own, stranger.token), what).toBe(404)
      expect(await ask(elsewhere.realm.name, orgId, stranger.token), what).toBe(404)
      expect(await ask(realm.realm.name, orgId, stranger.token), what).toBe(401)
      expect(await ask(realm.realm.name, orgId, reader.token), what).toBe(method === 'GET' ? 200 : 403)
    }
    expect((await call('GET', `/${id}`)).json()).toMatchObject({ name: 'closed', path: '/closed' })
    expect((await call('GET', `/${id}/children`)).json()).toEqual([])
  })

  it('go with their organization', async () => {
    await admin.organizations.delById({ id: orgId })
    const rest = await test.server.storage.query.selectFrom('organization_group').select('id').execute()
    expect(rest).toEqual([])
  })
})
