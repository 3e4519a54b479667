import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, addUser, Browser, formAction, post } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly server: TestServer
  readonly open: RealmSnapshot
  readonly closed: RealmSnapshot
}

let world: World

beforeAll(async () => {
  const server = await testServer()
  const open = await server.createRealm({ registrationAllowed: true }, 'open')
  const closed = await server.createRealm({}, 'closed')
  for (const one of [open, closed]) await addClient(server, one, 'app', {})
  await addUser(server, open)
  world = { server, open, closed }
})
afterAll(() => world.server.stop())

const newcomer = {
  firstName: 'Grace',
  lastName: 'Hopper',
  password: 'a nanosecond of wire',
  'password-confirm': 'a nanosecond of wire',
}
let count = 0

type Form = Readonly<Record<string, string>>
const ask = (parameters: Form) => (at: World) => new Browser(at.server).authorize(at.open, parameters)
const metadataOf = (realm: (at: World) => RealmSnapshot) => (at: World) =>
  at.server.inject({ url: `/realms/${realm(at).realm.name}/.well-known/openid-configuration` })
const registerForm = expect.stringMatching(/id="kc-register-form"/)

async function register(at: World, parameters: Form = {}) {
  const browser = new Browser(at.server)
  const page = await browser.authorize(at.open, { prompt: 'create', ...parameters })
  count += 1
  const name = `newcomer-${count}`
  return browser.request(formAction(page), { ...newcomer, username: name, email: `${name}@example.org` })
}

describeMusts('Initiating User Registration via OpenID Connect 1.0', () => world, [
  {
    section: '4',
    must: 'create shows how to make an account, not how to sign in',
    request: ask({ prompt: 'create' }),
    expected: { status: 200, text: registerForm },
  },
  {
    section: '4',
    must: 'create holds for who is signed in already, too',
    request: async (at) => {
      const browser = new Browser(at.server)
      await browser.signIn(at.open)
      return browser.authorize(at.open, { prompt: 'create' })
    },
    expected: { status: 200, text: registerForm },
  },
  {
    section: '4',
    must: 'create with none contradicts itself',
    request: ask({ prompt: 'create none' }),
    expected: { status: 302, redirect: { error: 'invalid_request', state: 'state-1' } },
  },
  {
    section: '4',
    must: 'other parameters keep their meaning: login_hint fills in the address',
    request: ask({ prompt: 'create', login_hint: 'grace@example.org' }),
    expected: {
      status: 200,
      text: expect.stringMatching(
        /name="email"[^>]*value="grace@example\.org"|value="grace@example\.org"[^>]*name="email"/,
      ),
    },
  },
  {
    section: '4',
    must: 'who has an account after all may sign in',
    request: async (at) => {
      const browser = new Browser(at.server)
      const page = await browser.authorize(at.open, { prompt: 'create' })
      const back = /id="kc-back-to-login" href="([^"]+)"/.exec(page.body)?.[1] ?? ''
      return browser.submitPassword(await browser.request(back.replaceAll('&amp;', '&')))
    },
    expected: { status: 303, redirect: { code: expect.any(String), state: 'state-1' } },
  },
  {
    section: '4.1',
    must: 'a pushed request may ask for it',
    request: async (at) => {
      const form = { response_type: 'code', redirect_uri: 'https://app.test/cb', scope: 'openid', prompt: 'create' }
      const pushed = await post(at.server, at.open, 'ext/par/request', form)
      const query = new URLSearchParams({ client_id: 'app', request_uri: pushed.json().request_uri })
      return new Browser(at.server).request(`/realms/open/protocol/openid-connect/auth?${query}`)
    },
    expected: { status: 200, text: registerForm },
  },
  {
    section: '4.1',
    must: 'where it is not supported the answer is 400',
    request: (at) => new Browser(at.server).authorize(at.closed, { prompt: 'create' }),
    expected: { status: 400, text: expect.stringMatching(/Registration not allowed/) },
  },
  {
    section: '4.2',
    must: 'the answer is that of a sign-in: a code and the state',
    request: (at) => register(at, { state: 'kept' }),
    expected: { status: 303, redirect: { code: expect.any(String), state: 'kept' } },
  },
  {
    section: '4.2',
    must: 'the answer comes in the mode that was asked for',
    request: (at) => register(at, { response_mode: 'form_post' }),
    expected: { status: 200, text: expect.stringMatching(/name="code"/) },
  },
  {
    section: '5',
    must: 'prompt_values_supported names create where it works',
    request: metadataOf((at) => at.open),
    expected: { status: 200, body: { prompt_values_supported: expect.arrayContaining(['create']) } },
  },
  {
    section: '5',
    must: 'prompt_values_supported does not name it elsewhere',
    request: metadataOf((at) => at.closed),
    expected: { status: 200, body: { prompt_values_supported: ['none', 'login', 'consent'] } },
  },
])
