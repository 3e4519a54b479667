import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let here: RealmSnapshot
let there: RealmSnapshot
let token: string
let foreignToken: string
let own: Ids
let foreign: Ids

interface Ids {
  readonly user: string
  readonly client: string
  readonly group: string
  readonly role: string
  readonly scope: string
  readonly mapper: string
  readonly credential: string
  readonly flow: string
  readonly execution: string
  readonly config: string
}

/** Every operation that takes an id, with the ids of the other realm in `{braces}` and our own in `<angles>`. */
const operations: readonly (readonly [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown])[] = [
  ['GET', '/users/{user}'],
  ['PUT', '/users/{user}', { firstName: 'Taken' }],
  ['DELETE', '/users/{user}'],
  ['PUT', '/users/{user}/reset-password', { value: 'stolen-password' }],
  ['GET', '/users/{user}/credentials'],
  ['DELETE', '/users/{user}/credentials/{credential}'],
  ['DELETE', '/users/<user>/credentials/{credential}'],
  ['PUT', '/users/<user>/credentials/{credential}/userLabel'],
  ['GET', '/users/{user}/sessions'],
  ['POST', '/users/{user}/logout'],
  ['POST', '/users/{user}/impersonation'],
  ['PUT', '/users/{user}/execute-actions-email', ['UPDATE_PASSWORD']],
  ['PUT', '/users/{user}/send-verify-email'],
  ['PUT', '/users/{user}/reset-password-email'],
  ['GET', '/ztrust/users/{user}/photo'],
  ['DELETE', '/ztrust/users/{user}/photo'],
  ['GET', '/ztrust/users/{user}/devices'],
  ['GET', '/users/{user}/groups'],
  ['PUT', '/users/{user}/groups/<group>'],
  ['PUT', '/users/<user>/groups/{group}'],
  ['DELETE', '/users/<user>/groups/{group}'],
  ['GET', '/users/{user}/role-mappings'],
  ['GET', '/users/{user}/role-mappings/realm/available'],
  ['POST', '/users/{user}/role-mappings/realm', [{ id: '<role>', name: 'some-role' }]],
  ['POST', '/users/<user>/role-mappings/realm', [{ id: '{role}', name: 'some-role' }]],
  ['GET', '/users/<user>/role-mappings/clients/{client}'],
  ['POST', '/users/<user>/role-mappings/clients/{client}', []],
  ['GET', '/groups/{group}'],
  ['PUT', '/groups/{group}', { name: 'taken' }],
  ['DELETE', '/groups/{group}'],
  ['GET', '/groups/{group}/children'],
  ['POST', '/groups/{group}/children', { name: 'planted' }],
  ['POST', '/groups/<group>/children', { id: '{group}' }],
  ['POST', '/groups', { id: '{group}' }],
  ['GET', '/groups/{group}/members'],
  ['POST', '/groups/{group}/role-mappings/realm', [{ id: '<role>', name: 'some-role' }]],
  ['POST', '/groups/<group>/role-mappings/realm', [{ id: '{role}', name: 'some-role' }]],
  ['PUT', '/default-groups/{group}'],
  ['GET', '/roles-by-id/{role}'],
  ['PUT', '/roles-by-id/{role}', { name: 'taken' }],
  ['DELETE', '/roles-by-id/{role}'],
  ['POST', '/roles-by-id/<role>/composites', [{ id: '{role}' }]],
  ['POST', '/roles-by-id/{role}/composites', [{ id: '<role>' }]],
  ['GET', '/clients/{client}'],
  ['PUT', '/clients/{client}', { description: 'taken' }],
  ['DELETE', '/clients/{client}'],
  ['GET', '/clients/{client}/client-secret'],
  ['POST', '/clients/{client}/client-secret'],
  ['GET', '/clients/{client}/service-account-user'],
  ['GET', '/clients/{client}/roles'],
  ['POST', '/clients/{client}/roles', { name: 'planted' }],
  ['GET', '/clients/{client}/user-sessions'],
  ['GET', '/clients/{client}/session-count'],
  ['GET', '/clients/{client}/protocol-mappers/models'],
  ['GET', '/clients/<client>/protocol-mappers/models/{mapper}'],
  ['PUT', '/clients/<client>/protocol-mappers/models/{mapper}', { name: 'taken' }],
  ['DELETE', '/clients/<client>/protocol-mappers/models/{mapper}'],
  ['PUT', '/clients/<client>/default-client-scopes/{scope}'],
  ['PUT', '/clients/{client}/default-client-scopes/<scope>'],
  ['POST', '/clients/<client>/scope-mappings/realm', [{ id: '{role}' }]],
  ['GET', '/clients/{client}/scope-mappings'],
  ['GET', '/client-scopes/{scope}'],
  ['PUT', '/client-scopes/{scope}', { description: 'taken' }],
  ['DELETE', '/client-scopes/{scope}'],
  ['POST', '/client-scopes/{scope}/protocol-mappers/models', { name: 'x', protocolMapper: 'oidc-sub-mapper' }],
  ['PUT', '/default-default-client-scopes/{scope}'],
  ['GET', '/authentication/flows/{flow}'],
  ['PUT', '/authentication/flows/{flow}', { alias: 'taken' }],
  ['DELETE', '/authentication/flows/{flow}'],
  ['PUT', '/authentication/flows/some-flow/executions', { id: '{execution}', requirement: 'REQUIRED' }],
  ['GET', '/authentication/executions/{execution}'],
  ['DELETE', '/authentication/executions/{execution}'],
  ['POST', '/authentication/executions/{execution}/raise-priority'],
  ['POST', '/authentication/executions/{execution}/lower-priority'],
  ['POST', '/authentication/executions/{execution}/config', { alias: 'planted', config: {} }],
  ['GET', '/authentication/executions/<execution>/config/{config}'],
  ['GET', '/authentication/config/{config}'],
  ['PUT', '/authentication/config/{config}', { config: {} }],
  ['DELETE', '/authentication/config/{config}'],
]

const rows = operations.map(([method, path, body]) => ({ method, path, body }))

beforeAll(async () => {
  test = await testServer()
  here = await test.createRealm()
  there = await test.createRealm()
  token = (await createAdministrator(test, here, ['realm-admin'])).token
  foreignToken = (await createAdministrator(test, there, ['realm-admin'])).token
  own = await fill(here, token)
  foreign = await fill(there, foreignToken)
})
afterAll(() => test.stop())

const urlOf = (realm: RealmSnapshot, path: string) => `/admin/realms/${realm.realm.name}${path}`

async function fill(realm: RealmSnapshot, asWhom: string): Promise<Ids> {
  const create = async (path: string, payload: object) => {
    const answer = await test.inject({ method: 'POST', url: urlOf(realm, path), token: asWhom, payload })
    expect(answer.statusCode, answer.body).toBe(201)
    return String(answer.headers.location).split('/').pop() ?? ''
  }
  const credentials = [{ type: 'password', value: 'some-password' }]
  const user = await create('/users', { username: 'somebody', firstName: 'Some', credentials })
  const client = await create('/clients', { clientId: 'some-app', serviceAccountsEnabled: true })
  const mapper = await create(`/clients/${client}/protocol-mappers/models`, {
    name: 'm',
    protocolMapper: 'oidc-sub-mapper',
  })
  const scope = await create('/client-scopes', { name: 'some-scope' })
  const group = await create('/groups', { name: 'some-group' })
  await create('/roles', { name: 'some-role' })
  const get = async (path: string) => (await test.inject({ url: urlOf(realm, path), token: asWhom })).json()
  const role = (await get('/roles/some-role')).id
  const credential = (await get(`/users/${user}/credentials`))[0].id
  const flow = await create('/authentication/flows', { alias: 'some-flow', topLevel: true })
  const provider = 'conditional-level-of-authentication'
  const execution = await create('/authentication/flows/some-flow/executions/execution', { provider })
  const config = await create(`/authentication/executions/${execution}/config`, {
    alias: 'some-config',
    config: { 'loa-condition-level': '1' },
  })
  return { user, client, group, role, scope, mapper, credential, flow, execution, config }
}

const fillIn = (text: string) =>
  text
    .replace(
      /\{(user|client|group|role|scope|mapper|credential|flow|execution|config)\}/g,
      (_, key: keyof Ids) => foreign[key],
    )
    .replace(
      /<(user|client|group|role|scope|mapper|credential|flow|execution|config)>/g,
      (_, key: keyof Ids) => own[key],
    )

/** Everything of the other realm that these operations could have changed. */
async function snapshotOf(realm: RealmSnapshot, asWhom: string, { user, client, config }: Ids) {
  const paths = ['/users', '/groups', '/roles', '/clients', '/client-scopes', `/users/${user}/role-mappings`]
  const more = [`/users/${user}/groups`, `/clients/${client}/roles`, '/default-groups', `/users/${user}/credentials`]
  const flows = [
    '/authentication/flows',
    '/authentication/flows/some-flow/executions',
    `/authentication/config/${config}`,
  ]
  const answers = [...paths, ...more, ...flows].map(async (path) => {
    const answer = await test.inject({ url: urlOf(realm, path), token: asWhom })
    expect(answer.statusCode).toBe(200)
    return answer.json()
  })
  return Promise.all(answers)
}

describe('realms are closed worlds', () => {
  it.each(rows)('$method $path finds nothing of another realm', async ({ method, path, body }) => {
    const payload = body === undefined ? {} : { payload: JSON.parse(fillIn(JSON.stringify(body))) }
    const answer = await test.inject({ method, url: urlOf(here, fillIn(path)), token, ...payload })
    expect(answer.statusCode, answer.body).toBe(404)
  })

  it('tell of failed sign-ins there no more than of those of nobody', async () => {
    const urlFor = (id: string) => urlOf(here, `/attack-detection/brute-force/users/${id}`)
    const answerFor = async (id: string) => (await test.inject({ url: urlFor(id), token })).body
    expect(await answerFor(foreign.user)).toBe(await answerFor('nobody'))
    expect((await test.inject({ method: 'DELETE', url: urlFor(foreign.user), token })).statusCode).toBe(204)
  })

  it.each(rows)('$method $path in another realm is refused to its administrator', async ({ method, path, body }) => {
    const payload = body === undefined ? {} : { payload: JSON.parse(fillIn(JSON.stringify(body))) }
    const answer = await test.inject({ method, url: urlOf(there, fillIn(path)), token, ...payload })
    expect([401, 403]).toContain(answer.statusCode)
  })

  it('and nothing of the other realm was changed by all this', async () => {
    const before = await snapshotOf(there, foreignToken, foreign)
    for (const [method, path, body] of operations) {
      const payload = body === undefined ? {} : { payload: JSON.parse(fillIn(JSON.stringify(body))) }
      await test.inject({ method, url: urlOf(here, fillIn(path)), token, ...payload })
      await test.inject({ method, url: urlOf(there, fillIn(path)), token, ...payload })
    }
    expect(await snapshotOf(there, foreignToken, foreign)).toEqual(before)
    expect(JSON.stringify(before)).toContain('somebody')
  })

  it('lists of realms show an administrator of one realm only that one', async () => {
    const answer = await test.inject({ url: '/admin/realms', token })
    expect(answer.json().map((realm: { realm: string }) => realm.realm)).toEqual([here.realm.name])
    const create = await test.inject({ method: 'POST', url: '/admin/realms', token, payload: { realm: 'mine' } })
    expect(create.statusCode).toBe(403)
    const unknown = await test.inject({ url: '/admin/realms/no-such-realm/users', token })
    expect([401, 403, 404]).toContain(unknown.statusCode)
    const other = await test.inject({ url: urlOf(there, ''), token })
    expect([401, 403]).toContain(other.statusCode)
  })
})
