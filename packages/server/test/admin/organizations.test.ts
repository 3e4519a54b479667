import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findOrganization } from '../../src/model/organization/organization.store.ts'
import { addMember } from '../../src/model/organization/organization-member.store.ts'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { transact } from '../../src/storage/transact.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let admin: KeycloakAdminClient
let realm: RealmSnapshot

beforeAll(async () => {
  test = await testServer()
  realm = await test.createRealm({ organizationsEnabled: true, adminEventsEnabled: true })
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
  admin.setConfig({ realmName: realm.realm.name })
})
afterAll(() => test.stop())

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
const call = async (method: Method, path: string, payload?: object | string) =>
  test.inject({
    method,
    url: `/admin/realms/${realm.realm.name}/organizations${path}`,
    token: await test.adminToken(),
    ...(payload === undefined ? {} : { payload }),
    ...(typeof payload === 'string' ? { headers: { 'content-type': 'application/json' } } : {}),
  })

const create = async (organization: object) => String((await admin.organizations.create(organization)).id)
const names = (organizations: readonly { name?: string }[]) => organizations.map(({ name }) => name)
let users = 0
const createUser = async (profile: object = {}) => {
  const username = `person-${++users}`
  return (await admin.users.create({ username, email: `${username}@acme.org`, enabled: true, ...profile })).id
}

describe('organizations', () => {
  it('go in and out with domains, attributes and all', async () => {
    const id = await create({
      name: 'Full House',
      alias: 'full',
      enabled: false,
      description: 'Everything',
      redirectUrl: 'https://full.org/x',
      attributes: { k: ['v1', 'v2'] },
      domains: [{ name: 'full.org', verified: true }, { name: 'Also-Full.ORG' }],
    })
    expect(await admin.organizations.findOne({ id })).toEqual({
      id,
      name: 'Full House',
      alias: 'full',
      enabled: false,
      description: 'Everything',
      redirectUrl: 'https://full.org/x',
      attributes: { k: ['v1', 'v2'] },
      domains: [
        { name: 'also-full.org', verified: false },
        { name: 'full.org', verified: true },
      ],
    })
    const bare = await create({ name: 'bare' })
    expect(await admin.organizations.findOne({ id: bare })).toEqual({
      id: bare,
      name: 'bare',
      alias: 'bare',
      enabled: true,
      attributes: {},
    })
  })

  it('are searched by name, domain and attribute, counted and paged by name', async () => {
    await create({ name: 'acme', domains: [{ name: 'acme.org' }], attributes: { tier: ['gold'] } })
    const find = async (query: object) => names(await admin.organizations.find(query))
    expect(await find({})).toEqual(['Full House', 'acme', 'bare'])
    expect(await find({ first: 1, max: 1 })).toEqual(['acme'])
    expect(await find({ search: 'LL HO' })).toEqual(['Full House'])
    expect(await find({ search: 'acme.o' })).toEqual(['acme'])
    expect(await find({ search: 'acm', exact: true })).toEqual([])
    expect(await find({ search: 'ACME.org', exact: true })).toEqual(['acme'])
    expect(await find({ search: 'full house', exact: true })).toEqual(['Full House'])
    expect(await find({ search: '%' })).toEqual([])
    expect(await find({ q: 'tier:gold' })).toEqual(['acme'])
    expect(await find({ q: 'tier:gold k:v1' })).toEqual([])
    expect(await find({ q: 'k:v2' })).toEqual(['Full House'])
    expect((await call('GET', '/count')).json()).toBe(3)
    expect((await call('GET', '/count?search=full')).json()).toBe(1)
    expect((await call('GET', '/count?q=tier:gold')).json()).toBe(1)
    const [brief] = await admin.organizations.find({ search: 'acme' })
    expect(brief).not.toHaveProperty('attributes')
    const [whole] = await admin.organizations.find({ search: 'acme', briefRepresentation: false } as never)
    expect(whole?.attributes).toEqual({ tier: ['gold'] })
  })

  it('are replaced: attributes stay when they are left out, the alias always', async () => {
    const id = await create({ name: 'mutable', attributes: { a: ['1'] }, domains: [{ name: 'mutable.org' }] })
    await admin.organizations.updateById({ id }, { name: 'renamed', alias: 'mutable', enabled: false })
    expect(await admin.organizations.findOne({ id })).toEqual({
      id,
      name: 'renamed',
      alias: 'mutable',
      enabled: false,
      attributes: { a: ['1'] },
    })
    await admin.organizations.updateById({ id }, { name: 'renamed', attributes: {}, domains: [{ name: 'm.org' }] })
    expect(await admin.organizations.findOne({ id })).toMatchObject({
      enabled: true,
      attributes: {},
      domains: [{ name: 'm.org', verified: false }],
    })
    await admin.organizations.delById({ id })
    const gone = await call('GET', `/${id}`)
    expect([gone.statusCode, gone.json()]).toEqual([404, { errorMessage: 'Organization not found.' }])
  })

  it.each<[string, object | string, number, object]>([
    ['nothing', '', 400, { errorMessage: 'Organization cannot be null.' }],
    ['no name', { alias: 'x' }, 400, { errorMessage: 'Name can not be null' }],
    [
      'a name that is taken',
      { name: 'acme', alias: 'x' },
      409,
      { errorMessage: 'A organization with the same name already exists.' },
    ],
    [
      'an alias that is taken',
      { name: 'x', alias: 'acme' },
      409,
      { errorMessage: 'A organization with the same alias already exists' },
    ],
    ['a blank in the alias', { name: 'x', alias: 'a b' }, 400, { errorMessage: 'Empty Space not allowed.' }],
    [
      'a name that makes no alias',
      { name: 'a b' },
      400,
      { errorMessage: 'Name cannot be used as alias: Empty Space not allowed.' },
    ],
    [
      'the alias of all',
      { name: 'x', alias: '*' },
      400,
      { field: 'alias', errorMessage: 'error-invalid-value', params: ['alias'] },
    ],
    [
      'a redirect that is a script',
      { name: 'x', redirectUrl: 'javascript:alert(1)' },
      400,
      { errorMessage: 'Organization redirect URL is not valid.' },
    ],
    ['an empty domain', { name: 'x', domains: [{ name: '' }] }, 400, { errorMessage: 'Domain name cannot be empty' }],
    [
      'no domain',
      { name: 'x', domains: [{ name: 'no domain' }] },
      400,
      { errorMessage: 'Invalid domain format: no domain' },
    ],
  ])('are refused with %s', async (_, body, status, expected) => {
    const answer = await call('POST', '', body)
    expect([answer.statusCode, answer.json()]).toEqual([status, expected])
  })

  it('never share a domain, nor take the name of another', async () => {
    const id = await create({ name: 'second' })
    const taken = `Domain acme.org is already linked to organization acme in realm ${realm.realm.name}`
    for (const answer of [
      await call('POST', '', { name: 'third', domains: [{ name: 'ACME.org' }] }),
      await call('PUT', `/${id}`, { name: 'second', domains: [{ name: 'acme.org' }] }),
    ]) {
      expect([answer.statusCode, answer.json()]).toEqual([400, { errorMessage: taken }])
    }
    expect((await call('PUT', `/${id}`, { name: 'acme', alias: 'second' })).statusCode).toBe(409)
    expect((await call('PUT', `/${id}`, { name: 'second', alias: 'else' })).json()).toEqual({
      errorMessage: 'Cannot change the alias',
    })
    await admin.organizations.delById({ id })
    const other = await test.createRealm({ organizationsEnabled: true })
    const url = `/admin/realms/${other.realm.name}/organizations`
    const payload = { name: 'acme', domains: [{ name: 'acme.org' }] }
    expect((await test.inject({ method: 'POST', url, token: await test.adminToken(), payload })).statusCode).toBe(201)
  })
})

describe('members of an organization', () => {
  let orgId: string
  const find = async (query: object = {}) =>
    (await admin.organizations.listMembers({ orgId, ...query } as never)).map((member) => member.username)

  beforeAll(async () => {
    orgId = await create({ name: 'club' })
  })

  it('join, are found, and leave', async () => {
    const ada = await createUser({ username: 'ada', email: 'ada@club.org', firstName: 'Ada', lastName: 'Lovelace' })
    const bob = await createUser({ username: 'bob', email: 'bob@club.org' })
    const joined = await call('POST', `/${orgId}/members`, ada)
    expect([joined.statusCode, joined.headers.location]).toEqual([
      201,
      `${test.url}/admin/realms/${realm.realm.name}/organizations/${orgId}/members/${ada}`,
    ])
    await admin.organizations.addMember({ orgId, userId: bob })
    const again = await call('POST', `/${orgId}/members`, `"${bob}"`)
    expect([again.statusCode, again.json()]).toEqual([
      409,
      { errorMessage: 'User is already a member of the organization.' },
    ])
    expect((await call('POST', `/${orgId}/members`, 'nobody')).statusCode).toBe(404)
    expect(await find()).toEqual(['ada', 'bob'])
    expect(await find({ first: 1, max: 1 })).toEqual(['bob'])
    expect(await find({ search: 'love' })).toEqual(['ada'])
    expect(await find({ search: 'love', exact: true })).toEqual([])
    expect(await find({ search: 'BOB@club.org', exact: true })).toEqual(['bob'])
    expect(await find({ membershipType: 'MANAGED' })).toEqual([])
    expect(await find({ membershipType: 'unmanaged' })).toEqual(['ada', 'bob'])
    expect((await call('GET', `/${orgId}/members/count`)).json()).toBe(2)
    const [member] = await admin.organizations.listMembers({ orgId })
    expect(member).toEqual({
      id: ada,
      username: 'ada',
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'ada@club.org',
      emailVerified: false,
      enabled: true,
      createdTimestamp: test.clock.now(),
      membershipType: 'UNMANAGED',
    })
    expect(await admin.organizations.getMember({ orgId, userId: ada })).toMatchObject({ ...member, totp: false })
    await admin.organizations.delMember({ orgId, userId: ada })
    expect((await call('DELETE', `/${orgId}/members/${ada}`)).statusCode).toBe(404)
    expect((await call('GET', `/${orgId}/members/${ada}`)).statusCode).toBe(404)
    expect((await admin.users.findOne({ id: ada }))?.username).toBe('ada')
  })

  it('have organizations', async () => {
    const userId = await createUser()
    const second = await create({ name: 'society', attributes: { a: ['b'] } })
    await admin.organizations.addMember({ orgId: second, userId })
    expect(await admin.organizations.memberOrganizations({ userId })).toEqual([
      { id: second, name: 'society', alias: 'society', enabled: true },
    ])
    await admin.organizations.addMember({ orgId, userId })
    expect(names(await admin.organizations.memberOrganizations({ userId }))).toEqual(['club', 'society'])
    const whole = await call('GET', `/${orgId}/members/${userId}/organizations?briefRepresentation=false`)
    expect(whole.json()[1]).toMatchObject({ name: 'society', attributes: { a: ['b'] } })
    expect((await call('GET', '/members/nobody/organizations')).statusCode).toBe(404)
    await admin.users.del({ id: userId })
    expect(await find({ search: `person-${users}` })).toEqual([])
  })

  it('go with their organization when it brought them, and only then', async () => {
    const organization = await create({ name: 'closing' })
    const stored = await findOrganization(test.server.storage, realm.realm.id, { id: organization })
    if (!stored) throw new Error('The organization is gone')
    const [guest, managed, leaving] = [await createUser(), await createUser(), await createUser()]
    await admin.organizations.addMember({ orgId: organization, userId: guest })
    for (const id of [managed, leaving]) {
      await transact(test.server.storage, (tx) => addMember(tx, stored, { id }, 'MANAGED'))
    }
    expect((await admin.organizations.getMember({ orgId: organization, userId: managed }))?.membershipType).toBe(
      'MANAGED',
    )
    await admin.organizations.delMember({ orgId: organization, userId: leaving })
    expect(await admin.users.findOne({ id: leaving })).toBeNull()
    await admin.organizations.delById({ id: organization })
    expect(await admin.users.findOne({ id: managed })).toBeNull()
    expect((await admin.users.findOne({ id: guest }))?.id).toBe(guest)
  })
})

describe('identity providers of an organization', () => {
  let orgId: string
  beforeAll(async () => {
    orgId = await create({ name: 'federated', domains: [{ name: 'fed.org' }] })
    await admin.identityProviders.create({ alias: 'fed', providerId: 'oidc' })
  })
  const link = (id: string, alias: string) => call('POST', `/${id}/identity-providers`, alias)
  const update = async (config: object) =>
    test.inject({
      method: 'PUT',
      url: `/admin/realms/${realm.realm.name}/identity-provider/instances/fed`,
      token: await test.adminToken(),
      payload: { alias: 'fed', providerId: 'oidc', config },
    })

  it('belong to one organization at a time', async () => {
    await admin.organizations.linkIdp({ orgId, alias: 'fed' })
    expect(await admin.organizations.listIdentityProviders({ orgId })).toMatchObject([
      { alias: 'fed', organizationId: orgId },
    ])
    expect((await call('GET', `/${orgId}/identity-providers/fed`)).json().organizationId).toBe(orgId)
    expect(await admin.identityProviders.find({ realmOnly: true } as never)).toEqual([])
    const other = await create({ name: 'jealous' })
    for (const [answer, status, errorMessage] of [
      [await link(orgId, 'fed'), 409, 'Identity provider already associated to the organization'],
      [await link(other, 'fed'), 400, 'Identity provider already associated with a different organization'],
      [await link(other, 'nope'), 400, 'Identity provider not found with the given alias'],
      [
        await call('GET', `/${other}/identity-providers/fed`),
        404,
        'Identity provider not associated with the organization',
      ],
      [
        await call('DELETE', `/${other}/identity-providers/fed`),
        404,
        'Identity provider not found with the given alias',
      ],
    ] as const) {
      expect([answer.statusCode, answer.json()]).toEqual([status, { errorMessage }])
    }
  })

  it('are led to by domains of the organization only, and stay in it when they are changed', async () => {
    const refused = await update({ 'kc.org.domain': 'acme.org' })
    expect([refused.statusCode, refused.json()]).toEqual([
      400,
      { errorMessage: 'Domain does not match any domain from the organization' },
    ])
    expect((await update({ 'kc.org.domain': 'fed.org' })).statusCode).toBe(204)
    expect(await admin.identityProviders.findOne({ alias: 'fed' })).toMatchObject({
      organizationId: orgId,
      config: { 'kc.org.domain': 'fed.org' },
    })
    await admin.organizations.updateById({ id: orgId }, { name: 'federated', domains: [] })
    expect((await admin.identityProviders.findOne({ alias: 'fed' }))?.config).toEqual({})
  })

  it('stay in the realm without the organization', async () => {
    await admin.organizations.updateById({ id: orgId }, { name: 'federated', domains: [{ name: 'fed.org' }] })
    await update({ 'kc.org.domain': 'fed.org', clientId: 'c' })
    await admin.organizations.unLinkIdp({ orgId, alias: 'fed' })
    const free = await admin.identityProviders.findOne({ alias: 'fed' })
    expect([free?.organizationId, free?.config]).toEqual([undefined, { clientId: 'c' }])
    await admin.organizations.linkIdp({ orgId, alias: 'fed' })
    await admin.organizations.delById({ id: orgId })
    expect((await admin.identityProviders.findOne({ alias: 'fed' }))?.organizationId).toBeUndefined()
  })
})

describe('organizations where there are none', () => {
  it('are not found, and their identity providers are off', async () => {
    const id = await create({ name: 'dormant' })
    await admin.identityProviders.create({ alias: 'dormant', providerId: 'oidc' })
    await admin.organizations.linkIdp({ orgId: id, alias: 'dormant' })
    await admin.realms.update({ realm: realm.realm.name }, { organizationsEnabled: false })
    for (const path of ['', '/count', `/${id}`, `/${id}/members`, `/${id}/identity-providers`]) {
      const answer = await call('GET', path)
      expect([path, answer.statusCode, answer.json()]).toEqual([
        path,
        404,
        { errorMessage: 'Organizations not enabled for this realm.' },
      ])
    }
    expect((await call('POST', '', { name: 'x' })).statusCode).toBe(404)
    expect((await admin.identityProviders.findOne({ alias: 'dormant' }))?.enabled).toBe(false)
    await admin.realms.update({ realm: realm.realm.name }, { organizationsEnabled: true })
    expect((await admin.identityProviders.findOne({ alias: 'dormant' }))?.enabled).toBe(true)
  })
})

describe('administrators of organizations', () => {
  const manage = ['GET', 'GET one', 'POST', 'PUT']
  it.each<[string[], string[]]>([
    [['manage-realm'], manage],
    [['view-realm'], []],
    [['manage-organizations'], manage],
    [['view-organizations'], ['GET', 'GET one']],
    [['query-organizations'], ['GET']],
    [['manage-users', 'manage-identity-providers'], []],
    [
      ['manage-organizations', 'manage-users'],
      [...manage, 'members', 'member+'],
    ],
    [
      ['manage-organizations', 'view-users'],
      [...manage, 'members'],
    ],
    [
      ['view-organizations', 'manage-users'],
      ['GET', 'GET one', 'members'],
    ],
    [
      ['manage-organizations', 'manage-identity-providers'],
      [...manage, 'providers', 'provider+'],
    ],
    [
      ['view-organizations', 'view-identity-providers'],
      ['GET', 'GET one', 'providers'],
    ],
  ])('with %j may do %j', async (roles, allowed) => {
    const id = await create({ name: `guarded-${roles.join('-')}` })
    const { token } = await createAdministrator(test, realm, roles)
    const ask = async (method: Method, path: string, payload?: object | string) =>
      (
        await test.inject({
          method,
          url: `/admin/realms/${realm.realm.name}/organizations${path}`,
          token,
          ...(payload === undefined ? {} : { payload }),
        })
      ).statusCode !== 403
    const answers = {
      GET: await ask('GET', ''),
      'GET one': await ask('GET', `/${id}`),
      POST: await ask('POST', '', {}),
      PUT: await ask('PUT', `/${id}`, { name: `guarded-${roles.join('-')}` }),
      members: await ask('GET', `/${id}/members`),
      'member+': await ask('POST', `/${id}/members`, 'nobody'),
      providers: await ask('GET', `/${id}/identity-providers`),
      'provider+': await ask('POST', `/${id}/identity-providers`, 'nope'),
    }
    expect(Object.entries(answers).flatMap(([name, isAllowed]) => (isAllowed ? [name] : []))).toEqual(allowed)
  })

  it('who may only query see none', async () => {
    const { token } = await createAdministrator(test, realm, ['query-organizations'])
    const url = `/admin/realms/${realm.realm.name}/organizations`
    expect((await test.inject({ url, token })).json()).toEqual([])
    expect((await test.inject({ url: `${url}/count`, token })).json()).toBe(0)
  })
})

describe('organizations of another realm', () => {
  type Operation = readonly [method: Method, path: string, payload?: object | string]
  const operations: readonly Operation[] = [
    ['GET', '/{org}'],
    ['PUT', '/{org}', { name: 'taken' }],
    ['DELETE', '/{org}'],
    ['GET', '/{org}/members'],
    ['GET', '/{org}/members/count'],
    ['POST', '/{org}/members', '{user}'],
    ['GET', '/{org}/members/{user}'],
    ['DELETE', '/{org}/members/{user}'],
    ['GET', '/{org}/members/{user}/organizations'],
    ['GET', '/members/{user}/organizations'],
    ['GET', '/{org}/identity-providers'],
    ['POST', '/{org}/identity-providers', 'dormant'],
    ['GET', '/{org}/identity-providers/dormant'],
    ['DELETE', '/{org}/identity-providers/dormant'],
    ['POST', '/<org>/members', '{user}'],
    ['GET', '/<org>/members/{user}'],
    ['DELETE', '/<org>/members/{user}'],
    ['GET', '/<org>/identity-providers/dormant'],
    ['DELETE', '/<org>/identity-providers/dormant'],
  ]
  const rows = operations.map(([method, path, payload]) => ({ method, path, payload }))
  let other: RealmSnapshot
  let stranger: string
  let fill: (text: string) => string

  beforeAll(async () => {
    other = await test.createRealm({ organizationsEnabled: true })
    stranger = (await createAdministrator(test, other, ['realm-admin'])).token
    const id = await create({ name: 'closed' })
    const user = await createUser()
    await admin.organizations.addMember({ orgId: id, userId: user })
    const url = `/admin/realms/${other.realm.name}/organizations`
    const made = await test.inject({ method: 'POST', url, token: stranger, payload: { name: 'own' } })
    const own = String(made.headers.location).split('/').pop() ?? ''
    fill = (text) => text.replaceAll('{org}', id).replaceAll('{user}', user).replaceAll('<org>', own)
  })

  const ask = (where: RealmSnapshot, { method, path, payload }: (typeof rows)[number]) =>
    test.inject({
      method,
      url: `/admin/realms/${where.realm.name}/organizations${fill(path)}`,
      token: stranger,
      ...(payload === undefined ? {} : { payload: typeof payload === 'string' ? fill(payload) : payload }),
    })

  it.each(rows)('are not found: $method $path', async (row) => {
    expect((await ask(other, row)).statusCode).toBe(404)
  })

  it.each(rows.filter(({ path }) => !path.includes('<')))(
    'are closed to its administrator: $method $path',
    async (row) => {
      expect((await ask(realm, row)).statusCode).toBe(401)
    },
  )

  it('are there still', async () => {
    const [organization] = await admin.organizations.find({ search: 'closed', exact: true })
    expect(await admin.organizations.listMembers({ orgId: organization?.id ?? '' })).toHaveLength(1)
  })

  it('go with their realm', async () => {
    await admin.realms.del({ realm: other.realm.name })
    const rest = await test.server.storage.query
      .selectFrom('organization')
      .select('id')
      .where('realm_id', '=', other.realm.id)
      .execute()
    expect(rest).toEqual([])
  })
})
