import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultFlows } from '../fixture/default-flows.ts'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let admin: KeycloakAdminClient

beforeAll(async () => {
  test = await testServer()
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
  const { realm } = await test.createRealm()
  admin.setConfig({ realmName: realm.name })
})
afterAll(() => test.stop())

async function describeFlow(alias: string): Promise<string> {
  const flow = (await admin.authenticationManagement.getFlows()).find((one) => one.alias === alias)
  const executions = await admin.authenticationManagement.getExecutions({ flow: alias })
  const lines = executions.map((one) => {
    const { priority } = one as { priority?: number }
    return [
      `${one.level} ${priority} ${one.requirement}`,
      one.authenticationFlow ? `>${one.providerId ?? ''}` : one.providerId,
      one.requirementChoices?.map((choice) => choice[0]).join(''),
      one.configurable ? 'configurable' : '-',
      one.displayName,
      ...(one.description === undefined ? [] : [`| ${one.description}`]),
      ...(one.alias === undefined ? [] : [`(${one.alias})`]),
    ].join(' ')
  })
  return [`${flow?.providerId} | ${flow?.description}`, ...lines].join('\n')
}

describe('the flows of a new realm', () => {
  it('are those of Keycloak', async () => {
    const flows = await admin.authenticationManagement.getFlows()
    expect(flows.map((flow) => flow.alias)).toEqual(Object.keys(defaultFlows))
    expect(flows.every((flow) => flow.builtIn && flow.topLevel)).toBe(true)
  })

  it.each(Object.entries(defaultFlows))('%s is as Keycloak lists it', async (alias, listed) => {
    expect(await describeFlow(alias)).toBe(listed)
  })

  it('count their executions from the top of each sub-flow', async () => {
    const executions = await admin.authenticationManagement.getExecutions({ flow: 'browser' })
    expect(executions.map(({ level, index }) => `${level}.${index}`)).toEqual([
      ...['0.0', '0.1', '0.2', '0.3', '1.0', '2.0', '2.1', '0.4', '1.0', '1.1', '2.0', '2.1', '2.2', '2.3', '2.4'],
    ])
  })
})
