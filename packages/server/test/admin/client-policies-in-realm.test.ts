import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { administer, type PolicyWorld } from '../fixture/client-policies.ts'
import { testServer } from '../fixture/test-server.ts'

let world: PolicyWorld

beforeAll(async () => {
  const test = await testServer()
  world = { test, realm: await test.createRealm(), admin: await test.adminToken() }
})
afterAll(() => world.test.stop())

const profile = { name: 'p1', executors: [{ executor: 'pkce-enforcer', configuration: { 'auto-configure': true } }] }
const policy = {
  name: 'q',
  enabled: true,
  conditions: [{ condition: 'any-client', configuration: {} }],
  profiles: ['p1', 'fapi-1-baseline'],
}

const change = async (body: object) => {
  const { realm, test, admin } = world
  const url = `/admin/realms/${realm.realm.name}`
  const answer = await test.inject({ method: 'PUT', url, token: admin, payload: body })
  return answer.statusCode === 204 ? 'changed' : [answer.statusCode, answer.json()['errorMessage']]
}
const stored = async () => [
  (await administer(world, 'GET', 'client-policies/profiles')).json()['profiles'],
  (await administer(world, 'GET', 'client-policies/policies')).json()['policies'],
]

describe('client profiles and policies in the representation of a realm', () => {
  beforeEach(async () => {
    const body = { clientProfiles: { profiles: [profile] }, clientPolicies: { policies: [policy] } }
    expect(await change(body)).toBe('changed')
  })

  it('replace those that are there, each kind where it is named', async () => {
    expect(await stored()).toEqual([[profile], [policy]])
    expect(await change({ displayName: 'Realm' })).toBe('changed')
    expect(await stored()).toEqual([[profile], [policy]])
    expect(await change({ clientProfiles: { profiles: [profile, { name: 'p2' }] } })).toBe('changed')
    expect(await stored()).toEqual([[profile, { name: 'p2', executors: [] }], [policy]])
    expect(await change({ clientPolicies: { policies: [] }, clientProfiles: { profiles: [] } })).toBe('changed')
    expect(await stored()).toEqual([[], []])
  })

  it.each<[object, string]>([
    [{ clientProfiles: { profiles: [profile, profile] } }, 'proposed client profile name duplicated.'],
    [{ clientProfiles: { profiles: [] } }, 'Policy q contains invalid profile p1'],
    [{ clientPolicies: { policies: [{ ...policy, profiles: ['p9'] }] } }, 'Policy q contains invalid profile p9'],
    [
      {
        clientProfiles: { profiles: [{ name: 'p1' }] },
        clientPolicies: { policies: [{ ...policy, profiles: ['p9'] }] },
      },
      'Policy q contains invalid profile p9',
    ],
    [
      { clientProfiles: { profiles: [{ name: 'p1', executors: [{ executor: 'nope' }] }] } },
      'proposed client profile contains the executor, which does not have valid provider, or has invalid configuration.',
    ],
  ])('%j are refused, and nothing else is changed', async (body, errorMessage) => {
    expect(await change({ displayName: 'Other', ...body })).toEqual([400, errorMessage])
    expect(await stored()).toEqual([[profile], [policy]])
    const { realm, test, admin } = world
    const answer = await test.inject({ url: `/admin/realms/${realm.realm.name}`, token: admin })
    expect(answer.json()['displayName']).not.toBe('Other')
  })

  it('come back as they are, and may be sent back', async () => {
    const { realm, test, admin } = world
    const answer = await test.inject({ url: `/admin/realms/${realm.realm.name}`, token: admin })
    const body = answer.json()
    expect([body.clientProfiles, body.clientPolicies]).toEqual([{ profiles: [profile] }, { policies: [policy] }])
    expect(await change(body)).toBe('changed')
    expect(await stored()).toEqual([[profile], [policy]])
  })
})
