import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { addClient, addUser, basic, password, post } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

/** One hash at a time and four that may wait: ten times as many come at once. */
const places = 5
const logins = places * 10

let server: TestServer
let realm: RealmSnapshot
let username: string

beforeAll(async () => {
  server = await testServer({ hashLanes: 1, hashQueue: places - 1 })
  realm = await server.createRealm()
  await addClient(server, realm, 'app', { directAccessGrantsEnabled: true, serviceAccountsEnabled: true })
  username = (await addUser(server, realm)).username
})
afterAll(() => server.stop())

const token = (form: Record<string, string>) => post(server, realm, 'token', form, basic('app'))
const logIn = () => token({ grant_type: 'password', username, password })

describe('more passwords than can be hashed', () => {
  test('are refused at once and told when to come again, while tokens are given to others', async () => {
    const order: string[] = []
    const noted = async (what: string, request: ReturnType<typeof token>) => {
      const answer = await request
      order.push(`${what} ${answer.statusCode}`)
      return answer
    }
    const asked = Array.from({ length: logins }, () => noted('login', logIn()))
    const others = Array.from({ length: 5 }, () => noted('other', token({ grant_type: 'client_credentials' })))
    const answers = await Promise.all(asked)
    await Promise.all(others)

    const refused = answers.filter(({ statusCode }) => statusCode === 503)
    expect(refused.length).toBeGreaterThan(logins / 2)
    expect(refused.every(({ headers }) => Number(headers['retry-after']) > 0)).toBe(true)
    expect(refused.every(({ body }) => !body.includes('access_token'))).toBe(true)
    expect(answers.filter(({ statusCode }) => statusCode === 200).length).toBe(logins - refused.length)
    expect(order.filter((line) => line === 'other 200')).toHaveLength(5)
    expect(order.lastIndexOf('other 200')).toBeLessThan(order.lastIndexOf('login 200'))
    expect(order.indexOf('login 503')).toBeLessThan(order.lastIndexOf('login 200'))
  })

  test('are taken again when the line is short', async () => {
    expect((await logIn()).statusCode).toBe(200)
    expect(server.server.hashing.load()).toEqual({ running: 0, waiting: 0 })
  })
})
