import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addClient,
  addUser,
  Browser,
  basic,
  redirectUri,
  s256,
  secret,
  verifier,
} from '../packages/server/test/fixture/oidc-application.ts'
import { testServer } from '../packages/server/test/fixture/test-server.ts'

/** One of the two servers that are asked the same. */
interface Side {
  readonly metadata: Readonly<Record<string, string>>
  /** A fresh code of the user, for the client `app` unless told otherwise. */
  code(parameters?: Readonly<Record<string, string>>): Promise<string>
  stop(): Promise<void>
}

let ours: Side
let peer: Side

beforeAll(async () => {
  ;[ours, peer] = await Promise.all([startOurs(), startPeer()])
})
afterAll(async () => {
  await Promise.all([ours?.stop(), peer?.stop()])
})

const request = { client_id: 'app', redirect_uri: redirectUri, response_type: 'code', scope: 'openid', state: 's' }

async function readMetadata(issuer: string): Promise<Side['metadata']> {
  return (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Side['metadata']
}

async function startOurs(): Promise<Side> {
  const server = await testServer()
  const realm = await server.createRealm()
  await addClient(server, realm, 'app', { attributes: { 'post.logout.redirect.uris': 'https://app.test/bye' } })
  await addClient(server, realm, 'other', {})
  await addClient(server, realm, 'spa', {
    publicClient: true,
    attributes: { 'pkce.code.challenge.method': 'S256' },
  })
  await addClient(server, realm, 'service', { standardFlowEnabled: false, serviceAccountsEnabled: true })
  await addUser(server, realm)
  return {
    metadata: await readMetadata(`${server.url}/realms/${realm.realm.name}`),
    code: async (parameters = {}) =>
      String((await new Browser(server).signIn(realm, { ...request, ...parameters })).get('code')),
    stop: () => server.stop(),
  }
}

/** npm oidc-provider with the same clients; its user is signed in without a page. */
async function startPeer(): Promise<Side> {
  const server = createServer()
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const provider = new Provider(origin, peerConfiguration(origin))
  const answer = provider.callback()
  server.on('request', (incoming, response) => {
    if (!incoming.url?.startsWith('/interaction/')) return answer(incoming, response)
    void provider.interactionFinished(incoming, response, { login: { accountId: 'ada' } })
  })
  const metadata = await readMetadata(origin)
  return {
    metadata,
    code: async (parameters = {}) => {
      const cookies = new Map<string, string>()
      let address = `${metadata['authorization_endpoint']}?${new URLSearchParams({ ...request, ...parameters })}`
      while (!address.startsWith(redirectUri)) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const step = await fetch(address, { redirect: 'manual', headers: { cookie } })
        for (const line of step.headers.getSetCookie()) {
          const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
          cookies.set(name, value)
        }
        address = new URL(String(step.headers.get('location')), address).href
      }
      return String(new URL(address).searchParams.get('code'))
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function peerConfiguration(origin: string): object {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const web = {
    client_secret: secret,
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
  }
  return {
    jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256' }] },
    clients: [
      { ...web, client_id: 'app', post_logout_redirect_uris: ['https://app.test/bye'] },
      { ...web, client_id: 'other' },
      {
        client_id: 'spa',
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
      },
      {
        client_id: 'service',
        client_secret: secret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    cookies: { keys: ['cookies'] },
    scopes: ['openid', 'profile', 'email'],
    pkce: { required: (_context: unknown, { clientId }: { clientId: string }) => clientId === 'spa' },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
    },
    findAccount: (_context: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
    issueRefreshToken: () => true,
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `${origin}/interaction/${uid}` },
    loadExistingGrant: async (context: {
      oidc: { provider: Provider; client: { clientId: string }; session: { accountId: string } }
    }) => {
      const { client, session } = context.oidc
      const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  }
}

/** What a client can tell apart: where the answer goes and the error's code. */
async function summarise(response: Response): Promise<string> {
  const location = response.headers.get('location')
  if (location?.startsWith(redirectUri)) {
    const { searchParams, hash } = new URL(location)
    const parameters = hash === '' ? searchParams : new URLSearchParams(hash.slice(1))
    return `redirect: ${parameters.get('error') ?? 'no error'}, state ${parameters.get('state')}`
  }
  if (location !== null) return 'goes on'
  const challenge = /error="([^"]+)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1]
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  const error = isJson ? (JSON.parse(text) as { error?: string }).error : undefined
  if (isJson || challenge !== undefined) return `${response.status}: ${error ?? challenge ?? 'no error'}`
  return response.status < 400 ? 'goes on' : `${response.status}`
}

type Ask = (side: Side) => Promise<Response>

const authorize =
  (parameters: Record<string, string>): Ask =>
  ({ metadata }) => {
    const filled = Object.entries({ ...request, ...parameters }).filter(([, value]) => value !== '')
    return fetch(`${metadata['authorization_endpoint']}?${new URLSearchParams(filled)}`, { redirect: 'manual' })
  }

const send =
  (endpoint: string, form: Record<string, string> | string, headers: Record<string, string> = basic('app')): Ask =>
  ({ metadata }) =>
    fetch(String(metadata[endpoint]), { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' })

const token = (form: Record<string, string> | string, headers?: Record<string, string>) =>
  send('token_endpoint', form, headers)

/** A token request with a fresh code, or with what that code gave. */
const withCode =
  (form: Record<string, string>, headers?: Record<string, string>, parameters: Record<string, string> = {}): Ask =>
  async (side) => {
    const code = await side.code(parameters)
    return token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...form }, headers)(side)
  }

const withTokens =
  (ask: (tokens: { access_token: string; refresh_token: string; id_token: string }) => Ask): Ask =>
  async (side) => {
    const tokens = await (await withCode({})(side)).json()
    return ask(tokens as { access_token: string; refresh_token: string; id_token: string })(side)
  }

const refresh = (refresh_token: string, form: Record<string, string> = {}, headers?: Record<string, string>) =>
  token({ grant_type: 'refresh_token', refresh_token, ...form }, headers)

const userinfo =
  (authorization: string): Ask =>
  ({ metadata }) =>
    fetch(String(metadata['userinfo_endpoint']), { headers: { authorization } })

// Where we answer as Keycloak does, and the peer otherwise.
const noClient = '401: invalid_client'
const wrongProof = '401: unauthorized_client'

/** The third is our answer where it differs from the peer's. */
const rows: readonly (readonly [string, Ask, string?])[] = [
  ['authorization: an unknown client', authorize({ client_id: 'nobody' })],
  ['authorization: an address that is not registered', authorize({ redirect_uri: 'https://evil.test/cb' })],
  ['authorization: an address with something behind it', authorize({ redirect_uri: `${redirectUri}/x` })],
  ['authorization: an address with another query', authorize({ redirect_uri: `${redirectUri}?x=1` })],
  ['authorization: no response type', authorize({ response_type: '' })],
  ['authorization: an unknown response type', authorize({ response_type: 'magic' })],
  [
    'authorization: an unknown response mode',
    authorize({ response_mode: 'pigeon' }),
    'redirect: invalid_request, state s',
  ],
  ['authorization: prompt=none without a session', authorize({ prompt: 'none' })],
  ['authorization: prompt=none with another', authorize({ prompt: 'none login' })],
  ['authorization: a public client without PKCE', authorize({ client_id: 'spa' })],
  ['authorization: PKCE by an unknown method', authorize({ ...s256, code_challenge_method: 'S1' })],
  ['authorization: a challenge that is too short', authorize({ ...s256, code_challenge: 'short' })],
  ['authorization: a good request', authorize({})],
  ['token: no grant', token({})],
  ['token: an unknown grant', token({ grant_type: 'magic' })],
  ['token: a wrong secret', token({ grant_type: 'client_credentials' }, basic('service', 'wrong')), wrongProof],
  ['token: an unknown client', token({ grant_type: 'client_credentials' }, basic('nobody'))],
  ['token: no client', token({ grant_type: 'client_credentials' }, {}), noClient],
  ['token: client credentials', token({ grant_type: 'client_credentials' }, basic('service'))],
  ['token: a code that never was', token({ grant_type: 'authorization_code', code: 'x', redirect_uri: redirectUri })],
  ['token: no code', token({ grant_type: 'authorization_code', redirect_uri: redirectUri })],
  ['token: a grant that was asked for twice', token('grant_type=client_credentials&grant_type=client_credentials')],
  ['token: a code', withCode({})],
  ['token: a code for another address', withCode({ redirect_uri: 'https://app.test/other' })],
  ['token: a code of another client', withCode({}, basic('other'))],
  ['token: a code without its verifier', withCode({}, undefined, s256)],
  ['token: a code with a wrong verifier', withCode({ code_verifier: `${verifier}x` }, undefined, s256)],
  ['token: a code with its verifier', withCode({ code_verifier: verifier }, undefined, s256)],
  ['token: a verifier where there was no challenge', withCode({ code_verifier: verifier })],
  [
    'token: a code twice',
    async (side) => {
      const form = { grant_type: 'authorization_code', code: await side.code(), redirect_uri: redirectUri }
      await token(form)(side)
      return token(form)(side)
    },
  ],
  ['refresh: a token', withTokens(({ refresh_token }) => refresh(refresh_token))],
  ['refresh: a token that never was', refresh('nonsense')],
  ['refresh: an access token', withTokens(({ access_token }) => refresh(access_token))],
  ['refresh: a token of another client', withTokens(({ refresh_token }) => refresh(refresh_token, {}, basic('other')))],
  [
    'refresh: more scope than was granted',
    withTokens(({ refresh_token }) => refresh(refresh_token, { scope: 'openid email phone' })),
    // What was not granted is left out.
    '200: no error',
  ],
  ['refresh: no token', token({ grant_type: 'refresh_token' })],
  ['userinfo: a token', withTokens(({ access_token }) => userinfo(`Bearer ${access_token}`))],
  ['userinfo: a token that never was', userinfo('Bearer nonsense')],
  ['userinfo: a refresh token', withTokens(({ refresh_token }) => userinfo(`Bearer ${refresh_token}`))],
  ['introspection: without a client', send('introspection_endpoint', { token: 'x' }, {}), noClient],
  ['introspection: no token', send('introspection_endpoint', {})],
  ['introspection: a token that never was', send('introspection_endpoint', { token: 'x' })],
  ['revocation: without a client', send('revocation_endpoint', { token: 'x' }, {}), noClient],
  ['revocation: no token', send('revocation_endpoint', {})],
  ['revocation: a token that never was', send('revocation_endpoint', { token: 'x' })],
  [
    'revocation: then refresh',
    withTokens(({ refresh_token }) => async (side) => {
      await send('revocation_endpoint', { token: refresh_token })(side)
      return refresh(refresh_token)(side)
    }),
  ],
]

describe('oidc-provider, asked the same', () => {
  test.each(rows.map(([title, ask, different]) => ({ title, ask, different })))(
    '$title',
    async ({ ask, different }) => {
      const [mine, theirs] = await Promise.all([ask(ours).then(summarise), ask(peer).then(summarise)])
      expect({ answer: mine }).toEqual({ answer: different ?? theirs })
      if (different !== undefined) expect(theirs).not.toBe(mine)
    },
  )
})
