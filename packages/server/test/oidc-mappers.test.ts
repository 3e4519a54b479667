import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unassignClientScope } from '../src/model/client-scope/client-scope.store.ts'
import { insertMappers } from '../src/model/client-scope/protocol-mapper.store.ts'
import { createGroup } from '../src/model/group/create-group.ts'
import { findGroup } from '../src/model/group/group.store.ts'
import { updateGroup } from '../src/model/group/update-group.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { transact } from '../src/storage/transact.ts'
import {
  addClient,
  addUser,
  Browser,
  basic,
  claimsOf,
  currentRealm,
  endpointOf,
  password,
  post,
  redirectUri,
} from './fixture/oidc-application.ts'
import { createAdministrator } from './fixture/test-administrator.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let salesId: string

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  // The first group by name is the one that counts.
  const groupIds = await transact(server.server.storage, async (tx) => {
    const make = (name: string, attributes: Record<string, string[]>, parentId?: string) =>
      createGroup(tx, realm.realm, { name, attributes, ...(parentId === undefined ? {} : { parentId }) })
    const top = await make('top', { colour: ['blue'], city: ['Torino'], street: ['Via Roma'] })
    const sales = await make('sales', { both: ['s1'] }, top.id)
    const board = await make('board', { city: ['Bern'], both: ['u2', 'b2'], firstName: ['Nobody'] })
    salesId = sales.id
    return [sales.id, board.id]
  })
  await addUser(server, realm, { groupIds, attributes: { colour: ['red'], both: ['u1', 'u2'] } })
})
afterAll(() => server.stop())

type Mapper = [mapper: string, config: Record<string, string>]
let count = 0

/** A new client with these mappers; scopes without mappers, so that nothing else speaks. */
async function addMappedClient(mappers: Mapper[], attributes: Record<string, string> = {}): Promise<string> {
  count += 1
  const clientId = `client-${count}`
  const settings = { directAccessGrantsEnabled: true, serviceAccountsEnabled: true, attributes }
  const client = await addClient(server, realm, clientId, settings)
  await transact(server.server.storage, async (tx) => {
    const rows = mappers.map(([mapper, config], index) => ({
      id: tx.ids.uuid(),
      realmId: realm.realm.id,
      clientId: client.id,
      name: `${mapper} ${index}`,
      protocol: 'openid-connect' as const,
      mapper,
      config,
    }))
    await insertMappers(tx, rows)
  })
  return clientId
}

async function signIn(clientId: string) {
  const form = { grant_type: 'password', username: 'ada', password, scope: 'openid' }
  return (await post(server, realm, 'token', form, basic(clientId))).json()
}

async function accessOf(mappers: Mapper[]): Promise<Record<string, unknown>> {
  return claimsOf((await signIn(await addMappedClient(mappers))).access_token)
}

const attribute = (name: string, claim: string, config: Record<string, string> = {}): Mapper => [
  'oidc-usermodel-attribute-mapper',
  { 'access.token.claim': 'true', 'user.attribute': name, 'claim.name': claim, ...config },
]
const many = { multivalued: 'true' }
const all = { multivalued: 'true', 'aggregate.attrs': 'true' }

describe('attributes of groups', () => {
  test("count where the user has none, the nearest group's first", async () => {
    const claims = await accessOf([
      attribute('colour', 'own'),
      attribute('both', 'own_all', many),
      attribute('city', 'of_first_group', many),
      attribute('none', 'of_nobody', many),
      attribute('firstName', 'property'),
    ])
    expect(claims).toMatchObject({
      own: 'red',
      own_all: ['u1', 'u2'],
      of_first_group: ['Bern'],
      property: 'Ada',
    })
    expect(claims).not.toHaveProperty('of_nobody')
  })

  test('are taken together when the mapper says so', async () => {
    const claims = await accessOf([
      attribute('colour', 'colour', all),
      attribute('city', 'city', all),
      attribute('both', 'both', all),
      attribute('city', 'one', { 'aggregate.attrs': 'true' }),
    ])
    expect(claims).toMatchObject({
      colour: ['red', 'blue'],
      city: ['Bern', 'Torino'],
      both: ['u1', 'u2', 'b2', 's1'],
      one: 'Bern',
    })
  })

  test('are none of the user for the address', async () => {
    expect(await accessOf([['oidc-address-mapper', { 'access.token.claim': 'true' }]])).not.toHaveProperty('address')
  })

  test('that are new are in the next token', async () => {
    const clientId = await addMappedClient([attribute('floor', 'floor')])
    expect(claimsOf((await signIn(clientId)).access_token)).not.toHaveProperty('floor')
    await transact(server.server.storage, async (tx) => {
      const group = await findGroup(tx, realm.realm.id, salesId)
      if (group) await updateGroup(tx, group, { attributes: { ...group.attributes, floor: ['3'] } })
    })
    expect(claimsOf((await signIn(clientId)).access_token)).toMatchObject({ floor: '3' })
  })

  test('are known by name, so that other tokens need not look for them', async () => {
    const names = await (await currentRealm(server, realm)).groupAttributeNames()
    expect([...names]).toEqual(expect.arrayContaining(['colour', 'city', 'street', 'both']))
    const bare = await server.createRealm()
    expect((await (await currentRealm(server, bare)).groupAttributeNames()).size).toBe(0)
  })
})

describe('beside the tokens', () => {
  const beside = { 'access.tokenResponse.claim': 'true' }

  test('stand the claims of mappers that say so', async () => {
    const answer = await signIn(
      await addMappedClient([
        [
          'oidc-hardcoded-claim-mapper',
          { ...beside, 'claim.name': 'plan.level', 'claim.value': '7', 'jsonType.label': 'int' },
        ],
        ['oidc-hardcoded-claim-mapper', { 'claim.name': 'hidden', 'claim.value': 'x', 'access.token.claim': 'true' }],
        attribute('colour', 'colour', beside),
      ]),
    )
    expect(answer).toMatchObject({ plan: { level: 7 } })
    expect(answer).not.toHaveProperty('hidden')
    // Not among the places that this kind of mapper can write to.
    expect(answer).not.toHaveProperty('colour')
    expect(claimsOf(answer.access_token)).not.toHaveProperty('plan')
  })

  test('nothing replaces what the answer says itself', async () => {
    const forged = (name: string): Mapper => [
      'oidc-hardcoded-claim-mapper',
      { ...beside, 'claim.name': name, 'claim.value': 'forged' },
    ]
    const answer = await signIn(await addMappedClient([forged('access_token'), forged('token_type'), forged('scope')]))
    expect(answer).toMatchObject({ token_type: 'Bearer', scope: expect.stringContaining('openid') })
    expect(answer.access_token).not.toBe('forged')
  })

  test('stand notes of the session', async () => {
    const clientId = await addMappedClient([
      ['oidc-usersessionmodel-note-mapper', { ...beside, 'user.session.note': 'clientAddress', 'claim.name': 'from' }],
    ])
    const answer = await post(server, realm, 'token', { grant_type: 'client_credentials' }, basic(clientId))
    expect(answer.json()).toMatchObject({ from: '127.0.0.1' })
  })
})

describe('the claims parameter', () => {
  const everywhere = { 'id.token.claim': 'true', 'userinfo.token.claim': 'true' }
  const wish = (names: string[], said: object | null = { essential: true }) =>
    Object.fromEntries(names.map((name) => [name, said]))
  const five = ['name', 'given_name', 'family_name', 'preferred_username', 'email']

  async function claimsFor(claims: object, config: Record<string, string> = everywhere) {
    const clientId = await addMappedClient([['oidc-claims-param-token-mapper', config]])
    const client = await (await currentRealm(server, realm)).client(clientId)
    await transact(server.server.storage, async (tx) => {
      for (const scope of client?.defaultScopes ?? []) {
        await unassignClientScope(tx, realm.realm.id, client?.client.id ?? '', scope.id)
      }
    })
    const parameters = { client_id: clientId, claims: JSON.stringify(claims) }
    const code = (await new Browser(server).signIn(realm, parameters)).get('code') ?? ''
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
    const tokens = (await post(server, realm, 'token', form, basic(clientId))).json()
    const userInfo = await server.inject({ url: endpointOf(realm, 'userinfo'), token: tokens.access_token })
    return { id: claimsOf(tokens.id_token), access: claimsOf(tokens.access_token), userInfo: userInfo.json() }
  }

  test('brings essential claims of the user, each where it was asked for', async () => {
    const { id, access, userInfo } = await claimsFor({ id_token: wish(five), userinfo: wish(['email']) })
    const expected = {
      name: 'Ada Lovelace',
      given_name: 'Ada',
      family_name: 'Lovelace',
      preferred_username: 'ada',
      email: 'ada@example.org',
    }
    expect(id).toMatchObject(expected)
    expect(userInfo).toEqual({ sub: id['sub'], email: 'ada@example.org' })
    for (const name of five) expect(access).not.toHaveProperty(name)
  })

  test.each<[string, object]>([
    ['without a word on them', { id_token: wish(five, null) }],
    ['as voluntary', { id_token: wish(five, { essential: false }) }],
    ['by a value only', { id_token: wish(five, { value: 'Ada' }) }],
    ['elsewhere', { userinfo: wish(five) }],
  ])('brings no claim that was asked for %s', async (_name, claims) => {
    const { id } = await claimsFor(claims)
    for (const name of five) expect(id).not.toHaveProperty(name)
  })

  test('brings nothing else, and nothing where the mapper does not write', async () => {
    const { id } = await claimsFor({ id_token: wish(['sub', 'colour', 'realm_access', 'phone_number']) })
    for (const name of ['colour', 'realm_access', 'phone_number']) expect(id).not.toHaveProperty(name)
    const off = await claimsFor({ id_token: wish(['email']) }, { 'userinfo.token.claim': 'true' })
    expect(off.id).not.toHaveProperty('email')
  })

  test('is announced', async () => {
    const url = `/realms/${realm.realm.name}/.well-known/openid-configuration`
    expect((await server.inject({ url })).json()).toMatchObject({ claims_parameter_supported: true })
  })
})

describe('introspection', () => {
  const introspect = async (token: string, clientId: string) =>
    (await post(server, realm, 'token/introspect', { token }, basic(clientId))).json()
  const claim = (name: string, config: Record<string, string>): Mapper => [
    'oidc-hardcoded-claim-mapper',
    { 'claim.name': name, 'claim.value': 'x', ...config },
  ]

  test('says what mappers say there, whatever the token says', async () => {
    const clientId = await addMappedClient([
      claim('only_token', { 'access.token.claim': 'true', 'introspection.token.claim': 'false' }),
      claim('only_introspection', { 'access.token.claim': 'false', 'introspection.token.claim': 'true' }),
      claim('both', { 'access.token.claim': 'true' }),
    ])
    const { access_token: token } = await signIn(clientId)
    expect(claimsOf(token)).toMatchObject({ only_token: 'x', both: 'x' })
    const seen = await introspect(token, clientId)
    expect(seen).toMatchObject({ active: true, only_introspection: 'x', both: 'x', preferred_username: 'ada' })
    expect(seen).not.toHaveProperty('only_token')
    for (const name of ['exp', 'iat', 'jti', 'iss', 'sub', 'typ', 'azp', 'sid', 'acr', 'scope']) {
      expect(seen[name], name).toEqual(claimsOf(token)[name])
    }
  })

  test('says of a refresh token what it would of the access token', async () => {
    const clientId = await addMappedClient([claim('both', { 'access.token.claim': 'true' })])
    const { refresh_token: token } = await signIn(clientId)
    expect(await introspect(token, clientId)).toMatchObject({
      active: true,
      typ: 'Refresh',
      token_type: 'Refresh',
      exp: claimsOf(token)['exp'],
      jti: claimsOf(token)['jti'],
      aud: expect.arrayContaining([claimsOf(token)['iss'], 'account']),
      both: 'x',
      email: 'ada@example.org',
      acr: '1',
    })
  })

  test('and userinfo say nothing of where a service account asked from', async () => {
    const clientId = await addMappedClient([])
    const form = { grant_type: 'client_credentials', scope: 'openid' }
    const { access_token: token } = (await post(server, realm, 'token', form, basic(clientId))).json()
    expect(claimsOf(token)).toMatchObject({ client_id: clientId, clientHost: '127.0.0.1', clientAddress: '127.0.0.1' })
    const seen = await introspect(token, clientId)
    expect(seen).toMatchObject({ active: true, client_id: clientId, username: `service-account-${clientId}` })
    const userInfo = (await server.inject({ url: endpointOf(realm, 'userinfo'), token })).json()
    expect(userInfo).toMatchObject({ preferred_username: `service-account-${clientId}` })
    expect(userInfo).not.toHaveProperty('client_id')
    for (const name of ['clientHost', 'clientAddress']) {
      expect(seen).not.toHaveProperty(name)
      expect(userInfo).not.toHaveProperty(name)
    }
  })
})

describe('the scope of organizations', () => {
  test('is granted by realms that have organizations, and by others left out without a word', async () => {
    const clientId = await addMappedClient([])
    const scope = 'openid organization'
    const form = { grant_type: 'password', username: 'ada', password, scope }
    const answer = await post(server, realm, 'token', form, basic(clientId))
    expect(answer.statusCode).toBe(200)
    expect(answer.json().scope.split(' ')).not.toContain('organization')
    expect(claimsOf(answer.json().access_token)['scope']).toBe(answer.json().scope)
    const organized = await server.createRealm({ organizationsEnabled: true })
    await addClient(server, organized, 'app', { directAccessGrantsEnabled: true })
    await addUser(server, organized)
    const other = await post(server, organized, 'token', form)
    expect(other.json().scope.split(' ')).toContain('organization')
  })
})

describe('what mappers there are', () => {
  interface Described {
    readonly id: string
    readonly priority: number
    readonly properties: readonly { readonly name: string; readonly type: string; readonly defaultValue?: string }[]
  }

  test('is told to administrators with their settings, in Keycloak’s names', async () => {
    const { token } = await createAdministrator(server, realm, ['realm-admin'])
    const { protocolMapperTypes } = (await server.inject({ url: '/admin/serverinfo', token })).json()
    const types: readonly Described[] = protocolMapperTypes['openid-connect']
    const settings = Object.fromEntries(types.map(({ id, properties }) => [id, properties.map(({ name }) => name)]))
    expect(settings).toMatchObject({
      'oidc-claims-param-token-mapper': ['id.token.claim', 'userinfo.token.claim'],
      'oidc-amr-mapper': ['id.token.claim', 'access.token.claim', 'lightweight.claim'],
      'oidc-acr-mapper': ['id.token.claim', 'access.token.claim', 'lightweight.claim', 'introspection.token.claim'],
    })
    for (const id of ['oidc-hardcoded-claim-mapper', 'oidc-usersessionmodel-note-mapper']) {
      expect(settings[id]).toContain('access.tokenResponse.claim')
    }
    const ofAttributes = types.find(({ id }) => id === 'oidc-usermodel-attribute-mapper')?.properties ?? []
    expect(ofAttributes.find(({ name }) => name === 'aggregate.attrs')).toMatchObject({ type: 'boolean' })
    // Defaults are texts, as in Keycloak: the console compares them with what is stored.
    const defaults = types.flatMap(({ properties }) => properties.map(({ defaultValue }) => typeof defaultValue))
    expect(new Set(defaults)).toEqual(new Set(['string', 'undefined']))
  })
})
