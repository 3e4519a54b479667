import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../src/model/client/client.ts'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import type { User } from '../../src/model/user/user.ts'
import { addClient, addUser, basic, claimsOf, endpointOf, password, post } from '../fixture/oidc-application.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let realm: RealmSnapshot
let client: Client
let narrow: Client
let user: User
let token: string

beforeAll(async () => {
  test = await testServer()
  realm = await test.createRealm()
  client = await addClient(test, realm, 'app', { directAccessGrantsEnabled: true })
  narrow = await addClient(test, realm, 'narrow', { fullScopeAllowed: false })
  user = await addUser(test, realm)
  token = (await createAdministrator(test, realm, ['realm-admin'])).token
})
afterAll(() => test.stop())

const evaluate = (path: string, of = client, as = token) =>
  test.inject({ url: `/admin/realms/${realm.realm.name}/clients/${of.id}/evaluate-scopes/${path}`, token: as })

/** What differs between any two tokens. */
function lasting({ jti: _, sid: __, at_hash: ___, auth_time: ____, ...claims }: Record<string, unknown>) {
  return claims
}

describe('the preview of tokens', () => {
  it.each(['openid', 'openid phone address', ''])('is what the user really gets for "%s"', async (scope) => {
    const form = { grant_type: 'password', username: 'ada', password, ...(scope === '' ? {} : { scope }) }
    const real = (await post(test, realm, 'token', form, basic('app'))).json()
    const query = `scope=${encodeURIComponent(scope)}&userId=${user.id}`
    const access = (await evaluate(`generate-example-access-token?${query}`)).json()
    expect(lasting(access)).toEqual(lasting(claimsOf(real.access_token)))
    if (scope === '') return
    const id = (await evaluate(`generate-example-id-token?${query}`)).json()
    expect(lasting(id)).toEqual(lasting(claimsOf(real.id_token)))
    const authorization = `Bearer ${real.access_token}`
    const info = await test.inject({ url: endpointOf(realm, 'userinfo'), headers: { authorization } })
    expect((await evaluate(`generate-example-userinfo?${query}`)).json()).toEqual(info.json())
  })

  it('keeps nothing: no session begins', async () => {
    const count = async () => (await test.server.storage.query.selectFrom('user_session').select('id').execute()).length
    const before = await count()
    await evaluate(`generate-example-access-token?userId=${user.id}`)
    expect(await count()).toBe(before)
  })

  it('names one audience when it is asked to', async () => {
    const query = `userId=${user.id}&audience=account`
    expect((await evaluate(`generate-example-access-token?${query}`)).json()['aud']).toBe('account')
  })

  it.each([
    ['generate-example-access-token', 'No userId provided'],
    ['generate-example-id-token?userId=nobody', 'No user found'],
  ])('needs a user: %s', async (path, error) => {
    const answer = await evaluate(path)
    expect([answer.statusCode, answer.json()]).toEqual([404, { error }])
  })

  it('is for who may see both client and user', async () => {
    const path = `generate-example-access-token?userId=${user.id}`
    const clientViewer = (await createAdministrator(test, realm, ['view-clients'])).token
    const userViewer = (await createAdministrator(test, realm, ['view-users'])).token
    const both = (await createAdministrator(test, realm, ['view-clients', 'view-users'])).token
    const statuses = [clientViewer, userViewer, both].map(async (as) => (await evaluate(path, client, as)).statusCode)
    expect(await Promise.all(statuses)).toEqual([403, 403, 200])
  })

  it('knows no user of another realm', async () => {
    const other = await test.createRealm()
    const stranger = await addUser(test, other)
    expect((await evaluate(`generate-example-access-token?userId=${stranger.id}`)).statusCode).toBe(404)
  })
})

describe('the mappers and roles that take part', () => {
  it('are those of the client and of the scopes that were asked for', async () => {
    const names = async (scope: string) =>
      (await evaluate(`protocol-mappers?scope=${encodeURIComponent(scope)}`))
        .json()
        .map(({ containerName, containerType }: Record<string, string>) => `${containerType} ${containerName}`)
    expect(await names('openid')).toContain('client-scope email')
    expect(await names('openid')).not.toContain('client-scope phone')
    expect(await names('openid phone')).toContain('client-scope phone')
  })

  it('are all with full scope, and few without', async () => {
    const roles = async (path: string, of: Client) =>
      (await evaluate(`scope-mappings/${path}`, of)).json().map(({ name }: { name: string }) => name)
    const name = realm.realm.name
    expect(await roles(`${name}/granted`, client)).toContain('offline_access')
    expect(await roles(`${name}/not-granted`, client)).toEqual([])
    expect(await roles(`${name}/not-granted`, narrow)).toContain('uma_authorization')
    expect(await roles(`${name}/granted`, narrow)).not.toContain('uma_authorization')
    expect((await evaluate('scope-mappings/nobody/granted')).statusCode).toBe(404)
  })
})
