import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

/** Nobody hands on management rights that they do not hold, by whatever way roles travel. */
let test: TestServer
let realm: RealmSnapshot
let full: string
let management: string

beforeAll(async () => {
  test = await testServer()
  realm = await test.createRealm()
  full = (await createAdministrator(test, realm, ['realm-admin'])).token
  management = (await realm.client('realm-management'))?.client.id ?? ''
})
afterAll(() => test.stop())

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
async function call(token: string, method: Method, path: string, payload?: object) {
  const url = `/admin/realms/${realm.realm.name}${path}`
  return test.inject({ method, url, token, ...(payload ? { payload } : {}) })
}
async function roleNamed(name: string) {
  const { id } = (await call(full, 'GET', `/clients/${management}/roles/${name}`)).json()
  return { id: String(id), name }
}
async function create(path: string, payload: object): Promise<string> {
  const answer = await call(full, 'POST', path, payload)
  expect(answer.statusCode, answer.body).toBe(201)
  return String(answer.headers.location).split('/').pop() ?? ''
}

describe('an administrator of users', () => {
  it('grants what they hold and what manages nothing, but no right beyond their own', async () => {
    const { id, token } = await createAdministrator(test, realm, ['manage-users'])
    const path = `/users/${id}/role-mappings/clients/${management}`
    expect((await call(token, 'POST', path, [await roleNamed('manage-users')])).statusCode).toBe(204)
    for (const name of ['manage-realm', 'realm-admin', 'manage-clients', 'view-realm', 'impersonation']) {
      expect((await call(token, 'POST', path, [await roleNamed(name)])).statusCode, name).toBe(403)
    }
    const available = (await call(token, 'GET', `${path}/available`)).json()
    expect(available.map((role: { name: string }) => role.name)).not.toContain('manage-realm')
    await create('/roles', { name: 'harmless' })
    const harmless = (await call(full, 'GET', '/roles/harmless')).json()
    expect((await call(token, 'POST', `/users/${id}/role-mappings/realm`, [harmless])).statusCode).toBe(204)
  })

  it('grants no role that contains such a right', async () => {
    const { id, token } = await createAdministrator(test, realm, ['manage-users'])
    await create('/roles', { name: 'trojan' })
    const trojan = (await call(full, 'GET', '/roles/trojan')).json()
    expect((await call(full, 'POST', '/roles/trojan/composites', [await roleNamed('manage-realm')])).statusCode).toBe(
      204,
    )
    expect((await call(token, 'POST', `/users/${id}/role-mappings/realm`, [trojan])).statusCode).toBe(403)
  })

  it('gives groups no such right, and puts nobody into groups that have one or stand below one', async () => {
    const { id, token } = await createAdministrator(test, realm, ['manage-users'])
    const group = await create('/groups', { name: 'rulers' })
    const below = (await call(full, 'POST', `/groups/${group}/children`, { name: 'heirs' })).json().id
    const roles = [await roleNamed('manage-realm')]
    const path = `/groups/${group}/role-mappings/clients/${management}`
    expect((await call(token, 'POST', path, roles)).statusCode).toBe(403)
    expect((await call(full, 'POST', path, roles)).statusCode).toBe(204)
    expect((await call(token, 'PUT', `/users/${id}/groups/${group}`)).statusCode).toBe(403)
    expect((await call(token, 'PUT', `/users/${id}/groups/${below}`)).statusCode).toBe(403)
    const withGroup = { username: 'planted', groups: ['/rulers/heirs'] }
    expect((await call(token, 'POST', '/users', withGroup)).statusCode).toBe(403)
    const mine = await create('/groups', { name: 'mine' })
    expect((await call(full, 'PUT', `/users/${id}/groups/${mine}`)).statusCode).toBe(204)
    expect((await call(token, 'POST', `/groups/${group}/children`, { id: mine, name: 'mine' })).statusCode).toBe(403)
    const rights = await call(token, 'GET', '/events/config')
    expect(rights.statusCode).toBe(403)
  })
})

describe('an administrator of the realm or its clients', () => {
  it('puts no right into a role they can change', async () => {
    const { token } = await createAdministrator(test, realm, ['manage-realm', 'view-realm'])
    const roles = [await roleNamed('manage-users')]
    const defaults = realm.realm.settings.defaultRoleId
    expect((await call(token, 'POST', `/roles-by-id/${defaults}/composites`, roles)).statusCode).toBe(403)
    const composites = { client: { 'realm-management': ['manage-users'] } }
    expect((await call(token, 'POST', '/roles', { name: 'bundle', composites })).statusCode).toBe(403)
    const group = await create('/groups', { name: 'powerful' })
    expect((await call(full, 'POST', `/groups/${group}/role-mappings/clients/${management}`, roles)).statusCode).toBe(
      204,
    )
    expect((await call(token, 'PUT', `/default-groups/${group}`)).statusCode).toBe(403)
  })

  it('renames, deletes and makes no management role, and renames no management client', async () => {
    const { token } = await createAdministrator(test, realm, ['manage-clients', 'view-clients'])
    const path = `/clients/${management}/roles`
    expect((await call(token, 'PUT', `${path}/manage-clients`, { name: 'manage-everything' })).statusCode).toBe(403)
    expect((await call(token, 'DELETE', `${path}/manage-users`)).statusCode).toBe(403)
    expect((await call(token, 'POST', path, { name: 'new-right' })).statusCode).toBe(403)
    expect((await call(token, 'PUT', `/clients/${management}`, { clientId: 'other' })).statusCode).toBe(403)
    expect((await call(full, 'PUT', `/clients/${management}`, { clientId: 'other' })).statusCode).toBe(400)
    expect((await call(full, 'DELETE', `/clients/${management}`)).statusCode).toBe(400)
  })

  it('makes a mapper of one kind into no other kind', async () => {
    const client = await create('/clients', { clientId: 'mapped-app' })
    const path = `/clients/${client}/protocol-mappers/models`
    const mapper = await create(path, { name: 'm', protocolMapper: 'oidc-sub-mapper' })
    const change = { name: 'm', protocolMapper: 'oidc-hardcoded-role-mapper' }
    expect((await call(full, 'PUT', `${path}/${mapper}`, change)).statusCode).toBe(400)
  })
})

describe('in the master realm', () => {
  it('who may only make realms administers what they made and nothing else', async () => {
    const master = await test.server.realms.byName('master')
    if (!master) throw new Error('There is no master realm')
    const adminToken = await test.adminToken()
    const base = '/admin/realms/master'
    const credentials = [{ type: 'password', value: 'right-password' }]
    const made = await test.inject({
      method: 'POST',
      url: `${base}/users`,
      token: adminToken,
      payload: { username: 'maker', enabled: true, emailVerified: true, credentials },
    })
    const id = String(made.headers.location).split('/').pop()
    const role = (await test.inject({ url: `${base}/roles/create-realm`, token: adminToken })).json()
    const mapping = { method: 'POST' as const, url: `${base}/users/${id}/role-mappings/realm` }
    expect((await test.inject({ ...mapping, token: adminToken, payload: [role] })).statusCode).toBe(204)
    const form = { grant_type: 'password', client_id: 'admin-cli', username: 'maker', password: 'right-password' }
    const url = '/realms/master/protocol/openid-connect/token'
    const token = (await test.inject({ method: 'POST', url, form })).json()['access_token']
    const created = await test.inject({
      method: 'POST',
      url: '/admin/realms',
      token,
      payload: { realm: 'made-by-maker' },
    })
    expect(created.statusCode, created.body).toBe(201)
    const visible = (await test.inject({ url: '/admin/realms', token })).json()
    expect(visible.map((one: { realm: string }) => one.realm)).toEqual(['made-by-maker'])
    expect((await test.inject({ url: '/admin/realms/made-by-maker/users', token })).statusCode).toBe(200)
    expect((await test.inject({ url: `/admin/realms/${realm.realm.name}/users`, token })).statusCode).toBe(403)
    const admin = (await test.inject({ url: `${base}/roles/admin`, token: adminToken })).json()
    expect((await test.inject({ ...mapping, token, payload: [admin] })).statusCode).toBe(403)
    const who = await test.inject({ url: '/admin/master/console/whoami?currentRealm=made-by-maker', token })
    expect(who.json()).toMatchObject({ userId: id, createRealm: true })
    expect(who.json().realm_access['made-by-maker']).toContain('manage-users')
  })

  it('an administrator of users in master makes nobody an administrator of all realms', async () => {
    const adminToken = await test.adminToken()
    const base = '/admin/realms/master'
    const credentials = [{ type: 'password', value: 'right-password' }]
    const payload = { username: 'limited', enabled: true, emailVerified: true, credentials }
    const made = await test.inject({ method: 'POST', url: `${base}/users`, token: adminToken, payload })
    const id = String(made.headers.location).split('/').pop()
    const [client] = (await test.inject({ url: `${base}/clients?clientId=master-realm`, token: adminToken })).json()
    const rights = `${base}/users/${id}/role-mappings/clients/${client.id}`
    const right = (
      await test.inject({ url: `${base}/clients/${client.id}/roles/manage-users`, token: adminToken })
    ).json()
    expect((await test.inject({ method: 'POST', url: rights, token: adminToken, payload: [right] })).statusCode).toBe(
      204,
    )
    const form = { grant_type: 'password', client_id: 'admin-cli', username: 'limited', password: 'right-password' }
    const url = '/realms/master/protocol/openid-connect/token'
    const token = (await test.inject({ method: 'POST', url, form })).json()['access_token']
    const admin = (await test.inject({ url: `${base}/roles/admin`, token: adminToken })).json()
    const toSelf = `${base}/users/${id}/role-mappings/realm`
    expect((await test.inject({ method: 'POST', url: toSelf, token, payload: [admin] })).statusCode).toBe(403)
    expect((await test.inject({ method: 'POST', url: rights, token, payload: [right] })).statusCode).toBe(204)
    const [other] = (
      await test.inject({ url: `${base}/clients?clientId=${realm.realm.name}-realm`, token: adminToken })
    ).json()
    const foreign = (
      await test.inject({ url: `${base}/clients/${other.id}/roles/view-users`, token: adminToken })
    ).json()
    const elsewhere = `${base}/users/${id}/role-mappings/clients/${other.id}`
    expect((await test.inject({ method: 'POST', url: elsewhere, token, payload: [foreign] })).statusCode).toBe(403)
  })
})
