import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listJobs } from '../../src/model/job/job.store.ts'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import {
  addClient,
  addUser,
  Browser,
  basic,
  claimsOf,
  endpointOf,
  post,
  redirectUri,
} from '../fixture/oidc-application.ts'
import { openReceiver, type Received, type Receiver } from '../fixture/receiver.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
let receiver: Receiver

beforeAll(async () => {
  server = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  realm = await server.createRealm()
  receiver = await openReceiver()
  const told = (clientId: string, more: Record<string, string> = {}) =>
    addClient(server, realm, clientId, {
      attributes: { 'backchannel.logout.url': `${receiver.url}/${clientId}?own=1`, ...more },
    })
  await addClient(server, realm, 'app', {})
  await told('with-sid', { 'backchannel.logout.session.required': 'true' })
  await told('without-sid')
  await told('es256', { 'id.token.signed.response.alg': 'ES256' })
  await addUser(server, realm)
})
afterAll(async () => {
  await receiver.close()
  await server.stop()
})

interface Told {
  readonly idToken: Record<string, unknown>
  readonly requests: readonly Received[]
  readonly header: Record<string, unknown>
  readonly claims: Record<string, unknown>
  readonly token: string
}

/** Signs a browser in at `app` and these clients, logs it out, and tells what the receiver got. */
async function logOut(clients: readonly string[], status = 200): Promise<Told> {
  const browser = new Browser(server)
  let hint = ''
  for (const clientId of [...clients, 'app']) {
    const code = String((await browser.signIn(realm, { client_id: clientId, nonce: 'n-1' })).get('code'))
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
    hint = (await post(server, realm, 'token', form, basic(clientId))).json<{ id_token: string }>().id_token
  }
  receiver.received.length = 0
  receiver.status = status
  await server.clock.advance(1000)
  // What the clock set off has ended before there is something new to do.
  await server.running.runDueJobs()
  await browser.request(`${endpointOf(realm, 'logout')}?id_token_hint=${hint}`)
  await server.running.runDueJobs()
  const requests = [...receiver.received]
  const token = new URLSearchParams(requests[0]?.body).get('logout_token') ?? ''
  const header = token === '' ? {} : JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
  return { idToken: claimsOf(hint), requests, header, claims: token === '' ? {} : claimsOf(token), token }
}

async function hasGoodSignature({ token, header }: Told): Promise<boolean> {
  const { keys } = (await server.inject({ url: endpointOf(realm, 'certs') })).json<{ keys: JsonWebKey[] }>()
  const jwk = keys.find((key) => key['kid'] === header['kid'])
  const [head, payload, signature] = token.split('.')
  if (!jwk) return false
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const data = Buffer.from(`${head}.${payload}`)
  return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature ?? '', 'base64url'))
}

interface Row {
  readonly section: string
  readonly must: string
  answer(): Promise<unknown>
  readonly expected: unknown
}

const event = 'http://schemas.openid.net/event/backchannel-logout'
const sent = async (clientId: string) => (await logOut([clientId])).claims
const discovery = async () =>
  (await server.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` })).json()

const rows: readonly Row[] = [
  {
    section: '2.1',
    must: 'the metadata say that it is supported, with sessions',
    answer: discovery,
    expected: { backchannel_logout_supported: true, backchannel_logout_session_supported: true },
  },
  {
    section: '2.2',
    must: 'the query of the registered address is kept',
    answer: async () => (await logOut(['with-sid'])).requests.map(({ path }) => path),
    expected: ['/with-sid?own=1'],
  },
  {
    section: '2.4',
    must: 'iss is the issuer',
    answer: () => sent('with-sid'),
    expected: { iss: expect.stringMatching(/^http.*\/realms\//) },
  },
  { section: '2.4', must: 'aud is the client', answer: () => sent('with-sid'), expected: { aud: 'with-sid' } },
  {
    section: '2.4',
    must: 'iat and exp are there, at most two minutes apart',
    answer: async () => {
      const { iat, exp } = await sent('with-sid')
      return { iat, lifespan: Number(exp) - Number(iat) }
    },
    expected: { iat: expect.any(Number), lifespan: 120 },
  },
  {
    section: '2.4',
    must: 'jti is unique',
    answer: async () => new Set([await sent('with-sid'), await sent('with-sid')].map(({ jti }) => jti)).size,
    expected: 2,
  },
  {
    section: '2.4',
    must: 'events has the member of the specification, an object',
    answer: () => sent('with-sid'),
    expected: { events: { [event]: {} } },
  },
  {
    section: '2.4',
    must: 'sid is the one of the ID token, for a client that requires it',
    answer: async () => {
      const { idToken, claims } = await logOut(['with-sid'])
      return claims['sid'] === idToken['sid'] && claims['sid'] !== undefined
    },
    expected: true,
  },
  {
    section: '2.4',
    must: 'a token without sid has a sub, the one of the ID token',
    answer: async () => {
      const { idToken, claims } = await logOut(['without-sid'])
      return { hasSid: 'sid' in claims, isSameSub: claims['sub'] === idToken['sub'] }
    },
    expected: { hasSid: false, isSameSub: true },
  },
  {
    section: '2.4',
    must: 'a nonce is never there, although the sign-in had one',
    answer: async () => 'nonce' in (await sent('with-sid')),
    expected: false,
  },
  {
    section: '2.4',
    must: 'the header says logout+jwt, so that it cannot be taken for another token',
    answer: async () => (await logOut(['with-sid'])).header,
    expected: { typ: 'logout+jwt' },
  },
  {
    section: '2.4',
    must: 'it is signed by a key of the issuer',
    answer: async () => hasGoodSignature(await logOut(['with-sid'])),
    expected: true,
  },
  {
    section: '2.4',
    must: 'it is signed by the algorithm that the client has for its ID tokens',
    answer: async () => {
      const told = await logOut(['es256'])
      return { alg: told.header['alg'], isGood: await hasGoodSignature(told) }
    },
    expected: { alg: 'ES256', isGood: true },
  },
  {
    section: '2.5',
    must: 'it is posted as a form',
    answer: async () => (await logOut(['with-sid'])).requests.map(({ mediaType }) => mediaType),
    expected: ['application/x-www-form-urlencoded'],
  },
  {
    section: '2.5',
    must: 'the form holds the token and nothing else',
    answer: async () => [...new URLSearchParams((await logOut(['with-sid'])).requests[0]?.body).keys()],
    expected: ['logout_token'],
  },
  {
    section: '2.5',
    must: 'each client of the session gets its own, by requests side by side',
    answer: async () => (await logOut(['with-sid', 'without-sid'])).requests.map(({ path }) => path).toSorted(),
    expected: ['/with-sid?own=1', '/without-sid?own=1'],
  },
  {
    section: '2.5',
    must: 'a client that took no part in the session hears nothing',
    answer: async () => (await logOut([])).requests,
    expected: [],
  },
  {
    section: '2.8',
    must: 'a client that answers with an error is asked again',
    answer: async () => {
      await logOut(['with-sid'], 503)
      receiver.status = 200
      await server.clock.advance(1000)
      await server.running.runDueJobs()
      const waiting = await listJobs(server.server.storage, 'waiting', { first: 0, max: 10 })
      return { requests: receiver.received.length, waiting: waiting.length }
    },
    expected: { requests: 2, waiting: 0 },
  },
]

describe('OpenID Connect Back-Channel Logout 1.0', () => {
  test.each(rows.map((row) => [row.section, row.must, row] as const))('%s: %s', async (_section, _must, row) => {
    const answer = await row.answer()
    if (typeof row.expected === 'object') expect(answer).toMatchObject(row.expected ?? {})
    else expect(answer).toBe(row.expected)
  })
})
