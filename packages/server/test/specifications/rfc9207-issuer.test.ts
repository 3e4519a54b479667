import { afterAll, beforeAll, expect } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, addUser, Browser } from '../fixture/oidc-application.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface World {
  readonly server: TestServer
  readonly realm: RealmSnapshot
  readonly other: RealmSnapshot
}

let world: World

beforeAll(async () => {
  const server = await testServer()
  const realm = await server.createRealm({}, 'first')
  const other = await server.createRealm({}, 'second')
  for (const one of [realm, other]) await addClient(server, one, 'app', { implicitFlowEnabled: true })
  await addUser(server, realm)
  world = { server, realm, other }
})
afterAll(() => world.server.stop())

type Form = Record<string, string>
const signIn = (parameters: Form) => async (at: World) => {
  const browser = new Browser(at.server)
  return browser.submitPassword(await browser.authorize(at.realm, { nonce: 'n', ...parameters }))
}
const ask = (parameters: Form) => (at: World) => new Browser(at.server).authorize(at.realm, parameters)
const iss = expect.stringMatching(/^http:\/\/localhost:\d+\/realms\/first$/)

describeMusts('RFC 9207, issuer identification', () => world, [
  {
    section: '2',
    must: 'an answer with a code names the issuer',
    request: signIn({}),
    expected: { status: 303, redirect: { code: expect.any(String), iss } },
  },
  {
    section: '2',
    must: 'an answer with tokens names the issuer',
    request: signIn({ response_type: 'id_token token' }),
    expected: { status: 303, redirect: { access_token: expect.any(String), iss } },
  },
  {
    section: '2',
    must: 'an answer with code and ID token names the issuer',
    request: signIn({ response_type: 'code id_token' }),
    expected: { status: 303, redirect: { code: expect.any(String), iss } },
  },
  {
    section: '2',
    must: 'a posted answer names the issuer',
    request: signIn({ response_mode: 'form_post' }),
    expected: { status: 200, text: expect.stringMatching(/name="iss" value="http:\/\/localhost:\d+\/realms\/first"/) },
  },
  {
    section: '2.2',
    must: 'an error of the request names the issuer',
    request: ask({ scope: 'nonsense' }),
    expected: { status: 302, redirect: { error: 'invalid_scope', iss } },
  },
  {
    section: '2.2',
    must: 'an error of the sign-in names the issuer',
    request: ask({ prompt: 'none' }),
    expected: { status: 302, redirect: { error: 'login_required', iss } },
  },
  {
    section: '2',
    must: 'the issuer is the one that gives the answer, not another of the same server',
    request: (at) => new Browser(at.server).authorize(at.other, { prompt: 'none' }),
    expected: { status: 302, redirect: { iss: expect.stringMatching(/\/realms\/second$/) } },
  },
  {
    section: '2',
    must: 'it is a URL without query and fragment',
    request: ask({ prompt: 'none' }),
    expected: { status: 302, redirect: { iss: expect.stringMatching(/^http[^?#]+$/) } },
  },
  {
    section: '2.3',
    must: 'the issuer is the one in the metadata',
    request: (at) => at.server.inject({ url: '/realms/first/.well-known/openid-configuration' }),
    expected: { status: 200, body: { issuer: iss } },
  },
  {
    section: '3',
    must: 'the metadata says that answers name the issuer',
    request: (at) => at.server.inject({ url: '/realms/first/.well-known/openid-configuration' }),
    expected: { status: 200, body: { authorization_response_iss_parameter_supported: true } },
  },
])
