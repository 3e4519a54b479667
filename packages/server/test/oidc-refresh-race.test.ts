import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addClient, addUser, password, post } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

/** SQLite has one node; there the same node is asked twice. */
const hasTwoNodes = process.env['ZTRUST_TEST_DATABASE_URL'] !== undefined

describe('two nodes over one database', () => {
  let first: TestServer
  let second: TestServer

  beforeAll(async () => {
    const encryptionKey = Buffer.alloc(32, 7).toString('base64')
    first = await testServer({ config: { encryptionKey } })
    const { databaseUrl } = first.server.config
    second = hasTwoNodes && databaseUrl ? await testServer({ config: { encryptionKey, databaseUrl } }) : first
  })
  afterAll(async () => {
    if (second !== first) await second.stop()
    await first.stop()
  })

  test.each(['openid', 'openid offline_access'])(
    'give one of many who bring one refresh token tokens (%s)',
    async (scope) => {
      const realm = await first.createRealm({ revokeRefreshToken: true })
      await addClient(first, realm, 'app', { directAccessGrantsEnabled: true })
      await addUser(first, realm)
      const form = { grant_type: 'password', username: 'ada', password, scope }
      const { refresh_token: token } = (await post(first, realm, 'token', form)).json()
      const bring = (node: TestServer) =>
        post(node, realm, 'token', { grant_type: 'refresh_token', refresh_token: token })
      const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => bring(index % 2 ? first : second)))
      const won = answers.filter((answer) => answer.statusCode === 200)
      expect(won).toHaveLength(1)
      const lost = answers.filter((answer) => answer.json().error === 'invalid_grant')
      expect(lost).toHaveLength(11)
      const next = { grant_type: 'refresh_token', refresh_token: won[0]?.json().refresh_token }
      expect((await post(second, realm, 'token', next)).statusCode, 'the others showed that it was copied').toBe(400)
    },
  )
})
