import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportedPassword, readExportedRealm, readExportedUsers } from '../fixture/keycloak-export.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
beforeAll(async () => {
  test = await testServer()
})
afterAll(() => test.stop())

async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object | string) {
  const headers = typeof payload === 'string' ? { 'content-type': 'application/x-ndjson' } : {}
  const url = `/admin/realms${path}`
  const token = await test.adminToken()
  return test.inject({ method, url, token, headers, ...(payload === undefined ? {} : { payload }) })
}

/** Sends a file and does the jobs until the import has ended. */
async function importUsers(realm: string, options: object, ...parts: readonly string[]) {
  const { id } = (await call('POST', `/${realm}/ztrust/user-imports`, options)).json()
  let first = 0
  for (const part of parts) {
    const sent = await call('POST', `/${realm}/ztrust/user-imports/${id}/rows?first=${first}`, part)
    expect(sent.statusCode).toBe(200)
    first = sent.json().received
  }
  await call('POST', `/${realm}/ztrust/user-imports/${id}/start`)
  for (let look = 0; look < 100; look += 1) {
    await test.running.runDueJobs()
    const found = await call('GET', `/${realm}/ztrust/user-imports/${id}`)
    if (found.statusCode !== 200 || found.json().finishedAt !== undefined) return { id, ...found.json() }
  }
  throw new Error('The import does not end')
}

const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')

describe('an import of users', () => {
  it('makes users of lines and of lists, in parts, as new users of the realm', async () => {
    const { realm } = await test.createRealm({}, 'bulk')
    const rows = Array.from({ length: 250 }, (_, index) => ({
      username: `user-${index}`,
      email: `u${index}@example.org`,
      firstName: 'A',
      lastName: 'B',
      enabled: true,
      ...(index === 0 ? { credentials: [{ type: 'password', value: 'in-clear-0' }] } : {}),
    }))
    const done = await importUsers('bulk', {}, lines(rows.slice(0, 120)), JSON.stringify(rows.slice(120)))
    expect(done).toMatchObject({ state: 'done', received: 250, imported: 250, refused: 0 })
    expect((await call('GET', '/bulk/users/count')).json()).toBe(250)
    const form = { grant_type: 'password', client_id: 'admin-cli', username: 'user-0', password: 'in-clear-0' }
    const url = `/realms/${realm.name}/protocol/openid-connect/token`
    expect((await test.inject({ method: 'POST', url, form })).statusCode).toBe(200)
    const [user] = (await call('GET', '/bulk/users?username=user-7&exact=true')).json()
    const roles = (await call('GET', `/bulk/users/${user.id}/role-mappings/realm`)).json()
    expect(roles.map((role: { name: string }) => role.name)).toEqual(['default-roles-bulk'])
  })

  it('reports each row that is refused, and makes all others', async () => {
    await test.createRealm({ passwordPolicy: 'length(8)' }, 'refusals')
    const person = { firstName: 'A', lastName: 'B', enabled: true }
    const file = [
      JSON.stringify({ ...person, username: 'good', email: 'good@example.org' }),
      '{ not json',
      JSON.stringify({ ...person, username: 'good', email: 'other@example.org' }),
      JSON.stringify({ ...person, email: 'nameless@example.org' }),
      JSON.stringify({ ...person, username: 'no-mail', email: 'not an address' }),
      JSON.stringify({ ...person, username: 'short', email: 's@example.org', credentials: [{ value: 'short' }] }),
      JSON.stringify({ ...person, username: 'role', email: 'r@example.org', realmRoles: ['nowhere'] }),
      JSON.stringify({ ...person, username: 'group', email: 'g@example.org', groups: ['/nowhere'] }),
      JSON.stringify({ ...person, username: 7 }),
      JSON.stringify({ ...person, username: 'last', email: 'last@example.org' }),
    ].join('\n')
    const done = await importUsers('refusals', {}, file)
    expect(done).toMatchObject({ state: 'done', received: 10, imported: 2, refused: 8 })
    const refusals = (await call('GET', `/refusals/ztrust/user-imports/${done.id}/refusals`)).json()
    expect(refusals.map((one: { row: number; username?: string }) => [one.row, one.username])).toEqual([
      [2, undefined],
      [3, 'good'],
      [4, undefined],
      [5, 'no-mail'],
      [6, 'short'],
      [7, 'role'],
      [8, 'group'],
      [9, undefined],
    ])
    expect(refusals[1].reason).toBe('User exists with same username')
    expect((await call('GET', '/refusals/users/count')).json()).toBe(2)
    expect((await call('GET', '/refusals/roles/nowhere')).statusCode).toBe(404)
  })

  it('counts a part that is sent twice once, and takes none after the start', async () => {
    await test.createRealm({}, 'parts')
    const { id } = (await call('POST', '/parts/ztrust/user-imports', {})).json()
    const rows = `/parts/ztrust/user-imports/${id}/rows`
    const part = lines([{ username: 'a' }, { username: 'b' }])
    expect((await call('POST', `${rows}?first=0`, part)).json().received).toBe(2)
    expect((await call('POST', `${rows}?first=0`, part)).json().received).toBe(2)
    expect((await call('POST', `${rows}?first=5`, part)).statusCode).toBe(409)
    await call('POST', `/parts/ztrust/user-imports/${id}/start`)
    expect((await call('POST', `${rows}?first=2`, part)).statusCode).toBe(409)
    expect((await call('DELETE', `/parts/ztrust/user-imports/${id}`)).statusCode).toBe(204)
    await test.running.runDueJobs()
    expect((await call('GET', `/parts/ztrust/user-imports/${id}`)).json().state).toBe('cancelled')
    expect((await call('GET', '/parts/users/count')).json()).toBe(0)
    expect((await call('DELETE', `/parts/ztrust/user-imports/${id}`)).statusCode).toBe(409)
    expect((await call('GET', '/parts/ztrust/user-imports')).json()).toHaveLength(1)
  })

  it('keeps what waits sealed, and is seen from its own realm only', async () => {
    await test.createRealm({}, 'sealed')
    const { id } = (await call('POST', '/sealed/ztrust/user-imports', {})).json()
    const row = { username: 'secretive', credentials: [{ value: 'clear-password' }] }
    await call('POST', `/sealed/ztrust/user-imports/${id}/rows`, lines([row]))
    const parts = await test.server.storage.query.selectFrom('user_import_part').selectAll().execute()
    expect(parts.some((part) => part.import_id === id)).toBe(true)
    expect(JSON.stringify(parts)).not.toContain('clear-password')
    expect((await call('GET', `/master/ztrust/user-imports/${id}`)).statusCode).toBe(404)
    expect((await call('DELETE', `/master/ztrust/user-imports/${id}`)).statusCode).toBe(404)
    expect((await call('POST', `/master/ztrust/user-imports/${id}/start`)).statusCode).toBe(404)
  })

  it('is for administrators who hold every right in the realm', async () => {
    await test.createRealm({}, 'rights')
    const url = '/admin/realms/rights/ztrust/user-imports'
    expect((await test.inject({ method: 'POST', url, payload: {} })).statusCode).toBe(401)
    const person = { username: 'some', email: 'some@example.org', firstName: 'S', lastName: 'O', enabled: true }
    await call('POST', '/rights/users', { ...person, credentials: [{ value: 'some-password' }] })
    const [user] = (await call('GET', '/rights/users?username=some')).json()
    const [management] = (await call('GET', '/rights/clients?clientId=realm-management')).json()
    const role = (await call('GET', `/rights/clients/${management.id}/roles/manage-users`)).json()
    await call('POST', `/rights/users/${user.id}/role-mappings/clients/${management.id}`, [role])
    const form = { grant_type: 'password', client_id: 'admin-cli', username: 'some', password: 'some-password' }
    const token = (
      await test.inject({ method: 'POST', url: '/realms/rights/protocol/openid-connect/token', form })
    ).json().access_token
    expect((await test.inject({ method: 'POST', url, payload: {}, token })).statusCode).toBe(403)
    for (const path of ['export', 'user-export']) {
      const asked = await test.inject({ method: 'GET', url: `/admin/realms/rights/ztrust/${path}`, token })
      expect(asked.statusCode).toBe(403)
    }
  })
})

describe('a whole realm', () => {
  it('goes out with its users and comes in again the same: a second export says the same', async () => {
    await call('POST', '', { ...readExportedRealm(), users: readExportedUsers() })
    const realm = '/adminrealmio'
    await call('PUT', realm, {
      smtpServer: { host: 'mail.example.org', from: 'a@example.org', auth: 'true', user: 'u', password: 'mail-secret' },
    })
    const first = (await call('GET', `${realm}/ztrust/export`)).json()
    const page = (await call('GET', `${realm}/ztrust/user-export?max=4`)).json()
    expect(page.users).toHaveLength(4)
    const rest = (await call('GET', `${realm}/ztrust/user-export?max=100&after=${page.next}`)).json()
    expect(rest.next).toBeUndefined()
    const users = [...page.users, ...rest.users]
    expect(users.map((user) => user.username)).toEqual([
      'otto',
      'service-account-shop',
      'user1',
      'user2',
      'user3',
      'user4',
    ])
    expect(first.smtpServer.password).toBe('mail-secret')
    expect((await call('DELETE', realm)).statusCode).toBe(204)
    const made = await call('POST', '', { ...first, enabled: false })
    expect(made.statusCode).toBe(201)
    const done = await importUsers('adminrealmio', { wholeRealm: { enabled: true } }, lines(users))
    expect(done).toMatchObject({ state: 'done', imported: 6, refused: 0, wholeRealm: true })
    expect((await call('GET', realm)).json().enabled).toBe(true)
    const second = (await call('GET', `${realm}/ztrust/export`)).json()
    expect(second).toEqual(first)
    const again = (await call('GET', `${realm}/ztrust/user-export`)).json()
    expect(again.users).toEqual(users)
    const form = { grant_type: 'password', client_id: 'shop', client_secret: 'shop-secret' }
    const login = { ...form, username: 'user2', password: exportedPassword(2) }
    const url = '/realms/adminrealmio/protocol/openid-connect/token'
    expect((await test.inject({ method: 'POST', url, form: login })).statusCode).toBe(200)
  })

  it('is there whole or not at all', async () => {
    await call('POST', '', { realm: 'half', enabled: false })
    const users = [{ username: 'one' }, { username: 'two' }, { username: 'one' }]
    const failed = await importUsers('half', { wholeRealm: { enabled: true } }, lines(users))
    expect(failed.state).toBe('failed')
    expect((await call('GET', `/half/ztrust/user-imports/${failed.id}/refusals`)).json()).toEqual([
      { row: 3, username: 'one', reason: 'User exists with same username' },
    ])
    expect((await call('GET', '/half')).json().enabled).toBe(false)
    await test.clock.leap(8 * 3_600_000)
    // The first look may have begun before the leap.
    for (let look = 0; look < 2; look += 1) await test.running.runDueJobs()
    expect((await call('GET', '/half')).statusCode).toBe(404)
    await test.createRealm({}, 'open')
    expect((await call('POST', '/open/ztrust/user-imports', { wholeRealm: { enabled: true } })).statusCode).toBe(400)
  })
})
