import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ClientSettings } from '../src/model/client/client.ts'
import { updateClient } from '../src/model/client/update-client.ts'
import { insertMapper } from '../src/model/client-scope/insert-mapper.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { updateRealm } from '../src/model/realm/update-realm.ts'
import { endAllUserSessions } from '../src/model/user-session/end-user-session.ts'
import { transact } from '../src/storage/transact.ts'
import { answerOf, Browser, claimsOf, currentRealm } from './fixture/oidc-application.ts'
import * as application from './fixture/step-up-application.ts'
import { answerPage, createLevelRealm, essential, givePassword, seen } from './fixture/step-up-application.ts'
import { maxAges, useStepUpFlow } from './fixture/step-up-flow.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let server: TestServer
let realm: RealmSnapshot
/** The flow that every realm begins with: no levels. */
let plain: RealmSnapshot

beforeAll(async () => {
  server = await testServer()
  realm = await createLevelRealm(server)
  plain = await createLevelRealm(server)
  await useStepUpFlow(server, realm)
})
afterAll(() => server.stop())

async function configure(attributes: Record<string, string>, of = realm): Promise<void> {
  const client = await (await currentRealm(server, of)).client('app')
  if (!client) throw new Error('The client is gone')
  const settings: ClientSettings = { ...client.client.settings, attributes }
  await transact(server.server.storage, (tx) => updateClient(tx, client.client, { settings }))
}
beforeEach(() => configure({}))

type Asked = Readonly<Record<string, string>>
const giveOtp = (browser: Browser, page: LightMyRequestResponse) => application.giveOtp(server, browser, page)
const tokens = (answer: LightMyRequestResponse, of = realm) => application.tokensOf(server, of, answer)
const acrOf = async (answer: LightMyRequestResponse, of = realm) => claimsOf((await tokens(answer, of)).id_token)['acr']

/** Signs in by password alone: level 1. */
async function atLevel1(asked: Asked = {}) {
  const browser = new Browser(server)
  const last = await givePassword(browser, await browser.authorize(realm, asked))
  expect(seen(last)).toBe('code')
  return { browser, last }
}
async function atLevel2() {
  const browser = new Browser(server)
  const otp = await givePassword(browser, await browser.authorize(realm, { acr_values: 'gold' }))
  expect(seen(otp)).toBe('otp')
  const last = await giveOtp(browser, otp)
  return { browser, last }
}

describe('a flow with levels', () => {
  test('asks for the first level only, when nothing is asked for', async () => {
    expect(await acrOf((await atLevel1()).last)).toBe('bronze')
    expect(await acrOf((await atLevel1({ acr_values: 'bronze gold' })).last)).toBe('bronze')
    expect(await acrOf((await atLevel1({ acr_values: 'unknown' })).last)).toBe('bronze')
  })

  test('asks for both in one sign-in where the second is asked for, by name or by number', async () => {
    expect(await acrOf((await atLevel2()).last)).toBe('gold')
    for (const asked of [{ acr_values: '2' }, essential('gold'), essential('2')]) {
      const browser = new Browser(server)
      const otp = await givePassword(browser, await browser.authorize(realm, asked))
      expect(seen(otp)).toBe('otp')
      expect(seen(await giveOtp(browser, otp))).toBe('code')
    }
  })

  test('asks only for what is missing when there is a session', async () => {
    const { browser, last } = await atLevel1()
    const before = claimsOf((await tokens(last)).id_token)
    await server.clock.advance(5000)
    expect(await acrOf(await browser.authorize(realm, { acr_values: 'bronze' }))).toBe('bronze')
    const otp = await browser.authorize(realm, { acr_values: 'gold' })
    expect(seen(otp)).toBe('otp')
    const after = claimsOf((await tokens(await giveOtp(browser, otp))).id_token)
    expect(after).toMatchObject({ acr: 'gold', sid: before['sid'], sub: before['sub'] })
    expect(after['auth_time']).toBe(Number(before['auth_time']) + 5)
  })

  test('lets a level count for its time and no longer', async () => {
    const { browser } = await atLevel2()
    await server.clock.advance(maxAges.otp * 1000 - 1000)
    expect(await acrOf(await browser.authorize(realm, essential('gold')))).toBe('gold')
    expect(await acrOf(await browser.authorize(realm))).toBe('gold')
    await server.clock.advance(1000)
    expect(await acrOf(await browser.authorize(realm))).toBe('bronze')
    expect(await acrOf(await browser.authorize(realm, { acr_values: 'gold bronze' }))).toBe('bronze')
    expect(seen(await browser.authorize(realm, { acr_values: 'gold' }))).toBe('otp')
  })

  test('asks for everything anew when the first level has expired', async () => {
    const { browser } = await atLevel1()
    for (let minutes = 0; minutes < 60; minutes += 20) {
      await server.clock.advance(1_200_000)
      if (minutes < 40) expect(seen(await browser.authorize(realm, { prompt: 'none' }))).toBe('code')
    }
    const page = await browser.authorize(realm, { acr_values: 'gold' })
    expect(seen(page)).toBe('password')
    const otp = await givePassword(browser, page)
    expect(seen(otp)).toBe('otp')
    expect(await acrOf(await giveOtp(browser, otp))).toBe('gold')
  })

  test('shows no page for prompt=none', async () => {
    const { browser } = await atLevel1()
    expect(seen(await browser.authorize(realm, { prompt: 'none', acr_values: 'gold' }))).toBe('login_required')
    expect(seen(await browser.authorize(realm, { prompt: 'none', ...essential('gold') }))).toBe('login_required')
    expect(seen(await browser.authorize(realm, { prompt: 'none', acr_values: 'bronze' }))).toBe('code')
  })

  test.each([
    ['prompt=login', { prompt: 'login' }],
    ['max_age', { max_age: '1' }],
  ])('takes nothing from the session for %s', async (_what, asked) => {
    const { browser } = await atLevel2()
    await server.clock.advance(2000)
    const page = await browser.authorize(realm, { ...asked, acr_values: 'gold' })
    expect(seen(page)).toBe('password')
    const otp = await givePassword(browser, page)
    expect(seen(otp)).toBe('otp')
    expect(await acrOf(await giveOtp(browser, otp))).toBe('gold')
    await server.clock.advance(2000)
    const again = await givePassword(browser, await browser.authorize(realm, asked))
    expect(await acrOf(again)).toBe('bronze')
  })
})

describe('nobody reaches a level by what somebody else, or another session, has proven', () => {
  test('a session that ends while the second level is asked for takes the first with it', async () => {
    const { browser, last } = await atLevel1()
    const otp = await browser.authorize(realm, { acr_values: 'gold' })
    const userId = String(claimsOf((await tokens(last)).id_token)['sub'])
    await transact(server.server.storage, (tx) => endAllUserSessions(tx, realm.realm.id, userId))
    expect(seen(await giveOtp(browser, otp))).toBe('page 400')
    expect(seen(await browser.authorize(realm, { prompt: 'none' }))).toBe('login_required')
  })

  test('another user in the same browser begins at nothing', async () => {
    const { browser } = await atLevel2()
    await server.clock.advance(1000)
    const page = await browser.authorize(realm, { prompt: 'login', acr_values: 'gold' })
    const otp = await givePassword(browser, page, 'eve')
    expect(seen(otp)).toBe('otp')
    expect(await acrOf(await giveOtp(browser, otp))).toBe('gold')
    await server.clock.advance(1000)
    const back = await givePassword(browser, await browser.authorize(realm, { prompt: 'login' }), 'ada')
    expect(await acrOf(back)).toBe('bronze')
    expect(seen(await browser.authorize(realm, { acr_values: 'gold' }))).toBe('otp')
  })

  test('a wrong code stays at the level before', async () => {
    const { browser } = await atLevel1()
    const otp = await browser.authorize(realm, { acr_values: 'gold' })
    expect(seen(await answerPage(browser, otp, { otp: '000000' }))).toBe('otp')
    expect(await acrOf(await browser.authorize(realm))).toBe('bronze')
  })
})

describe('an essential acr', () => {
  test('that no flow reaches fails, and tells the application', async () => {
    const browser = new Browser(server)
    const otp = await givePassword(browser, await browser.authorize(realm, essential('3')))
    const last = answerOf(await giveOtp(browser, otp))
    expect(Object.fromEntries(last)).toMatchObject({
      error: 'unmet_authentication_requirements',
      error_description: 'Authentication requirements not fulfilled',
      state: 'state-1',
    })
    expect(browser.cookieNames).not.toContain('KEYCLOAK_IDENTITY')
  })

  test('as a wish only is answered with what was reached', async () => {
    const browser = new Browser(server)
    const otp = await givePassword(browser, await browser.authorize(realm, { acr_values: '3' }))
    expect(await acrOf(await giveOtp(browser, otp))).toBe('gold')
  })

  test('that nobody knows is refused at once', async () => {
    expect(seen(await new Browser(server).authorize(realm, essential('unknown')))).toBe('invalid_request')
    expect(seen(await new Browser(server).authorize(realm, essential('unknown', 'gold')))).toBe('password')
  })

  test('is kept by a flow without levels too, though only up to 1', async () => {
    const browser = new Browser(server)
    const gold = await giveOtp(browser, await givePassword(browser, await browser.authorize(plain, essential('gold'))))
    expect(seen(gold)).toBe('unmet_authentication_requirements')
    const other = new Browser(server)
    const bronze = await giveOtp(other, await givePassword(other, await other.authorize(plain, essential('bronze'))))
    expect(await acrOf(bronze, plain)).toBe('bronze')
    await server.clock.advance(1000)
    expect(await acrOf(await other.authorize(plain), plain)).toBe('0')
    expect(seen(await other.authorize(plain, essential('bronze')))).toBe('password')
  })
})

describe('a client', () => {
  test('asks by default for what its settings say', async () => {
    await configure({ 'default.acr.values': 'gold' })
    const browser = new Browser(server)
    expect(seen(await givePassword(browser, await browser.authorize(realm)))).toBe('otp')
    expect(await acrOf((await atLevel1({ acr_values: 'bronze' })).last)).toBe('bronze')
  })

  test('has names of its own for the levels', async () => {
    await configure({ 'acr.loa.map': '{"silver":1}' })
    expect(await acrOf((await atLevel1()).last)).toBe('silver')
    expect(await acrOf((await atLevel1({ acr_values: 'bronze' })).last)).toBe('silver')
    expect(seen(await new Browser(server).authorize(realm, essential('bronze')))).toBe('invalid_request')
  })

  test('or its realm demands a level that no request undercuts', async () => {
    await configure({ 'minimum.acr.value': 'gold' })
    for (const asked of [{}, { acr_values: 'bronze' }, { acr_values: 'unknown' }]) {
      const browser = new Browser(server)
      expect(seen(await givePassword(browser, await browser.authorize(realm, asked)))).toBe('otp')
    }
    expect(seen(await new Browser(server).authorize(realm, essential('bronze')))).toBe('invalid_request')
    await configure({ 'minimum.acr.value': 'gold' }, plain)
    const browser = new Browser(server)
    const last = await giveOtp(browser, await givePassword(browser, await browser.authorize(plain)))
    expect(seen(last)).toBe('unmet_authentication_requirements')
    await configure({}, plain)
    const { attributes } = plain.realm.settings
    const demanding = { settings: { attributes: { ...attributes, 'minimum.acr.value': 'gold' } } }
    await transact(server.server.storage, (tx) => updateRealm(tx, plain.realm, demanding))
    const other = new Browser(server)
    expect(seen(await giveOtp(other, await givePassword(other, await other.authorize(plain))))).toBe(
      'unmet_authentication_requirements',
    )
  })
})

test('discovery names the levels of the realm', async () => {
  const answer = await server.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` })
  expect(answer.json().acr_values_supported).toEqual(['bronze', 'gold', '0', '1'])
})

test('the amr claim names the methods that still count', async () => {
  const client = (await currentRealm(server, realm)).client('app')
  const clientId = (await client)?.client.id ?? ''
  const mapper = { id: server.server.ids.uuid(), realmId: realm.realm.id, clientId, name: 'amr' }
  const config = { 'id.token.claim': 'true', 'access.token.claim': 'true' }
  const kind = { protocol: 'openid-connect', mapper: 'oidc-amr-mapper', config } as const
  await transact(server.server.storage, (tx) => insertMapper(tx, { ...mapper, ...kind }))
  const amrOf = async (answer: LightMyRequestResponse) => claimsOf((await tokens(answer)).access_token)['amr']
  const { browser, last } = await atLevel1()
  expect(await amrOf(last)).toEqual(['pwd'])
  await server.clock.advance(1000)
  const stepped = await giveOtp(browser, await browser.authorize(realm, { acr_values: 'gold' }))
  expect(await amrOf(stepped)).toEqual(['pwd', 'otp'])
  await server.clock.advance(maxAges.otp * 1000)
  expect(await amrOf(await browser.authorize(realm))).toEqual(['pwd'])
})
