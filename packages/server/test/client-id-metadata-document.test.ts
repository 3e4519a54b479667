import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listEvents } from '../src/model/event/event.store.ts'
import { administer, useExecutor, useNoPolicy } from './fixture/client-policies.ts'
import { createDocumentWorld, type DocumentWorld } from './fixture/document-world.ts'
import {
  answerOf,
  Browser,
  claimsOf,
  formAction,
  post,
  redirectUri,
  s256,
  verifier,
} from './fixture/oidc-application.ts'

let world: DocumentWorld

beforeAll(async () => {
  world = await createDocumentWorld()
})
beforeEach(() => world.allow())
afterAll(() => world.close())

/** Why a request was refused, as the event has it; nothing where the user is asked to sign in. */
async function refusalOf(clientId: string, parameters?: Record<string, string>): Promise<string | undefined> {
  const answer = await world.authorize(clientId, parameters)
  if (answer.statusCode === 200) return undefined
  expect(answer.headers.location).toBe(undefined)
  const page = { first: 0, max: 1 }
  const [event] = await listEvents(world.test.server.storage, world.realm.realm.id, { types: ['LOGIN_ERROR'] }, page)
  return event?.details['reason']
}

/** The same for a document with this change. */
async function documentRefusal(change: Record<string, unknown>, headers?: Record<string, string>) {
  const clientId = world.freshClientId()
  world.publish(clientId, change, headers)
  const refusal = await refusalOf(clientId)
  if (refusal !== undefined) expect(await world.find(clientId)).toBe(undefined)
  return refusal
}

const metadataOf = async () =>
  (await world.test.inject({ url: `/realms/${world.realm.realm.name}/.well-known/openid-configuration` })).json()

describe('a client that is named by its document', () => {
  it('signs users in, who see from where it comes', async () => {
    const clientId = world.freshClientId()
    world.publish(clientId)
    const browser = new Browser(world.test)
    const asked = { client_id: clientId, ...s256 }
    const consent = await browser.submitPassword(await browser.authorize(world.realm, asked))
    expect(consent.body).toContain('The client&#39;s hostname is 127.0.0.1')
    const answer = answerOf(await browser.request(formAction(consent), { accept: 'true' }))
    const form = { grant_type: 'authorization_code', code: String(answer.get('code')), redirect_uri: redirectUri }
    const asClient = { client_id: clientId, code_verifier: verifier }
    const tokens = (await post(world.test, world.realm, 'token', { ...form, ...asClient }, {})).json()
    expect(claimsOf(tokens.access_token)['azp']).toBe(clientId)
  })

  it('is stored as dynamic registration would, for a while', async () => {
    const clientId = world.freshClientId()
    world.publish(clientId, { scope: 'openid email nowhere' }, { 'cache-control': 'max-age=3600' })
    expect((await world.authorize(clientId)).statusCode).toBe(200)
    const goodUntil = String(Math.floor(world.test.clock.now() / 1000) + 3600)
    expect(await world.find(clientId)).toMatchObject({
      clientId,
      name: 'Tool',
      publicClient: true,
      consentRequired: true,
      fullScopeAllowed: false,
      redirectUris: [redirectUri],
      optionalClientScopes: ['email'],
      defaultClientScopes: ['basic'],
      attributes: {
        'cimd.cache.expiry.time.in.sec': goodUntil,
        'display.on.consent.screen': 'true',
        'consent.screen.text': "The client's hostname is 127.0.0.1",
      },
    })
    const page = { first: 0, max: 1 }
    const filter = { types: ['CLIENT_REGISTER'] }
    const [event] = await listEvents(world.test.server.storage, world.realm.realm.id, filter, page)
    expect(event?.clientId).toBe(clientId)
  })

  it('is fetched again when its time is over, and not before', async () => {
    const clientId = world.freshClientId()
    world.publish(clientId)
    await world.authorize(clientId)
    world.receiver.received.length = 0
    world.publish(clientId, { client_name: 'Better tool', redirect_uris: [redirectUri, `${redirectUri}/2`] })
    await world.authorize(clientId)
    expect(world.receiver.received).toEqual([])
    expect(await world.find(clientId)).toMatchObject({ name: 'Tool' })
    await world.wait(301)
    expect((await world.authorize(clientId, { redirect_uri: `${redirectUri}/2` })).statusCode).toBe(200)
    expect(world.receiver.received).toHaveLength(1)
    expect(await world.find(clientId)).toMatchObject({
      name: 'Better tool',
      redirectUris: [redirectUri, `${redirectUri}/2`],
    })
  })

  it('stays what it was when its document is no longer there, but nobody signs in', async () => {
    const clientId = world.freshClientId()
    world.publish(clientId)
    await world.authorize(clientId)
    await world.wait(301)
    world.receiver.status = 404
    expect(await refusalOf(clientId)).toBe('Client Metadata fetch failed')
    world.publish(clientId)
    expect(await refusalOf(clientId)).toBe(undefined)
  })

  it('may prove itself by keys of its own', async () => {
    const clientId = world.freshClientId()
    world.publish(clientId, { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [] } })
    expect(await refusalOf(clientId)).toBe(undefined)
    expect(await world.find(clientId)).toMatchObject({ publicClient: false, clientAuthenticatorType: 'client-jwt' })
  })

  it('is made once when two ask for it at the same time', async () => {
    const clientId = world.freshClientId()
    world.publish(clientId)
    const answers = await Promise.all([1, 2, 3].map(() => world.authorize(clientId)))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
    expect(await world.find(clientId)).toMatchObject({ clientId })
  })

  it('that an administrator registered is what they registered', async () => {
    const clientId = world.freshClientId()
    const body = { clientId, name: 'Ours', redirectUris: [redirectUri] }
    await useNoPolicy(world)
    expect((await administer(world, 'POST', 'clients', body)).statusCode).toBe(201)
    await world.allow()
    world.receiver.received.length = 0
    expect(await refusalOf(clientId)).toBe(undefined)
    expect([world.receiver.received, (await world.find(clientId))?.['name']]).toEqual([[], 'Ours'])
  })
})

describe('nothing is fetched', () => {
  const fetched = async (clientId: string, parameters?: Record<string, string>) => {
    world.receiver.received.length = 0
    world.publish(clientId)
    const answer = await world.authorize(clientId, parameters)
    return [answer.statusCode, world.receiver.received.length]
  }

  it('where no policy allows it', async () => {
    await useNoPolicy(world)
    expect(await fetched(world.freshClientId())).toEqual([400, 0])
    expect(await metadataOf()).not.toHaveProperty('client_id_metadata_document_supported')
    await world.allow()
    expect(await metadataOf()).toMatchObject({ client_id_metadata_document_supported: true })
  })

  it('from domains that the policy does not trust', async () => {
    await world.allow({ 'cimd-allow-permitted-domains': ['app.test'] })
    expect(await refusalOf(world.freshClientId())).toBe('Invalid Client ID: domain not allowed.')
    await world.allow({ 'cimd-allow-permitted-domains': [] })
    expect(await fetched(world.freshClientId())).toEqual([400, 0])
  })

  it('for a request without a redirect URI', async () => {
    expect(await fetched(world.freshClientId(), { redirect_uri: '' })).toEqual([400, 0])
  })

  it('for a name that the condition does not mean', async () => {
    expect(await fetched('app')).toEqual([400, 0])
    await useExecutor(world, 'client-id-metadata-document', {}, 'any-client')
    expect(await refusalOf('app')).toBe('Invalid Client ID: invalid scheme.')
  })
})

describe('a document is refused', () => {
  it.each<[string, Record<string, unknown>]>([
    ['no client_id', { client_id: undefined }],
    ['client_id property does not exactly match client_id parameter', { client_id: 'https://app.test/other' }],
    ['redirect_uri parameter does not exactly match', { redirect_uris: [`${redirectUri}/other`] }],
    ['redirect_uri parameter does not exactly match', { redirect_uris: undefined }],
    ['includes a wildcard', { redirect_uris: [redirectUri, 'https://app.test/*'] }],
    ['not-allowed authentication method', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['not-allowed authentication method', { token_endpoint_auth_method: 'client_secret_jwt' }],
    ['client_secret or client_secret_expires_at', { client_secret: 'secret' }],
    ['client_secret or client_secret_expires_at', { client_secret_expires_at: 0 }],
    ['domain not allowed', { logo_uri: 'https://elsewhere.test/logo' }],
    ['domain not allowed', { jwks_uri: 'https://elsewhere.test/keys', token_endpoint_auth_method: 'private_key_jwt' }],
    ['domain not allowed', { redirect_uris: [redirectUri, 'http://localhost/cb'] }],
    ['malformed URL', { tos_uri: 'nowhere' }],
    ['fetch failed', { redirect_uris: redirectUri }],
    ['fetch failed', { client_name: 'x'.repeat(300) }],
  ])('with: %s, for %j', async (reason, change) => {
    const refusal = await documentRefusal(change)
    expect(refusal).toContain(reason)
  })

  it('that holds a private key', async () => {
    const keys = [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' }]
    expect(await documentRefusal({ jwks: { keys }, token_endpoint_auth_method: 'private_key_jwt' })).toContain(
      'private key',
    )
  })

  it.each([
    ['text', { 'content-type': 'text/plain' }],
    ['nothing', { 'content-type': '' }],
  ])('that comes as %s', async (_kind, headers) => {
    expect(await documentRefusal({}, headers)).toBe('Client Metadata fetch failed')
  })

  it('may come as a kind of JSON', async () => {
    expect(await documentRefusal({}, { 'content-type': 'application/client+json; charset=utf-8' })).toBe(undefined)
  })

  it.each([
    [200, 'no JSON'],
    [200, '[]'],
    [200, '"text"'],
    [404, '{}'],
    [201, '{}'],
  ])('that is answered by %i and %s', async (status, body) => {
    const clientId = world.freshClientId()
    world.publish(clientId)
    Object.assign(world.receiver, { status, body })
    expect(await refusalOf(clientId)).toBe('Client Metadata fetch failed')
  })

  it('that is somewhere else: no redirect is followed', async () => {
    const clientId = world.freshClientId()
    world.publish(clientId, {}, { location: `${world.receiver.url}/elsewhere` })
    world.receiver.status = 302
    world.receiver.received.length = 0
    expect(await refusalOf(clientId)).toBe('Client Metadata fetch failed')
    expect(world.receiver.received).toHaveLength(1)
  })

  it('that is long', async () => {
    expect(await documentRefusal({ more: 'x'.repeat(5000) })).toBe('Client Metadata fetch failed')
  })

  it('where the policy asks for more', async () => {
    await world.allow({ 'cimd-required-properties': ['logo_uri'] })
    expect(await documentRefusal({})).toContain('does not include all required properties')
    expect(await documentRefusal({ logo_uri: 'https://app.test/logo' })).toBe(undefined)
    await world.allow({ 'only-allow-confidential-client': true })
    expect(await documentRefusal({})).toContain('confidential client is only allowed')
    const byKey = { token_endpoint_auth_method: 'private_key_jwt' }
    expect(await documentRefusal(byKey)).toContain('ether jwks or jwks_uri property is required')
    expect(await documentRefusal({ ...byKey, jwks: { keys: [] } })).toBe(undefined)
    await world.allow({ 'cimd-restrict-same-domain': true })
    expect(await documentRefusal({})).toContain('should be under the same domain')
    await world.allow({ 'cimd-restrict-same-domain': true, 'cimd-allow-permitted-domains': ['127.0.0.1'] })
    const here = { redirect_uris: [`${world.receiver.url}/cb`] }
    const clientId = world.freshClientId()
    world.publish(clientId, here)
    expect(await refusalOf(clientId, { redirect_uri: `${world.receiver.url}/cb` })).toBe(undefined)
  })

  it('by another policy about clients', async () => {
    const executors = [
      {
        executor: 'client-id-metadata-document',
        configuration: { 'cimd-allow-http-scheme': true, 'cimd-allow-permitted-domains': ['127.0.0.1', 'app.test'] },
      },
      { executor: 'reject-request', configuration: {} },
    ]
    await useNoPolicy(world)
    const profiles = executors.map((one, index) => ({ name: `profile-${index}`, executors: [one] }))
    await administer(world, 'PUT', 'client-policies/profiles', { profiles })
    const policies = [
      {
        name: 'fetch',
        enabled: true,
        conditions: [
          {
            condition: 'client-id-uri',
            configuration: { 'client-id-uri-scheme': ['http'], 'client-id-uri-allow-permitted-domains': ['127.0.0.1'] },
          },
        ],
        profiles: ['profile-0'],
      },
      {
        name: 'refuse',
        enabled: true,
        conditions: [
          { condition: 'client-updater-context', configuration: { 'update-client-source': ['ByAnonymous'] } },
        ],
        profiles: ['profile-1'],
      },
    ]
    expect((await administer(world, 'PUT', 'client-policies/policies', { policies })).statusCode).toBe(204)
    expect(await documentRefusal({})).toBe('Request not allowed')
  })
})

it('is not fetched from an address that is not public', async () => {
  const strict = await createDocumentWorld([])
  await strict.allow()
  const clientId = strict.freshClientId()
  strict.publish(clientId)
  expect((await strict.authorize(clientId)).statusCode).toBe(400)
  expect(strict.receiver.received).toEqual([])
  await strict.close()
})
