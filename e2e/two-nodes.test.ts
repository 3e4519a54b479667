import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import KcAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  administrator,
  findFreePort,
  newServerPlace,
  type RunningServer,
  type ServerPlace,
  startBuiltServer,
} from './fixture/running-server.ts'

const secret = 'shared-by-both-nodes-of-the-test'

describe('two nodes on one PostgreSQL', () => {
  let place: ServerPlace
  let first: RunningServer
  let second: RunningServer
  let secondUrl: string
  let admin: KcAdminClient

  beforeAll(async () => {
    place = await newServerPlace('postgres')
    const env = {
      ZTRUST_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      ZTRUST_HOSTNAME: `http://localhost:${place.port}`,
    }
    const otherPort = await findFreePort()
    secondUrl = `http://localhost:${otherPort}`
    // Both at once: they agree on one master realm and one administrator.
    ;[first, second] = await Promise.all([
      startBuiltServer({ ...place, env }),
      startBuiltServer({ ...place, port: otherPort, env }),
    ])
    admin = new KcAdminClient({ baseUrl: first.url, realmName: 'master' })
    await admin.auth({ ...administrator, grantType: 'password', clientId: 'admin-cli' })
    await admin.realms.create({ realm: 'shared', enabled: true })
    admin.setConfig({ realmName: 'shared' })
  })
  afterAll(async () => {
    await first?.stop()
    await second?.stop()
    await place?.remove()
  })

  async function tokenFrom(node: string, clientId: string): Promise<number> {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret })
    const answer = await fetch(`${node}/realms/shared/protocol/openid-connect/token`, { method: 'POST', body })
    await answer.arrayBuffer()
    return answer.status
  }

  /** Asks until the node says so: how many times it had to be asked. Changes arrive by notification, not by waiting. */
  async function asksUntil(expected: number, ask: () => Promise<number>): Promise<number> {
    for (let asks = 1; asks <= 50; asks += 1) if ((await ask()) === expected) return asks
    return Number.POSITIVE_INFINITY
  }

  it('see each other’s clients, secrets and switches at once', async () => {
    const { id } = await admin.clients.create({ clientId: 'worker', secret, serviceAccountsEnabled: true })
    expect(await asksUntil(200, () => tokenFrom(secondUrl, 'worker'))).toBeLessThan(10)
    await admin.clients.update({ id }, { clientId: 'worker', enabled: false })
    expect(await asksUntil(401, () => tokenFrom(secondUrl, 'worker'))).toBeLessThan(10)
    await admin.clients.update({ id }, { clientId: 'worker', enabled: true })
    expect(await asksUntil(200, () => tokenFrom(secondUrl, 'worker'))).toBeLessThan(10)
    await admin.realms.update({ realm: 'shared' }, { enabled: false })
    expect(await asksUntil(403, () => tokenFrom(secondUrl, 'worker'))).toBeLessThan(10)
    await admin.realms.update({ realm: 'shared' }, { enabled: true })
  })

  it('take an assertion of a client once, whichever of them is asked', async () => {
    const clientAuthenticatorType = 'client-secret-jwt'
    await admin.clients.create({ clientId: 'signer', secret, serviceAccountsEnabled: true, clientAuthenticatorType })
    for (let round = 0; round < 5; round++) {
      const body = new URLSearchParams({ grant_type: 'client_credentials', ...signAssertion(first.url, 'signer') })
      const answers = await Promise.all(
        [first.url, secondUrl, first.url, secondUrl, first.url, secondUrl].map(async (node) => {
          const answer = await fetch(`${node}/realms/shared/protocol/openid-connect/token`, { method: 'POST', body })
          return ((await answer.json()) as { error_description?: string }).error_description ?? 'token'
        }),
      )
      expect(answers.filter((one) => one === 'token')).toHaveLength(1)
      expect(answers.filter((one) => one === 'Token reuse detected')).toHaveLength(5)
    }
  })

  it('take each other’s tokens, and refuse them together', async () => {
    await admin.users.create({
      username: 'both',
      enabled: true,
      firstName: 'B',
      lastName: 'Oth',
      email: 'both@example.org',
      credentials: [{ type: 'password', value: 'Both-Nodes-1', temporary: false }],
    })
    await admin.clients.create({ clientId: 'phone', publicClient: true, directAccessGrantsEnabled: true })
    const body = new URLSearchParams({
      grant_type: 'password',
      client_id: 'phone',
      username: 'both',
      password: 'Both-Nodes-1',
      scope: 'openid',
    })
    const answer = await fetch(`${first.url}/realms/shared/protocol/openid-connect/token`, { method: 'POST', body })
    const { access_token: token } = (await answer.json()) as { access_token: string }
    const userinfo = async () => {
      const headers = { authorization: `Bearer ${token}` }
      return (await fetch(`${secondUrl}/realms/shared/protocol/openid-connect/userinfo`, { headers })).status
    }
    expect(await userinfo()).toBe(200)
    const [user] = await admin.users.find({ username: 'both', exact: true })
    await admin.users.logout({ id: String(user?.id) })
    expect(await userinfo()).toBe(401)
  })

  it('refuse a third node with another key, with a sentence', async () => {
    const env = { ZTRUST_ENCRYPTION_KEY: randomBytes(32).toString('base64') }
    await expect(startBuiltServer({ ...place, port: await findFreePort(), env })).rejects.toThrow(
      /encrypted with another key/,
    )
  })
})

/** `client_secret_jwt` (OpenID Connect Core, section 9), new each time. */
function signAssertion(url: string, clientId: string) {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const iat = Math.floor(Date.now() / 1000)
  const claims = { iss: clientId, sub: clientId, aud: `${url}/realms/shared`, jti: randomUUID(), iat, exp: iat + 30 }
  const input = `${encode({ alg: 'HS256' })}.${encode(claims)}`
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`,
  }
}
