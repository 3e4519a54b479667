import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { realmOperations, requestOf, valueIn } from '../fixture/admin-operations.ts'
import { fillRealm, type RealmContent } from '../fixture/filled-realm.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let realm: RealmSnapshot
let token: string
let content: RealmContent

beforeAll(async () => {
  test = await testServer()
  realm = await test.createRealm()
  token = (await createAdministrator(test, realm, ['realm-admin'])).token
  content = await fillRealm(test, realm, token)
})
afterAll(() => test.stop())

describe('whoever compares answers with those before, as Terraform does,', () => {
  it('sees no difference at any operation that reads', async () => {
    // Example tokens have an id of their own each; exports and reloads are admin events.
    const isFleeting = (name: string) => /generate-example|\/admin-events$/.test(name)
    const reading = realmOperations.filter(({ name }) => name.startsWith('GET') && !isFleeting(name))
    const readAll = async () => {
      const answers = new Map<string, string>()
      for (const operation of reading) {
        const request = requestOf(operation, realm.realm.name, (one) => valueIn(content, operation, one))
        const { statusCode, body } = await test.inject({ ...request, token })
        answers.set(operation.name, `${statusCode} ${body}`)
      }
      return answers
    }
    const first = await readAll()
    expect(await readAll()).toEqual(first)
    expect([...first.values()].filter((answer) => answer.startsWith('200 ')).length).toBeGreaterThan(130)
    expect([...first.values()].filter((answer) => answer.startsWith('500 '))).toEqual([])
  })
})
