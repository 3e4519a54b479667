import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { openSmtpSecret } from '../../src/model/realm/smtp-secret.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let realm: RealmSnapshot
let token: string

beforeAll(async () => {
  test = await testServer()
  realm = await test.createRealm({ adminEventsEnabled: true, adminEventsDetailsEnabled: true })
  token = (await createAdministrator(test, realm, ['realm-admin'])).token
})
afterAll(() => test.stop())

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
async function call(method: Method, path: string, payload?: object | string) {
  const url = `/admin/realms/${realm.realm.name}${path}`
  const headers = typeof payload === 'string' ? { 'content-type': 'application/json' } : {}
  return test.inject({ method, url, token, headers, ...(payload === undefined ? {} : { payload }) })
}
async function create(path: string, payload: object): Promise<string> {
  const answer = await call('POST', path, payload)
  expect(answer.statusCode, answer.body).toBe(201)
  expect(answer.body).toBe('')
  return String(answer.headers.location).split('/').pop() ?? ''
}

describe('names that nobody should have to read', () => {
  const bad = ['x'.repeat(10_000), 'with\u0000null', 'line\nbreak', 'right\u202Eto-left', 'zero\u200Bwidth', '   ']
  const places = [
    ['/users', (name: string) => ({ username: name })],
    ['/groups', (name: string) => ({ name })],
    ['/roles', (name: string) => ({ name })],
    ['/clients', (name: string) => ({ clientId: name })],
    ['/client-scopes', (name: string) => ({ name })],
  ] as const
  it.each(places)('are refused at %s with 400', async (path, body) => {
    for (const name of bad) {
      const answer = await call('POST', path, body(name))
      expect(answer.statusCode, JSON.stringify(name.slice(0, 20))).toBe(400)
      expect(Object.keys(answer.json()).some((key) => ['errorMessage', 'errors', 'error'].includes(key))).toBe(true)
    }
  })

  it('are refused for realms too', async () => {
    const adminToken = await test.adminToken()
    for (const name of [...bad, 'a/b', '..', 'a?b', 'a b', '']) {
      const payload = { realm: name }
      const answer = await test.inject({ method: 'POST', url: '/admin/realms', token: adminToken, payload })
      expect(answer.statusCode, JSON.stringify(name.slice(0, 20))).toBe(400)
    }
  })
})

describe('bodies that are not what they should be', () => {
  it.each([
    '[]',
    '"text"',
    '7',
    'null',
    '{"username": 7}',
    '{"username": ["a"]}',
    '{"attributes": "x"}',
    '{"enabled": "yes"}',
  ])('get 400 for a new user: %s', async (payload) => {
    expect((await call('POST', '/users', payload)).statusCode).toBe(400)
  })

  it('that are no JSON are told so', async () => {
    const answer = await call('POST', '/users', '{"username":')
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({ error: 'invalid_request', error_description: 'Cannot parse the JSON' })
  })

  it('may hold unknown fields and nulls, which count as absent', async () => {
    const id = await create('/users', { username: 'lenient', nonsense: { deep: true }, email: null, totp: true })
    const user = (await call('GET', `/users/${id}`)).json()
    expect(user).toMatchObject({ username: 'lenient', enabled: false, totp: false })
    expect('email' in user).toBe(false)
  })

  it('cannot set what only the server decides', async () => {
    const sent = { username: 'mass', createdTimestamp: 1, notBefore: 9, serviceAccountClientId: 'x', access: {} }
    const user = (await call('GET', `/users/${await create('/users', sent)}`)).json()
    expect(user.createdTimestamp).toBe(test.clock.now())
    expect(user.serviceAccountClientId).toBeUndefined()
    expect(user.access.manage).toBe(true)
  })
})

describe('errors are worded as in Keycloak', () => {
  it.each([
    ['/users', { username: 'twice' }, 'User exists with same username'],
    ['/roles', { name: 'twice' }, 'Role with name twice already exists'],
    ['/groups', { name: 'twice' }, "Top level group named 'twice' already exists."],
    ['/clients', { clientId: 'twice' }, 'Client twice already exists'],
  ])('for a name taken at %s', async (path, body, errorMessage) => {
    await create(path, body)
    const answer = await call('POST', path, body)
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toEqual({ errorMessage })
  })

  it.each([
    ['/users/none', 'User not found'],
    ['/clients/none', 'Could not find client'],
    ['/groups/none', 'Could not find group by id'],
    ['/roles/none', 'Could not find role'],
    ['/roles-by-id/none', 'Could not find role with id'],
    ['/client-scopes/none', 'Could not find client scope'],
    ['/authentication/flows/none/executions', 'Flow not found'],
  ])('for what does not exist: %s', async (path, error) => {
    const answer = await call('GET', path)
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toEqual({ error })
  })

  it('for a method that the address does not have', async () => {
    const answer = await call('PUT', '/users')
    expect(answer.statusCode).toBe(405)
    expect(answer.json()).toEqual({ error: 'HTTP 405 Method Not Allowed' })
    expect(answer.headers['allow']).toBe('GET, POST')
  })

  it('for a realm that is there, and one without a name', async () => {
    const adminToken = await test.adminToken()
    const post = (payload: object) => test.inject({ method: 'POST', url: '/admin/realms', token: adminToken, payload })
    const { name } = realm.realm
    expect((await post({ realm: name })).json()).toEqual({ errorMessage: `Realm ${name} already exists` })
    expect((await post({})).json()).toEqual({ errorMessage: 'Realm name cannot be empty' })
  })

  it('for a user without a name, and a profile that breaks the rules', async () => {
    expect((await call('POST', '/users', {})).json()).toEqual({ errorMessage: 'User name is missing' })
    const short = await call('POST', '/users', { username: 'ab' })
    expect(short.statusCode).toBe(400)
    expect(short.json()).toMatchObject({ field: 'username', errorMessage: 'error-invalid-length' })
    const both = await call('POST', '/users', { username: 'ab', email: 'nonsense' })
    expect(both.json().errors.map((problem: { field: string }) => problem.field)).toEqual(['username', 'email'])
  })

  it('for a reference that leads nowhere', async () => {
    expect((await call('POST', '/users', { username: 'lost', groups: ['/nowhere'] })).statusCode).toBe(404)
    const id = await create('/users', { username: 'referrer' })
    expect((await call('PUT', `/users/${id}/groups/none`)).statusCode).toBe(404)
    expect((await call('POST', `/users/${id}/role-mappings/realm`, [{ id: 'none', name: 'none' }])).statusCode).toBe(
      404,
    )
    expect((await call('GET', '/users?username=lost')).json()).toEqual([])
  })
})

describe('what was written', () => {
  it('is changed in parts: what a representation leaves out stays', async () => {
    const full = {
      username: 'partial',
      email: 'partial@example.org',
      firstName: 'Part',
      lastName: 'Ial',
      enabled: true,
    }
    const id = await create('/users', full)
    expect((await call('PUT', `/users/${id}`, { lastName: 'Whole' })).statusCode).toBe(204)
    expect((await call('GET', `/users/${id}`)).json()).toMatchObject({ ...full, lastName: 'Whole' })
    expect((await call('PUT', `/users/${id}`, { firstName: '' })).statusCode).toBe(204)
    expect('firstName' in (await call('GET', `/users/${id}`)).json()).toBe(false)
    expect((await call('PUT', `/users/${id}`, { username: 'renamed' })).json()).toMatchObject({
      errorMessage: 'error-user-attribute-read-only',
    })
    const client = await create('/clients', { clientId: 'merging', attributes: { a: '1', b: '2' } })
    expect((await call('PUT', `/clients/${client}`, { attributes: { b: null, c: '3' } })).statusCode).toBe(204)
    const { attributes } = (await call('GET', `/clients/${client}`)).json()
    expect(attributes).toMatchObject({ a: '1', c: '3' })
    expect('b' in attributes).toBe(false)
  })

  it('gives a new client the origins of its redirect URIs when it names none', async () => {
    const redirectUris = ['https://app.test/cb']
    const client = await create('/clients', { clientId: 'open', redirectUris })
    expect((await call('GET', `/clients/${client}`)).json().webOrigins).toEqual(['https://app.test'])
    const closed = await create('/clients', { clientId: 'closed', redirectUris, webOrigins: [] })
    expect((await call('GET', `/clients/${closed}`)).json().webOrigins).toEqual([])
  })

  it('describes the user profile with what holds for every attribute', async () => {
    const { attributes } = (await call('GET', '/users/profile/metadata')).json()
    const email = attributes.find(({ name }: { name: string }) => name === 'email')
    expect(email.validators).toEqual({
      multivalued: { max: '1' },
      email: { 'ignore.empty.value': true },
      length: { max: 255, 'ignore.empty.value': true },
    })
    expect('annotations' in email).toBe(false)
  })

  it('keeps the secret of a bearer-only client, which asks about tokens with it', async () => {
    const client = await create('/clients', { clientId: 'resource', bearerOnly: true, secret: 'of-the-resource' })
    expect((await call('GET', `/clients/${client}`)).json().secret).toBe('of-the-resource')
  })

  it('lets a client that asks for consent ask for what it needs', async () => {
    const client = await create('/clients', { clientId: 'asking', consentRequired: true })
    expect((await call('GET', `/clients/${client}`)).json()).toMatchObject({ fullScopeAllowed: false })
  })

  it('is recorded as an admin event without secrets; a refused change is not', async () => {
    await call('DELETE', '/admin-events')
    const id = await create('/users', {
      username: 'watched',
      credentials: [{ type: 'password', value: 'top-secret-1' }],
    })
    await call('PUT', `/users/${id}/reset-password`, { type: 'password', value: 'top-secret-2' })
    await create('/clients', { clientId: 'watched-app', secret: 'top-secret-3' })
    expect((await call('POST', '/users', { username: 'watched' })).statusCode).toBe(409)
    const events = await call('GET', `/admin-events?resourcePath=users/${id}*`)
    expect(events.json().map((event: { operationType: string }) => event.operationType)).toEqual(['ACTION', 'CREATE'])
    const all = await call('GET', '/admin-events')
    expect(all.json()).toHaveLength(4)
    expect(all.body).not.toContain('top-secret')
    expect(all.body).toContain('**********')
    expect((await call('GET', '/admin-events?dateFrom=yesterday')).statusCode).toBe(400)
    expect((await call('GET', '/admin-events?dateTo=2001-01-01')).json()).toEqual([])
  })

  it('keeps the password of the mail server sealed and masked', async () => {
    const smtpServer = { host: 'mail.example.org', password: 'mail-secret' }
    expect((await call('PUT', '', { smtpServer })).statusCode).toBe(204)
    const shown = (await call('GET', '')).json()
    expect(shown.smtpServer).toEqual({ host: 'mail.example.org', password: '**********' })
    const stored = (await test.server.realms.byId(realm.realm.id))?.realm.settings.smtpServer['password']
    expect(stored).toMatch(/^v1\./)
    const snapshot = await test.server.realms.byId(realm.realm.id)
    expect(snapshot && openSmtpSecret(snapshot.realm, 'password', test.server.secrets)).toBe('mail-secret')
    expect((await call('PUT', '', { smtpServer: shown.smtpServer })).statusCode).toBe(204)
    expect((await test.server.realms.byId(realm.realm.id))?.realm.settings.smtpServer['password']).toBe(stored)
  })

  it('survives a representation that is read and written back', async () => {
    const before = (await call('GET', '')).json()
    const answer = await call('PUT', '', before)
    expect(answer.statusCode, answer.body).toBe(204)
    expect((await call('GET', '')).json()).toEqual(before)
    for (const path of ['/clients', '/client-scopes', '/roles']) {
      for (const one of (await call('GET', path)).json().slice(0, 3)) {
        const url = path === '/roles' ? `${path}/${one.name}` : `${path}/${one.id}`
        const whole = (await call('GET', url)).json()
        expect((await call('PUT', url, whole)).statusCode, url).toBe(204)
        expect((await call('GET', url)).json()).toEqual(whole)
      }
    }
  })

  it('refuses settings that would make a realm less safe than it says', async () => {
    expect((await call('PUT', '', { passwordPolicy: 'length(8) and unheardOf(1)' })).statusCode).toBe(400)
    expect((await call('PUT', '', { browserFlow: 'no such flow' })).statusCode).toBe(400)
    expect((await call('PUT', '', { accessTokenLifespan: 0 })).statusCode).toBe(400)
    expect(
      (await call('PUT', '', { browserSecurityHeaders: { xFrameOptions: 'a\r\nset-cookie: x' } })).statusCode,
    ).toBe(400)
    expect((await call('POST', '/clients', { clientId: 'xss', rootUrl: 'JavaScript:alert(1)' })).statusCode).toBe(400)
  })

  it('finds groups by their path, slashes written either way', async () => {
    const top = await create('/groups', { name: 'top' })
    const below = (await call('POST', `/groups/${top}/children`, { name: 'below it' })).json().id
    for (const path of ['/top/below%20it', 'top/below%20it', 'top%2Fbelow%20it', '%2Ftop%2Fbelow%20it']) {
      expect((await call('GET', `/group-by-path/${path}`)).json().id, path).toBe(below)
    }
    expect((await call('GET', '/group-by-path/top/none')).json()).toEqual({ error: 'Group path does not exist' })
  })

  it('is paged and counted', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await create('/users', { username: name })
    const names = async (query: string) =>
      (await call('GET', `/users?${query}`)).json().map((user: { username: string }) => user.username)
    expect(await names('search=page-&max=2')).toEqual(['page-a', 'page-b'])
    expect(await names('search=page-&first=2&max=2')).toEqual(['page-c'])
    expect((await call('GET', '/users/count?search=page-')).json()).toBe(3)
    expect(await names('username=page-b&exact=true')).toEqual(['page-b'])
    expect((await call('GET', '/users?max=many')).statusCode).toBe(400)
  })
})
