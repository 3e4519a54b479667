import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { administer, type PolicyWorld, useExecutor, useNoPolicy } from './fixture/client-policies.ts'
import { addClient, basic, currentRealm, endpointOf, post, redirectUri } from './fixture/oidc-application.ts'
import { testServer } from './fixture/test-server.ts'

let world: PolicyWorld
let made = 0

beforeAll(async () => {
  const test = await testServer()
  world = { test, realm: await test.createRealm(), admin: await test.adminToken() }
})
afterEach(async () => {
  world = { ...world, admin: await world.test.adminToken() }
  await useNoPolicy(world)
})
afterAll(() => world.test.stop())

type Json = Record<string, unknown>

const periods = { 'expiration-period': '300', 'rotated-expiration-period': '60', 'remaining-rotation-period': 100 }
const rotateSecrets = (change: Json = {}) => useExecutor(world, 'secret-rotation', { ...periods, ...change })
const nowSeconds = () => Math.floor(world.test.clock.now() / 1000)

interface Kept {
  readonly id: string
  readonly clientId: string
}

/** Makes a client as an administrator. */
async function create(settings: Json = {}): Promise<Kept> {
  const clientId = `client-${++made}`
  const body = { clientId, serviceAccountsEnabled: true, ...settings }
  expect((await administer(world, 'POST', 'clients', body)).statusCode).toBe(201)
  const snapshot = await (await currentRealm(world.test, world.realm)).client(clientId)
  return { id: snapshot?.client.id ?? '', clientId }
}

const read = async ({ id }: Kept): Promise<Json> => (await administer(world, 'GET', `clients/${id}`)).json()
const secretOf = async (client: Kept) => String((await read(client))['secret'])
const endOf = async (client: Kept) => {
  const attributes = (await read(client))['attributes'] as Json
  return attributes['client.secret.expiration.time']
}
const regenerate = async ({ id }: Kept): Promise<string> =>
  (await administer(world, 'POST', `clients/${id}/client-secret`)).json().value
const touch = ({ id }: Kept) => administer(world, 'PUT', `clients/${id}`, { description: 'changed' })
const statusBy = async ({ clientId }: Kept, secret: string) =>
  (await post(world.test, world.realm, 'token', { grant_type: 'client_credentials' }, basic(clientId, secret)))
    .statusCode

async function pass(seconds: number): Promise<void> {
  await world.test.clock.advance(seconds * 1000)
  world = { ...world, admin: await world.test.adminToken() }
}

describe('secret-rotation', () => {
  it('lets the secret of a new client end', async () => {
    await rotateSecrets()
    const client = await create()
    const secret = await secretOf(client)
    expect(await endOf(client)).toBe(String(nowSeconds() + 300))
    await pass(299)
    expect(await statusBy(client, secret)).toBe(200)
    await pass(1)
    expect(await statusBy(client, secret)).toBe(401)
  })

  it('keeps the old secret good for a while when a new one is asked for', async () => {
    await rotateSecrets()
    const client = await create()
    const before = await secretOf(client)
    await pass(10)
    const after = await regenerate(client)
    expect((await read(client))['attributes']).toMatchObject({
      'client.secret.creation.time': String(nowSeconds()),
      'client.secret.expiration.time': String(nowSeconds() + 300),
      'client.secret.rotated.creation.time': String(nowSeconds()),
      'client.secret.rotated.expiration.time': String(nowSeconds() + 60),
    })
    expect(await statusBy(client, before)).toBe(200)
    expect(await statusBy(client, after)).toBe(200)
    await pass(60)
    expect(await statusBy(client, before)).toBe(401)
    expect(await statusBy(client, after)).toBe(200)
  })

  it('ends the old secret at once where it is told so', async () => {
    await rotateSecrets({ 'rotated-expiration-period': 0 })
    const client = await create()
    const before = await secretOf(client)
    const after = await regenerate(client)
    expect(await statusBy(client, before)).toBe(401)
    expect(await statusBy(client, after)).toBe(200)
  })

  it('changes nothing at an update while the secret is good, and renews it after; what is over stays over', async () => {
    await rotateSecrets()
    const client = await create()
    const before = await secretOf(client)
    await pass(299)
    await touch(client)
    expect(await secretOf(client)).toBe(before)
    await pass(1)
    await touch(client)
    const after = await secretOf(client)
    expect(after).not.toBe(before)
    expect(await endOf(client)).toBe(String(nowSeconds() + 300))
    expect(await statusBy(client, after)).toBe(200)
    expect(await statusBy(client, before)).toBe(401)
  })

  it('lets the secrets of older clients end from their next change or request on', async () => {
    const changed = await create()
    const used = await create()
    const shown = await create({ redirectUris: [redirectUri] })
    await rotateSecrets()
    for (const client of [changed, used, shown]) expect(await endOf(client)).toBeUndefined()
    await touch(changed)
    expect(await statusBy(used, await secretOf(used))).toBe(200)
    const query = new URLSearchParams({ client_id: shown.clientId, response_type: 'code', redirect_uri: redirectUri })
    await world.test.inject({ url: `${endpointOf(world.realm, 'auth')}?${query}` })
    const end = String(nowSeconds() + 300)
    for (const client of [changed, used, shown]) expect(await endOf(client)).toBe(end)
    await pass(5)
    expect(await statusBy(used, await secretOf(used))).toBe(200)
    expect(await endOf(used)).toBe(end)
  })

  it('leaves clients without secrets, and those that the policy does not mean, as they are', async () => {
    await rotateSecrets()
    expect(await endOf(await create({ publicClient: true, serviceAccountsEnabled: false }))).toBeUndefined()
    await useNoPolicy(world)
    const client = await create()
    const before = await secretOf(client)
    await regenerate(client)
    expect(await endOf(client)).toBeUndefined()
    expect(await statusBy(client, before)).toBe(401)
  })

  it('cannot be put off by what a client says of itself', async () => {
    await rotateSecrets()
    const client = await create({ attributes: { 'client.secret.expiration.time': '9999999999' } })
    expect(await endOf(client)).toBe(String(nowSeconds() + 300))
  })

  it('tells registered clients the end, and gives those near it a new secret when they change themselves', async () => {
    await rotateSecrets()
    const url = `/realms/${world.realm.realm.name}/clients-registrations/openid-connect`
    const metadata = { redirect_uris: [redirectUri], grant_types: ['client_credentials'] }
    const headers = { 'content-type': 'application/json' }
    const { token: leave } = (await administer(world, 'POST', 'clients-initial-access', { count: 1 })).json()
    const body = JSON.stringify(metadata)
    const answer = await world.test.inject({ method: 'POST', url, headers, token: leave, payload: body })
    const registered = answer.json()
    expect(registered.client_secret_expires_at).toBe(nowSeconds() + 300)
    const change = async (token: string) => {
      const payload = JSON.stringify({ ...metadata, client_id: registered.client_id })
      return (
        await world.test.inject({ method: 'PUT', url: `${url}/${registered.client_id}`, headers, token, payload })
      ).json()
    }
    await pass(199)
    const same = await change(registered.registration_access_token)
    expect(same).toMatchObject({
      client_secret: registered.client_secret,
      client_secret_expires_at: registered.client_secret_expires_at,
    })
    await pass(1)
    const renewed = await change(same.registration_access_token)
    expect(renewed.client_secret).not.toBe(registered.client_secret)
    expect(renewed.client_secret_expires_at).toBe(nowSeconds() + 300)
    const client = { id: '', clientId: registered.client_id }
    expect(await statusBy(client, renewed.client_secret)).toBe(200)
    expect(await statusBy(client, registered.client_secret)).toBe(200)
  })

  it.each([
    { 'expiration-period': '0' },
    { 'expiration-period': 'soon' },
    { 'rotated-expiration-period': '301' },
    { 'remaining-rotation-period': '301' },
    { 'rotated-expiration-period': '-1' },
  ])('refuses the configuration %j', async (change) => {
    const executors = [{ executor: 'secret-rotation', configuration: { ...periods, ...change } }]
    const answer = await administer(world, 'PUT', 'client-policies/profiles', { profiles: [{ name: 'x', executors }] })
    expect(answer.statusCode).toBe(400)
  })

  it('has no policy, no end', async () => {
    await addClient(world.test, world.realm, 'plain', { serviceAccountsEnabled: true }, 'a-secret-without-an-end')
    await pass(400)
    expect(await statusBy({ id: '', clientId: 'plain' }, 'a-secret-without-an-end')).toBe(200)
  })
})
