import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LightMyRequestResponse } from 'fastify'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import {
  addClient,
  addUser,
  answerOf,
  Browser,
  basic,
  claimsOf,
  endpointOf,
  formAction,
  post,
  redirectUri,
} from './fixture/oidc-application.ts'
import { type RequestSigner, requestSigner } from './fixture/signed-request.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

// What the OpenID conformance suite asks and no other test of ours does: docs/conformance.md says which module is which.

type Parameters = Readonly<Record<string, string>>

let server: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  server = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  realm = await server.createRealm({ internationalizationEnabled: true, supportedLocales: ['en', 'de'] })
  await addClient(server, realm, 'app', { implicitFlowEnabled: true })
  await addClient(server, realm, 'query', { redirectUris: [`${redirectUri}?x=1`] })
  const addresses = { logoUri: 'https://app.test/logo.png', policyUri: 'https://app.test/policy' }
  await addClient(server, realm, 'consenting', {
    consentRequired: true,
    attributes: { ...addresses, tosUri: 'https://app.test/terms' },
  })
  await addUser(server, realm, {
    attributes: {
      street: ['Main Street 1'],
      locality: ['London'],
      phoneNumber: ['+44 20 1234'],
      phoneNumberVerified: ['true'],
    },
  })
})
afterAll(() => server.stop())

const responseTypes = ['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token']

const exchange = (code: string | null, form: Parameters = {}) =>
  post(server, realm, 'token', {
    grant_type: 'authorization_code',
    code: String(code),
    redirect_uri: redirectUri,
    ...form,
  })

/** What the application learns of the user: from userinfo where there is an access token, else from the ID token. */
async function learn(answer: URLSearchParams): Promise<Record<string, unknown>> {
  const tokens = answer.has('code') ? (await exchange(answer.get('code'))).json() : Object.fromEntries(answer)
  if (tokens.access_token === undefined) return claimsOf(tokens.id_token)
  return (await server.inject({ url: endpointOf(realm, 'userinfo'), token: String(tokens.access_token) })).json()
}

const address = { address: { street_address: 'Main Street 1', locality: 'London' } }
const phone = { phone_number: '+44 20 1234', phone_number_verified: true }
const email = { email: 'ada@example.org', email_verified: true }
const profile = { name: 'Ada Lovelace', given_name: 'Ada', family_name: 'Lovelace', preferred_username: 'ada' }

describe.each(responseTypes)('response type %s', (responseType) => {
  const ask = { response_type: responseType, nonce: 'nonce-1' }

  test.each([
    ['openid profile', profile],
    ['openid email', email],
    ['openid address', address],
    ['openid phone', phone],
    ['openid profile email address phone', { ...profile, ...email, ...address, ...phone }],
    ['phone email openid', { ...email, ...phone }],
  ])('scope %s gives its claims', async (scope, claims) => {
    const answer = await new Browser(server).signIn(realm, { ...ask, scope })
    expect(await learn(answer)).toMatchObject(claims)
  })

  test('without its scope a claim stays away', async () => {
    const claims = await learn(await new Browser(server).signIn(realm, ask))
    expect(claims).not.toHaveProperty('address')
    expect(claims).not.toHaveProperty('phone_number')
  })

  test.each<[string, Parameters]>([
    ['display=page', { display: 'page' }],
    ['display=popup', { display: 'popup' }],
    ['ui_locales', { ui_locales: 'de en' }],
    ['claims_locales', { claims_locales: 'de en' }],
    ['acr_values', { acr_values: '1 2' }],
    ['an unknown parameter', { extra: 'foobar' }],
    ['login_hint', { login_hint: 'ada' }],
    ['an essential claim', { claims: JSON.stringify({ userinfo: { name: { essential: true } } }) }],
  ])('%s does no harm', async (_name, parameters) => {
    const answer = await new Browser(server).signIn(realm, { ...ask, ...parameters })
    expect(answer.get('error')).toBeNull()
    expect(answer.get('state')).toBe('state-1')
    expect(await learn(answer)).toMatchObject({ name: 'Ada Lovelace' })
  })

  test('prompt=none, with a hint or without, is the same user, who signed in when they did', async () => {
    const browser = new Browser(server)
    const first = await firstIdToken(await browser.signIn(realm, ask))
    await server.clock.advance(2_000)
    for (const more of [{}, { id_token_hint: first.text }]) {
      const silent = await browser.authorize(realm, { ...ask, ...more, prompt: 'none' })
      const { claims } = await firstIdToken(answerOf(silent))
      expect(claims).toMatchObject({ sub: first.claims['sub'], auth_time: first.claims['auth_time'] })
    }
  })

  test('the ID token names a published key, which verifies it', async () => {
    const { text } = await firstIdToken(await new Browser(server).signIn(realm, ask))
    const keySet: JSONWebKeySet = (await server.inject({ url: endpointOf(realm, 'certs') })).json()
    const { payload, protectedHeader } = await jwtVerify(text, createLocalJWKSet(keySet), {
      issuer: `${server.url}/realms/${realm.realm.name}`,
      audience: 'app',
      currentDate: new Date(server.clock.now()),
    })
    expect(keySet.keys.map(({ kid }) => kid)).toContain(protectedHeader.kid)
    expect(protectedHeader.alg).toBe('RS256')
    expect(payload['nonce']).toBe('nonce-1')
  })

  test('prompt=none without a session is login_required', async () => {
    const answer = await new Browser(server).authorize(realm, { ...ask, prompt: 'none' })
    expect(answerOf(answer).get('error')).toBe('login_required')
  })

  test('prompt=login and max_age=1 ask again, and auth_time is later; max_age=10000 does not', async () => {
    const browser = new Browser(server)
    const first = await firstIdToken(await browser.signIn(realm, ask))
    await server.clock.advance(2_000)
    const lenient = await browser.authorize(realm, { ...ask, max_age: '10000' })
    expect((await firstIdToken(answerOf(lenient))).claims['auth_time']).toBe(first.claims['auth_time'])
    for (const again of [{ prompt: 'login' }, { max_age: '1' }]) {
      await server.clock.advance(2_000)
      const page = await browser.authorize(realm, { ...ask, ...again })
      expect(page.statusCode).toBe(200)
      const { claims } = await firstIdToken(answerOf(await browser.submitPassword(page)))
      expect(claims['auth_time']).toBe(Math.floor(server.clock.now() / 1000))
      expect(claims['sub']).toBe(first.claims['sub'])
    }
  })

  test('posted, the answer has the same parameters, and the code in it works', async () => {
    const plain = await new Browser(server).signIn(realm, ask)
    const browser = new Browser(server)
    const page = await browser.authorize(realm, { ...ask, response_mode: 'form_post' })
    const posted = fieldsOf(await browser.submitPassword(page))
    expect([...posted.keys()].toSorted()).toEqual([...plain.keys()].toSorted())
    expect(posted.get('state')).toBe('state-1')
    expect(await learn(posted)).toMatchObject({ preferred_username: 'ada' })
  })

  test('posted, an error is posted too', async () => {
    const page = await new Browser(server).authorize(realm, { ...ask, response_mode: 'form_post', prompt: 'none' })
    expect(Object.fromEntries(fieldsOf(page))).toMatchObject({ error: 'login_required', state: 'state-1' })
  })

  test('an unregistered redirect URI is answered on a page', async () => {
    const answer = await new Browser(server).authorize(realm, { ...ask, redirect_uri: `${redirectUri}/other` })
    expect(answer.statusCode).toBe(400)
    expect(answer.headers.location).toBeUndefined()
  })
})

/** The ID token of an answer, or the one that its code is worth. */
async function firstIdToken(answer: URLSearchParams): Promise<{ text: string; claims: Record<string, unknown> }> {
  const own = answer.get('id_token')
  const text = own ?? String((await exchange(answer.get('code'))).json()['id_token'])
  return { text, claims: claimsOf(text) }
}

/** The fields of the form that an answer posts to the application. */
function fieldsOf(page: LightMyRequestResponse): URLSearchParams {
  expect(formAction(page)).toBe(redirectUri)
  const fields = [...page.body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return new URLSearchParams(fields.map(([, name = '', value = '']): [string, string] => [name, value]))
}

describe('a redirect URI with a query', () => {
  const ask = (uri: string) =>
    new Browser(server).authorize(realm, { client_id: 'query', redirect_uri: uri, prompt: 'none' })

  test('keeps it beside the answer', async () => {
    const answer = answerOf(await ask(`${redirectUri}?x=1`))
    expect(Object.fromEntries(answer)).toMatchObject({ x: '1', error: 'login_required', state: 'state-1' })
  })

  test.each([`${redirectUri}?x=2`, `${redirectUri}?x=1&y=2`, redirectUri])('is not %s', async (uri) => {
    const answer = await ask(uri)
    expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined])
  })
})

describe('a request object', () => {
  let objects: Server
  let address: string
  let signer: RequestSigner
  beforeAll(async () => {
    signer = await requestSigner(server, realm)
    const claims = { iss: 'fetched', client_id: 'fetched', prompt: 'none' }
    objects = createServer((_request, response) => response.end(signer.unsigned(claims)))
    const listening = Promise.withResolvers<void>()
    objects.listen(0, '127.0.0.1', listening.resolve)
    await listening.promise
    address = `http://127.0.0.1:${(objects.address() as AddressInfo).port}/object`
  })
  afterAll(() => objects.close())

  test('an unsigned request object is fetched, and what it says is done', async () => {
    await addClient(server, realm, 'fetched', { attributes: { 'request.uris': address } })
    const answer = await new Browser(server).authorize(realm, { client_id: 'fetched', request_uri: address })
    expect(Object.fromEntries(answerOf(answer))).toMatchObject({ error: 'login_required', state: 'state-of-object' })
  })

  test('the redirect URI of a request object counts, not the one beside it', async () => {
    const request = signer.unsigned({ prompt: 'none' })
    const answer = await new Browser(server).authorize(realm, { request, redirect_uri: 'https://evil.test/cb' })
    expect(answer.headers.location?.startsWith(`${redirectUri}?`)).toBe(true)
  })
})

test('a code that comes again after 30 seconds is refused, and its access token is worth nothing', async () => {
  const answer = await new Browser(server).signIn(realm)
  const tokens = (await exchange(answer.get('code'))).json()
  await server.clock.advance(30_000)
  const again = await exchange(answer.get('code'))
  expect([again.statusCode, again.json()['error']]).toEqual([400, 'invalid_grant'])
  const userinfo = await server.inject({ url: endpointOf(realm, 'userinfo'), token: String(tokens.access_token) })
  expect(userinfo.statusCode).toBe(401)
})

test('a refreshed ID token is of the same user, client and sign-in, and another client cannot have it', async () => {
  await addClient(server, realm, 'other')
  const tokens = (await exchange((await new Browser(server).signIn(realm)).get('code'))).json()
  const form = { grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) }
  expect((await post(server, realm, 'token', form, basic('other'))).json()).toMatchObject({ error: 'invalid_grant' })
  await server.clock.advance(1_000)
  const first = claimsOf(tokens.id_token)
  const second = claimsOf((await post(server, realm, 'token', form)).json().id_token)
  for (const name of ['iss', 'sub', 'aud', 'auth_time', 'azp']) expect(second[name]).toEqual(first[name])
  expect(second['iat']).toBe(Number(first['iat']) + 1)
})

test('the page that asks for consent links policy and terms of the application, and loads no logo of another origin', async () => {
  const browser = new Browser(server)
  const page = await browser.submitPassword(await browser.authorize(realm, { client_id: 'consenting' }))
  for (const path of ['policy', 'terms']) expect(page.body).toContain(`href="https://app.test/${path}"`)
  expect(page.body).not.toContain('logo.png')
})

test('a logout with a state and nothing else asks the user, and leads nowhere', async () => {
  const browser = new Browser(server)
  await browser.signIn(realm)
  const page = await browser.request(`${endpointOf(realm, 'logout')}?state=x`)
  expect([page.statusCode, page.headers.location]).toEqual([200, undefined])
  expect(page.body).toContain('Do you want to log out?')
})
