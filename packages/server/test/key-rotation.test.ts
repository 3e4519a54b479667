import { decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { addClient, addUser, basic, currentRealm, endpointOf, password, post } from './fixture/oidc-application.ts'
import { createAdministrator } from './fixture/test-administrator.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

const hour = 3_600_000
const day = 24 * hour
const providerType = 'org.keycloak.keys.KeyProvider'

let test: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  test = await testServer()
  realm = await test.createRealm({
    ssoSessionMaxLifespan: 10 * 3600,
    accessTokenLifespan: 6 * 3600,
    offlineSessionIdleTimeout: 365 * 86_400,
  })
  await addClient(test, realm, 'app', { directAccessGrantsEnabled: true, serviceAccountsEnabled: true })
  await addUser(test, realm)
})
afterAll(() => test.stop())

async function rotate(providerId: string): Promise<string> {
  const { token } = await createAdministrator(test, realm, ['realm-admin'])
  const url = `/admin/realms/${realm.realm.name}/components`
  const payload = { name: providerId, providerId, providerType, config: { priority: ['500'], rotationDays: ['30'] } }
  const answer = await test.inject({ method: 'POST', url, token, payload })
  expect(answer.statusCode, answer.body).toBe(201)
  return String(answer.headers.location).split('/').pop() ?? ''
}

const advance = async (milliseconds: number) => {
  await test.clock.leap(milliseconds)
  await test.running.runDueJobs()
  await test.running.runDueJobs()
}

const tokens = async (form: Record<string, string> = { grant_type: 'client_credentials' }) =>
  (await post(test, realm, 'token', form, basic('app'))).json()
const kidNow = async (): Promise<string | undefined> => decodeProtectedHeader((await tokens()).access_token).kid
const published = async (): Promise<string[]> =>
  (await test.inject({ url: endpointOf(realm, 'certs') })).json().keys.map(({ kid }: { kid: string }) => kid)
const isActive = async (token: string): Promise<boolean> =>
  (await post(test, realm, 'token/introspect', { token })).json().active

describe('a key with a time', () => {
  it('is followed by another that was published before, and no token becomes invalid', async () => {
    await rotate('rsa-generated')
    const first = await kidNow()
    await advance(28 * day)
    expect(await kidNow()).toBe(first)
    const before = await published()

    await advance(day)
    const successor = (await published()).find((kid) => !before.includes(kid))
    expect(successor).toBeDefined()
    expect(await kidNow()).toBe(first)

    await advance(day - 2 * hour)
    const { access_token: last } = await tokens()
    await advance(3 * hour)
    expect(await kidNow()).toBe(successor)
    expect(await published()).toEqual(expect.arrayContaining([first, successor]))
    expect(decodeProtectedHeader(last).kid).toBe(first)
    expect(await isActive(last)).toBe(true)
    expect((await currentRealm(test, realm)).keyById(String(first))?.status).toBe('PASSIVE')

    await advance(day + 11 * hour)
    expect(await published()).not.toContain(first)
    expect(await kidNow()).toBe(successor)

    // And so on: the successor has its time too.
    await advance(30 * day)
    await advance(day)
    expect(await kidNow()).not.toBe(successor)
  })

  it('that is a secret stays for refresh tokens that may have no end', async () => {
    const id = await rotate('hmac-generated')
    const before = await tokens({ grant_type: 'password', username: 'ada', password, scope: 'openid offline_access' })
    const kid = decodeProtectedHeader(before.refresh_token).kid
    const keyOfToken = (await currentRealm(test, realm)).keyById(String(kid))
    expect(keyOfToken?.providerId).toBe(id)
    await advance(29 * day)
    await advance(day)
    const after = await tokens({ grant_type: 'refresh_token', refresh_token: before.refresh_token })
    expect(decodeProtectedHeader(after.refresh_token).kid).not.toBe(kid)
    expect(await isActive(after.access_token)).toBe(true)
    await advance(29 * day)
    expect((await currentRealm(test, realm)).keyById(String(kid))?.status).toBe('PASSIVE')
  })

  it('is asked for days that leave time to publish', async () => {
    const { token } = await createAdministrator(test, realm, ['realm-admin'])
    const url = `/admin/realms/${realm.realm.name}/components`
    for (const rotationDays of ['1', '0', '-3', '9999']) {
      const payload = { name: 'x', providerId: 'aes-generated', providerType, config: { rotationDays: [rotationDays] } }
      const answer = await test.inject({ method: 'POST', url, token, payload })
      expect(answer.json()).toEqual({ errorMessage: "'Rotate after days' should be between 2 and 3650" })
    }
  })
})
