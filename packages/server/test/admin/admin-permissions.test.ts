import { managementRoleNames } from '@ztrust/contract/admin/permissions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let realm: RealmSnapshot
let ids: { readonly user: string; readonly client: string; readonly group: string; readonly role: string }

const all: readonly string[] = managementRoleNames
const seeRealm = ['view-realm', 'manage-realm']
const seeClients = ['view-clients', 'manage-clients']
const seeUsers = ['view-users', 'manage-users']
const seeEvents = ['view-events', 'manage-events']

/** Each operation with the roles that may do it; every other role gets 403. Bodies are such that nothing is changed. */
const matrix: readonly (readonly [
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  roles: readonly string[],
  body?: unknown,
])[] = [
  ['GET', '', all],
  ['PUT', '', ['manage-realm'], {}],
  ['GET', '/users', [...seeUsers, 'query-users']],
  ['GET', '/users/count', [...seeUsers, 'query-users']],
  ['POST', '/users', ['manage-users'], {}],
  ['GET', '/users/{user}', seeUsers],
  ['PUT', '/users/{user}', ['manage-users'], {}],
  ['GET', '/users/{user}/credentials', seeUsers],
  ['PUT', '/users/{user}/reset-password', ['manage-users'], {}],
  ['GET', '/users/{user}/sessions', seeUsers],
  ['GET', '/users/{user}/groups', seeUsers],
  ['GET', '/users/{user}/role-mappings', seeUsers],
  ['POST', '/users/{user}/role-mappings/realm', ['manage-users'], []],
  ['DELETE', '/users/{user}/role-mappings/realm', ['manage-users'], []],
  ['GET', '/users/profile', seeRealm],
  ['PUT', '/users/profile', ['manage-realm'], { attributes: [] }],
  ['GET', '/groups', [...seeUsers, 'query-groups']],
  ['POST', '/groups', ['manage-users'], {}],
  ['GET', '/groups/{group}', seeUsers],
  ['PUT', '/groups/{group}', ['manage-users'], {}],
  ['GET', '/groups/{group}/members', seeUsers],
  ['POST', '/groups/{group}/role-mappings/realm', ['manage-users'], []],
  ['GET', '/roles', seeRealm],
  ['POST', '/roles', ['manage-realm'], {}],
  ['GET', '/roles-by-id/{role}', seeRealm],
  ['PUT', '/roles-by-id/{role}', ['manage-realm'], {}],
  ['GET', '/roles/uma_authorization/users', seeUsers],
  ['GET', '/clients', [...seeClients, 'query-clients']],
  ['POST', '/clients', ['manage-clients'], { clientId: ' ' }],
  ['GET', '/clients/{client}', seeClients],
  ['PUT', '/clients/{client}', ['manage-clients'], {}],
  ['GET', '/clients/{client}/client-secret', ['manage-clients']],
  ['POST', '/clients/{client}/client-secret', ['manage-clients']],
  ['GET', '/clients/{client}/roles', seeClients],
  ['POST', '/clients/{client}/roles', ['manage-clients'], {}],
  ['GET', '/clients/{client}/protocol-mappers/models', seeClients],
  ['POST', '/clients/{client}/protocol-mappers/models', ['manage-clients'], {}],
  ['GET', '/clients/{client}/user-sessions', seeClients],
  ['GET', '/client-scopes', [...seeRealm, ...seeClients]],
  ['POST', '/client-scopes', ['manage-clients'], {}],
  ['GET', '/client-session-stats', seeRealm],
  ['POST', '/logout-all', ['manage-users']],
  ['DELETE', '/sessions/none', ['manage-users']],
  ['GET', '/attack-detection/brute-force/users/{user}', seeUsers],
  ['DELETE', '/attack-detection/brute-force/users', ['manage-users']],
  ['GET', '/events', seeEvents],
  ['DELETE', '/events', ['manage-events']],
  ['GET', '/events/config', seeEvents],
  ['PUT', '/events/config', ['manage-events'], {}],
  ['GET', '/admin-events', seeEvents],
  ['DELETE', '/admin-events', ['manage-events']],
  ['GET', '/authentication/flows', seeRealm],
  ['POST', '/authentication/flows', ['manage-realm'], {}],
  ['PUT', '/authentication/flows/none', ['manage-realm'], {}],
  ['DELETE', '/authentication/flows/none', ['manage-realm']],
  ['POST', '/authentication/flows/none/copy', ['manage-realm'], {}],
  ['GET', '/authentication/flows/browser/executions', seeRealm],
  ['PUT', '/authentication/flows/none/executions', ['manage-realm'], {}],
  ['POST', '/authentication/flows/none/executions/execution', ['manage-realm'], {}],
  ['POST', '/authentication/flows/none/executions/flow', ['manage-realm'], {}],
  ['POST', '/authentication/executions', ['manage-realm'], {}],
  ['GET', '/authentication/executions/none', seeRealm],
  ['DELETE', '/authentication/executions/none', ['manage-realm']],
  ['POST', '/authentication/executions/none/raise-priority', ['manage-realm']],
  ['POST', '/authentication/executions/none/lower-priority', ['manage-realm']],
  ['POST', '/authentication/executions/none/config', ['manage-realm'], {}],
  ['GET', '/authentication/executions/none/config/none', seeRealm],
  ['GET', '/authentication/config/none', seeRealm],
  ['PUT', '/authentication/config/none', ['manage-realm'], {}],
  ['DELETE', '/authentication/config/none', ['manage-realm']],
  ['GET', '/authentication/config-description/auth-cookie', seeRealm],
  ['GET', '/authentication/per-client-config-description', [...seeRealm, ...seeClients]],
  ['GET', '/authentication/authenticator-providers', seeRealm],
  ['GET', '/authentication/client-authenticator-providers', [...seeRealm, ...seeClients]],
  ['GET', '/authentication/form-providers', seeRealm],
  ['GET', '/authentication/form-action-providers', seeRealm],
  ['GET', '/authentication/required-actions', [...seeRealm, ...seeUsers]],
  ['GET', '/authentication/required-actions/VERIFY_EMAIL', seeRealm],
  ['DELETE', '/authentication/required-actions/none', ['manage-realm']],
  ['POST', '/authentication/required-actions/none/raise-priority', ['manage-realm']],
  ['POST', '/authentication/required-actions/none/lower-priority', ['manage-realm']],
  ['GET', '/authentication/required-actions/UPDATE_PASSWORD/config', seeRealm],
  ['GET', '/authentication/required-actions/UPDATE_PASSWORD/config-description', seeRealm],
  ['PUT', '/authentication/required-actions/UPDATE_PASSWORD/config', ['manage-realm'], {}],
  ['DELETE', '/authentication/required-actions/UPDATE_PASSWORD/config', ['manage-realm']],
  ['GET', '/authentication/unregistered-required-actions', seeRealm],
  ['GET', '/credential-registrators', seeRealm],
  ['POST', '/authentication/register-required-action', ['manage-realm'], {}],
  ['PUT', '/authentication/required-actions/VERIFY_EMAIL', ['manage-realm'], {}],
]

beforeAll(async () => {
  test = await testServer()
  realm = await test.createRealm()
  const { token } = await createAdministrator(test, realm, ['realm-admin'])
  const create = async (path: string, payload: object) => {
    const answer = await test.inject({
      method: 'POST',
      url: `/admin/realms/${realm.realm.name}${path}`,
      token,
      payload,
    })
    expect(answer.statusCode, answer.body).toBe(201)
    return String(answer.headers.location).split('/').pop() ?? ''
  }
  const user = await create('/users', { username: 'somebody' })
  const client = await create('/clients', { clientId: 'some-app' })
  const group = await create('/groups', { name: 'some-group' })
  await create('/roles', { name: 'some-role' })
  const role = await test.inject({ url: `/admin/realms/${realm.realm.name}/roles/some-role`, token })
  ids = { user, client, group, role: role.json().id }
}, 60_000)
afterAll(() => test.stop())

describe('management roles', () => {
  it.each(all)('let %s do what is theirs, and nothing else', async (name) => {
    let { token } = await createAdministrator(test, realm, [name])
    // `view-users` contains the two query roles, `view-clients` the one for clients.
    const held = new Set([name, ...(contents[name] ?? [])])
    const wrong: string[] = []
    for (const [method, path, roles, body] of matrix) {
      const url = `/admin/realms/${realm.realm.name}${path.replace(/\{(\w+)\}/g, (_, key: keyof typeof ids) => ids[key])}`
      const answer = await test.inject({
        method,
        url,
        token,
        ...(body === undefined ? {} : { payload: body as object }),
      })
      const isAllowed = roles.some((role) => held.has(role))
      const isRefused = answer.statusCode === 403
      if (isRefused && JSON.stringify(answer.json()) !== '{"error":"HTTP 403 Forbidden"}')
        wrong.push(`${method} ${path}: ${answer.body}`)
      if (isAllowed === isRefused || answer.statusCode === 401 || answer.statusCode >= 500) {
        wrong.push(`${method} ${path}: ${answer.statusCode} ${answer.body.slice(0, 100)}`)
      }
      // Ending all sessions ends one's own.
      if (path === '/logout-all' && isAllowed) {
        test.clock.advance(2000)
        token = (await createAdministrator(test, realm, [name])).token
      }
    }
    expect(wrong).toEqual([])
  })

  it('are needed: no token, a broken one and a user without roles get nowhere', async () => {
    const { token } = await createAdministrator(test, realm, [])
    for (const [method, path] of matrix) {
      const url = `/admin/realms/${realm.realm.name}${path.replace(/\{(\w+)\}/g, 'x')}`
      expect((await test.inject({ method, url })).statusCode).toBe(401)
      expect((await test.inject({ method, url, token: `${token}x` })).statusCode).toBe(401)
      expect((await test.inject({ method, url, token })).statusCode).toBe(403)
    }
    const anonymous = await test.inject({ url: `/admin/realms/${realm.realm.name}/users` })
    expect(anonymous.json()).toEqual({ error: 'HTTP 401 Unauthorized' })
  })

  it('show query roles no users, clients and groups', async () => {
    const { token } = await createAdministrator(test, realm, ['query-users', 'query-clients', 'query-groups'])
    for (const path of ['users', 'clients', 'groups']) {
      const answer = await test.inject({ url: `/admin/realms/${realm.realm.name}/${path}`, token })
      expect(answer.json()).toEqual([])
    }
  })

  it('count at once: a role taken away is gone with the same token', async () => {
    const holder = await createAdministrator(test, realm, ['view-users'])
    const manager = await createAdministrator(test, realm, ['realm-admin'])
    const base = `/admin/realms/${realm.realm.name}/users`
    expect((await test.inject({ url: base, token: holder.token })).statusCode).toBe(200)
    const client = (await realm.client('realm-management'))?.client.id
    const url = `${base}/${holder.id}/role-mappings/clients/${client}`
    expect((await test.inject({ method: 'DELETE', url, token: manager.token })).statusCode).toBe(204)
    expect((await test.inject({ url: base, token: holder.token })).statusCode).toBe(403)
  })

  it('mask secrets for who may only look', async () => {
    const viewer = await createAdministrator(test, realm, ['view-clients'])
    const url = `/admin/realms/${realm.realm.name}/clients/${ids.client}`
    expect((await test.inject({ url, token: viewer.token })).json().secret).toBe('**********')
  })
})

const contents: Readonly<Record<string, readonly string[]>> = {
  'view-users': ['query-users', 'query-groups'],
  'view-clients': ['query-clients'],
}
