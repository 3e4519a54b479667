import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type KcAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTwoNodes, type TwoNodes } from './fixture/two-nodes.ts'

const secret = 'shared-by-both-nodes-of-the-test'
const password = 'Both-Nodes-1'
const rounds = 5

describe('two nodes on one PostgreSQL, asked at the same moment', () => {
  let nodes: TwoNodes
  /** Asks the users; keeps the token of its last question. */
  let device: Server
  let answerToken = ''

  beforeAll(async () => {
    device = createServer((request, response) => {
      answerToken = String(request.headers.authorization)
      response.writeHead(201).end()
    })
    const listening = Promise.withResolvers<void>()
    device.listen(0, '127.0.0.1', listening.resolve)
    await listening.promise
    nodes = await startTwoNodes({
      ZTRUST_OUTBOUND_ALLOW: '127.0.0.0/8',
      ZTRUST_CIBA_CHANNEL_URI: `http://127.0.0.1:${(device.address() as AddressInfo).port}/ask`,
    })
    await seed(nodes.admin)
  })
  afterAll(async () => {
    await nodes?.stop()
    device?.close()
  })

  const post = (node: string, path: string, form: Record<string, string>) =>
    fetch(`${node}/realms/shared/protocol/openid-connect/${path}`, { method: 'POST', body: new URLSearchParams(form) })

  /** Four of each node at the same moment: how many got tokens, and what the others were told. */
  async function raceForTokens(form: Record<string, string>) {
    const answers = await Promise.all([0, 1, 2, 3].flatMap(() => nodes.urls).map((node) => post(node, 'token', form)))
    const refusals = answers.filter(({ status }) => status === 400)
    const errors = await Promise.all(refusals.map(async (one) => ((await one.json()) as { error: string }).error))
    return { given: answers.filter(({ status }) => status === 200).length, errors }
  }

  function expectOne({ given, errors }: Awaited<ReturnType<typeof raceForTokens>>) {
    expect(given).toBe(1)
    expect(errors).toHaveLength(7)
    expect(errors.filter((error) => error !== 'invalid_grant' && error !== 'slow_down')).toEqual([])
  }

  test('a device code gives tokens once', async () => {
    for (let round = 0; round < rounds; round++) {
      const codes = await post(nodes.urls[0], 'auth/device', { client_id: 'television', scope: 'openid' })
      const { device_code, user_code } = (await codes.json()) as { device_code: string; user_code: string }
      await approveDevice(`${nodes.urls[0]}/realms/shared/device`, user_code)
      const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
      expectOne(await raceForTokens({ grant_type, client_id: 'television', device_code }))
    }
  })

  test('an auth_req_id gives tokens once, and its answer is taken once', async () => {
    const client = { client_id: 'bank', client_secret: secret }
    for (let round = 0; round < rounds; round++) {
      const asked = await post(nodes.urls[0], 'ext/ciba/auth', { ...client, scope: 'openid', login_hint: 'both' })
      const { auth_req_id } = (await asked.json()) as { auth_req_id: string }
      const answers = await Promise.all(
        nodes.urls.map((node) =>
          fetch(`${node}/realms/shared/protocol/openid-connect/ext/ciba/auth/callback`, {
            method: 'POST',
            headers: { authorization: answerToken, 'content-type': 'application/json' },
            body: JSON.stringify({ status: 'SUCCEED' }),
          }),
        ),
      )
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403])
      expectOne(await raceForTokens({ grant_type: 'urn:openid:params:grant-type:ciba', ...client, auth_req_id }))
    }
  })
})

async function seed(admin: KcAdminClient): Promise<void> {
  // An interval of nothing: what is left to keep the polls apart is that a code is used once.
  await admin.realms.create({ realm: 'shared', enabled: true, attributes: { cibaInterval: '0', cibaExpiresIn: '120' } })
  admin.setConfig({ realmName: 'shared' })
  const attributes = {
    'oauth2.device.authorization.grant.enabled': 'true',
    'oauth2.device.polling.interval': '0',
  }
  await admin.clients.create({ clientId: 'television', publicClient: true, attributes })
  await admin.clients.create({ clientId: 'bank', secret, attributes: { 'oidc.ciba.grant.enabled': 'true' } })
  await admin.users.create({
    username: 'both',
    enabled: true,
    firstName: 'B',
    lastName: 'Oth',
    email: 'both@example.org',
    credentials: [{ type: 'password', value: password, temporary: false }],
  })
}

/** What a person does in a browser: the code, the password, yes. */
async function approveDevice(address: string, userCode: string): Promise<void> {
  const cookies = new Map<string, string>()
  const send = async (url: string, form: Record<string, string>): Promise<string> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const body = new URLSearchParams(form)
    const answer = await fetch(url, { method: 'POST', body, headers: { cookie }, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      cookies.set(name, value)
    }
    return answer.headers.get('location') ?? (await answer.text())
  }
  const actionOf = (page: string) => (/<form[^>]*\saction="([^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&')
  const login = await send(address, { device_user_code: userCode })
  const consent = await send(actionOf(login), { username: 'both', password })
  expect(await send(actionOf(consent), { accept: 'true' })).toBe(`${address}/status`)
}
