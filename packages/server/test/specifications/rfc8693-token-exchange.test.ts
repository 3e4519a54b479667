import { afterAll, beforeAll, expect } from 'vitest'
import {
  accessTokenType,
  createExchangeWorld,
  type ExchangeWorld,
  idTokenType,
  refreshTokenType,
} from '../fixture/exchange-world.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { basic, post } from '../fixture/oidc-application.ts'
import { testServer } from '../fixture/test-server.ts'
import { tokenWith } from '../fixture/token-with.ts'

let world: ExchangeWorld

beforeAll(async () => {
  world = await createExchangeWorld(await testServer())
})
afterAll(() => world.server.stop())

type Form = Readonly<Record<string, string | readonly string[] | undefined>>

const exchange =
  (form: Form = {}, headers = basic('api')) =>
  async (at: ExchangeWorld) =>
    at.exchange({ subject_token: (await at.signIn())['access_token'], ...form }, headers)

/** With an actor token of `api` itself. */
const delegate =
  (form: Form = {}) =>
  async (at: ExchangeWorld) => {
    const actor = await post(at.server, at.realm, 'token', { grant_type: 'client_credentials' }, basic('api'))
    const token = String(actor.json().access_token)
    return await exchange({ actor_token: token, actor_token_type: accessTokenType, ...form })(at)
  }

const refused = (error: string, status = 400) => ({ status, body: { error } })
const invalid = refused('invalid_request')

describeMusts('RFC 8693, token exchange', () => world, [
  {
    section: '2.1',
    must: 'the grant type is the one of token exchange',
    request: exchange(),
    expected: { status: 200 },
  },
  {
    section: '2.1',
    must: 'clients authenticate as at the token endpoint',
    request: exchange({}, basic('api', 'wrong')),
    expected: refused('unauthorized_client', 401),
  },
  {
    section: '2.1',
    must: 'subject_token is required',
    request: exchange({ subject_token: undefined }),
    expected: invalid,
  },
  {
    section: '2.1',
    must: 'subject_token_type is required',
    request: exchange({ subject_token_type: undefined }),
    expected: invalid,
  },
  {
    section: '2.1',
    must: 'a subject token of a type that is not supported is refused',
    request: exchange({ subject_token_type: idTokenType }),
    expected: invalid,
  },
  {
    section: '2.1',
    must: 'actor_token_type is required with actor_token',
    request: delegate({ actor_token_type: undefined }),
    expected: invalid,
  },
  {
    section: '2.1',
    must: 'actor_token_type is not included without actor_token',
    request: exchange({ actor_token_type: accessTokenType }),
    expected: invalid,
  },
  {
    section: '2.1',
    must: 'the audience may be given several times',
    request: exchange({ audience: ['store', 'archive'], scope: 'archive' }),
    expected: {
      status: 200,
      body: { access_token: tokenWith('both audiences', ({ aud }) => Array.isArray(aud) && aud.length === 2) },
    },
  },
  {
    section: '2.1',
    must: 'other parameters are given once',
    request: exchange({ scope: ['openid', 'email'] }),
    expected: invalid,
  },
  {
    section: '2.1',
    must: 'the scope is that of the new token',
    request: exchange({ scope: 'openid archive' }),
    expected: { status: 200, body: { scope: expect.stringContaining('archive') } },
  },
  {
    section: '2.1',
    must: 'an expired subject token is refused',
    request: async (at) => {
      const { access_token: token } = await at.signIn()
      await at.server.clock.advance(301_000)
      return await at.exchange({ subject_token: token })
    },
    expected: invalid,
  },
  {
    section: '2.1',
    must: 'a subject token that was changed is refused',
    request: async (at) =>
      at.exchange({ subject_token: `${(await at.signIn())['access_token']?.slice(0, -8)}AAAAAAAA` }),
    expected: invalid,
  },
  {
    section: '2.1',
    must: 'a revoked subject token is refused',
    request: async (at) => {
      const { access_token: token = '' } = await at.signIn()
      await post(at.server, at.realm, 'revoke', { token })
      return await at.exchange({ subject_token: token })
    },
    expected: invalid,
  },
  {
    section: '2.1',
    must: 'an actor token is validated as the subject token is',
    request: delegate({ actor_token: 'x' }),
    expected: invalid,
  },
  {
    section: '2.2.1',
    must: 'the answer is JSON and not stored',
    request: exchange(),
    expected: {
      status: 200,
      headers: { 'content-type': expect.stringContaining('application/json'), 'cache-control': 'no-store' },
    },
  },
  {
    section: '2.2.1',
    must: 'access_token and token_type are in it',
    request: exchange(),
    expected: { status: 200, body: { access_token: expect.any(String), token_type: 'Bearer' } },
  },
  {
    section: '2.2.1',
    must: 'issued_token_type is in it',
    request: exchange(),
    expected: { status: 200, body: { issued_token_type: accessTokenType } },
  },
  {
    section: '2.2.1',
    must: 'the type of a token that is no access token is N_A',
    request: exchange({ requested_token_type: idTokenType }),
    expected: { status: 200, body: { issued_token_type: idTokenType, token_type: 'N_A' } },
  },
  {
    section: '2.2.1',
    must: 'the scope is named where it is not the one asked for',
    request: exchange(),
    expected: { status: 200, body: { scope: expect.any(String) } },
  },
  {
    section: '2.2.1',
    must: 'a refresh token is given where it is asked for and allowed',
    request: exchange({ requested_token_type: refreshTokenType }, basic('renewing')),
    expected: { status: 200, body: { refresh_token: expect.any(String) } },
  },
  {
    section: '2.2.2',
    must: 'a requested type that is not supported is invalid_request',
    request: exchange({ requested_token_type: 'urn:ietf:params:oauth:token-type:saml2' }),
    expected: invalid,
  },
  {
    section: '2.2.2',
    must: 'a subject token that is unacceptable is invalid_request',
    request: exchange({ subject_token: 'x' }),
    expected: invalid,
  },
  {
    section: '2.2.2',
    must: 'a resource that is not available is invalid_target',
    request: exchange({ resource: 'https://nowhere.test/' }),
    expected: refused('invalid_target'),
  },
  {
    section: '2.2.2',
    must: 'policy decides who may exchange what',
    request: exchange({}, basic('outsider')),
    expected: refused('access_denied', 403),
  },
  {
    section: '4.1',
    must: 'act names the actor and leaves the subject',
    request: delegate(),
    expected: {
      status: 200,
      body: {
        access_token: tokenWith('sub and act', ({ sub, act }) => sub === world.ada.id && typeof act === 'object'),
      },
    },
  },
  {
    section: '4.1',
    must: 'without an actor there is no act',
    request: exchange(),
    expected: { status: 200, body: { access_token: tokenWith('no act', ({ act }) => act === undefined) } },
  },
  {
    section: '5',
    must: 'token exchange gives nothing that the client could not have: no audience beyond its own',
    request: exchange({ audience: 'idle' }),
    expected: invalid,
  },
  {
    section: '5',
    must: 'nor a scope that is not the client’s',
    request: exchange({ scope: 'roles-of-somebody-else' }),
    expected: refused('invalid_scope'),
  },
])
