import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, expect } from 'vitest'
import { createDocumentWorld, type DocumentWorld } from '../fixture/document-world.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { redirectUri } from '../fixture/oidc-application.ts'

let world: DocumentWorld

beforeAll(async () => {
  world = await createDocumentWorld()
  await world.allow()
})
afterAll(() => world.close())

type Change = Readonly<Record<string, unknown>>
type Request = (at: DocumentWorld) => Promise<LightMyRequestResponse>

/** A request by a client whose address ends like this. */
const named =
  (change: (clientId: string) => string): Request =>
  async (at) => {
    const clientId = change(at.freshClientId())
    at.publish(clientId)
    return await at.authorize(clientId)
  }
/** A request by a client whose document has these changes, and is answered with these headers and this status. */
const documented =
  (change: Change, headers?: Record<string, string>, status = 200): Request =>
  async (at) => {
    const clientId = at.freshClientId()
    at.publish(clientId, change, headers)
    at.receiver.status = status
    return await at.authorize(clientId)
  }
const signIn = { status: 200, text: expect.stringContaining('kc-form-login') }
/** Told to the user: there is nobody the browser could be sent back to. */
const refused = { status: 400, headers: { 'content-type': expect.stringContaining('text/html') } }
const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }

describeMusts('draft-ietf-oauth-client-id-metadata-document', () => world, [
  {
    section: '3',
    must: 'a client identifier URL may have a path and a port',
    request: named((id) => id),
    expected: signIn,
  },
  {
    section: '3',
    must: 'a client identifier URL has the scheme https (or http, in development)',
    request: named((id) => id.replace('http:', 'ftp:')),
    expected: refused,
  },
  {
    section: '3',
    must: 'a client identifier URL has a path',
    request: named((id) => new URL(id).origin),
    expected: refused,
  },
  {
    section: '3',
    must: 'a client identifier URL has no single-dot segment',
    request: named((id) => id.replace('/clients', '/./clients')),
    expected: refused,
  },
  {
    section: '3',
    must: 'a client identifier URL has no double-dot segment',
    request: named((id) => `${id}/../client`),
    expected: refused,
  },
  {
    section: '3',
    must: 'a client identifier URL has no fragment',
    request: named((id) => `${id}#client`),
    expected: refused,
  },
  {
    section: '3',
    must: 'a client identifier URL has no user name or password',
    request: named((id) => id.replace('//', '//user:password@')),
    expected: refused,
  },
  {
    section: '3',
    must: 'a client identifier URL should have no query',
    request: named((id) => `${id}?client=1`),
    expected: refused,
  },
  {
    section: '4',
    must: 'a successful response has the status 200: another success is none',
    request: documented({}, {}, 203),
    expected: refused,
  },
  {
    section: '4',
    must: 'a status that says there is no document is an error',
    request: documented({}, {}, 404),
    expected: refused,
  },
  {
    section: '4',
    must: 'redirects are not followed',
    request: documented({}, { location: '/elsewhere' }, 302),
    expected: refused,
  },
  {
    section: '4',
    must: 'a response is of the type application/json',
    request: documented({}, { 'content-type': 'text/html' }),
    expected: refused,
  },
  {
    section: '4',
    must: 'a response may be of a more specific type of JSON',
    request: documented({}, { 'content-type': 'application/vnd.client+json' }),
    expected: signIn,
  },
  {
    section: '4.1',
    must: 'the document has a client_id',
    request: documented({ client_id: undefined }),
    expected: refused,
  },
  {
    section: '4.1',
    must: 'client_id is the URL of the document, compared as text',
    request: async (at) => {
      const clientId = at.freshClientId()
      at.publish(clientId, { client_id: `${clientId}/` })
      return await at.authorize(clientId)
    },
    expected: refused,
  },
  {
    section: '4.1',
    must: 'the document may have members that nobody knows',
    request: documented({ something_else: { more: true } }),
    expected: signIn,
  },
  ...['client_secret_post', 'client_secret_basic', 'client_secret_jwt'].map((method) => ({
    section: '4.1',
    must: `token_endpoint_auth_method is nothing based on a shared secret: ${method}`,
    request: documented({ token_endpoint_auth_method: method }),
    expected: refused,
  })),
  {
    section: '4.1',
    must: 'client_secret is not used',
    request: documented({ client_secret: 'secret' }),
    expected: refused,
  },
  {
    section: '4.1',
    must: 'client_secret_expires_at is not used',
    request: documented({ client_secret_expires_at: 0 }),
    expected: refused,
  },
  {
    section: '4.1',
    must: 'keys are public ones',
    request: documented({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ ...key, d: 'd' }] } }),
    expected: refused,
  },
  {
    section: '4.2',
    must: 'the redirect URI of the request is one of the document, compared as text',
    request: documented({ redirect_uris: [`${redirectUri}/`] }),
    expected: refused,
  },
  {
    section: '4.2',
    must: 'the redirect URI of a later request is one of the document, too',
    request: async (at) => {
      const clientId = at.freshClientId()
      at.publish(clientId)
      await at.authorize(clientId)
      return await at.authorize(clientId, { redirect_uri: `${redirectUri}/elsewhere` })
    },
    expected: refused,
  },
  {
    section: '4.3',
    must: 'an error response is not cached',
    request: async (at) => {
      const clientId = at.freshClientId()
      at.receiver.status = 500
      await at.authorize(clientId)
      at.publish(clientId)
      return await at.authorize(clientId)
    },
    expected: signIn,
  },
  {
    section: '4.3',
    must: 'a document that is not valid is not cached',
    request: async (at) => {
      const clientId = at.freshClientId()
      at.publish(clientId, { redirect_uris: [] }, { 'cache-control': 'max-age=3600' })
      await at.authorize(clientId)
      at.publish(clientId)
      return await at.authorize(clientId)
    },
    expected: signIn,
  },
  {
    section: '4.3',
    must: 'a document is used for as long as its headers allow',
    request: async (at) => {
      const clientId = at.freshClientId()
      at.publish(clientId, {}, { 'cache-control': 'max-age=3600' })
      await at.authorize(clientId)
      await at.wait(3599)
      at.receiver.status = 500
      return await at.authorize(clientId)
    },
    expected: signIn,
  },
  {
    section: '4.3',
    must: 'a document is not used for longer than its headers allow',
    request: async (at) => {
      const clientId = at.freshClientId()
      at.publish(clientId, {}, { 'cache-control': 'max-age=3600' })
      await at.authorize(clientId)
      await at.wait(3601)
      at.receiver.status = 500
      return await at.authorize(clientId)
    },
    expected: refused,
  },
  {
    section: '5',
    must: 'the metadata of the server say that such clients are welcome',
    request: (at) => at.test.inject({ url: `/realms/${at.realm.realm.name}/.well-known/oauth-authorization-server` }),
    expected: { status: 200, body: { client_id_metadata_document_supported: true } },
  },
  {
    section: '6.6',
    must: 'no more of a document is read than a limit',
    request: documented({ more: 'x'.repeat(5000) }),
    expected: refused,
  },
])
