import { hash } from 'node:crypto'
import { afterAll, beforeAll, expect } from 'vitest'
import type { TestCertificate } from '../fixture/certificates.ts'
import { type CertifiedWorld, certifiedWorld } from '../fixture/certified-client.ts'
import { createDpopKey } from '../fixture/dpop-key.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, addUser, basic, endpointOf, password, post } from '../fixture/oidc-application.ts'

interface World extends CertifiedWorld {
  /** Given to a public client that showed the good certificate. */
  readonly token: string
  readonly refreshToken: string
  /** Given to a client that binds nothing. */
  readonly free: string
}

let world: World
const key = createDpopKey()

beforeAll(async () => {
  const certified = await certifiedWorld()
  const { server, realm } = certified
  const attributes = { 'tls.client.certificate.bound.access.tokens': 'true' }
  const direct = { directAccessGrantsEnabled: true, serviceAccountsEnabled: true }
  await addClient(server, realm, 'bound', { ...direct, attributes })
  await addClient(server, realm, 'spa', { directAccessGrantsEnabled: true, publicClient: true, attributes })
  await addClient(server, realm, 'free', direct)
  await addUser(server, realm)
  const form = { grant_type: 'password', username: 'ada', password, scope: 'openid' }
  const tokens = (await certified.ask('spa', certified.certificates.good, form)).json()
  const free = (await post(server, realm, 'token', form, basic('free'))).json()
  const { access_token: token, refresh_token: refreshToken } = tokens
  world = { ...certified, token: String(token), refreshToken: String(refreshToken), free: String(free.access_token) }
})
afterAll(() => world.stop())

const show = (certificate: TestCertificate | undefined): Record<string, string> =>
  certificate ? { 'client-cert': `:${certificate.certificate.raw.toString('base64')}:` } : {}
type Pick = (at: World) => TestCertificate | undefined
const nothing: Pick = () => undefined
const good: Pick = (at) => at.certificates.good
const other: Pick = (at) => at.certificates.other
const selfSigned: Pick = (at) => at.certificates.selfSigned

const ask =
  (pick: Pick, more: Record<string, string> = {}) =>
  (at: World) =>
    post(
      at.server,
      at.realm,
      'token',
      { grant_type: 'client_credentials' },
      { ...basic('bound'), ...show(pick(at)), ...more },
    )
const userInfo =
  (pick: Pick, token: (at: World) => string = (at) => at.token) =>
  (at: World) =>
    at.server.inject({
      url: endpointOf(at.realm, 'userinfo'),
      headers: { authorization: `Bearer ${token(at)}`, ...show(pick(at)) },
    })
const refresh = (pick: Pick) => (at: World) =>
  post(
    at.server,
    at.realm,
    'token',
    { grant_type: 'refresh_token', client_id: 'spa', refresh_token: at.refreshToken },
    show(pick(at)),
  )
const introspected =
  (pick: Pick, more: (at: World) => Record<string, string> = () => ({})) =>
  async (at: World) => {
    const answer = await ask(pick, more(at))(at)
    return await post(
      at.server,
      at.realm,
      'token/introspect',
      { token: String(answer.json().access_token) },
      basic('bound'),
    )
  }
const challenged = {
  status: 401,
  headers: { 'www-authenticate': expect.stringMatching(/^Bearer .*error="invalid_token"/) },
}

describeMusts('RFC 8705, section 3 and 4', () => world, [
  {
    section: '3',
    must: 'the token of a client that binds is bound to the certificate it shows',
    request: ask(good),
    expected: { status: 200, body: { token_type: 'Bearer' } },
  },
  {
    section: '3',
    must: 'without a certificate there is no token',
    request: ask(nothing),
    expected: {
      status: 400,
      body: {
        error: 'invalid_request',
        error_description: 'Client Certification missing for MTLS HoK Token Binding',
      },
    },
  },
  {
    section: '3',
    must: 'a resource takes the token with the certificate',
    request: userInfo(good),
    expected: { status: 200 },
  },
  {
    section: '3',
    must: 'a resource refuses it with another certificate: 401 and invalid_token',
    request: userInfo(other),
    expected: challenged,
  },
  {
    section: '3',
    must: 'a resource refuses it without a certificate',
    request: userInfo(nothing),
    expected: challenged,
  },
  {
    section: '3',
    must: 'a certificate of the same subject is another certificate',
    request: userInfo((at) => at.certificates.chained),
    expected: challenged,
  },
  {
    section: '3',
    must: 'tokens of clients that bind nothing need no certificate',
    request: userInfo(nothing, (at) => at.free),
    expected: { status: 200 },
  },
  {
    section: '3',
    must: 'and may come with one',
    request: userInfo(good, (at) => at.free),
    expected: { status: 200 },
  },
  {
    section: '3.2',
    must: 'introspection tells the thumbprint: SHA-256 of the DER encoding, base64url',
    request: introspected(good),
    expected: {
      status: 200,
      body: { active: true, cnf: { 'x5t#S256': expect.stringMatching(/^[\w-]{43}$/) } },
    },
  },
  {
    section: '3.3',
    must: 'the metadata says that tokens can be bound',
    request: ({ server, realm }) =>
      server.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` }),
    expected: { status: 200, body: { tls_client_certificate_bound_access_tokens: true } },
  },
  {
    section: '4',
    must: 'the refresh token of a public client is refused without its certificate',
    request: refresh(nothing),
    expected: { status: 400, body: { error: 'invalid_request' } },
  },
  {
    section: '4',
    must: 'and with another',
    request: refresh(other),
    expected: {
      status: 401,
      body: {
        error: 'unauthorized_client',
        error_description: 'Client certificate missing, or its thumbprint and one in the token did NOT match',
      },
    },
  },
  { section: '4', must: 'and taken with the same', request: refresh(good), expected: { status: 200 } },
  {
    section: '6.2',
    must: 'whoever issued the certificate, a token may be bound to it',
    request: ask(selfSigned),
    expected: { status: 200 },
  },
  {
    section: '7.1',
    must: 'a binding to a key holds beside it',
    request: introspected(good, (at) => ({ dpop: key.proof(at.server, { path: endpointOf(at.realm, 'token') }) })),
    expected: {
      status: 200,
      body: { token_type: 'DPoP', cnf: { jkt: key.thumbprint, 'x5t#S256': expect.any(String) } },
    },
  },
  {
    section: '3.1',
    must: 'the thumbprint is that of the certificate shown',
    request: async (at) => {
      const answer = await introspected(good)(at)
      const expected = hash('sha256', at.certificates.good.certificate.raw, 'base64url')
      expect(answer.json().cnf).toEqual({ 'x5t#S256': expected })
      return answer
    },
    expected: { status: 200 },
  },
])
