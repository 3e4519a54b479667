import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, testServer } from '../fixture/test-server.ts'

interface Described {
  readonly id: string
}
type Recorded = Readonly<Record<'executors' | 'conditions', readonly Described[]>>

/** What a Keycloak 26.7.4 with the features cimd and client-secret-rotation answers. */
const recorded = JSON.parse(
  readFileSync(new URL('../fixture/keycloak-client-policies.json', import.meta.url), 'utf8'),
) as Recorded

/** Those of SAML come with SAML. */
const isMissing = ({ id }: Described) => id.startsWith('saml-')

let test: TestServer
let componentTypes: Readonly<Record<string, readonly Described[]>>
let providers: Readonly<Record<string, { readonly providers: Readonly<Record<string, unknown>> }>>

beforeAll(async () => {
  test = await testServer()
  const answer = await test.inject({ method: 'GET', url: '/admin/serverinfo', token: await test.adminToken() })
  ;({ componentTypes, providers } = answer.json())
})
afterAll(() => test.stop())

describe.each([
  ['executors', 'executor.ClientPolicyExecutorProvider', 'client-policy-executor'],
  ['conditions', 'condition.ClientPolicyConditionProvider', 'client-policy-condition'],
] as const)('server info describes the %s of client policies', (kind, name, spi) => {
  const described = () => componentTypes[`org.keycloak.services.clientpolicy.${name}`] ?? []

  it('all of Keycloak, but for those of SAML', () => {
    const names = recorded[kind].filter((one) => !isMissing(one)).map(({ id }) => id)
    expect(described().map(({ id }) => id)).toEqual(names)
    expect(Object.keys(providers[spi]?.providers ?? {})).toEqual(names)
  })

  it.each(recorded[kind].filter((one) => !isMissing(one)))('$id as Keycloak does', (expected) => {
    expect(described().find(({ id }) => id === expected.id)).toEqual(expected)
  })
})
