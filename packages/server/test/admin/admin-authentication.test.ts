import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import type AuthenticationExecutionInfoRepresentation from '@keycloak/keycloak-admin-client/lib/defs/authenticationExecutionInfoRepresentation.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { addClient, addUser, Browser, currentRealm, formAction, password } from '../fixture/oidc-application.ts'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

/** Authentication management by the published admin client of Keycloak, over real HTTP. */
let test: TestServer
let admin: KeycloakAdminClient
let realm: RealmSnapshot

beforeAll(async () => {
  test = await testServer()
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
  realm = await test.createRealm({ adminEventsEnabled: true, adminEventsDetailsEnabled: true })
  admin.setConfig({ realmName: realm.realm.name })
})
afterAll(() => test.stop())

const auth = () => admin.authenticationManagement
const executionsOf = (flow: string) => auth().getExecutions({ flow })
const named = (infos: AuthenticationExecutionInfoRepresentation[], displayName: string) => {
  const found = infos.find((info) => info.displayName === displayName)
  if (!found?.id) throw new Error(`There is no execution ${displayName}`)
  return { ...found, id: found.id }
}
/** Status and body of a refusal. */
const refused = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was refused',
    (error: { response: Response; responseData: unknown }) => [error.response.status, error.responseData],
  )
const made = async (work: Promise<{ readonly id?: string }>) => {
  const { id } = await work
  if (!id) throw new Error('Nothing was made')
  return id
}
const newFlow = (alias: string) =>
  made(auth().createFlow({ alias, providerId: 'basic-flow', description: 'mine', topLevel: true, builtIn: false }))
const addTo = (flow: string, provider: string) => made(auth().addExecutionToFlow({ flow, provider }))

describe('flows', () => {
  it('are listed as Keycloak lists those of a new realm', async () => {
    const flows = await auth().getFlows()
    expect(flows.map((flow) => flow.alias)).toEqual([
      'browser',
      'direct grant',
      'registration',
      'reset credentials',
      'clients',
      'first broker login',
      'docker auth',
    ])
    const [browser] = flows
    expect(await auth().getFlow({ flowId: browser?.id ?? '' })).toEqual(browser)
    expect(browser?.authenticationExecutions?.[3]).toEqual({
      authenticatorFlow: true,
      autheticatorFlow: true,
      flowAlias: 'Organization',
      requirement: 'ALTERNATIVE',
      priority: 26,
      userSetupAllowed: false,
    })
    expect(await refused(auth().getFlow({ flowId: 'none' }))).toEqual([404, { error: 'Could not find flow with id' }])
  })

  it('are created, changed and deleted', async () => {
    const id = await newFlow('short-lived')
    expect(await auth().getFlow({ flowId: id })).toEqual({
      id,
      alias: 'short-lived',
      description: 'mine',
      providerId: 'basic-flow',
      topLevel: true,
      builtIn: false,
      authenticationExecutions: [],
    })
    await auth().updateFlow({ flowId: id }, { alias: 'renamed', description: 'changed' })
    expect(await auth().getFlow({ flowId: id })).toMatchObject({ alias: 'renamed', description: 'changed' })
    await auth().deleteFlow({ flowId: id })
    expect((await refused(auth().getFlow({ flowId: id })))[0]).toBe(404)
  })

  it('have aliases of their own, in which nothing means something in an address', async () => {
    const id = await newFlow('taken')
    const create = (alias?: string) => refused(auth().createFlow({ ...(alias === undefined ? {} : { alias }) }))
    expect(await create()).toEqual([409, { errorMessage: 'Failed to create flow with empty alias name' }])
    expect(await create('')).toEqual([409, { errorMessage: 'Failed to create flow with empty alias name' }])
    expect(await create('taken')).toEqual([409, { errorMessage: 'Flow taken already exists' }])
    expect(await create('forms')).toEqual([409, { errorMessage: 'Flow forms already exists' }])
    expect(await create('a/b')).toEqual([400, { error: "Character '/' not allowed." }])
    expect(await create('a\u202eb')).toMatchObject([400, { field: 'alias' }])
    expect(await create('a'.repeat(256))).toMatchObject([400, { field: 'alias' }])
    const update = (alias: string) => refused(auth().updateFlow({ flowId: id }, { alias }))
    expect(await update('')).toEqual([409, { errorMessage: 'Failed to update flow with empty alias name' }])
    expect(await update('browser')).toEqual([409, { errorMessage: 'Flow alias name already exists' }])
    expect(await refused(auth().updateFlow({ flowId: 'none' }, { alias: 'x' }))).toEqual([
      404,
      { error: 'Could not find flow with id' },
    ])
  })

  it('that are built in, or in use, are not deleted', async () => {
    const [browser] = await auth().getFlows()
    const remove = (flowId: string) => refused(auth().deleteFlow({ flowId }))
    expect(await remove(browser?.id ?? '')).toEqual([400, { error: "Can't delete built in flow" }])
    expect(await remove('none')).toEqual([404, { error: 'Flow not found' }])
    const inUse = [400, { error: 'Cannot remove authentication flow, it is currently in use' }]
    const bound = await newFlow('bound')
    await admin.realms.update({ realm: realm.realm.name }, { directGrantFlow: 'bound' })
    expect(await remove(bound)).toEqual(inUse)
    // A realm follows its flows to their new names.
    await auth().updateFlow({ flowId: bound }, { alias: 'bound elsewhere' })
    expect((await admin.realms.findOne({ realm: realm.realm.name }))?.directGrantFlow).toBe('bound elsewhere')
    await admin.realms.update({ realm: realm.realm.name }, { directGrantFlow: 'direct grant' })
    const client = await admin.clients.create({
      clientId: 'bound-app',
      authenticationFlowBindingOverrides: { browser: bound },
    })
    expect(await remove(bound)).toEqual(inUse)
    await admin.clients.update(
      { id: client.id },
      { clientId: 'bound-app', authenticationFlowBindingOverrides: { browser: '' } },
    )
    expect((await admin.clients.findOne({ id: client.id }))?.authenticationFlowBindingOverrides).toEqual({})
    const provider = {
      alias: 'company',
      providerId: 'oidc',
      config: { clientId: 'x' },
      firstBrokerLoginFlowAlias: 'bound elsewhere',
    }
    await admin.identityProviders.create(provider)
    expect(await remove(bound)).toEqual(inUse)
    await admin.identityProviders.del({ alias: 'company' })
    await auth().deleteFlow({ flowId: bound })
  })

  it('bind a client only where the realm has them; what a change does not name stays bound', async () => {
    const [browser, direct] = await auth().getFlows()
    const override = (overrides: Record<string, string>) => ({ authenticationFlowBindingOverrides: overrides })
    const flowId = 'no-such-flow'
    expect(await refused(admin.clients.create({ clientId: 'lost', ...override({ browser: flowId }) }))).toEqual([
      400,
      { errorMessage: `Unable to resolve auth flow binding override for: ${flowId}` },
    ])
    const { id } = await admin.clients.create({ clientId: 'two-bindings', ...override({ browser: browser?.id ?? '' }) })
    await admin.clients.update({ id }, { clientId: 'two-bindings', ...override({ direct_grant: direct?.id ?? '' }) })
    expect((await admin.clients.findOne({ id }))?.authenticationFlowBindingOverrides).toEqual({
      browser: browser?.id,
      direct_grant: direct?.id,
    })
    expect((await refused(admin.clients.update({ id }, override({ browser: flowId }))))[0]).toBe(400)
  })

  it('are copied with all that is in them', async () => {
    const copy = await auth().copyFlow({ flow: 'browser', newName: 'copied' })
    expect(copy).toBeDefined()
    const [before, after] = [await executionsOf('browser'), await executionsOf('copied')]
    const plain = ({ id, flowId, authenticationConfig, displayName, alias, ...rest }: (typeof after)[number]) => rest
    expect(after.map(plain)).toEqual(before.map(plain))
    expect(after.filter((info) => info.flowId).map((info) => info.displayName)).toEqual([
      'copied Organization',
      'copied Browser - Conditional Organization',
      'copied forms',
      'copied Browser - Conditional 2FA',
    ])
    const condition = named(after, 'Condition - credential')
    expect(condition.alias).toBe('copied browser-conditional-credential')
    expect(await auth().getConfig({ id: condition.authenticationConfig ?? '' })).toMatchObject({
      config: { credentials: 'webauthn-passwordless' },
    })
    const ids = new Set([...before, ...after].flatMap(({ id, flowId }) => [id, ...(flowId ? [flowId] : [])]))
    expect(ids.size).toBe([...before, ...after].flatMap(({ id, flowId }) => (flowId ? [id, flowId] : [id])).length)
    const again = (flow: string, newName: string) => refused(auth().copyFlow({ flow, newName }))
    expect(await again('browser', 'copied')).toEqual([409, { errorMessage: 'New flow alias name already exists' }])
    expect(await again('browser', 'a/b')).toEqual([400, { error: "Character '/' not allowed." }])
    expect(await again('none', 'x')).toEqual([404, { error: 'Flow not found' }])
    expect((await again('browser', ''))[0]).toBe(409)
    const flow = (await auth().getFlows()).find((one) => one.alias === 'copied')
    expect(flow).toMatchObject({ builtIn: false, topLevel: true, description: 'Browser based authentication' })
    await auth().deleteFlow({ flowId: flow?.id ?? '' })
    expect((await test.server.realms.byId(realm.realm.id))?.flowByAlias('copied forms')).toBeUndefined()
  })
})

describe('executions', () => {
  it('are added, with the requirement that lets nothing happen yet, and found again', async () => {
    await newFlow('own')
    const id = await addTo('own', 'auth-cookie')
    await auth().addExecutionToFlow({ flow: 'own', provider: 'auth-username-password-form' })
    const below = { flow: 'own', alias: 'own below', type: 'basic-flow', provider: 'none', description: 'below' }
    const subFlow = await made(auth().addFlowToFlow(below))
    expect(await executionsOf('own')).toEqual([
      {
        id,
        requirement: 'DISABLED',
        displayName: 'Cookie',
        requirementChoices: ['REQUIRED', 'ALTERNATIVE', 'DISABLED'],
        configurable: false,
        providerId: 'auth-cookie',
        level: 0,
        index: 0,
        priority: 0,
      },
      expect.objectContaining({ requirement: 'REQUIRED', requirementChoices: ['REQUIRED'], index: 1, priority: 1 }),
      {
        id: expect.any(String),
        requirement: 'DISABLED',
        displayName: 'own below',
        description: 'below',
        requirementChoices: ['REQUIRED', 'ALTERNATIVE', 'DISABLED', 'CONDITIONAL'],
        configurable: false,
        authenticationFlow: true,
        flowId: subFlow,
        level: 0,
        index: 2,
        priority: 2,
      },
    ])
    const answer = await test.inject({ url: `${base()}/executions/${id}`, token: await test.adminToken() })
    const own = (await auth().getFlows()).find((flow) => flow.alias === 'own')
    expect(answer.json()).toEqual({
      authenticator: 'auth-cookie',
      authenticatorFlow: false,
      requirement: 'DISABLED',
      priority: 0,
      autheticatorFlow: false,
      id,
      parentFlow: own?.id,
    })
  })

  it('change their requirement, priority and name, and nothing that is left out', async () => {
    const info = async (name: string) => named(await executionsOf('own'), name)
    const cookie = await info('Cookie')
    await auth().updateExecution({ flow: 'own' }, { id: cookie.id, requirement: 'ALTERNATIVE' })
    expect(await info('Cookie')).toMatchObject({ requirement: 'ALTERNATIVE', priority: 0 })
    await auth().updateExecution({ flow: 'own' }, { ...cookie, requirement: 'ALTERNATIVE', ...{ priority: 40 } })
    expect(await info('Cookie')).toMatchObject({ requirement: 'ALTERNATIVE', priority: 40, index: 2 })
    const below = await info('own below')
    await auth().updateExecution({ flow: 'own' }, { ...below, displayName: 'own beneath', requirement: 'CONDITIONAL' })
    expect(await info('own beneath')).toMatchObject({ requirement: 'CONDITIONAL', description: 'below', priority: 2 })
    const change = (flow: string, body: object) => refused(auth().updateExecution({ flow }, body))
    expect(await change('own', { id: below.id, displayName: 'browser' })).toEqual([
      409,
      { errorMessage: 'Flow alias name already exists' },
    ])
    expect(await change('none', { id: below.id })).toEqual([404, { error: 'flow not found' }])
    expect(await change('own', { id: 'none' })).toEqual([404, { error: 'Illegal execution' }])
    expect(await change('own', {})).toEqual([404, { error: 'Illegal execution' }])
    expect((await change('own', { id: cookie.id, requirement: 'SOMETIMES' }))[0]).toBe(400)
    expect((await change('own', { id: cookie.id, requirement: 'CONDITIONAL' }))[0]).toBe(400)
  })

  it('move up and down, as far as there is place', async () => {
    const order = async () => (await executionsOf('own')).map((info) => info.displayName)
    expect(await order()).toEqual(['Username Password Form', 'own beneath', 'Cookie'])
    const { id } = named(await executionsOf('own'), 'Cookie')
    await auth().raisePriorityExecution({ id })
    expect(await order()).toEqual(['Username Password Form', 'Cookie', 'own beneath'])
    await auth().raisePriorityExecution({ id })
    await auth().raisePriorityExecution({ id })
    expect(await order()).toEqual(['Cookie', 'Username Password Form', 'own beneath'])
    await auth().lowerPriorityExecution({ id })
    expect(await order()).toEqual(['Username Password Form', 'Cookie', 'own beneath'])
    expect(await refused(auth().raisePriorityExecution({ id: 'none' }))).toEqual([404, { error: 'Illegal execution' }])
  })

  it('are deleted with the sub-flow that they stand for', async () => {
    const below = named(await executionsOf('own'), 'own beneath')
    await auth().addExecutionToFlow({ flow: 'own beneath', provider: 'auth-otp-form' })
    await auth().delExecution({ id: below.id })
    expect((await executionsOf('own')).map((info) => info.displayName)).toEqual(['Username Password Form', 'Cookie'])
    expect(await refused(executionsOf('own beneath'))).toEqual([404, { error: 'Flow not found' }])
    expect(await refused(auth().delExecution({ id: below.id }))).toEqual([404, { error: 'Illegal execution' }])
  })

  it('of built-in flows stay, and no others join them; their requirement may change', async () => {
    const cookie = named(await executionsOf('browser'), 'Cookie')
    expect(await refused(auth().addExecutionToFlow({ flow: 'browser', provider: 'auth-cookie' }))).toEqual([
      400,
      { error: 'It is illegal to add execution to a built in flow' },
    ])
    const below = { flow: 'browser', alias: 'more', type: 'basic-flow', provider: '', description: '' }
    expect(await refused(auth().addFlowToFlow(below))).toEqual([
      400,
      { error: 'It is illegal to add sub-flow to a built in flow' },
    ])
    expect(await refused(auth().delExecution({ id: cookie.id }))).toEqual([
      400,
      { error: 'It is illegal to remove execution from a built in flow' },
    ])
    expect(await refused(auth().lowerPriorityExecution({ id: cookie.id }))).toEqual([
      400,
      { error: 'It is illegal to modify execution in a built in flow' },
    ])
    await auth().updateExecution({ flow: 'browser' }, { id: cookie.id, requirement: 'DISABLED' })
    expect(named(await executionsOf('browser'), 'Cookie').requirement).toBe('DISABLED')
    await auth().updateExecution({ flow: 'browser' }, { id: cookie.id, requirement: 'ALTERNATIVE' })
  })

  it('name providers that fit the kind of their flow', async () => {
    const unfit = (provider: string) => [400, { error: `No authentication provider found for id: ${provider}` }]
    for (const provider of ['none', 'client-secret', 'CONFIGURE_TOTP']) {
      expect(await refused(auth().addExecutionToFlow({ flow: 'own', provider }))).toEqual(unfit(provider))
    }
    expect(await refused(auth().addExecutionToFlow({ flow: 'none', provider: 'auth-cookie' }))).toEqual([
      400,
      { error: "Parent flow doesn't exist" },
    ])
    await auth().createFlow({ alias: 'own clients', providerId: 'client-flow', topLevel: true })
    await auth().addExecutionToFlow({ flow: 'own clients', provider: 'client-secret' })
    expect(await refused(auth().addExecutionToFlow({ flow: 'own clients', provider: 'auth-cookie' }))).toEqual(
      unfit('auth-cookie'),
    )
  })

  it('are also added by the id of their flow', async () => {
    const own = (await auth().getFlows()).find((flow) => flow.alias === 'own')
    const token = await test.adminToken()
    const add = (payload: object) => test.inject({ method: 'POST', url: `${base()}/executions`, token, payload })
    const execution = { parentFlow: own?.id, authenticator: 'auth-otp-form', requirement: 'ALTERNATIVE', priority: 77 }
    const answer = await add(execution)
    expect(answer.statusCode).toBe(201)
    expect(named(await executionsOf('own'), 'OTP Form')).toMatchObject({ requirement: 'ALTERNATIVE', priority: 77 })
    expect(answer.headers.location).toContain(named(await executionsOf('own'), 'OTP Form').id)
    const lost = await add({ ...execution, parentFlow: 'none' })
    expect([lost.statusCode, lost.json()]).toEqual([400, { error: 'execution parent flow does not exist' }])
  })
})

const base = () => `/admin/realms/${realm.realm.name}/authentication`

describe('configurations of executions', () => {
  it('are created, read, changed and deleted', async () => {
    await newFlow('configured')
    const id = await addTo('configured', 'conditional-level-of-authentication')
    const config = { 'loa-condition-level': '2', 'loa-max-age': '' }
    const first = await made(auth().createConfig({ id, alias: 'first', config }))
    expect(await auth().getConfig({ id: first })).toEqual({
      id: first,
      alias: 'first',
      config: { 'loa-condition-level': '2' },
    })
    expect((await executionsOf('configured'))[0]).toMatchObject({
      alias: 'first',
      authenticationConfig: first,
      configurable: true,
    })
    await auth().updateConfig({ id: first, alias: 'changed', config: { 'loa-condition-level': '3' } })
    const changed = { id: first, alias: 'changed', config: { 'loa-condition-level': '3' } }
    expect(await auth().getConfig({ id: first })).toEqual(changed)
    const below = await test.inject({
      url: `${base()}/executions/${id}/config/${first}`,
      token: await test.adminToken(),
    })
    expect(below.json()).toEqual(changed)
    // An execution has one configuration: a new one takes the place of the old.
    const second = await made(auth().createConfig({ id, alias: 'second', config: {} }))
    expect(await refused(auth().getConfig({ id: first }))).toEqual([
      404,
      { error: 'Could not find authenticator config' },
    ])
    await auth().delConfig({ id: second })
    expect((await executionsOf('configured'))[0]).not.toHaveProperty('authenticationConfig')
    expect(await refused(auth().delConfig({ id: second }))).toEqual([
      404,
      { error: 'Could not find authenticator config' },
    ])
  })

  it('have aliases of their own', async () => {
    const id = await addTo('configured', 'conditional-credential')
    await auth().createConfig({ id, alias: 'kept', config: { credentials: 'otp' } })
    const create = (where: string, alias?: string) =>
      refused(auth().createConfig({ id: where, config: {}, ...(alias === undefined ? {} : { alias }) }))
    expect(await create(id, 'kept')).toEqual([
      409,
      { errorMessage: 'Authentication execution configuration kept already exists' },
    ])
    expect(await create(id)).toEqual([
      409,
      { errorMessage: 'Failed to create authentication execution configuration with empty alias name' },
    ])
    expect(await create(id, 'a/b')).toEqual([400, { error: "Character '/' not allowed." }])
    expect(await create('none', 'x')).toEqual([404, { error: 'Illegal execution' }])
  })

  it('are described by what the authenticators declare', async () => {
    const described = await auth().getConfigDescription({ providerId: 'conditional-level-of-authentication' })
    expect(described).toMatchObject({
      name: 'Condition - Level of Authentication',
      providerId: 'conditional-level-of-authentication',
      properties: [
        { name: 'loa-condition-level', type: 'String', secret: false, required: false, readOnly: false },
        { name: 'loa-max-age', defaultValue: '36000' },
      ],
    })
    expect(await auth().getConfigDescription({ providerId: 'client-secret' })).toMatchObject({ properties: [] })
    expect(await refused(auth().getConfigDescription({ providerId: 'none' }))).toEqual([
      404,
      { error: 'Could not find authenticator provider' },
    ])
  })
})

describe('providers', () => {
  it('are listed by kind with what they are called', async () => {
    expect(await auth().getAuthenticatorProviders()).toContainEqual({
      id: 'auth-cookie',
      displayName: 'Cookie',
      description: 'Validates the SSO cookie set by the auth server.',
    })
    const clients = await auth().getClientAuthenticatorProviders()
    const supports = clients.map((one) => [one.id, (one as { supportsSecret?: boolean }).supportsSecret])
    expect(Object.fromEntries(supports)).toMatchObject({
      'client-secret': true,
      'client-secret-jwt': true,
      'client-jwt': false,
      'client-x509': false,
    })
    expect(await auth().getFormProviders()).toEqual(expect.any(Array))
    expect(await auth().getFormActionProviders()).toEqual(expect.any(Array))
    const described = await test.inject({
      url: `${base()}/per-client-config-description`,
      token: await test.adminToken(),
    })
    expect(described.json()).toMatchObject({ 'client-secret': [], 'client-jwt': [] })
  })
})

describe('what is changed here', () => {
  it('is what people sign in by, at once', async () => {
    await addClient(test, realm, 'app', { publicClient: true })
    await addClient(test, realm, 'other', { publicClient: true })
    await addUser(test, realm)
    const formOf = async (client_id: string) => {
      const page = await new Browser(test).authorize(await currentRealm(test, realm), { client_id })
      return /\sname="(username|password)"/g.exec(page.body)
        ? [...page.body.matchAll(/<input[^>]*\sname="(username|password)"/g)].map((one) => one[1])
        : page.statusCode
    }
    expect(await formOf('app')).toEqual(['username', 'password'])
    await auth().copyFlow({ flow: 'browser', newName: 'two pages' })
    const whole = named(await executionsOf('two pages'), 'Username Password Form')
    await auth().delExecution({ id: whole.id })
    for (const provider of ['auth-username-form', 'auth-password-form']) {
      const id = await addTo('two pages forms', provider)
      await auth().updateExecution({ flow: 'two pages forms' }, { id, requirement: 'REQUIRED' })
    }
    await admin.realms.update({ realm: realm.realm.name }, { browserFlow: 'two pages' })
    expect(await formOf('app')).toEqual(['username'])
    // One client keeps the flow with one page.
    const [client] = await admin.clients.find({ clientId: 'other' })
    const [builtIn] = await auth().getFlows()
    await admin.clients.update(
      { id: client?.id ?? '' },
      { clientId: 'other', authenticationFlowBindingOverrides: { browser: builtIn?.id ?? '' } },
    )
    expect(await formOf('other')).toEqual(['username', 'password'])
    const browser = new Browser(test)
    const first = await browser.authorize(await currentRealm(test, realm))
    const second = await browser.request(formAction(first), { username: 'ada' })
    const done = await browser.request(formAction(second), { password })
    expect(done.headers.location).toContain('code=')
    await admin.realms.update({ realm: realm.realm.name }, { browserFlow: 'browser' })
  })

  it('is recorded', async () => {
    const events = await admin.realms.findAdminEvents({ realm: realm.realm.name, max: 500 })
    const seen = new Set(events.map((event) => `${event.operationType} ${event.resourceType}`))
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'CREATE AUTH_FLOW',
        'UPDATE AUTH_FLOW',
        'DELETE AUTH_FLOW',
        'CREATE AUTH_EXECUTION',
        'UPDATE AUTH_EXECUTION',
        'DELETE AUTH_EXECUTION',
        'CREATE AUTH_EXECUTION_FLOW',
        'CREATE AUTHENTICATOR_CONFIG',
        'UPDATE AUTHENTICATOR_CONFIG',
        'DELETE AUTHENTICATOR_CONFIG',
      ]),
    )
    const copied = events.find((event) => event.resourcePath === 'authentication/flows/browser/copy')
    expect(JSON.parse(copied?.representation ?? '{}')).toMatchObject({ newName: 'two pages', id: expect.any(String) })
  })
})
