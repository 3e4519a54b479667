import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestRealm } from '../../../test/fixture/test-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import { Conflict, InvalidInput, OperatorError } from '../../kernel/error.ts'
import { findClientByClientId, listClients } from '../client/client.store.ts'
import { listAssignedScopes, listClientScopes, listRealmClientScopes } from '../client-scope/client-scope.store.ts'
import { listMappers } from '../client-scope/protocol-mapper.store.ts'
import { listScopeMappings } from '../client-scope/scope-mapping.store.ts'
import { listComponents } from '../component/component.store.ts'
import { keyProviderType, registrationPolicyType } from '../component/component.ts'
import { listAuthenticatorConfigs, listExecutions, listFlows, listRequiredActions } from '../flow/flow.store.ts'
import { toRealmKeys } from '../key/load-realm-keys.ts'
import { findRoleByName, listAncestorRoleIds, listComposites, listRoles } from '../role/role.store.ts'
import { createRealm } from './create-realm.ts'
import { countRealms, findRealmByName, listRealms } from './realm.store.ts'
import type { Realm } from './realm.ts'

let test: TestStorage
let demo: Realm
let master: Realm

async function requireRealm(name: string): Promise<Realm> {
  const realm = await findRealmByName(test.storage, name)
  if (!realm) throw new Error(`There is no realm ${name}`)
  return realm
}

async function requireClient(realm: Realm, clientId: string) {
  const client = await findClientByClientId(test.storage, realm.id, clientId)
  if (!client) throw new Error(`There is no client ${clientId}`)
  return client
}

async function compositeNames(realm: Realm, containerId: string, name: string): Promise<string[]> {
  const role = await findRoleByName(test.storage, realm.id, containerId, name)
  if (!role) throw new Error(`There is no role ${name}`)
  return (await listComposites(test.storage, realm.id, role.id)).map((child) => child.name)
}

beforeAll(async () => {
  test = await openTestStorage()
  demo = await createTestRealm(test, { name: 'demo', settings: { displayName: 'Demonstration' } })
  master = await requireRealm('master')
})
afterAll(() => test.close())

describe('a new realm', () => {
  it('is stored as it was returned, with Keycloak defaults and what was asked for', async () => {
    expect(await findRealmByName(test.storage, 'demo')).toEqual(demo)
    expect(demo.settings).toMatchObject({
      displayName: 'Demonstration',
      accessTokenLifespan: 300,
      sslRequired: 'external',
      defaultSignatureAlgorithm: 'RS256',
      ssoSessionIdleTimeout: 1800,
      failureFactor: 30,
    })
    expect(demo.userProfile.attributes.map(({ name, required }) => [name, required !== undefined])).toEqual([
      ['username', false],
      ['email', true],
      ['firstName', true],
      ['lastName', true],
    ])
  })

  it('has the five keys, each usable, each of priority 100, secrets sealed', async () => {
    const components = await listComponents(test.storage, demo.id, { providerType: keyProviderType })
    expect(components.map(({ name, providerId }) => [name, providerId])).toEqual([
      ['aes-generated', 'aes-generated'],
      ['ecdsa-generated', 'ecdsa-generated'],
      ['hmac-generated-hs512', 'hmac-generated'],
      ['rsa-enc-generated', 'rsa-enc-generated'],
      ['rsa-generated', 'rsa-generated'],
    ])
    const stored = JSON.stringify(components)
    expect(stored).not.toContain('PRIVATE KEY')
    const keys = toRealmKeys(components, test.secrets)
    expect(keys.map(({ algorithm, use, priority, status }) => [algorithm, use, priority, status]).sort()).toEqual([
      ['AES', 'ENC', 100, 'ACTIVE'],
      ['ES256', 'SIG', 100, 'ACTIVE'],
      ['HS512', 'SIG', 100, 'ACTIVE'],
      ['RS256', 'SIG', 100, 'ACTIVE'],
      ['RSA-OAEP', 'ENC', 100, 'ACTIVE'],
    ])
    const rsa = keys.find((key) => key.algorithm === 'RS256')
    expect(rsa?.privateKey?.type).toBe('private')
    expect(rsa?.publicJwk).toMatchObject({ kid: rsa?.kid, kty: 'RSA', alg: 'RS256', use: 'sig' })
    expect(rsa?.publicJwk).not.toHaveProperty('d')
    expect(keys.find((key) => key.algorithm === 'HS512')?.secret?.symmetricKeySize).toBe(128)
    expect(keys.find((key) => key.algorithm === 'AES')?.secret?.symmetricKeySize).toBe(16)
  })

  it('has Keycloak client scopes, defaults and options', async () => {
    expect((await listClientScopes(test.storage, demo.id)).map(({ name }) => name).sort()).toEqual(
      [
        ...['acr', 'address', 'basic', 'email', 'microprofile-jwt', 'offline_access', 'organization', 'phone'],
        ...['profile', 'role_list', 'roles', 'saml_organization', 'service_account', 'web-origins'],
        'AuthnContextClassRef',
      ].sort(),
    )
    const assigned = await listRealmClientScopes(test.storage, demo.id)
    const names = (isDefault: boolean) =>
      assigned
        .filter((entry) => entry.isDefault === isDefault)
        .map(({ scope }) => scope.name)
        .sort()
    expect(names(true)).toEqual(
      [
        'acr',
        'basic',
        'email',
        'profile',
        'role_list',
        'roles',
        'saml_organization',
        'AuthnContextClassRef',
        'web-origins',
      ].sort(),
    )
    expect(names(false)).toEqual(['address', 'microprofile-jwt', 'offline_access', 'organization', 'phone'].sort())
  })

  it('has the mappers of the profile and roles scopes with Keycloak configurations', async () => {
    const scopes = await listClientScopes(test.storage, demo.id)
    const mappersOf = async (name: string) => {
      const scope = scopes.find((candidate) => candidate.name === name)
      return listMappers(test.storage, demo.id, { clientScopeId: scope?.id ?? '' })
    }
    const profile = await mappersOf('profile')
    expect(profile).toHaveLength(14)
    expect(profile.find((mapper) => mapper.name === 'updated at')?.config).toEqual({
      'introspection.token.claim': 'true',
      'userinfo.token.claim': 'true',
      'user.attribute': 'updatedAt',
      'id.token.claim': 'true',
      'access.token.claim': 'true',
      'claim.name': 'updated_at',
      'jsonType.label': 'long',
    })
    expect((await mappersOf('roles')).find((mapper) => mapper.name === 'client roles')).toMatchObject({
      mapper: 'oidc-usermodel-client-role-mapper',
      config: {
        'user.attribute': 'foo',
        'introspection.token.claim': 'true',
        'access.token.claim': 'true',
        'claim.name': `resource_access.\${client_id}.roles`,
        'jsonType.label': 'String',
        multivalued: 'true',
      },
    })
    expect((await mappersOf('email')).map(({ name, mapper }) => [name, mapper])).toEqual([
      ['email', 'oidc-usermodel-attribute-mapper'],
      ['email verified', 'oidc-usermodel-property-mapper'],
    ])
    expect(scopes.find((scope) => scope.name === 'profile')?.attributes).toEqual({
      'include.in.token.scope': 'true',
      'consent.screen.text': `\${profileScopeConsentText}`,
      'display.on.consent.screen': 'true',
    })
  })

  it('has the built-in clients with their addresses and scopes', async () => {
    expect((await listClients(test.storage, demo.id)).map(({ clientId }) => clientId).sort()).toEqual(
      ['account', 'account-console', 'admin-cli', 'broker', 'realm-management', 'security-admin-console'].sort(),
    )
    const accountConsole = await requireClient(demo, 'account-console')
    expect(accountConsole.settings).toMatchObject({
      redirectUris: ['/realms/demo/account/*'],
      publicClient: true,
      fullScopeAllowed: false,
      attributes: { 'pkce.code.challenge.method': 'S256' },
    })
    expect((await requireClient(demo, 'security-admin-console')).settings).toMatchObject({
      redirectUris: ['/admin/demo/console/*'],
      webOrigins: ['+'],
      attributes: { 'client.use.lightweight.access.token.enabled': 'true' },
    })
    expect((await requireClient(demo, 'admin-cli')).settings).toMatchObject({
      standardFlowEnabled: false,
      directAccessGrantsEnabled: true,
      fullScopeAllowed: true,
    })
    expect((await requireClient(demo, 'broker')).settings.bearerOnly).toBe(true)
    const scopes = await listAssignedScopes(test.storage, demo.id, accountConsole.id)
    expect(scopes.filter(({ isDefault }) => isDefault).map(({ scope }) => scope.name)).not.toContain('role_list')
    expect(scopes).toHaveLength(11)
    const mapped = await listScopeMappings(test.storage, demo.id, accountConsole.id)
    expect(mapped).toHaveLength(2)
  })

  it('has roles whose composites hold what Keycloak puts there', async () => {
    const account = await requireClient(demo, 'account')
    const management = await requireClient(demo, 'realm-management')
    expect((await listRoles(test.storage, demo.id, demo.id)).map(({ name }) => name).sort()).toEqual(
      ['default-roles-demo', 'offline_access', 'uma_authorization'].sort(),
    )
    expect((await compositeNames(demo, demo.id, 'default-roles-demo')).sort()).toEqual(
      ['manage-account', 'offline_access', 'uma_authorization', 'view-profile'].sort(),
    )
    const defaultRole = await findRoleByName(test.storage, demo.id, demo.id, 'default-roles-demo')
    expect(demo.settings.defaultRoleId).toBe(defaultRole?.id)
    expect(await listRoles(test.storage, demo.id, account.id)).toHaveLength(8)
    expect(await listRoles(test.storage, demo.id, management.id)).toHaveLength(22)
    expect(await compositeNames(demo, management.id, 'realm-admin')).toHaveLength(21)
    expect((await compositeNames(demo, management.id, 'view-users')).sort()).toEqual(
      ['query-groups', 'query-users'].sort(),
    )
    expect(await compositeNames(demo, account.id, 'manage-consent')).toEqual(['view-consent'])
  })

  it('has the default flows with executions, requirements and configurations', async () => {
    const flows = await listFlows(test.storage, demo.id)
    expect(flows.every((flow) => flow.builtIn)).toBe(true)
    expect(
      flows
        .filter((flow) => flow.topLevel)
        .map(({ alias, providerId }) => `${alias}: ${providerId}`)
        .sort(),
    ).toEqual(
      [
        'browser: basic-flow',
        'clients: client-flow',
        'direct grant: basic-flow',
        'docker auth: basic-flow',
        'first broker login: basic-flow',
        'registration: basic-flow',
        'reset credentials: basic-flow',
      ].sort(),
    )
    expect(flows.filter((flow) => !flow.topLevel)).toHaveLength(13)
    const executionsOf = async (alias: string) => {
      const flow = flows.find((candidate) => candidate.alias === alias)
      const executions = await listExecutions(test.storage, demo.id, flow?.id ?? '')
      return executions.map(({ priority, requirement, authenticator, subFlowId }) =>
        [
          priority,
          requirement,
          authenticator ?? '',
          flows.find((candidate) => candidate.id === subFlowId)?.alias ?? '',
        ].join(' '),
      )
    }
    expect(await executionsOf('browser')).toEqual([
      '10 ALTERNATIVE auth-cookie ',
      '20 DISABLED auth-spnego ',
      '25 ALTERNATIVE identity-provider-redirector ',
      '26 ALTERNATIVE  Organization',
      '30 ALTERNATIVE  forms',
    ])
    expect(await executionsOf('registration')).toEqual(['10 REQUIRED registration-page-form registration form'])
    expect(await executionsOf('clients')).toHaveLength(5)
    expect((await listAuthenticatorConfigs(test.storage, demo.id)).map(({ alias }) => alias).sort()).toEqual(
      [
        'browser-conditional-credential',
        'create unique user config',
        'first-broker-login-conditional-credential',
        'review profile config',
      ].sort(),
    )
    const actions = await listRequiredActions(test.storage, demo.id)
    expect(actions).toHaveLength(14)
    expect(actions.every((action) => !action.defaultAction)).toBe(true)
    expect(actions.filter((action) => !action.enabled).map(({ alias }) => alias)).toEqual([
      'TERMS_AND_CONDITIONS',
      'delete_account',
      'UPDATE_EMAIL',
    ])
  })

  it('has policies for client registration', async () => {
    const policies = await listComponents(test.storage, demo.id, { providerType: registrationPolicyType })
    expect(policies.map(({ subType }) => subType).sort()).toEqual([
      ...Array(6).fill('anonymous'),
      ...Array(2).fill('authenticated'),
    ])
  })
})

describe('the master realm', () => {
  it('has short access tokens, and nothing but the user name is required', () => {
    expect(master.settings.accessTokenLifespan).toBe(60)
    expect(master.userProfile.attributes.some(({ required }) => required !== undefined)).toBe(false)
  })

  it('holds the management client of every realm, and admin contains all their roles', async () => {
    expect((await listClients(test.storage, master.id)).map(({ clientId }) => clientId).sort()).toEqual(
      [
        ...['account', 'account-console', 'admin-cli', 'broker', 'security-admin-console'],
        ...['demo-realm', 'master-realm'],
      ].sort(),
    )
    const management = await requireClient(master, 'demo-realm')
    expect(demo.settings.masterAdminClientId).toBe(management.id)
    expect(management.settings.bearerOnly).toBe(true)
    const contained = await compositeNames(master, master.id, 'admin')
    expect(contained).toHaveLength(1 + 2 * 21)
    expect(contained).toContain('create-realm')
    const viewUsers = await findRoleByName(test.storage, master.id, management.id, 'query-users')
    const admin = await findRoleByName(test.storage, master.id, master.id, 'admin')
    const ancestors = await listAncestorRoleIds(test.storage, master.id, [viewUsers?.id ?? ''])
    expect(ancestors).toContain(admin?.id)
    expect(ancestors).toHaveLength(3)
  })
})

describe('creating realms', () => {
  it('refuses names that cannot stand in an address', async () => {
    for (const name of ['', 'a/b', 'a b', '..', 'a?b', '<script>', 'a'.repeat(256), 'left\u202eright']) {
      await expect(createRealm(test.storage, { name }, test)).rejects.toBeInstanceOf(InvalidInput)
    }
  })

  it('lets exactly one of twenty parallel creations of the same name win', async () => {
    const before = await countRealms(test.storage)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => createRealm(test.storage, { name: 'race' }, test)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Conflict)
    }
    expect(await countRealms(test.storage)).toBe(before + 1)
    expect(await listClients(test.storage, master.id, { clientId: 'race-realm' })).toHaveLength(1)
  }, 60_000)

  it('refuses an id that is taken', async () => {
    await expect(createRealm(test.storage, { name: 'other', id: demo.id }, test)).rejects.toBeInstanceOf(Conflict)
    expect(await findRealmByName(test.storage, 'other')).toBeUndefined()
  })

  it('leaves nothing when it fails in the middle', async () => {
    const before = {
      realms: (await listRealms(test.storage)).length,
      clients: (await listClients(test.storage, master.id)).length,
    }
    // The last statements of a realm need the ids of earlier ones: ids that run out break it in the middle.
    let left = 150
    const ids = {
      ...test.ids,
      ordered: () => {
        left -= 1
        return left > 0 ? test.ids.ordered() : demo.id
      },
    }
    const failing = {
      ...test.storage,
      transact: <Result>(work: Parameters<typeof test.storage.transact<Result>>[0]) =>
        test.storage.transact((tx) => work({ ...tx, ids })),
    }
    await expect(createRealm(failing, { name: 'broken' }, test)).rejects.toThrow()
    expect(await findRealmByName(test.storage, 'broken')).toBeUndefined()
    expect(await listClients(test.storage, master.id, { clientId: 'broken-realm' })).toHaveLength(0)
    expect((await listRealms(test.storage)).length).toBe(before.realms)
    expect((await listClients(test.storage, master.id)).length).toBe(before.clients)
  })

  it('needs the master realm first', async () => {
    const empty = await openTestStorage()
    try {
      await expect(createRealm(empty.storage, { name: 'demo' }, empty)).rejects.toBeInstanceOf(OperatorError)
      expect(await countRealms(empty.storage)).toBe(0)
    } finally {
      await empty.close()
    }
  })
})
