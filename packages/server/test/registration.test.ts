import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listCredentials } from '../src/model/credential/credential.store.ts'
import { listEvents } from '../src/model/event/event.store.ts'
import { insertAuthenticatorConfigs, updateExecution, updateRequiredAction } from '../src/model/flow/flow.store.ts'
import type { Requirement } from '../src/model/flow/flow.ts'
import type { RealmSettings } from '../src/model/realm/realm-settings.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { updateRealm } from '../src/model/realm/update-realm.ts'
import { findUserByLogin } from '../src/model/user/user.store.ts'
import { transact } from '../src/storage/transact.ts'
import {
  addClient,
  addUser,
  answerOf,
  Browser,
  currentRealm,
  endpointOf,
  formAction,
  redirectUri,
} from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

/** Making an account of one's own, page by page. */
let test: TestServer
let realm: RealmSnapshot

beforeAll(async () => {
  test = await testServer()
})
beforeEach(async () => {
  realm = await test.createRealm({ registrationAllowed: true, eventsEnabled: true })
  await addClient(test, realm, 'app', {})
})
afterAll(() => test.stop())

const grace = {
  username: 'Grace',
  email: 'Grace@example.org',
  firstName: 'Grace',
  lastName: 'Hopper',
  password: 'a nanosecond of wire',
  'password-confirm': 'a nanosecond of wire',
}

const change = (settings: Partial<RealmSettings>) =>
  transact(test.server.storage, (tx) => updateRealm(tx, realm.realm, { settings }))
const findUser = (name: string) => findUserByLogin(test.server.storage, realm.realm, name)
const eventsOf = async (type: string) =>
  (await listEvents(test.server.storage, realm.realm.id, {}, { first: 0, max: 50 })).filter((one) => one.type === type)

/** The page `register`, by the link on the page `login`. */
async function open(browser = new Browser(test), parameters: Readonly<Record<string, string>> = {}) {
  const login = await browser.authorize(await currentRealm(test, realm), parameters)
  const link = /id="kc-registration".*?href="([^"]+)"/s.exec(login.body)?.[1]
  if (link === undefined) throw new Error('The page offers no registration')
  return { browser, page: await browser.request(link.replaceAll('&amp;', '&')) }
}

async function submit({ browser, page }: Awaited<ReturnType<typeof open>>, fields: Readonly<Record<string, string>>) {
  return { browser, page: await browser.request(formAction(page), fields) }
}

/** Id of the field with an error, and its text. */
function errorsOf({ body }: LightMyRequestResponse): Record<string, string> {
  const found = [...body.matchAll(/id="input-error(?:-([\w-]+))?"[^>]*>(.*?)<\/(?:span|p|div)>/gs)]
  return Object.fromEntries(
    found.map(([, name = 'username', inner = '']) => [name, inner.replace(/<[^>]*>/g, '').trim()]),
  )
}

async function require(authenticator: string, requirement: Requirement, config?: Readonly<Record<string, string>>) {
  const current = await currentRealm(test, realm)
  const flow = current.flowByAlias('registration form')
  const execution = current.executions(flow?.id ?? '').find((one) => one.authenticator === authenticator)
  if (!execution) throw new Error(`There is no execution ${authenticator}`)
  await transact(test.server.storage, async (tx) => {
    const made = config && { id: tx.ids.ordered(), realmId: realm.realm.id, alias: authenticator, config }
    if (made) await insertAuthenticatorConfigs(tx, [made])
    await updateExecution(tx, { ...execution, requirement, ...(made ? { configId: made.id } : {}) })
  })
}

describe('registering', () => {
  it('makes the user, signs them in, and lets them sign in again', async () => {
    const opened = await open()
    expect(opened.page.statusCode).toBe(200)
    expect(opened.page.body).toContain('id="kc-register-form"')
    expect(formAction(opened.page)).toContain('/login-actions/registration?session_code=')
    const names = [...opened.page.body.matchAll(/<input[^>]*\sname="([\w-]+)"/g)].map(([, name]) => name)
    expect(names).toEqual(['username', 'email', 'firstName', 'lastName', 'password', 'password-confirm'])
    expect(opened.page.body).toMatch(/<input[^>]*name="username"[^>]*required/)
    const { page } = await submit(opened, grace)
    expect(answerOf(page).get('code')).toBeTruthy()
    const user = await findUser('grace')
    expect(user).toMatchObject({
      username: 'grace',
      email: 'grace@example.org',
      emailVerified: false,
      firstName: 'Grace',
      lastName: 'Hopper',
      enabled: true,
    })
    const [event] = await eventsOf('REGISTER')
    expect(event).toMatchObject({
      clientId: 'app',
      userId: user?.id,
      details: {
        auth_method: 'openid-connect',
        register_method: 'form',
        username: 'grace',
        email: 'grace@example.org',
        first_name: 'Grace',
        last_name: 'Hopper',
        redirect_uri: redirectUri,
      },
    })
    expect(await eventsOf('LOGIN')).toHaveLength(1)
    const other = new Browser(test)
    const login = await other.authorize(realm)
    const again = await other.submitPassword(login, 'grace', grace.password)
    expect(answerOf(again).get('code')).toBeTruthy()
  })

  it('tells every problem at once, keeps what was typed and never the password', async () => {
    const { page, browser } = await submit(await open(), {
      ...grace,
      username: '<script>alert(1)</script>',
      email: 'no address',
      firstName: '',
      'password-confirm': 'something else',
    })
    expect(page.statusCode).toBe(200)
    expect(Object.keys(errorsOf(page)).sort()).toEqual(['email', 'firstName', 'password-confirm', 'username'])
    expect(page.body).toContain('value="no address"')
    expect(page.body).not.toContain('<script>alert')
    expect(page.body).not.toContain(grace.password)
    const [event] = await eventsOf('REGISTER_ERROR')
    expect(event).toMatchObject({
      error: 'invalid_registration',
      details: { register_method: 'form', email: 'no address' },
    })
    expect(answerOf((await submit({ browser, page }, grace)).page).get('code')).toBeTruthy()
  })

  it('refuses names and addresses of others', async () => {
    await addUser(test, realm)
    const taken = await submit(await open(), { ...grace, username: 'ADA' })
    expect(errorsOf(taken.page)).toEqual({ username: 'Username already exists.' })
    expect((await eventsOf('REGISTER_ERROR'))[0]?.error).toBe('username_in_use')
    const address = await submit(taken, { ...grace, email: 'Ada@Example.org' })
    expect(errorsOf(address.page)).toEqual({ email: 'Email already exists.' })
    // Where people sign in by address, nobody's name may be another's address.
    const crossed = await submit(address, { ...grace, username: 'ada@example.org' })
    expect(errorsOf(crossed.page)).toHaveProperty('username')
    expect(await findUser('grace')).toBeUndefined()
  })

  it('lets one of two simultaneous posts for one name through', async () => {
    const opened = await Promise.all([open(), open(), open()])
    const answers = await Promise.all(
      opened.map((one, index) => submit(one, { ...grace, email: `grace${index}@example.org` })),
    )
    expect(answers.filter(({ page }) => page.headers.location?.includes('code=')).length).toBe(1)
    expect(await eventsOf('REGISTER')).toHaveLength(1)
  })

  it('takes passwords that the policy allows only', async () => {
    await change({ passwordPolicy: 'length(12) and notUsername(undefined)' })
    const typed = (password: string) => ({ ...grace, password, 'password-confirm': password })
    const short = await submit(await open(), typed('short'))
    expect(errorsOf(short.page)['password']).toContain('12')
    const same = await submit(short, { ...typed('gracegracegrace'), username: 'gracegracegrace' })
    expect(errorsOf(same.page)).toHaveProperty('password')
    const none = await submit(same, typed(''))
    expect(errorsOf(none.page)).toHaveProperty('password')
  })

  it('takes only what stands on the page', async () => {
    await submit(await open(), {
      ...grace,
      roles: 'admin',
      enabled: 'false',
      emailVerified: 'true',
      tier: 'gold',
      id: 'x',
    })
    expect(await findUser('grace')).toMatchObject({ emailVerified: false, enabled: true, attributes: {} })
  })

  it('may do without names of users', async () => {
    await change({ registrationEmailAsUsername: true })
    const opened = await open()
    expect(opened.page.body).not.toContain('name="username"')
    const wrong = await submit(opened, { ...grace, username: 'ignored', email: '' })
    expect(errorsOf(wrong.page)).toEqual({ email: expect.any(String) })
    await submit(wrong, { ...grace, username: 'ignored' })
    expect(await findUser('grace@example.org')).toMatchObject({ username: 'grace@example.org' })
    expect(await findUser('ignored')).toBeUndefined()
    const twin = await submit(await open(), grace)
    expect(errorsOf(twin.page)).toEqual({ email: 'Email already exists.' })
  })
})

describe('where addresses are verified', () => {
  it('the password is chosen behind the verified address only', async () => {
    await change({ verifyEmail: true })
    const opened = await open()
    expect(opened.page.body).not.toContain('name="password"')
    await submit(opened, grace)
    const user = await findUser('grace')
    expect(user).toMatchObject({ emailVerified: false, requiredActions: ['UPDATE_PASSWORD'] })
    const credentials = await listCredentials(test.server.storage, realm.realm.id, user?.id ?? '')
    expect(credentials).toEqual([])
  })

  it('unless the realm has it on the form', async () => {
    await change({ verifyEmail: true })
    await require('registration-password-action', 'REQUIRED', { always_set_password_on_register_form: 'true' })
    await submit(await open(), grace)
    const user = await findUser('grace')
    expect(user?.requiredActions).toEqual([])
    expect(await listCredentials(test.server.storage, realm.realm.id, user?.id ?? '')).toHaveLength(1)
  })
})

describe('the terms', () => {
  it('are agreed to on the page, and not asked for once more', async () => {
    await require('registration-terms-and-conditions', 'REQUIRED')
    const setting = realm.requiredActions.find((action) => action.alias === 'TERMS_AND_CONDITIONS')
    if (!setting) throw new Error('There is no such action')
    await transact(test.server.storage, (tx) =>
      updateRequiredAction(tx, { ...setting, enabled: true, defaultAction: true }),
    )
    const refused = await submit(await open(), grace)
    expect(errorsOf(refused.page)).toEqual({ termsAccepted: 'You must agree to our terms and conditions.' })
    const { page } = await submit(refused, { ...grace, termsAccepted: 'on' })
    expect(answerOf(page).get('code')).toBeTruthy()
    const agreedAt = String(Math.floor(test.clock.now() / 1000))
    expect(await findUser('grace')).toMatchObject({
      requiredActions: [],
      attributes: { terms_and_conditions: [agreedAt] },
    })
  })
})

describe('the way to registration', () => {
  it('is closed where the realm does not open it', async () => {
    const browser = new Browser(test)
    const { page } = await open(browser)
    await change({ registrationAllowed: false })
    const refused = await browser.request(formAction(page), grace)
    expect([refused.statusCode, refused.body.includes('Registration not allowed')]).toEqual([400, true])
    expect(await findUser('grace')).toBeUndefined()
    const current = await currentRealm(test, realm)
    const login = await new Browser(test).authorize(current)
    expect(login.body).not.toContain('kc-registration')
    const asked = await new Browser(test).authorize(current, { prompt: 'create' })
    expect(asked.statusCode).toBe(400)
    const query = new URLSearchParams({ client_id: 'app', redirect_uri: redirectUri, response_type: 'code' })
    expect((await test.inject({ url: `${endpointOf(realm, 'registrations')}?${query}` })).statusCode).toBe(400)
    const metadata = await test.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` })
    expect(metadata.json().prompt_values_supported).toEqual(['none', 'login', 'consent'])
  })

  it('is closed where the form demands something that nobody does', async () => {
    await require('registration-recaptcha-action', 'REQUIRED')
    const { page } = await open()
    expect(page.statusCode).toBe(400)
    expect(page.body).not.toContain('kc-register-form')
  })

  it('is also opened by the application', async () => {
    const metadata = await test.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` })
    expect(metadata.json().prompt_values_supported).toEqual(['none', 'login', 'consent', 'create'])
    const browser = new Browser(test)
    const page = await browser.authorize(realm, { prompt: 'create', login_hint: 'grace@example.org' })
    expect(page.body).toContain('kc-register-form')
    expect(page.body).toContain('value="grace@example.org"')
    const query = new URLSearchParams({
      client_id: 'app',
      redirect_uri: redirectUri,
      response_type: 'code',
      state: 's',
    })
    const other = new Browser(test)
    const direct = await other.request(`${endpointOf(realm, 'registrations')}?${query}`)
    const done = await submit({ browser: other, page: direct }, grace)
    expect(answerOf(done.page).get('state')).toBe('s')
  })

  it('leads back to the page of those who have an account', async () => {
    const { browser, page } = await open()
    const back = /id="kc-back-to-login" href="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const login = await browser.request(back)
    expect(login.body).toContain('id="kc-form-login"')
    await addUser(test, realm)
    expect(answerOf(await browser.submitPassword(login)).get('code')).toBeTruthy()
  })

  it('takes no post for another page, nor twice', async () => {
    const { browser, page } = await open()
    const stale = formAction(page)
    await browser.request(stale, { ...grace, email: 'wrong' })
    const late = await browser.request(stale, grace)
    expect(late.statusCode).toBe(400)
    expect(await findUser('grace')).toBeUndefined()
    const foreign = await new Browser(test).request(stale, grace)
    expect(foreign.statusCode).toBe(400)
  })
})
