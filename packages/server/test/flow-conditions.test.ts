import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGroup } from '../src/model/group/create-group.ts'
import { joinGroup } from '../src/model/group/join-group.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { updateRealm } from '../src/model/realm/update-realm.ts'
import { createRole } from '../src/model/role/create-role.ts'
import type { User } from '../src/model/user/user.ts'
import { grantRoles } from '../src/model/user/user-role.store.ts'
import { listUserSessions } from '../src/model/user-session/user-session.store.ts'
import { transact } from '../src/storage/transact.ts'
import { addClient, addUser, Browser, currentRealm } from './fixture/oidc-application.ts'
import { addFlow, type FlowStep } from './fixture/own-flow.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

/** Flows that administrators build of conditions, walked by a browser. */
let test: TestServer
let realm: RealmSnapshot
let ada: User

beforeAll(async () => {
  test = await testServer()
  realm = await test.createRealm()
  await addClient(test, realm, 'app', {})
  ada = await addUser(test, realm, { attributes: { tier: ['gold'] } })
  await addUser(test, realm, { username: 'eve', email: 'eve@example.org' })
  const { storage } = test.server
  await transact(storage, async (tx) => {
    const chief = await createRole(tx, realm.realm, { name: 'chief' })
    await grantRoles(tx, realm.realm.id, ada.id, [chief.id])
    const staff = await createGroup(tx, realm.realm, { name: 'staff', attributes: { floor: ['3'] } })
    await joinGroup(tx, realm.realm.id, ada.id, staff.id)
  })
})
afterAll(() => test.stop())

let count = 0

/** Binds a new flow: name and password, and then these steps. */
async function useFlow(steps: readonly FlowStep[]): Promise<void> {
  count += 1
  const alias = `own ${count}`
  const password: FlowStep = { requirement: 'REQUIRED', authenticator: 'auth-username-password-form' }
  await transact(test.server.storage, async (tx) => {
    await addFlow(tx, realm.realm, alias, [password, ...steps])
    await updateRealm(tx, realm.realm, { settings: { browserFlow: alias } })
  })
}

/** A sub-flow that refuses when the condition holds. */
const refuseIf = (authenticator: string, config: Readonly<Record<string, string>>): FlowStep => ({
  requirement: 'CONDITIONAL',
  steps: [
    { requirement: 'REQUIRED', authenticator, config },
    {
      requirement: 'REQUIRED',
      authenticator: 'deny-access-authenticator',
      config: { denyErrorMessage: 'Not for you' },
    },
  ],
})

/** What comes of signing in: `in`, or the status of the page. */
async function signIn(username = 'ada', parameters: Readonly<Record<string, string>> = {}) {
  const browser = new Browser(test)
  const page = await browser.authorize(await currentRealm(test, realm), parameters)
  const last = await browser.submitPassword(page, username)
  return last.headers.location?.includes('code=') ? 'in' : last
}

describe('denied access', () => {
  it('is a page with the message of the administrator, and an event', async () => {
    await useFlow([
      {
        requirement: 'REQUIRED',
        authenticator: 'deny-access-authenticator',
        config: { denyErrorMessage: 'Not for you' },
      },
    ])
    const answer = await signIn()
    if (answer === 'in') throw new Error('Access was allowed')
    expect(answer.statusCode).toBe(401)
    expect(answer.body).toContain('Not for you')
    await useFlow([{ requirement: 'REQUIRED', authenticator: 'deny-access-authenticator' }])
    const plain = await signIn()
    expect(plain === 'in' ? plain : plain.body).toContain('Access denied')
  })

  it('does not fall through to another way on', async () => {
    const denied: FlowStep = {
      requirement: 'ALTERNATIVE',
      steps: [{ requirement: 'REQUIRED', authenticator: 'deny-access-authenticator' }],
    }
    const allowed: FlowStep = {
      requirement: 'ALTERNATIVE',
      steps: [{ requirement: 'REQUIRED', authenticator: 'allow-access-authenticator' }],
    }
    await useFlow([{ requirement: 'REQUIRED', steps: [denied, allowed] }])
    expect(await signIn()).not.toBe('in')
    await useFlow([{ requirement: 'REQUIRED', steps: [allowed, denied] }])
    expect(await signIn()).toBe('in')
  })
})

describe('a condition', () => {
  const rows: readonly (readonly [
    name: string,
    id: string,
    config: Record<string, string>,
    ada: boolean,
    eve: boolean,
  ])[] = [
    ['a role', 'conditional-user-role', { condUserRole: 'chief' }, true, false],
    ['no role', 'conditional-user-role', { condUserRole: 'chief', negate: 'true' }, false, true],
    ['a role of a client', 'conditional-user-role', { condUserRole: 'account.manage-account' }, true, true],
    ['a role that is not there', 'conditional-user-role', { condUserRole: 'nobody', negate: 'true' }, false, false],
    [
      'an attribute',
      'conditional-user-attribute',
      { attribute_name: 'tier', attribute_expected_value: 'gold' },
      true,
      false,
    ],
    [
      'an attribute that is not as it should be',
      'conditional-user-attribute',
      { attribute_name: 'tier', attribute_expected_value: 'gold', not: 'true' },
      false,
      true,
    ],
    [
      'a name',
      'conditional-user-attribute',
      { attribute_name: 'username', attribute_expected_value: 'eve' },
      false,
      true,
    ],
    [
      'a pattern of the whole value',
      'conditional-user-attribute',
      { attribute_name: 'email', attribute_expected_value: '[a-d].*@example\\.org', regex: 'true' },
      true,
      false,
    ],
    [
      'a pattern of a part of the value',
      'conditional-user-attribute',
      { attribute_name: 'email', attribute_expected_value: 'example', regex: 'true' },
      false,
      false,
    ],
    [
      'a broken pattern',
      'conditional-user-attribute',
      { attribute_name: 'email', attribute_expected_value: '(', regex: 'true' },
      false,
      false,
    ],
    [
      'an attribute of a group',
      'conditional-user-attribute',
      { attribute_name: 'floor', attribute_expected_value: '3', include_group_attributes: 'true' },
      true,
      false,
    ],
    [
      'an attribute of a group, not asked for',
      'conditional-user-attribute',
      { attribute_name: 'floor', attribute_expected_value: '3' },
      false,
      false,
    ],
    ['a default scope', 'conditional-client-scope', { client_scope: 'email' }, true, true],
    ['an optional scope not asked for', 'conditional-client-scope', { client_scope: 'phone' }, false, false],
    ['no such scope', 'conditional-client-scope', { client_scope: 'phone', negate: 'true' }, true, true],
  ]

  it.each(rows)('on %s (%s) holds for whom it should', async (_, id, config, isAda, isEve) => {
    await useFlow([refuseIf(id, config)])
    expect((await signIn('ada')) !== 'in').toBe(isAda)
    expect((await signIn('eve')) !== 'in').toBe(isEve)
  })

  it('on an optional scope holds when it is asked for', async () => {
    await useFlow([refuseIf('conditional-client-scope', { client_scope: 'phone' })])
    expect(await signIn('ada', { scope: 'openid phone' })).not.toBe('in')
  })

  it('on an earlier sub-flow knows whether that was done', async () => {
    const checked = (name: string, result: string) =>
      refuseIf('conditional-sub-flow-executed', { flow_to_check: name, check_result: result })
    const onlyAda = (alias: string): FlowStep => ({
      alias,
      requirement: 'CONDITIONAL',
      steps: [
        { requirement: 'REQUIRED', authenticator: 'conditional-user-role', config: { condUserRole: 'chief' } },
        { requirement: 'REQUIRED', authenticator: 'allow-access-authenticator' },
      ],
    })
    await useFlow([onlyAda('for chiefs'), checked('for chiefs', 'executed')])
    expect(await signIn('ada')).not.toBe('in')
    expect(await signIn('eve')).toBe('in')
    await useFlow([onlyAda('for chiefs, too'), checked('for chiefs, too', 'not-executed')])
    expect(await signIn('ada')).toBe('in')
    expect(await signIn('eve')).not.toBe('in')
    await useFlow([onlyAda('for chiefs again'), checked('nowhere', 'not-executed')])
    expect(await signIn('eve')).toBe('in')
  })
})

describe('limits of sessions', () => {
  const sessionsOf = (user: User) => listUserSessions(test.server.storage, realm.realm.id, user.id)
  const limit = (config: Record<string, string>): FlowStep => ({
    requirement: 'REQUIRED',
    authenticator: 'user-session-limits',
    config,
  })

  it('refuse one session too many', async () => {
    const user = await addUser(test, realm, { username: 'grace', email: 'grace@example.org' })
    await useFlow([limit({ userRealmLimit: '2', errorMessage: 'Enough is enough' })])
    expect(await signIn('grace')).toBe('in')
    expect(await signIn('grace')).toBe('in')
    const refused = await signIn('grace')
    if (refused === 'in') throw new Error('A third session was made')
    expect(refused.statusCode).toBe(403)
    expect(refused.body).toContain('Enough is enough')
    expect(await sessionsOf(user)).toHaveLength(2)
  })

  it('or end the oldest to make room', async () => {
    const user = await addUser(test, realm, { username: 'linus', email: 'linus@example.org' })
    await useFlow([limit({ userClientLimit: '1', behavior: 'Terminate oldest session' })])
    expect(await signIn('linus')).toBe('in')
    const [first] = await sessionsOf(user)
    test.clock.advance(1000)
    expect(await signIn('linus')).toBe('in')
    const left = await sessionsOf(user)
    expect(left).toHaveLength(1)
    expect(left[0]?.id).not.toBe(first?.id)
  })

  it('do not count the session that is continued, and are off at zero', async () => {
    const user = await addUser(test, realm, { username: 'barbara', email: 'barbara@example.org' })
    await useFlow([limit({ userRealmLimit: '1' })])
    const browser = new Browser(test)
    for (let times = 0; times < 2; times++) {
      const page = await browser.authorize(await currentRealm(test, realm))
      expect((await browser.submitPassword(page, 'barbara')).headers.location).toContain('code=')
    }
    expect(await sessionsOf(user)).toHaveLength(1)
    await useFlow([limit({ userRealmLimit: '0', userClientLimit: '-1' })])
    expect(await signIn('barbara')).toBe('in')
    expect(await sessionsOf(user)).toHaveLength(2)
  })
})
