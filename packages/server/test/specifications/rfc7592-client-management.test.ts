import { afterAll, beforeAll, expect } from 'vitest'
import { describeMusts } from '../fixture/must-table.ts'
import {
  configure,
  metadata,
  type RegistrationWorld,
  register,
  registrationWorld,
} from '../fixture/registered-client.ts'

let world: RegistrationWorld

beforeAll(async () => {
  world = await registrationWorld()
})
afterAll(() => world.server.stop())

const refused = { status: 401, body: { error: 'invalid_token' } }
const invalid = { status: 400, body: { error: 'invalid_client_metadata' } }
const same = (client: Readonly<Record<string, unknown>>) => ({ ...metadata, client_id: client['client_id'] })

describeMusts<RegistrationWorld>('RFC 7592, client configuration endpoint', () => world, [
  {
    section: '3',
    must: 'a registered client is told where it is managed, and the token to do it with',
    request: register(metadata),
    expected: {
      status: 201,
      body: {
        registration_access_token: expect.any(String),
        registration_client_uri: expect.stringMatching('/clients-registrations/openid-connect/'),
      },
    },
  },
  {
    section: '2',
    must: 'the endpoint takes the registration access token as a bearer token',
    request: configure('GET'),
    expected: { status: 200, body: { client_name: 'App' } },
  },
  {
    section: '2',
    must: 'a request without a token is refused',
    request: configure('GET', undefined, () => undefined),
    expected: refused,
  },
  {
    section: '2',
    must: "another client's token is refused",
    request: configure('GET', undefined, (at) => at.registrationAccessToken),
    expected: refused,
  },
  {
    section: '2',
    must: 'an initial access token is refused',
    request: configure('GET', undefined, (at) => at.initialAccessToken),
    expected: refused,
  },
  {
    section: '2',
    must: 'a token that was changed is refused',
    request: configure('GET', undefined, (_at, own) => `${own.slice(0, -4)}AAAA`),
    expected: { ...refused, headers: { 'www-authenticate': expect.stringContaining('Bearer') } },
  },
  {
    section: '2.1',
    must: 'a read answers 200 with all that is registered, never stored',
    request: configure('GET'),
    expected: {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { redirect_uris: metadata.redirect_uris, client_secret: expect.any(String) },
    },
  },
  {
    section: '2.1',
    must: 'a client that does not exist answers 401, and its token is worth nothing',
    request: async (at) => {
      const made = (await register(metadata)(at)).json()
      const url = new URL(made['registration_client_uri']).pathname
      const token = String(made['registration_access_token'])
      await at.server.inject({ method: 'DELETE', url, token })
      return await at.server.inject({ url, token })
    },
    expected: refused,
  },
  {
    section: '2.2',
    must: 'a change includes the client_id',
    request: configure('PUT', () => metadata),
    expected: invalid,
  },
  {
    section: '2.2',
    must: 'the client_id is the one that was issued',
    request: configure('PUT', () => ({ ...metadata, client_id: 'other' })),
    expected: invalid,
  },
  {
    section: '2.2',
    must: 'values in the request replace those registered, and do not augment them',
    request: configure('PUT', (client) => ({ ...same(client), redirect_uris: ['https://app.test/new'] })),
    expected: { status: 200, body: { redirect_uris: ['https://app.test/new'] } },
  },
  {
    section: '2.2',
    must: 'null counts as left out',
    request: configure('PUT', (client) => ({ ...same(client), logo_uri: null })),
    expected: { status: 200, body: { client_name: 'App' } },
  },
  {
    section: '2.2',
    must: 'a client cannot choose its own secret',
    request: configure('PUT', (client) => ({ ...same(client), client_secret: 'my-own-secret' })),
    expected: { status: 200, body: { client_secret: expect.not.stringMatching('my-own-secret') } },
  },
  {
    section: '2.2',
    must: 'metadata that cannot be used are refused as in a registration',
    request: configure('PUT', (client) => ({ ...same(client), redirect_uris: ['https://app.test/#x'] })),
    expected: { status: 400, body: { error: 'invalid_redirect_uri' } },
  },
  {
    section: '2.2',
    must: 'a change without a good token is refused',
    request: configure('PUT', same, () => undefined),
    expected: refused,
  },
  {
    section: '2.3',
    must: 'a deletion answers 204',
    request: configure('DELETE'),
    expected: { status: 204 },
  },
  {
    section: '2.3',
    must: 'a deletion without a good token is refused',
    request: configure('DELETE', undefined, (at) => at.registrationAccessToken),
    expected: refused,
  },
  {
    section: '2.3',
    must: 'a deleted client gets no tokens',
    request: async (at) => {
      const asked = { ...metadata, grant_types: ['client_credentials'] }
      const made = (await register(asked)(at)).json()
      const token = String(made['registration_access_token'])
      await at.server.inject({ method: 'DELETE', url: new URL(made['registration_client_uri']).pathname, token })
      return await at.server.inject({
        method: 'POST',
        url: `/realms/${at.realm.realm.name}/protocol/openid-connect/token`,
        form: {
          grant_type: 'client_credentials',
          client_id: String(made['client_id']),
          client_secret: String(made['client_secret']),
        },
      })
    },
    expected: { status: 401, body: { error: 'invalid_client' } },
  },
  {
    section: '3',
    must: 'a new registration access token is told, and the old one is worth nothing',
    request: async (at) => {
      const made = (await register(metadata)(at)).json()
      const url = new URL(made['registration_client_uri']).pathname
      const token = String(made['registration_access_token'])
      const changed = await at.server.inject({ method: 'PUT', url, token, payload: same(made) })
      expect(changed.json()['registration_access_token']).not.toBe(token)
      return await at.server.inject({ url, token })
    },
    expected: refused,
  },
])
