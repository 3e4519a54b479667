import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Organization } from '../src/model/organization/organization.ts'
import { addMember, deleteMembership } from '../src/model/organization/organization-member.store.ts'
import { saveOrganization } from '../src/model/organization/save-organization.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { updateRealm } from '../src/model/realm/update-realm.ts'
import type { User } from '../src/model/user/user.ts'
import { transact } from '../src/storage/transact.ts'
import { addClient, addUser, basic, claimsOf, password, post } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let ada: User
let acme: Organization
let club: Organization

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm({ organizationsEnabled: true })
  await addClient(server, realm, 'app', { directAccessGrantsEnabled: true })
  ada = await addUser(server, realm, { email: 'ada@acme.org' })
  acme = await save(
    { name: 'Acme Inc', alias: 'acme', attributes: { tier: ['gold', 'new'], id: ['forged'] } },
    'acme.org',
  )
  club = await save({ name: 'Club', alias: 'club' }, 'club.org')
  await save({ name: 'Strangers', alias: 'strangers' }, 'strangers.org')
  await join(acme)
})
afterAll(() => server.stop())

async function save(more: Partial<Organization>, domain: string): Promise<Organization> {
  const organization = {
    ...{ id: server.server.ids.uuid(), realmId: realm.realm.id, name: 'x', alias: 'x', enabled: true },
    ...{ attributes: {}, domains: [{ name: domain, verified: false }], createdAt: 0, ...more },
  }
  await transact(server.server.storage, (tx) => saveOrganization(tx, organization, realm.realm.name))
  return organization
}
const join = (organization: Organization) =>
  transact(server.server.storage, (tx) => addMember(tx, organization, ada, 'UNMANAGED'))
const leave = (organization: Organization) =>
  transact(server.server.storage, (tx) => deleteMembership(tx, organization, ada.id))

const ask = (scope: string, clientId = 'app') =>
  post(server, realm, 'token', { grant_type: 'password', username: 'ada', password, scope }, basic(clientId))

async function claimOf(scope: string) {
  const { access_token, id_token, scope: granted } = (await ask(scope)).json()
  expect(claimsOf(id_token)['organization']).toEqual(claimsOf(access_token)['organization'])
  expect(claimsOf(access_token)['scope']).toBe(granted)
  const names = String(granted).split(' ')
  return { claim: claimsOf(access_token)['organization'], scope: names.filter((name) => name.startsWith('organ')) }
}

/** Changes the realm's own mapper of the scope. */
async function configure(config: Record<string, string>) {
  const shared = { 'id.token.claim': 'true', 'access.token.claim': 'true', 'claim.name': 'organization' }
  await transact(server.server.storage, async (tx) => {
    const scope = realm.clientScopes.find(({ name }) => name === 'organization')
    await tx.query
      .updateTable('protocol_mapper')
      .set({ config: JSON.stringify({ ...shared, ...config }) })
      .where('realm_id', '=', realm.realm.id)
      .where('client_scope_id', '=', scope?.id ?? '')
      .execute()
    tx.realmChanged(realm.realm.id)
  })
}

describe('the scope organization', () => {
  test('is about the one organization of the user', async () => {
    expect(await claimOf('openid organization')).toEqual({ claim: ['acme'], scope: ['organization'] })
    expect(await claimOf('openid')).toEqual({ claim: undefined, scope: [] })
  })

  test('is about none of several, unless it names them, or all', async () => {
    await join(club)
    expect(await claimOf('openid organization')).toEqual({ claim: undefined, scope: ['organization'] })
    expect(await claimOf('openid organization:club')).toEqual({ claim: ['club'], scope: ['organization:club'] })
    expect(await claimOf('openid organization:*')).toEqual({ claim: ['acme', 'club'], scope: ['organization:*'] })
    expect(await claimOf('openid organization:acme organization:club')).toEqual({
      claim: ['acme', 'club'],
      scope: ['organization:acme', 'organization:club'],
    })
  })

  test('is not granted for organizations that the user is not in', async () => {
    expect(await claimOf('openid organization:strangers')).toEqual({ claim: undefined, scope: [] })
    expect(await claimOf('openid organization:strangers organization:acme')).toEqual({
      claim: ['acme'],
      scope: ['organization:acme'],
    })
  })

  test.each([
    'openid organization organization:acme',
    'openid organization:acme organization:*',
    'openid organization:',
    'openid organizations:acme',
  ])('is refused as %s', async (scope) => {
    const answer = await ask(scope)
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      { error: 'invalid_scope', error_description: `Invalid scopes: ${scope}` },
    ])
  })

  test('is refused to clients that do not have it', async () => {
    await addClient(server, realm, 'plain', { directAccessGrantsEnabled: true })
    const client = await (await server.server.realms.byId(realm.realm.id))?.client('plain')
    await transact(server.server.storage, async (tx) => {
      await tx.query
        .deleteFrom('client_scope_assignment')
        .where('client_id', '=', client?.client.id ?? '')
        .execute()
      tx.realmChanged(realm.realm.id)
    })
    expect((await ask('openid organization:acme', 'plain')).json()['error']).toBe('invalid_scope')
  })

  test('is narrowed by a refresh, and follows the membership', async () => {
    const { refresh_token } = (await ask('openid organization:acme organization:club')).json()
    const refresh = async (scope?: string) => {
      const form = { grant_type: 'refresh_token', refresh_token, ...(scope ? { scope } : {}) }
      return claimsOf((await post(server, realm, 'token', form, basic('app'))).json().access_token)['organization']
    }
    expect(await refresh('openid organization:club')).toEqual(['club'])
    await leave(club)
    expect(await refresh()).toEqual(['acme'])
  })

  test('passes over organizations that are disabled, and all of them where they are off', async () => {
    await join(club)
    await save({ ...club, enabled: false }, 'club.org')
    expect((await claimOf('openid organization')).claim).toEqual(['acme'])
    expect((await claimOf('openid organization:*')).claim).toEqual(['acme'])
    await save({ ...club, enabled: true }, 'club.org')
    const turn = (organizationsEnabled: boolean) =>
      transact(server.server.storage, (tx) => updateRealm(tx, realm.realm, { settings: { organizationsEnabled } }))
    await turn(false)
    expect((await claimOf('openid organization:acme')).claim).toBeUndefined()
    await turn(true)
    expect((await claimOf('openid organization:acme')).claim).toEqual(['acme'])
  })
})

describe('the claim', () => {
  const yes = { multivalued: 'true' }
  const [id, attributes] = [{ addOrganizationId: 'true' }, { addOrganizationAttributes: 'true' }]
  test.each<[string, Record<string, string>, () => unknown]>([
    ['a list of aliases', {}, () => ['acme', 'club']],
    ['one alias', { multivalued: 'false', ...id }, () => 'acme'],
    ['objects', { 'jsonType.label': 'JSON', ...yes }, () => ({ acme: {}, club: {} })],
    ['nothing, for an alias is no JSON', { 'jsonType.label': 'JSON', multivalued: 'false' }, () => undefined],
    ['ids', { ...yes, ...id }, () => ({ acme: { id: acme.id }, club: { id: club.id } })],
    [
      'attributes, of which none is taken for the id',
      { ...yes, ...id, ...attributes },
      () => ({ acme: { id: acme.id, tier: ['gold', 'new'] }, club: { id: club.id } }),
    ],
    [
      'the domain of the user’s mail address',
      { 'jsonType.label': 'JSON', ...yes, addOrganizationDomain: 'true' },
      () => ({ acme: { domain: 'acme.org' }, club: {} }),
    ],
    ['a list, for a domain alone makes no object', { ...yes, addOrganizationDomain: 'true' }, () => ['acme', 'club']],
  ])('is %s', async (_, config, expected) => {
    await configure(config)
    expect((await claimOf('openid organization:*')).claim).toEqual(expected())
  })

  test('stands where the mapper says', async () => {
    await configure({ ...yes, 'claim.name': 'of.user' })
    const { access_token } = (await ask('openid organization:acme')).json()
    expect(claimsOf(access_token)['of']).toEqual({ user: ['acme'] })
  })
})
