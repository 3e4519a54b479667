import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertMapper } from '../src/model/client-scope/insert-mapper.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { transact } from '../src/storage/transact.ts'
import { createDpopKey } from './fixture/dpop-key.ts'
import {
  addClient,
  addUser,
  answerOf,
  Browser,
  basic,
  claimsOf,
  endpointOf,
  post,
  redirectUri,
} from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  server = await testServer()
  realm = await server.createRealm()
  const client = await addClient(server, realm, 'app', {})
  await addClient(server, realm, 'two', { redirectUris: [redirectUri, 'https://app.test/other'] })
  await addClient(server, realm, 'wildcard', { redirectUris: ['https://app.test/*'] })
  await addUser(server, realm)
  await transact(server.server.storage, (tx) =>
    insertMapper(tx, {
      id: server.server.ids.uuid(),
      realmId: realm.realm.id,
      clientId: client.id,
      name: 'intent',
      protocol: 'openid-connect',
      mapper: 'oidc-claims-param-value-idtoken-mapper',
      config: { 'claim.name': 'openbanking_intent_id', 'id.token.claim': 'true' },
    }),
  )
})
afterAll(() => server.stop())

const authorize = (parameters: Record<string, string>) => {
  const query = new URLSearchParams({ client_id: 'app', response_type: 'code', ...parameters })
  return new Browser(server).request(`${endpointOf(realm, 'auth')}?${query}`)
}
const exchange = (code: string | null, form: Record<string, string> = {}, headers?: Record<string, string>) =>
  post(server, realm, 'token', { grant_type: 'authorization_code', code: String(code), ...form }, headers)

describe('the redirect URI left out (RFC 6749, section 3.1.2.3)', () => {
  const signIn = async () => {
    const browser = new Browser(server)
    const query = new URLSearchParams({ client_id: 'app', response_type: 'code', scope: 'email' })
    const page = await browser.request(`${endpointOf(realm, 'auth')}?${query}`)
    return (await browser.submitPassword(page)).headers.location ?? ''
  }

  test('is the only one the client has', async () => {
    const location = await signIn()
    expect(location.startsWith(`${redirectUri}?`)).toBe(true)
    expect((await exchange(new URL(location).searchParams.get('code'))).statusCode).toBe(200)
    const again = new URL(await signIn()).searchParams.get('code')
    expect((await exchange(again, { redirect_uri: redirectUri })).statusCode).toBe(200)
    const wrong = new URL(await signIn()).searchParams.get('code')
    expect((await exchange(wrong, { redirect_uri: 'https://app.test/other' })).json().error).toBe('invalid_grant')
  })

  test('is asked of OpenID Connect, and of clients with several or a wildcard', async () => {
    expect((await authorize({ scope: 'openid' })).statusCode).toBe(400)
    expect((await authorize({ client_id: 'two' })).statusCode).toBe(400)
    expect((await authorize({ client_id: 'wildcard' })).statusCode).toBe(400)
  })

  test('once named, is named at the token endpoint too', async () => {
    const code = (await new Browser(server).signIn(realm)).get('code')
    expect((await exchange(code)).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'Incorrect redirect_uri',
    })
  })
})

describe('a parameter of more than 4000 characters', () => {
  const long = 'x'.repeat(4001)

  test('counts as left out', async () => {
    const answer = await new Browser(server).signIn(realm, { state: long })
    expect(answer.has('state')).toBe(false)
    expect((await new Browser(server).signIn(realm, { state: long.slice(1) })).get('state')).toBe(long.slice(1))
    const nameless = answerOf(await new Browser(server).authorize(realm, { response_type: long }))
    expect(nameless.get('error_description')).toBe('Missing parameter: response_type')
  })

  test('takes nothing away that protects: a challenge is missed', async () => {
    const parameters = { code_challenge: long, code_challenge_method: 'S256' }
    const answer = answerOf(await new Browser(server).authorize(realm, parameters))
    expect(answer.get('error_description')).toBe('Missing parameter: code_challenge')
  })

  test('a hint has less room', async () => {
    const page = await new Browser(server).authorize(realm, { login_hint: 'x'.repeat(256) })
    expect(page.body).not.toContain('xxxx')
  })
})

test('prompt=create is refused where nobody may register', async () => {
  const answer = await new Browser(server).authorize(realm, { prompt: 'create' })
  expect(answer.statusCode).toBe(400)
  expect(answer.body).toContain('Registration not allowed')
})

describe('a request pushed with a DPoP proof (RFC 9449, section 10.1)', () => {
  const key = createDpopKey()
  const path = () => endpointOf(realm, 'ext/par/request')
  const form = { response_type: 'code', redirect_uri: redirectUri, scope: 'openid' }
  const push = (more: Record<string, string> = {}, by = key) =>
    post(
      server,
      realm,
      'ext/par/request',
      { ...form, ...more },
      { ...basic('app'), dpop: by.proof(server, { path: path() }) },
    )

  test('gives a code for its key alone', async () => {
    const codeOf = async () => {
      const browser = new Browser(server)
      const query = new URLSearchParams({ client_id: 'app', request_uri: (await push()).json().request_uri })
      const page = await browser.request(`${endpointOf(realm, 'auth')}?${query}`)
      return answerOf(await browser.submitPassword(page)).get('code')
    }
    const proofBy = (by: typeof key) => ({
      ...basic('app'),
      dpop: by.proof(server, { path: endpointOf(realm, 'token') }),
    })
    const named = { redirect_uri: redirectUri }
    expect((await exchange(await codeOf(), named)).statusCode).toBe(400)
    expect((await exchange(await codeOf(), named, proofBy(createDpopKey()))).statusCode).toBe(400)
    expect((await exchange(await codeOf(), named, proofBy(key))).json().token_type).toBe('DPoP')
  })

  test('is refused when it announces another key', async () => {
    expect((await push({ dpop_jkt: key.thumbprint })).statusCode).toBe(201)
    const answer = await push({ dpop_jkt: createDpopKey().thumbprint })
    expect(answer.json()).toEqual({
      error: 'invalid_request',
      error_description: 'DPoP Proof public key thumbprint does not match dpop_jkt',
    })
  })
})

describe('the claims parameter', () => {
  const idToken = async (claims: unknown) => {
    const code = (await new Browser(server).signIn(realm, { claims: JSON.stringify(claims) })).get('code')
    return claimsOf((await exchange(code, { redirect_uri: redirectUri })).json().id_token)
  }
  const intent = 'openbanking_intent_id'

  test('gives a value back by its mapper, when it is essential', async () => {
    const claims = { id_token: { [intent]: { value: 'urn:intent:1', essential: true } } }
    expect(await idToken(claims)).toMatchObject({ [intent]: 'urn:intent:1' })
  })

  test.each<[string, unknown]>([
    ['not essential', { id_token: { [intent]: { value: 'x' } } }],
    ['no text', { id_token: { [intent]: { value: 7, essential: true } } }],
    ['for userinfo', { userinfo: { [intent]: { value: 'x', essential: true } } }],
    ['a list', { id_token: { [intent]: ['x'] } }],
    ['nothing', null],
  ])('gives no value that is %s', async (_name, claims) => {
    expect(await idToken(claims)).not.toHaveProperty(intent)
  })

  test('changes nothing that the server says', async () => {
    const claims = await idToken({ id_token: { sub: { value: 'somebody', essential: true } } })
    expect(claims['sub']).not.toBe('somebody')
  })
})
