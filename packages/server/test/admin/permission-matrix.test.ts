import { managementRoleNames } from '@ztrust/contract/admin/permissions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import {
  type AdminOperation,
  adminOperations,
  realmOperations,
  requestOf,
  valueIn,
} from '../fixture/admin-operations.ts'
import { fillRealm, type RealmContent } from '../fixture/filled-realm.ts'
import { readStoredRows } from '../fixture/stored-rows.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

/** Rows: every registered operation of the admin family. Columns: the roles of realm management, one by one. */
let test: TestServer
let realm: RealmSnapshot
let content: RealmContent

beforeAll(async () => {
  test = await testServer()
  realm = await test.createRealm()
  const { token } = await createAdministrator(test, realm, ['realm-admin'])
  content = await fillRealm(test, realm, token)
})
afterAll(() => test.stop())

/** `view-users` contains the two query roles, `view-clients` the one for clients. */
const contents: Readonly<Record<string, readonly string[]>> = {
  'view-users': ['query-users', 'query-groups'],
  'view-clients': ['query-clients'],
  'view-organizations': ['query-organizations'],
}
const reached = (role: string) => [role, ...(contents[role] ?? [])]
const isAllowed = ({ declaration }: AdminOperation, role: string) =>
  reached(role).some((one) => declaration.permission.includes(one))

/**
 * Operations that a declared role opens, and that then ask for more because of what they are asked about: the roles
 * that are not enough for the thing this test asks about.
 */
const askMore: Readonly<Record<string, readonly string[]>> = {
  // The role asked about is one of the realm; roles of clients are for those who see clients.
  ...Object.fromEntries(
    ['', '/composites', '/composites/realm', '/composites/clients/{client}'].map((path) => [
      `GET /admin/realms/{realm}/roles-by-id/{id}${path}`,
      ['view-clients', 'manage-clients'],
    ]),
  ),
  // What belongs to an organization is for those who see it too: members need `view-users`, providers their own role.
  ...Object.fromEntries(
    [
      '{id}/members',
      '{id}/members/count',
      '{id}/members/{userId}',
      '{id}/members/{userId}/organizations',
      'members/{userId}/organizations',
      '{id}/members/{userId}/groups',
      '{id}/groups/{groupId}/members',
      '{id}/identity-providers',
      '{id}/identity-providers/{alias}',
    ].map((path) => [
      `GET /admin/realms/{realm}/organizations/${path}`,
      ['view-organizations', 'manage-organizations', 'manage-realm'],
    ]),
  ),
  // A whole realm goes out and in for who holds everything in it.
  'GET /admin/realms/{realm}/ztrust/export': managementRoleNames,
  'GET /admin/realms/{realm}/ztrust/user-export': managementRoleNames,
  'PUT /admin/realms/{realm}/ztrust/content': managementRoleNames,
  // Hashes and roles come in with the users: as much as everything, for who holds everything.
  'POST /admin/realms/{realm}/ztrust/user-imports': ['manage-users'],
  'POST /admin/realms/{realm}/ztrust/user-imports/{id}/rows': ['manage-users'],
  'POST /admin/realms/{realm}/ztrust/user-imports/{id}/start': ['manage-users'],
  // Lists are empty for who may only query; a group by its id is not theirs to see.
  'GET /admin/realms/{realm}/groups/{id}': ['query-groups'],
}

const forbidden = '{"error":"HTTP 403 Forbidden"}'
/** Who somebody is, everybody is told. */
const openToAll = ['GET /admin/{realm}/console/whoami']
/** Reading asks for what is there; writing for what is not, so that nothing is lost to the next role. */
const send = (operation: AdminOperation, token: string | undefined, on: 'real' | 'unknown') =>
  test.inject({
    ...requestOf(operation, realm.realm.name, (parameter) =>
      on === 'real' ? valueIn(content, operation, parameter) : content.unknown,
    ),
    ...(token ? { token } : {}),
  })

describe.each(managementRoleNames)('the role %s alone', (role) => {
  const refused = realmOperations.filter((operation) => !isAllowed(operation, role))
  const opened = realmOperations.filter((operation) => isAllowed(operation, role))

  it(`is refused at ${refused.length} operations, and nothing is written`, async () => {
    const { token } = await createAdministrator(test, realm, [role])
    const before = await readStoredRows(test.server.storage, realm.realm.id)
    const wrong: string[] = []
    for (const operation of refused) {
      const answer = await send(operation, token, 'real')
      if (answer.statusCode !== 403 || answer.body !== forbidden)
        wrong.push(`${operation.name}: ${answer.statusCode} ${answer.body}`)
    }
    expect(wrong).toEqual([])
    expect(await readStoredRows(test.server.storage, realm.realm.id)).toEqual(before)
  })

  it(`is enough at ${opened.length} operations`, async () => {
    let { token } = await createAdministrator(test, realm, [role])
    const wrong: string[] = []
    for (const operation of opened) {
      if (operation.name === 'DELETE /admin/realms/{realm}') continue
      const answer = await send(operation, token, operation.declaration.method === 'GET' ? 'real' : 'unknown')
      const expectsMore = askMore[operation.name]?.includes(role) ?? false
      if ((answer.statusCode === 403) !== expectsMore || answer.statusCode === 401)
        wrong.push(`${operation.name}: ${answer.statusCode} ${answer.body.slice(0, 100)}`)
      // Ending all sessions ends one's own.
      if (operation.name.endsWith('/logout-all')) {
        test.clock.advance(2000)
        token = (await createAdministrator(test, realm, [role])).token
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('an operation', () => {
  it('tells nobody without a token anything, nor a user without roles', async () => {
    const { token } = await createAdministrator(test, realm, [])
    const wrong: string[] = []
    for (const operation of adminOperations) {
      const anonymous = await send(operation, undefined, 'unknown')
      const broken = await send(operation, `${token}x`, 'unknown')
      if (anonymous.statusCode !== 401 || broken.statusCode !== 401)
        wrong.push(`${operation.name}: ${anonymous.statusCode}, ${broken.statusCode}`)
      const powerless = await send(operation, token, 'unknown')
      if (powerless.statusCode !== (openToAll.includes(operation.name) ? 200 : 403))
        wrong.push(`${operation.name}: ${powerless.statusCode} without roles`)
    }
    expect(wrong).toEqual([])
  })

  it('deletes its realm for who may manage it', async () => {
    const shortLived = await test.createRealm()
    const { token } = await createAdministrator(test, shortLived, ['manage-realm'])
    const url = `/admin/realms/${shortLived.realm.name}`
    expect((await test.inject({ method: 'DELETE', url, token })).statusCode).toBe(204)
    expect((await test.inject({ url, token: await test.adminToken() })).statusCode).toBe(404)
  })

  it('names the roles that it needs', () => {
    expect(realmOperations.filter(({ declaration }) => declaration.permission.length === 0)).toEqual([])
    const known: readonly string[] = managementRoleNames
    const unknown = realmOperations.flatMap(({ declaration }) =>
      declaration.permission.filter((one) => !known.includes(one)),
    )
    expect(unknown).toEqual([])
  })
})
