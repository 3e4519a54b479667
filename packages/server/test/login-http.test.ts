import { anyContent, endpoint } from '@ztrust/contract/endpoint'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { draftAuthenticationSession } from '../src/model/authentication-session/draft-authentication-session.ts'
import { passwordCredential } from '../src/model/credential/password-credential.ts'
import { createUser } from '../src/model/user/create-user.ts'
import { authenticationFlowModule } from '../src/modules/authentication-flow/index.ts'
import { passwordLoginModule } from '../src/modules/password-login/index.ts'
import { implement } from '../src/spi/endpoint-handler.ts'
import { defineModule } from '../src/spi/module.ts'
import { redirect } from '../src/spi/reply.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

const begin = endpoint({
  method: 'GET',
  path: '/realms/{realm}/test/begin',
  family: 'page',
  summary: 'Begins a sign-in',
  tag: 'Test',
  responses: { 200: anyContent },
})

/** A protocol that only begins and tells that it ended. */
const testProtocol = defineModule({
  id: 'test-protocol',
  endpoints: [
    implement(begin, async (_request, { server, realm, request }) => {
      const client = await realm.client('account')
      if (!client) throw new Error('The client is gone')
      const session = draftAuthenticationSession(server, realm.realm, {
        clientId: client.client.id,
        protocol: 'test',
        redirectUri: 'https://app.example/cb',
      })
      return server.registry.flowExecutor.start({ server, realm, client, session, request }, { passive: false })
    }),
  ],
  loginProtocols: [
    {
      id: 'test',
      complete:
        async (_tx, { user }) =>
        async () =>
          redirect(`https://app.example/cb?user=${user.username}`),
      fail: async (_login, error) => redirect(`https://app.example/cb?error=${error}`),
      scopesToConsent: async () => [],
      requiresReauthentication: () => false,
    },
  ],
})

describe('the sign-in over HTTP', () => {
  let running: TestServer
  let realm: string
  beforeEach(async () => {
    running = await testServer({ modules: [authenticationFlowModule, passwordLoginModule, testProtocol] })
    const snapshot = await running.createRealm()
    realm = snapshot.realm.name
    const hashed = await running.server.hashing.hash('a right password')
    await running.server.storage.transact((tx) =>
      createUser(tx, snapshot, { username: 'ada', credentials: [passwordCredential(hashed)] }),
    )
  })
  afterEach(() => running.stop())

  const cookiesOf = (response: { cookies: { name: string; value: string }[] }) =>
    response.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
  const actionOf = (html: string) => {
    const action = /<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/.exec(html)?.[1]
    if (!action) throw new Error(`No login form in ${html}`)
    const { pathname, search } = new URL(action.replaceAll('&amp;', '&'))
    return pathname + search
  }

  it('renders the form, takes the post, answers 303 and sets cookies that scripts cannot read', async () => {
    const page = await running.inject({ url: `/realms/${realm}/test/begin`, headers: { accept: 'text/html' } })
    expect(page.statusCode).toBe(200)
    expect(page.headers['cache-control']).toBe('no-store')
    for (const name of ['username', 'password', 'credentialId', 'kc-login']) expect(page.body).toContain(name)
    const cookie = cookiesOf(page)
    const form = { username: 'ada', password: 'wrong' }
    const wrong = await running.inject({ method: 'POST', url: actionOf(page.body), headers: { cookie }, form })
    expect(wrong.statusCode).toBe(200)
    expect(wrong.body).toContain('Invalid username or password.')
    expect(wrong.body).toContain('id="input-error"')
    const right = { ...form, password: 'a right password' }
    const done = await running.inject({ method: 'POST', url: actionOf(wrong.body), headers: { cookie }, form: right })
    expect([done.statusCode, done.headers.location]).toEqual([303, 'https://app.example/cb?user=ada'])
    const identity = done.cookies.find(({ name }) => name === 'KEYCLOAK_IDENTITY')
    expect(identity).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: `/realms/${realm}/` })
    const late = await running.inject({ method: 'POST', url: actionOf(page.body), headers: { cookie }, form: right })
    expect(late.statusCode).toBeLessThan(500)
    expect(late.headers.location).toBeUndefined()
  })

  it('answers nonsense with a page below 500 and without internals', async () => {
    const base = `/realms/${realm}/login-actions`
    const addresses = ['authenticate', 'required-action', 'consent', 'restart']
    const queries = [
      '',
      '?client_id=account',
      '?client_id=account&tab_id=x&execution=y&session_code=z',
      '?tab_id=a&tab_id=b',
      `?client_id=${'x'.repeat(300)}`,
      '?client_id=%00&tab_id=%00',
    ]
    for (const path of addresses) {
      for (const query of queries) {
        for (const method of path === 'restart' ? (['GET'] as const) : (['GET', 'POST'] as const)) {
          const headers = {
            accept: 'text/html',
            cookie: 'AUTH_SESSION_ID=x; KC_RESTART=v1.a.b; KEYCLOAK_IDENTITY=a.b.c',
          }
          const form = method === 'POST' ? { form: { username: 'a' } } : {}
          const response = await running.inject({ method, url: `${base}/${path}${query}`, headers, ...form })
          expect([path, query, response.statusCode]).toEqual([path, query, 400])
          expect(response.body).toContain('<html')
          expect(response.body).not.toMatch(/Error:|at \/|\.ts:/)
        }
      }
    }
  })
})
