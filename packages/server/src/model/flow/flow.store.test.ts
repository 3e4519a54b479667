import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestRealm } from '../../../test/fixture/test-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import type { Realm } from '../realm/realm.ts'
import {
  deleteAuthenticatorConfig,
  deleteExecution,
  deleteFlow,
  deleteRequiredAction,
  findExecution,
  findFlow,
  findFlowByAlias,
  insertFlows,
  listAuthenticatorConfigs,
  listExecutions,
  listFlows,
  listRequiredActions,
  updateAuthenticatorConfig,
  updateExecution,
  updateFlow,
  updateRequiredAction,
} from './flow.store.ts'

let test: TestStorage
let demo: Realm
let other: Realm

beforeAll(async () => {
  test = await openTestStorage()
  demo = await createTestRealm(test)
  other = await createTestRealm(test, { name: 'other' })
})
afterAll(() => test.close())

async function requireFlow(alias: string) {
  const flow = (await listFlows(test.storage, demo.id)).find((candidate) => candidate.alias === alias)
  if (!flow) throw new Error(`There is no flow ${alias}`)
  return flow
}

describe('flows', () => {
  it('are changed in their realm only', async () => {
    const flow = await requireFlow('docker auth')
    const changed = { ...flow, alias: 'docker sign-in', builtIn: false }
    expect(await test.storage.transact((tx) => updateFlow(tx, { ...changed, realmId: other.id }))).toBe(false)
    expect(await test.storage.transact((tx) => updateFlow(tx, changed))).toBe(true)
    expect(await findFlow(test.storage, demo.id, flow.id)).toEqual(changed)
    expect(await findFlow(test.storage, other.id, flow.id)).toBeUndefined()
  })

  it('refuse an alias that the realm has already, and take one of another realm', async () => {
    const flow = await requireFlow('browser')
    const twin = { ...flow, id: test.ids.ordered(), alias: 'docker sign-in' }
    await expect(test.storage.transact((tx) => insertFlows(tx, [twin]))).rejects.toThrow('already exists')
    await expect(test.storage.transact((tx) => updateFlow(tx, { ...flow, alias: 'forms' }))).rejects.toThrow(
      'already exists',
    )
    await test.storage.transact((tx) => insertFlows(tx, [{ ...twin, realmId: other.id }]))
    expect(await findFlowByAlias(test.storage, other.id, 'docker sign-in')).toMatchObject({ id: twin.id })
  })

  it('are deleted with their sub-flows, executions and configurations, however deep', async () => {
    const flow = await requireFlow('first broker login')
    const count = (await listFlows(test.storage, demo.id)).length
    expect(await test.storage.transact((tx) => deleteFlow(tx, other.id, flow.id))).toBe(false)
    expect(await listFlows(test.storage, demo.id)).toHaveLength(count)
    expect(await test.storage.transact((tx) => deleteFlow(tx, demo.id, flow.id))).toBe(true)
    expect(await listFlows(test.storage, demo.id)).toHaveLength(count - 7)
    const configs = await listAuthenticatorConfigs(test.storage, demo.id)
    expect(configs.map((config) => config.alias)).toEqual(['browser-conditional-credential'])
    const flowIds = new Set((await listFlows(test.storage, demo.id)).map(({ id }) => id))
    expect((await listExecutions(test.storage, demo.id)).every((execution) => flowIds.has(execution.flowId))).toBe(true)
  })
})

describe('executions', () => {
  it('are changed and deleted, and lose a configuration that is deleted', async () => {
    const flow = await requireFlow('Browser - Conditional 2FA')
    const execution = (await listExecutions(test.storage, demo.id, flow.id)).find(({ configId }) => configId)
    if (!execution?.configId) throw new Error('There is no execution with a configuration')
    const config = (await listAuthenticatorConfigs(test.storage, demo.id)).find(({ id }) => id === execution.configId)
    if (!config) throw new Error('There is no configuration')
    const changedConfig = { ...config, config: { credentials: 'password' } }
    expect(await test.storage.transact((tx) => updateAuthenticatorConfig(tx, changedConfig))).toBe(true)
    expect(await listAuthenticatorConfigs(test.storage, demo.id)).toContainEqual(changedConfig)
    const changed = { ...execution, requirement: 'DISABLED' as const, priority: 99 }
    expect(await test.storage.transact((tx) => updateExecution(tx, { ...changed, realmId: other.id }))).toBe(false)
    expect(await test.storage.transact((tx) => updateExecution(tx, changed))).toBe(true)
    expect(await findExecution(test.storage, demo.id, execution.id)).toEqual(changed)
    expect((await listExecutions(test.storage, demo.id, flow.id)).at(-1)?.id).toBe(execution.id)
    await test.storage.transact((tx) => deleteAuthenticatorConfig(tx, demo.id, config.id))
    expect(await findExecution(test.storage, demo.id, execution.id)).not.toHaveProperty('configId')
    expect(await test.storage.transact((tx) => deleteExecution(tx, other.id, execution.id))).toBe(false)
    expect(await test.storage.transact((tx) => deleteExecution(tx, demo.id, execution.id))).toBe(true)
    expect(await findExecution(test.storage, demo.id, execution.id)).toBeUndefined()
  })
})

describe('required actions', () => {
  it('are changed and deleted in their realm only, and listed by priority', async () => {
    const [first] = await listRequiredActions(test.storage, demo.id)
    if (!first) throw new Error('There is no required action')
    const changed = { ...first, enabled: false, defaultAction: true, priority: 2000, config: { max: '1' } }
    expect(await test.storage.transact((tx) => updateRequiredAction(tx, { ...changed, realmId: other.id }))).toBe(false)
    expect(await test.storage.transact((tx) => updateRequiredAction(tx, changed))).toBe(true)
    expect((await listRequiredActions(test.storage, demo.id)).at(-1)).toEqual(changed)
    expect(await test.storage.transact((tx) => deleteRequiredAction(tx, other.id, first.id))).toBe(false)
    expect(await test.storage.transact((tx) => deleteRequiredAction(tx, demo.id, first.id))).toBe(true)
    expect(await listRequiredActions(test.storage, demo.id)).toHaveLength(13)
  })
})
