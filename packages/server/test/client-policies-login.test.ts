import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { insertExecutions, insertFlows } from '../src/model/flow/flow.store.ts'
import { transact } from '../src/storage/transact.ts'
import { type PolicyWorld, useExecutor, useNoPolicy } from './fixture/client-policies.ts'
import { createDpopKey } from './fixture/dpop-key.ts'
import {
  addClient,
  addUser,
  answerOf,
  Browser,
  claimsOf,
  currentRealm,
  endpointOf,
  post,
  redirectUri,
} from './fixture/oidc-application.ts'
import { openReceiver, type Receiver } from './fixture/receiver.ts'
import { testServer } from './fixture/test-server.ts'

let world: PolicyWorld
let receiver: Receiver

beforeAll(async () => {
  receiver = await openReceiver()
  const test = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  const realm = await test.createRealm({ attributes: { 'acr.loa.map': '{"bronze":1,"gold":2}' } })
  world = { test, realm, admin: await test.adminToken() }
  await addClient(test, realm, 'app', {})
  await addClient(test, realm, 'spa', { publicClient: true })
  await addUser(test, realm)
  // A flow that asks for the name alone: nobody gets through it, but it can be told from the usual one.
  const { server } = test
  const flow = { realmId: realm.realm.id, providerId: 'basic-flow', topLevel: true, builtIn: false } as const
  const flows = ['names only', 'passwords'].map((alias) => ({ ...flow, alias, id: server.ids.uuid() }))
  const steps = ['auth-username-form', 'auth-username-password-form']
  await transact(server.storage, async (tx) => {
    await insertFlows(tx, flows)
    await insertExecutions(
      tx,
      flows.map(({ id, realmId }, index) => ({
        ...{ id: server.ids.uuid(), realmId, flowId: id, requirement: 'REQUIRED', priority: 10 },
        ...{ authenticator: steps[index] ?? '' },
      })),
    )
  })
  world = { ...world, realm: await currentRealm(test, realm) }
})
afterEach(() => useNoPolicy(world))
afterAll(async () => {
  await world.test.stop()
  await receiver.close()
})

async function authorize(parameters: Record<string, string> = {}) {
  return await new Browser(world.test).authorize(world.realm, parameters)
}

async function refusalOf(parameters: Record<string, string> = {}): Promise<string | undefined> {
  const answer = await authorize(parameters)
  if (answer.statusCode === 200) return undefined
  const answered = answerOf(answer)
  return `${answered.get('error')}: ${answered.get('error_description')}`
}

describe('auth-flow-enforcer', () => {
  const use = (configuration: object, condition?: string, of?: Record<string, unknown>) =>
    useExecutor(world, 'auth-flow-enforcer', { ...configuration }, condition, of)

  async function acrBy(parameters: Record<string, string> = {}): Promise<unknown> {
    const code = String((await new Browser(world.test).signIn(world.realm, parameters)).get('code'))
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
    return claimsOf((await post(world.test, world.realm, 'token', form)).json()['id_token'])['acr']
  }

  it('lets the user sign in by the flow it names', async () => {
    expect((await authorize()).body).toContain('name="password"')
    await use({ 'auth-flow-alias': 'names only' })
    expect((await authorize()).body).not.toContain('name="password"')
  })

  it('holds for the requests that its policy is for', async () => {
    await use({ 'auth-flow-alias': 'names only' }, 'acr-condition', { 'acr-property': 'gold' })
    expect((await authorize({ acr_values: 'gold' })).body).not.toContain('name="password"')
    expect((await authorize({ acr_values: 'bronze' })).body).toContain('name="password"')
  })

  it('says which level the flow stands for', async () => {
    expect(await acrBy({ acr_values: 'gold' })).toBe('bronze')
    await use({ 'auth-flow-alias': 'passwords', 'auth-flow-loa': 2 })
    expect(await acrBy({ acr_values: 'gold' })).toBe('gold')
    const claims = JSON.stringify({ id_token: { acr: { essential: true, value: 'gold' } } })
    expect(await acrBy({ claims })).toBe('gold')
    await use({ 'auth-flow-alias': 'passwords', 'auth-flow-loa': '1' })
    expect(await acrBy({ acr_values: 'gold' })).toBe('bronze')
  })

  it('lets nobody in by a flow that is not there', async () => {
    await use({ 'auth-flow-alias': 'nowhere' })
    expect((await authorize()).statusCode).toBe(400)
  })

  it('cannot be had by a parameter of the request', async () => {
    const page = await authorize({ 'requested-authentication-flow': 'names only' })
    expect(page.body).toContain('name="password"')
  })

  it('is stored with a whole number only', async () => {
    await expect(use({ 'auth-flow-alias': 'passwords', 'auth-flow-loa': 'two' })).rejects.toThrow('400')
  })
})

describe('intent-client-bind-checker', () => {
  const asking = (claim: unknown) => ({ claims: JSON.stringify({ id_token: { openbanking_intent_id: claim } }) })
  const intent = asking({ essential: true, value: 'intent-1' })
  const use = (change: object = {}) =>
    useExecutor(world, 'intent-client-bind-checker', {
      'intent-client-bind-check-endpoint': `${receiver.url}/bound`,
      'intent-name': 'openbanking_intent_id',
      ...change,
    })

  it('asks whose the intent is', async () => {
    await use()
    Object.assign(receiver, { status: 200, body: '{"is_bound":true}' })
    expect(await refusalOf(intent)).toBe(undefined)
    const asked = receiver.received.at(-1)
    expect(asked).toMatchObject({ path: '/bound', mediaType: 'application/json' })
    expect(JSON.parse(asked?.body ?? '')).toEqual({ client_id: 'app', intent_id: 'intent-1' })
    receiver.body = '{"is_bound":false}'
    expect(await refusalOf(intent)).toBe('invalid_request: The intent is not bound with the client')
  })

  it.each([
    [{}, 'no claim for an intent value in an authorization request'],
    [{ claims: '{' }, 'invalid claim for an intent value'],
    [asking(null), 'no claim for an intent value for ID token'],
    [asking({ value: 'intent-1' }), 'not specifying a claim for an intent as essential claim'],
    [asking({ essential: true }), 'invalid intent value'],
  ])('refuses %j', async (parameters, description) => {
    await use()
    expect(await refusalOf(parameters)).toBe(`invalid_request: ${description}`)
  })

  it.each([
    [500, '{"is_bound":true}'],
    [200, 'yes'],
    [200, '{}'],
    [200, '{"is_bound":"true"}'],
  ])('takes %i with %s for no answer', async (status, body) => {
    await use()
    Object.assign(receiver, { status, body })
    expect(await refusalOf(intent)).toBe('invalid_request: checking intent bound with client failed')
  })

  it('refuses everything while it is set up badly', async () => {
    await use({ 'intent-client-bind-check-endpoint': 'ftp://intents.test' })
    expect(await refusalOf(intent)).toBe('server_error: invalid Intent Client Bind Check Endpoint setting')
    await use({ 'intent-name': '' })
    expect(await refusalOf(intent)).toBe('invalid_request: invalid intent name setting')
  })
})

describe('dpop-bind-enforcer that binds refresh tokens only', () => {
  const key = createDpopKey()
  const use = () => useExecutor(world, 'dpop-bind-enforcer', { 'allow-only-refresh-token-binding': true })
  const tokens = async (form: Record<string, string>) => {
    const path = endpointOf(world.realm, 'token')
    const headers = { dpop: key.proof(world.test, { path }) }
    return (await post(world.test, world.realm, 'token', { client_id: 'spa', ...form }, headers)).json()
  }
  const signIn = async () => {
    const code = String((await new Browser(world.test).signIn(world.realm, { client_id: 'spa' })).get('code'))
    return await tokens({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
  }

  it('gives public clients access tokens that are good for whoever has them', async () => {
    expect(await signIn()).toMatchObject({ token_type: 'DPoP' })
    await use()
    const first = await signIn()
    const second = await tokens({ grant_type: 'refresh_token', refresh_token: first.refresh_token })
    for (const { token_type, access_token, refresh_token } of [first, second]) {
      expect(token_type).toBe('Bearer')
      expect(claimsOf(access_token)).not.toHaveProperty('cnf')
      expect(claimsOf(access_token)['typ']).toBe('Bearer')
      expect(claimsOf(refresh_token)['cnf']).toEqual({ jkt: key.thumbprint })
    }
    const url = endpointOf(world.realm, 'userinfo')
    expect((await world.test.inject({ url, token: second.access_token })).statusCode).toBe(200)
    const without = { grant_type: 'refresh_token', client_id: 'spa', refresh_token: second.refresh_token }
    expect((await post(world.test, world.realm, 'token', without, {})).statusCode).toBe(400)
  })
})
