import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client, ClientSettings } from '../src/model/client/client.ts'
import { insertMappers } from '../src/model/client-scope/protocol-mapper.store.ts'
import { addScopeMappings } from '../src/model/client-scope/scope-mapping.store.ts'
import { createGroup } from '../src/model/group/create-group.ts'
import { savePhoto } from '../src/model/photo/photo.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { addComposites } from '../src/model/role/add-composites.ts'
import { createRole } from '../src/model/role/create-role.ts'
import { updateUser } from '../src/model/user/update-user.ts'
import type { User } from '../src/model/user/user.ts'
import { grantRoles, revokeRoles } from '../src/model/user/user-role.store.ts'
import { transact } from '../src/storage/transact.ts'
import { addClient, addUser, basic, claimsOf, endpointOf, password, post } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let ada: User
let roles: { manager: string; clerk: string; writer: string; ownRole: string }

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  const { storage } = server.server
  const app = await addClient(server, realm, 'app', { directAccessGrantsEnabled: true })
  const api = await addClient(server, realm, 'my.api', {})
  const group = await transact(storage, async (tx) => {
    const sales = await createGroup(tx, realm.realm, { name: 'sales' })
    const manager = await createRole(tx, realm.realm, { name: 'manager' })
    const clerk = await createRole(tx, realm.realm, { name: 'clerk' })
    const writer = await createRole(tx, realm.realm, { clientId: api.id, name: 'writer' })
    const ownRole = await createRole(tx, realm.realm, { clientId: app.id, name: 'own-role' })
    await addComposites(tx, realm.realm.id, manager.id, [clerk.id, writer.id])
    roles = { manager: manager.id, clerk: clerk.id, writer: writer.id, ownRole: ownRole.id }
    tx.realmChanged(realm.realm.id)
    return await createGroup(tx, realm.realm, { name: 'europe', parentId: sales.id })
  })
  ada = await addUser(server, realm, {
    groupIds: [group.id],
    attributes: { street: ['Main Street 1'], locality: ['London'], colours: ['red', 'blue'], level: ['7'] },
  })
  await transact(storage, (tx) => grantRoles(tx, realm.realm.id, ada.id, [roles.manager, roles.ownRole]))
})
afterAll(() => server.stop())

type Mapper = [mapper: string, config: Record<string, string>]
let count = 0

/** Signs in through a new client with these mappers: what its tokens say. */
async function tokensOf(mappers: Mapper[], settings: Partial<ClientSettings> = {}, scope = 'openid') {
  count += 1
  const clientId = `client-${count}`
  const client = await addClient(server, realm, clientId, { directAccessGrantsEnabled: true, ...settings })
  await addMappers(client, mappers)
  const form = { grant_type: 'password', username: 'ada', password, scope }
  const answer = await post(server, realm, 'token', form, basic(clientId))
  return {
    clientId,
    tokens: answer.json(),
    access: claimsOf(answer.json().access_token),
    id: claimsOf(answer.json().id_token),
  }
}

async function addMappers(client: Client, mappers: Mapper[]): Promise<void> {
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
    if (rows.length > 0) await insertMappers(tx, rows)
    tx.realmChanged(realm.realm.id)
  })
}

const everywhere = { 'id.token.claim': 'true', 'access.token.claim': 'true', 'userinfo.token.claim': 'true' }

describe('roles', () => {
  test('come with all they contain, by realm and client, and make their clients the audience', async () => {
    const { access } = await tokensOf([])
    expect(access['realm_access']).toEqual({ roles: expect.arrayContaining(['manager', 'clerk']) })
    expect(access['resource_access']).toMatchObject({ 'my.api': { roles: ['writer'] }, app: { roles: ['own-role'] } })
    expect(access['aud']).toEqual(expect.arrayContaining(['account', 'my.api', 'app']))
  })

  test('are only those of the scope when full scope is off', async () => {
    const limited = await tokensOf([], { fullScopeAllowed: false })
    expect(limited.access).not.toHaveProperty('realm_access')
    expect(limited.access).not.toHaveProperty('aud')
    const mapped = await addClient(server, realm, 'mapped', {
      directAccessGrantsEnabled: true,
      fullScopeAllowed: false,
    })
    await transact(server.server.storage, async (tx) => {
      await addScopeMappings(tx, realm.realm.id, mapped.id, [roles.clerk])
      tx.realmChanged(realm.realm.id)
    })
    const form = { grant_type: 'password', username: 'ada', password }
    const claims = claimsOf((await post(server, realm, 'token', form, basic('mapped'))).json().access_token)
    expect(claims['realm_access']).toEqual({ roles: ['clerk'] })
    expect(claims).not.toHaveProperty('resource_access')
  })

  test('that were lost are gone from the next token', async () => {
    const bob = await addUser(server, realm, { username: 'bob', email: 'bob@example.org' })
    const { storage } = server.server
    await transact(storage, (tx) => grantRoles(tx, realm.realm.id, bob.id, [roles.manager]))
    const form = { grant_type: 'password', username: 'bob', password }
    const first = (await post(server, realm, 'token', form)).json()
    expect(claimsOf(first.access_token)['realm_access']).toEqual({ roles: expect.arrayContaining(['manager']) })
    await transact(storage, (tx) => revokeRoles(tx, realm.realm.id, bob.id, [roles.manager]))
    const again = { grant_type: 'refresh_token', refresh_token: first.refresh_token }
    const second = (await post(server, realm, 'token', again)).json()
    expect(claimsOf(second.access_token)['realm_access']).toEqual({ roles: expect.not.arrayContaining(['manager']) })
  })

  test('can be added, renamed and moved', async () => {
    const { access } = await tokensOf([
      ['oidc-hardcoded-role-mapper', { role: 'visitor' }],
      ['oidc-hardcoded-role-mapper', { role: 'my.api.reader' }],
      ['oidc-role-name-mapper', { role: 'manager', 'new.role.name': 'boss' }],
      ['oidc-role-name-mapper', { role: 'my.api.writer', 'new.role.name': 'other.author' }],
    ])
    const realmRoles = (access['realm_access'] as { roles: string[] }).roles
    expect(realmRoles).toEqual(expect.arrayContaining(['visitor', 'boss']))
    expect(realmRoles).not.toContain('manager')
    expect(access['resource_access']).toMatchObject({ 'my.api': { roles: ['reader'] }, other: { roles: ['author'] } })
  })

  test('can stand under any name, with a prefix, in ID tokens too', async () => {
    const { id } = await tokensOf([
      [
        'oidc-usermodel-client-role-mapper',
        {
          ...everywhere,
          'claim.name': 'api\\.roles',
          multivalued: 'true',
          'usermodel.clientRoleMapping.clientId': 'my.api',
          'usermodel.clientRoleMapping.rolePrefix': 'api:',
        },
      ],
    ])
    expect(id['api.roles']).toEqual(['api:writer'])
  })
})

describe('mappers', () => {
  test('of attributes, sessions and constants', async () => {
    const { access, id } = await tokensOf([
      ['oidc-usermodel-attribute-mapper', { ...everywhere, 'user.attribute': 'colours', 'claim.name': 'first' }],
      [
        'oidc-usermodel-attribute-mapper',
        { ...everywhere, 'user.attribute': 'colours', 'claim.name': 'all', multivalued: 'true' },
      ],
      [
        'oidc-usermodel-attribute-mapper',
        { ...everywhere, 'user.attribute': 'level', 'claim.name': 'a.level', 'jsonType.label': 'int' },
      ],
      [
        'oidc-usermodel-property-mapper',
        { ...everywhere, 'user.attribute': 'emailVerified', 'claim.name': 'v', 'jsonType.label': 'boolean' },
      ],
      [
        'oidc-hardcoded-claim-mapper',
        { ...everywhere, 'claim.name': 'fixed', 'claim.value': '{"a":1}', 'jsonType.label': 'JSON' },
      ],
      ['oidc-group-membership-mapper', { ...everywhere, 'claim.name': 'paths', 'full.path': 'true' }],
      ['oidc-group-membership-mapper', { ...everywhere, 'claim.name': 'names', 'full.path': 'false' }],
      ['oidc-audience-mapper', { 'access.token.claim': 'true', 'included.custom.audience': 'https://x.test' }],
      ['oidc-session-state-mapper', everywhere],
      [
        'oidc-usermodel-attribute-mapper',
        { 'id.token.claim': 'true', 'user.attribute': 'level', 'claim.name': 'only-id' },
      ],
    ])
    const expected = {
      first: 'red',
      all: ['red', 'blue'],
      a: { level: 7 },
      v: true,
      fixed: { a: 1 },
      paths: ['/sales/europe'],
      names: ['europe'],
      session_state: access['sid'],
    }
    expect(access).toMatchObject(expected)
    expect(id).toMatchObject({ ...expected, 'only-id': '7' })
    expect(access['aud']).toContain('https://x.test')
    expect(access).not.toHaveProperty('only-id')
  })

  test.each(['sub', 'iss', 'exp', 'typ', 'azp', 'sid', 'jti', 'scope', 'sub.x', 'aud', '__proto__.polluted'])(
    'cannot change what a token is: %s',
    async (name) => {
      const { access, id } = await tokensOf([
        ['oidc-hardcoded-claim-mapper', { ...everywhere, 'claim.name': name, 'claim.value': 'forged' }],
      ])
      for (const claims of [access, id]) {
        expect({ ...claims, aud: '' }).not.toMatchObject({ [name]: 'forged' })
        expect(claims['sub']).toBe(ada.id)
        expect(claims['aud']).not.toBe('forged')
      }
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    },
  )
})

describe('scopes', () => {
  test('bring their claims when they are asked for', async () => {
    expect((await tokensOf([])).id).not.toHaveProperty('address')
    const { tokens, id } = await tokensOf([], {}, 'openid address')
    expect(id['address']).toEqual({ street_address: 'Main Street 1', locality: 'London' })
    expect(tokens.scope.split(' ')).toContain('address')
  })

  test('microprofile-jwt lists roles as groups', async () => {
    const { access } = await tokensOf([], {}, 'openid microprofile-jwt')
    expect(access).toMatchObject({ upn: 'ada', groups: expect.arrayContaining(['manager', 'clerk']) })
  })
})

describe('by the settings of the client', () => {
  const userInfo = (token: string) => server.inject({ url: endpointOf(realm, 'userinfo'), token })

  test('tokens live and are signed as it asks', async () => {
    const attributes = {
      'access.token.lifespan': '60',
      'access.token.signed.response.alg': 'ES256',
      'access.token.header.type.rfc9068': 'true',
      'token.response.type.bearer.lower-case': 'true',
      'use.refresh.tokens': 'false',
    }
    const { tokens } = await tokensOf([], { attributes })
    expect(tokens).toMatchObject({ expires_in: 60, refresh_expires_in: 0, token_type: 'bearer' })
    expect(tokens).not.toHaveProperty('refresh_token')
    const header = JSON.parse(Buffer.from(tokens.access_token.split('.')[0], 'base64url').toString())
    expect(header).toMatchObject({ alg: 'ES256', typ: 'at+jwt' })
    expect((await userInfo(tokens.access_token)).statusCode).toBe(200)
  })

  test('userinfo is signed', async () => {
    const { tokens, clientId } = await tokensOf([], { attributes: { 'user.info.response.signature.alg': 'RS256' } })
    const answer = await userInfo(tokens.access_token)
    expect(answer.headers['content-type']).toContain('application/jwt')
    expect(claimsOf(answer.body)).toMatchObject({ aud: clientId, preferred_username: 'ada' })
  })
})

describe('the picture', () => {
  test('is the profile photo, unless an attribute names another', async () => {
    expect((await tokensOf([])).id).not.toHaveProperty('picture')
    const photo = { mediaType: 'image/webp', content: Buffer.from('x'), etag: 'tag1' }
    await transact(server.server.storage, (tx) => savePhoto(tx, ada, photo))
    const { id, tokens } = await tokensOf([])
    const address = `${server.url}/realms/${realm.realm.name}/users/${ada.id}/photo?v=tag1`
    expect(id['picture']).toBe(address)
    const info = await server.inject({ url: endpointOf(realm, 'userinfo'), token: tokens.access_token })
    expect(info.json().picture).toBe(address)
    await addUser(server, realm, {
      username: 'eve',
      email: 'eve@example.org',
      attributes: { picture: ['https://x.test/e'] },
    })
    const form = { grant_type: 'password', username: 'eve', password, scope: 'openid' }
    expect(claimsOf((await post(server, realm, 'token', form)).json().id_token)['picture']).toBe('https://x.test/e')
  })
})

describe('what is remembered of a user', () => {
  const note = { ...everywhere, 'user.session.note': 'AUTH_TIME', 'claim.name': 'when', 'jsonType.label': 'String' }

  test('gives way to a mapper of the session that writes the same claim, in the order of both', async () => {
    const fixed = { ...everywhere, 'claim.name': 'when.fixed', 'claim.value': 'yes' }
    const nested = { ...note, 'claim.name': 'when.signed' }
    const { access } = await tokensOf([
      ['oidc-hardcoded-claim-mapper', fixed],
      ['oidc-usersessionmodel-note-mapper', nested],
    ])
    expect(access['when']).toEqual({ fixed: 'yes', signed: expect.stringMatching(/^\d+$/) })
  })

  test('is no part of a session: each sign-in has its own time', async () => {
    const first = await tokensOf([['oidc-usersessionmodel-note-mapper', note]])
    await server.clock.advance(2_000)
    const form = { grant_type: 'password', username: 'ada', password, scope: 'openid' }
    const second = claimsOf((await post(server, realm, 'token', form, basic(first.clientId))).json().access_token)
    expect(Number(second['when'])).toBe(Number(first.access['when']) + 2)
  })

  test('changes with the user, and stays apart from the tokens it went into', async () => {
    const carl = await addUser(server, realm, { username: 'carl', email: 'carl@example.org', firstName: 'Carl' })
    const client = await addClient(server, realm, 'remembering', { directAccessGrantsEnabled: true })
    const form = { grant_type: 'password', username: 'carl', password, scope: 'openid' }
    const sign = async () =>
      claimsOf((await post(server, realm, 'token', form, basic(client.clientId))).json().id_token)
    expect(await sign()).toMatchObject({ given_name: 'Carl', aud: client.clientId })
    const { storage } = server.server
    await transact(storage, (tx) => updateUser(tx, realm, carl, { firstName: 'Karl' }))
    expect(await sign()).toMatchObject({ given_name: 'Karl', aud: client.clientId })
    expect(await sign()).toMatchObject({ given_name: 'Karl', aud: client.clientId })
  })
})
