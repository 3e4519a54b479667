import { afterAll, beforeAll, expect } from 'vitest'
import { insertMapper } from '../../src/model/client-scope/insert-mapper.ts'
import { transact } from '../../src/storage/transact.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, Browser, claimsOf, password, post, redirectUri } from '../fixture/oidc-application.ts'
import { type TokenWorld, tokenWorld } from '../fixture/token-world.ts'

let world: TokenWorld
const orders = 'https://api.test/orders'

beforeAll(async () => {
  world = await tokenWorld()
  const { server, realm } = world
  await addClient(server, realm, 'orders', { attributes: { resource_url: orders } })
  const app = await realm.client('app')
  await transact(server.server.storage, async (tx) => {
    const config = { 'included.client.audience': 'orders', 'access.token.claim': 'true' }
    const base = { id: tx.ids.uuid(), realmId: realm.realm.id, protocol: 'openid-connect' as const, config }
    const clientId = app?.client.id ?? ''
    await insertMapper(tx, { ...base, clientId, name: 'orders', mapper: 'oidc-audience-mapper' })
  })
})
afterAll(() => world.server.stop())

const ask = (at: TokenWorld, form: Record<string, string>) => post(at.server, at.realm, 'token', form)
const grant = { grant_type: 'password', username: 'ada', password }
const withResource = (resource: string) => (at: TokenWorld) => ask(at, { ...grant, resource })
const authorize = (resource: string) => (at: TokenWorld) => new Browser(at.server).authorize(at.realm, { resource })
const refresh = (first: Record<string, string>, later: Record<string, string>) => async (at: TokenWorld) => {
  const { refresh_token: token } = (await ask(at, { ...grant, ...first })).json()
  return await ask(at, { grant_type: 'refresh_token', refresh_token: String(token), ...later })
}
const exchange = (asked: Record<string, string>, form: Record<string, string>) => async (at: TokenWorld) => {
  const code = String((await new Browser(at.server).signIn(at.realm, asked)).get('code'))
  return await ask(at, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...form })
}
const refused = { status: 400, body: { error: 'invalid_target' } }
const sentBack = { status: 302, redirect: { error: 'invalid_target', state: 'state-1' } }

describeMusts('RFC 8707', () => world, [
  { section: '2', must: 'a resource is an absolute URI', request: withResource('orders'), expected: refused },
  { section: '2', must: 'without a fragment', request: withResource(`${orders}#a`), expected: refused },
  {
    section: '2',
    must: 'a resource that is not known is invalid_target',
    request: withResource('https://no.test'),
    expected: refused,
  },
  { section: '2.1', must: 'so it is at the authorization endpoint', request: authorize('orders'), expected: sentBack },
  { section: '2.1', must: 'a fragment is refused there too', request: authorize(`${orders}#a`), expected: sentBack },
  {
    section: '2.2',
    must: 'the token is for the resource and no other audience',
    request: async (at) => {
      const answer = await withResource(orders)(at)
      expect(claimsOf(answer.json().access_token)['aud']).toBe(orders)
      return answer
    },
    expected: { status: 200 },
  },
  {
    section: '2.2',
    must: 'a code is exchanged for its resource',
    request: exchange({ resource: orders }, { resource: orders }),
    expected: { status: 200 },
  },
  {
    section: '2.2',
    must: 'and not for one that its request did not name',
    request: exchange({}, { resource: orders }),
    expected: refused,
  },
  {
    section: '2.2',
    must: 'a refresh token gives tokens for its resource',
    request: refresh({ resource: orders }, { resource: orders }),
    expected: { status: 200 },
  },
  {
    section: '2.2',
    must: 'and never for another than was granted',
    request: refresh({ resource: orders }, { resource: 'urn:client:account' }),
    expected: refused,
  },
])
