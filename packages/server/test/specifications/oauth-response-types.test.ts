import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, addUser, Browser } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
}

let world: World

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm()
  await addClient(server, realm, 'app', { implicitFlowEnabled: true })
  await addUser(server, realm)
  world = { server, realm }
})
afterAll(() => world.server.stop())

type Form = Record<string, string>
const signIn = (parameters: Form) => async (at: World) => {
  const browser = new Browser(at.server)
  return browser.submitPassword(await browser.authorize(at.realm, { nonce: 'n', ...parameters }))
}
const ask = (parameters: Form) => (at: World) => new Browser(at.server).authorize(at.realm, parameters)
const someText = expect.any(String)
const inFragment = { location: expect.stringMatching(/^https:\/\/app\.test\/cb#[^?]+$/) }
const inQuery = { location: expect.stringMatching(/^https:\/\/app\.test\/cb\?[^#]+$/) }

describeMusts('OAuth 2.0 Multiple Response Type Encoding Practices', () => world, [
  {
    section: '2.1',
    must: 'the default mode of code is query',
    request: signIn({ response_type: 'code' }),
    expected: { status: 303, headers: inQuery },
  },
  {
    section: '2.1',
    must: 'the default mode of token is fragment',
    request: signIn({ response_type: 'token' }),
    expected: { status: 303, headers: inFragment },
  },
  {
    section: '2.1',
    must: 'response_mode=fragment is for code too',
    request: signIn({ response_type: 'code', response_mode: 'fragment' }),
    expected: { status: 303, headers: inFragment, redirect: { code: someText, state: 'state-1' } },
  },
  {
    section: '3',
    must: 'id_token gives an ID token in the fragment',
    request: signIn({ response_type: 'id_token' }),
    expected: { status: 303, headers: inFragment, redirect: { id_token: someText, state: 'state-1' } },
  },
  {
    section: '4',
    must: 'none gives neither code nor token, and the state',
    request: signIn({ response_type: 'none' }),
    expected: {
      status: 303,
      headers: { location: expect.not.stringMatching(/code|token/) },
      redirect: { state: 'state-1' },
    },
  },
  {
    section: '4',
    must: 'the default mode of none is query',
    request: signIn({ response_type: 'none' }),
    expected: { status: 303, headers: inQuery },
  },
  {
    section: '4',
    must: 'none stands with no other type',
    request: ask({ response_type: 'code none' }),
    expected: { status: 302, redirect: { error: 'unsupported_response_type' } },
  },
  {
    section: '5',
    must: 'code token gives both in the fragment',
    request: signIn({ response_type: 'code token' }),
    expected: {
      status: 303,
      headers: inFragment,
      redirect: { code: someText, access_token: someText, token_type: 'Bearer', expires_in: '300', state: 'state-1' },
    },
  },
  {
    section: '5',
    must: 'code id_token gives both in the fragment',
    request: signIn({ response_type: 'code id_token' }),
    expected: { status: 303, headers: inFragment, redirect: { code: someText, id_token: someText } },
  },
  {
    section: '5',
    must: 'id_token token gives both in the fragment',
    request: signIn({ response_type: 'id_token token' }),
    expected: { status: 303, headers: inFragment, redirect: { access_token: someText, id_token: someText } },
  },
  {
    section: '5',
    must: 'code id_token token gives all three in the fragment',
    request: signIn({ response_type: 'code id_token token' }),
    expected: {
      status: 303,
      headers: inFragment,
      redirect: { code: someText, access_token: someText, id_token: someText },
    },
  },
  {
    section: '5; RFC 6749, 3.1.1',
    must: 'the order of the values does not matter',
    request: signIn({ response_type: 'token id_token code' }),
    expected: {
      status: 303,
      headers: inFragment,
      redirect: { code: someText, access_token: someText, id_token: someText },
    },
  },
  {
    section: '3, 5',
    must: 'query is not used where tokens are given',
    request: ask({ response_type: 'code token', response_mode: 'query' }),
    expected: { status: 302, redirect: { error: 'invalid_request' } },
  },
  {
    section: '5',
    must: 'errors of these types are in the fragment',
    request: ask({ response_type: 'code id_token', nonce: 'n', scope: 'nonsense' }),
    expected: { status: 302, headers: inFragment, redirect: { error: 'invalid_scope', state: 'state-1' } },
  },
])

const form = (pattern: string) => expect.stringMatching(new RegExp(pattern, 's'))

describeMusts('OAuth 2.0 Form Post Response Mode', () => world, [
  {
    section: '2',
    must: 'the answer is a form that posts to the redirect URI',
    request: signIn({ response_mode: 'form_post' }),
    expected: {
      status: 200,
      headers: { 'content-type': form('text/html') },
      text: form(
        '<form[^>]*method="post"[^>]*action="https://app.test/cb"|<form[^>]*action="https://app.test/cb"[^>]*method="post"',
      ),
    },
  },
  {
    section: '2',
    must: 'every parameter is a hidden field',
    request: signIn({ response_mode: 'form_post' }),
    expected: {
      status: 200,
      text: form('type="hidden" name="state" value="state-1".*name="code" value="[^"]+"|name="code".*name="state"'),
    },
  },
  {
    section: '2',
    must: 'ID tokens are posted as well',
    request: signIn({ response_mode: 'form_post', response_type: 'code id_token' }),
    expected: { status: 200, text: form('name="id_token" value="[^"]+"') },
  },
  {
    section: '4',
    must: 'the page is not cached',
    request: signIn({ response_mode: 'form_post' }),
    expected: { status: 200, headers: { 'cache-control': expect.stringContaining('no-store') } },
  },
  {
    section: '2',
    must: 'errors are posted as well',
    request: ask({ response_mode: 'form_post', scope: 'nonsense' }),
    expected: { status: 200, text: form('name="error" value="invalid_scope"') },
  },
  {
    section: '2',
    must: 'values cannot leave their field',
    request: ask({ response_mode: 'form_post', scope: 'nonsense', state: '"><script>alert(1)</script>' }),
    expected: { status: 200, text: expect.not.stringContaining('<script>alert(1)') },
  },
])
