import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClientSettings } from '../src/model/client/client.ts'
import { insertMapper } from '../src/model/client-scope/insert-mapper.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import type { User } from '../src/model/user/user.ts'
import { transact } from '../src/storage/transact.ts'
import { addClient, addUser, basic, claimsOf, endpointOf, password, post } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let ada: User
let sectorServer: Server
let sectorUri: string
const kind = 'oidc-sha256-pairwise-sub-mapper'

beforeAll(async () => {
  server = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  realm = await server.createRealm()
  ada = await addUser(server, realm)
  sectorServer = createServer((_request, response) =>
    response.end(JSON.stringify(['https://a.test/cb', 'https://b.test/cb'])),
  )
  await new Promise<void>((resolve) => sectorServer.listen(0, '127.0.0.1', resolve))
  const address = sectorServer.address()
  sectorUri = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/sector.json`
})
afterAll(async () => {
  sectorServer.close()
  await server.stop()
})

async function addPairwise(clientId: string, config: Record<string, string>, settings: Partial<ClientSettings> = {}) {
  const client = await addClient(server, realm, clientId, {
    directAccessGrantsEnabled: true,
    serviceAccountsEnabled: true,
    ...settings,
  })
  await transact(server.server.storage, async (tx) => {
    const base = {
      id: tx.ids.uuid(),
      realmId: realm.realm.id,
      clientId: client.id,
      protocol: 'openid-connect' as const,
    }
    await insertMapper(tx, { ...base, name: 'pairwise', mapper: kind, config })
  })
}
const signIn = async (clientId: string, username = 'ada') => {
  const form = { grant_type: 'password', username, password, scope: 'openid' }
  return (await post(server, realm, 'token', form, basic(clientId))).json()
}

describe('a client with pairwise subjects', () => {
  test('knows users by one name in everything it gets, which is not their id', async () => {
    await addPairwise('app', { pairwiseSubAlgorithmSalt: 'salty' })
    const tokens = await signIn('app')
    const subject = claimsOf(tokens.access_token)['sub']
    expect(subject).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(claimsOf(tokens.id_token)['sub']).toBe(subject)
    expect(claimsOf(tokens.refresh_token)['sub']).toBe(subject)
    for (const token of [tokens.access_token, tokens.id_token, tokens.refresh_token]) {
      expect(JSON.stringify(claimsOf(token))).not.toContain(ada.id)
    }
    const headers = { authorization: `Bearer ${tokens.access_token}` }
    expect((await server.inject({ url: endpointOf(realm, 'userinfo'), headers })).json()).toMatchObject({
      sub: subject,
    })
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      const told = await post(server, realm, 'token/introspect', { token: String(token) })
      expect(told.json()).toMatchObject({ active: true, sub: subject, username: 'ada' })
    }
  })

  test('refreshes, signs out by hint and by token', async () => {
    const tokens = await signIn('app')
    const refresh = { grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) }
    const renewed = (await post(server, realm, 'token', refresh)).json()
    expect(claimsOf(renewed.access_token)['sub']).toBe(claimsOf(tokens.access_token)['sub'])
    await server.inject({ url: `${endpointOf(realm, 'logout')}?id_token_hint=${tokens.id_token}` })
    expect((await post(server, realm, 'token', refresh)).json()).toMatchObject({ error: 'invalid_grant' })
    const second = await signIn('app')
    const ended = await post(server, realm, 'logout', { refresh_token: String(second.refresh_token) })
    expect(ended.statusCode).toBe(204)
    const told = await post(server, realm, 'token/introspect', { token: String(second.access_token) })
    expect(told.json()).toEqual({ active: false })
  })

  test('has a subject of its own too', async () => {
    const { access_token: token } = (await post(server, realm, 'token', { grant_type: 'client_credentials' })).json()
    expect((await post(server, realm, 'token/introspect', { token: String(token) })).json()).toMatchObject({
      active: true,
    })
    expect((await post(server, realm, 'revoke', { token: String(token) })).statusCode).toBe(200)
    expect((await post(server, realm, 'token/introspect', { token: String(token) })).json()).toEqual({ active: false })
  })

  test('shares names with clients of its sector and salt, and with nobody else', async () => {
    await addPairwise('sibling', { pairwiseSubAlgorithmSalt: 'salty' })
    await addPairwise('salted', { pairwiseSubAlgorithmSalt: 'other' })
    await addPairwise('abroad', { pairwiseSubAlgorithmSalt: 'salty' }, { redirectUris: ['https://abroad.test/cb'] })
    await addUser(server, realm, { username: 'eve', email: 'eve@example.org' })
    const subject = async (clientId: string, name?: string) =>
      claimsOf((await signIn(clientId, name)).access_token)['sub']
    const own = await subject('app')
    expect(await subject('sibling')).toBe(own)
    expect(await subject('salted')).not.toBe(own)
    expect(await subject('abroad')).not.toBe(own)
    expect(await subject('app', 'eve')).not.toBe(own)
  })

  test('gets nothing when its sector is not known any more', async () => {
    await addPairwise(
      'torn',
      { pairwiseSubAlgorithmSalt: 's' },
      { redirectUris: ['https://a.test/', 'https://b.test/'] },
    )
    expect(await signIn('torn')).toMatchObject({ error: 'server_error' })
  })
})

describe('a pairwise mapper made by an administrator', () => {
  const create = async (redirectUris: string[], config: Record<string, string>) => {
    const clientId = `admin ${JSON.stringify([redirectUris, config])}`.slice(0, 200)
    const mapper = { name: 'pairwise', protocol: 'openid-connect', protocolMapper: kind, config }
    const url = `/admin/realms/${realm.realm.name}/clients`
    const payload = { clientId, redirectUris, protocolMappers: [mapper] }
    const answer = await server.inject({ method: 'POST', url, payload, token: await server.adminToken() })
    const location = answer.headers.location
    return { answer, at: String(location).slice(server.url.length) }
  }

  test('gets a salt', async () => {
    const { answer, at } = await create(['https://a.test/cb'], {})
    expect(answer.statusCode).toBe(201)
    const stored = (await server.inject({ url: at, token: await server.adminToken() })).json()
    expect(stored.protocolMappers[0].config.pairwiseSubAlgorithmSalt).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('may list the redirect URIs of several hosts at its sector identifier', async () => {
    const uris = ['https://a.test/cb', 'https://b.test/cb']
    expect((await create(uris, { sectorIdentifierUri: sectorUri })).answer.statusCode).toBe(201)
  })

  test.each<[string, string[], () => Record<string, string>, string]>([
    ['several hosts', ['https://a.test/x', 'https://b.test/x'], () => ({}), 'Without a configured Sector'],
    ['no host', ['*'], () => ({}), 'must contain a valid host'],
    ['no address', ['https://a.test/x'], () => ({ sectorIdentifierUri: 'nope' }), 'Invalid Sector Identifier URI'],
    ['an unlisted URI', ['https://c.test/x'], () => ({ sectorIdentifierUri: sectorUri }), 'does not match'],
    [
      'nobody there',
      ['https://a.test/x'],
      () => ({ sectorIdentifierUri: 'http://127.0.0.1:1/x' }),
      'Failed to get redirect URIs',
    ],
  ])('is refused with %s', async (_what, uris, config, message) => {
    const { answer } = await create(uris, config())
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain(message)
  })
})
