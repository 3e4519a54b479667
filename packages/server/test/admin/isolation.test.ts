import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import {
  type AdminOperation,
  adminOperations,
  listUnfilled,
  realmOperations,
  requestOf,
  valueIn,
} from '../fixture/admin-operations.ts'
import { fillRealm, type RealmContent } from '../fixture/filled-realm.ts'
import { readStoredRows } from '../fixture/stored-rows.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

/** Every registered operation of the admin family, with what belongs to another realm. */
let test: TestServer
let here: RealmSnapshot
let there: RealmSnapshot
let token: string
let own: RealmContent
let foreign: RealmContent

beforeAll(async () => {
  test = await testServer()
  here = await test.createRealm()
  there = await test.createRealm()
  token = (await createAdministrator(test, here, ['realm-admin'])).token
  const { token: foreignToken } = await createAdministrator(test, there, ['realm-admin'])
  own = await fillRealm(test, here, token, 0)
  foreign = await fillRealm(test, there, foreignToken, 1)
})
afterAll(() => test.stop())

/** Parameters that are words of the server: the same in every realm, so that nothing can be another's. */
const words = [
  'certificates/attr',
  'protocol/protocol',
  'config-description/providerId',
  'providers/providerId',
  'providers/provider',
]

/** Keycloak's own answers where something is unknown, other than 404; none of them is about the other realm. */
const ownAnswers: Readonly<Record<string, number>> = {
  'DELETE /clients-initial-access/{id} by clients-initial-access/id': 204,
  'POST /users/{id}/credentials/{credential}/moveAfter/{previous} by moveAfter/previous': 204,
  'PUT /organizations/{id}/groups/{groupId}/members/{userId} by members/userId': 400,
  'DELETE /organizations/{id}/groups/{groupId}/members/{userId} by members/userId': 400,
  // Nobody unknown is locked out.
  'GET /attack-detection/brute-force/users/{id} by users/id': 200,
  'DELETE /attack-detection/brute-force/users/{id} by users/id': 204,
  // Languages and keys are names: a text that is not there is none yet, and may be written here.
  'GET /localization/{locale} by localization/locale': 200,
  'POST /localization/{locale} by localization/locale': 400,
  'PUT /localization/{locale}/{key} by localization/locale': 204,
  'PUT /localization/{locale}/{key} by /key': 204,
  'DELETE /localization/{locale}/{key} by localization/locale': 204,
  'DELETE /localization/{locale}/{key} by /key': 204,
  'GET /identity-provider/instances/{alias}/management/permissions by instances/alias': 501,
  'PUT /identity-provider/instances/{alias}/management/permissions by instances/alias': 501,
  'POST /authentication/flows/{alias}/executions/execution by flows/alias': 400,
  'POST /authentication/flows/{alias}/executions/flow by flows/alias': 400,
  // The configuration is found by its own id, here; the execution is not asked.
  'GET /authentication/executions/{executionId}/config/{id} by executions/executionId': 200,
}

/** An operation with one of its parameters naming something of the other realm, the others naming our own. */
const rows = realmOperations.flatMap((operation) =>
  operation.parameters
    .filter((parameter) => !words.includes(parameter))
    .map((parameter) => ({
      operation,
      parameter,
      name: `${operation.name.replace('/admin/realms/{realm}', '')} by ${parameter}`,
    })),
)

function requestFor(operation: AdminOperation, realm: RealmSnapshot, foreignOnes: readonly string[]) {
  const toValue = (one: string) => valueIn(foreignOnes.includes(one) ? foreign : own, operation, one)
  return requestOf(operation, realm.realm.name, toValue)
}

const storedThere = () => readStoredRows(test.server.storage, there.realm.id)

/** Sends all, and gives those that were answered otherwise than expected, or wrote something of the other realm. */
async function tryAll<Row extends { readonly name: string }>(
  all: readonly Row[],
  send: (row: Row) => ReturnType<TestServer['inject']>,
  expectedOf: (row: Row) => number,
): Promise<readonly string[]> {
  const before = await storedThere()
  const wrong: string[] = []
  for (const row of all) {
    const answer = await send(row)
    if (answer.statusCode !== expectedOf(row)) wrong.push(`${row.name}: ${answer.statusCode} ${answer.body}`)
    for (const [table, stored] of await storedThere()) {
      if (JSON.stringify(stored) !== JSON.stringify(before.get(table))) wrong.push(`${row.name}: wrote ${table}`)
    }
  }
  return wrong
}

describe('an administrator of one realm', () => {
  it('finds nothing of another by any parameter of any operation, and writes nothing there', async () => {
    const send = ({ operation, parameter }: (typeof rows)[number]) =>
      test.inject({ ...requestFor(operation, here, [parameter]), token })
    expect(await tryAll(rows, send, ({ name }) => ownAnswers[name] ?? 404)).toEqual([])
    expect(Object.keys(ownAnswers).filter((name) => !rows.some((row) => row.name === name))).toEqual([])
    const tried = new Set(rows.map(({ operation }) => operation.name))
    const naming = realmOperations.filter(({ parameters }) => parameters.some((one) => !words.includes(one)))
    expect(tried.size).toBe(naming.length)
  }, 120_000)

  it('is a stranger at every operation of another realm', async () => {
    const send = (operation: AdminOperation) =>
      test.inject({ ...requestFor(operation, there, operation.parameters), token })
    expect(await tryAll(realmOperations, send, () => 401)).toEqual([])
  }, 120_000)

  it('may not do there what the master realm lets do here', async () => {
    const { token: master } = await createMasterAdministrator()
    const mine = await test.inject({ url: `/admin/realms/${here.realm.name}/users`, token: master })
    expect(mine.statusCode).toBe(200)
    const send = (operation: AdminOperation) =>
      test.inject({ ...requestFor(operation, there, operation.parameters), token: master })
    expect(await tryAll(realmOperations, send, () => 403)).toEqual([])
  }, 120_000)

  it('was tried at all operations but those about no realm', () => {
    const others = adminOperations.filter((operation) => !realmOperations.includes(operation))
    expect(others.map(({ name }) => name).sort()).toEqual([
      'GET /admin/realms',
      'GET /admin/serverinfo',
      'GET /admin/{realm}/console/whoami',
      'POST /admin/realms',
    ])
    expect(realmOperations.length).toBeGreaterThan(290)
    expect(listUnfilled(own)).toEqual([])
  })
})

/** Of the master realm, with all roles for this realm and none for the other. */
async function createMasterAdministrator(): Promise<{ readonly token: string }> {
  const master = await test.server.realms.byName('master')
  if (!master) throw new Error('There is no master realm')
  const { id, token: its } = await createAdministrator(test, master, [])
  const admin = await test.adminToken()
  const clientId = here.realm.settings.masterAdminClientId
  const url = `/admin/realms/master/users/${id}/role-mappings/clients/${clientId}`
  const roles = (await test.inject({ url: `${url}/available`, token: admin })).json()
  const answer = await test.inject({ method: 'POST', url, token: admin, payload: roles })
  expect(answer.statusCode, answer.body).toBe(204)
  return { token: its }
}
