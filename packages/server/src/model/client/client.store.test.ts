import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestRealm } from '../../../test/fixture/test-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import { Conflict, InvalidInput, NotFound } from '../../kernel/error.ts'
import {
  assignClientScope,
  listAssignedScopes,
  listClientScopes,
  unassignClientScope,
} from '../client-scope/client-scope.store.ts'
import { addScopeMappings, listScopeMappings, removeScopeMappings } from '../client-scope/scope-mapping.store.ts'
import { findRealmByName } from '../realm/realm.store.ts'
import type { Realm } from '../realm/realm.ts'
import { createRole } from '../role/create-role.ts'
import { findServiceAccount, findUserByUsername } from '../user/user.store.ts'
import { countClients, findClientByClientId, findClientById, listClients } from './client.store.ts'
import { generateClientSecret, readClientSecret, writeClientSecret } from './client-secret.ts'
import { createClient, type NewClient } from './create-client.ts'
import { deleteClient } from './delete-client.ts'
import { ensureServiceAccount, removeServiceAccount } from './enable-service-account.ts'
import { updateClient } from './update-client.ts'

let test: TestStorage
let demo: Realm
let other: Realm

beforeAll(async () => {
  test = await openTestStorage()
  demo = await createTestRealm(test)
  other = await createTestRealm(test, { name: 'other' })
})
afterAll(() => test.close())

const create = (input: NewClient, realm = demo) =>
  test.storage.transact((tx) => createClient(tx, realm, input, test.secrets))

describe('creating a client', () => {
  it('gives it Keycloak defaults and the scopes of its protocol', async () => {
    const client = await create({ clientId: 'plain', settings: { redirectUris: ['https://app.example/*'] } })
    expect(await findClientById(test.storage, demo.id, client.id)).toEqual(client)
    expect(client).toMatchObject({
      enabled: true,
      protocol: 'openid-connect',
      hasSecret: false,
      settings: { standardFlowEnabled: true, implicitFlowEnabled: false, fullScopeAllowed: true },
    })
    expect(await listAssignedScopes(test.storage, demo.id, client.id)).toHaveLength(11)
    const saml = await create({ clientId: 'urn:service', protocol: 'saml' })
    const scopes = await listAssignedScopes(test.storage, demo.id, saml.id)
    expect(scopes.map(({ scope }) => scope.name).sort()).toEqual([
      'AuthnContextClassRef',
      'role_list',
      'saml_organization',
    ])
  })

  it('takes the scopes it is given, and none of another realm', async () => {
    const scopes = await listClientScopes(test.storage, demo.id)
    const idOf = (name: string) => scopes.find((scope) => scope.name === name)?.id ?? ''
    const client = await create({ clientId: 'chosen', defaultScopeIds: [idOf('email')], optionalScopeIds: [] })
    const assigned = await listAssignedScopes(test.storage, demo.id, client.id)
    expect(assigned.map(({ scope, isDefault }) => [scope.name, isDefault])).toEqual([['email', true]])
    const [foreign] = await listClientScopes(test.storage, other.id)
    const stealing = create({ clientId: 'stealing', defaultScopeIds: [foreign?.id ?? ''] })
    await expect(stealing).rejects.toBeInstanceOf(NotFound)
    expect(await findClientByClientId(test.storage, demo.id, 'stealing')).toBeUndefined()
  })

  it('refuses names that are taken in the realm, and only there', async () => {
    await create({ clientId: 'taken' })
    await expect(create({ clientId: 'taken' })).rejects.toMatchObject({ message: 'Client taken already exists' })
    expect((await create({ clientId: 'taken' }, other)).realmId).toBe(other.id)
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => create({ clientId: 'race' })))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))[0]).toBeInstanceOf(Conflict)
  })

  it('refuses addresses that run as script, and fragments in redirect addresses', async () => {
    const bad: NewClient['settings'][] = [
      { redirectUris: ['javascript:alert(1)'] },
      { redirectUris: [' JavaScript:alert(1)'] },
      { redirectUris: ['https://app.example/#part'] },
      { baseUrl: 'data:text/html,x' },
      { rootUrl: 'vbscript:x' },
      { attributes: { logoUri: 'javascript:x' } },
    ]
    for (const settings of bad) {
      await expect(create({ clientId: 'bad', ...(settings && { settings }) })).rejects.toBeInstanceOf(InvalidInput)
    }
    for (const clientId of ['', '  ', 'a'.repeat(256), 'zero\u200bwidth']) {
      await expect(create({ clientId })).rejects.toBeInstanceOf(InvalidInput)
    }
  })
})

describe('the secret of a client', () => {
  it('is 32 letters and digits, sealed at rest, readable, replaceable', async () => {
    const secret = generateClientSecret(test.random)
    expect(secret).toMatch(/^[A-Za-z0-9]{32}$/)
    expect(generateClientSecret(test.random)).not.toBe(secret)
    const client = await create({ clientId: 'secretive', secret })
    expect(client.hasSecret).toBe(true)
    const row = await test.storage.query
      .selectFrom('client')
      .select(['secret', 'settings'])
      .where('id', '=', client.id)
      .executeTakeFirstOrThrow()
    expect(row.secret).not.toContain(secret)
    expect(row.settings).not.toContain(secret)
    expect(await readClientSecret(test.storage, client, test.secrets)).toBe(secret)
    await test.storage.transact((tx) => writeClientSecret(tx, client, 'another', test.secrets))
    expect(await readClientSecret(test.storage, client, test.secrets)).toBe('another')
    await test.storage.transact((tx) => writeClientSecret(tx, client, undefined, test.secrets))
    expect((await findClientById(test.storage, demo.id, client.id))?.hasSecret).toBe(false)
  })

  it('opens for no other client, though the row was copied', async () => {
    const mine = await create({ clientId: 'mine', secret: 'mine-alone' })
    const yours = await create({ clientId: 'yours', secret: 'yours-alone' })
    await test.storage.transact(async (tx) => {
      const row = await tx.query
        .selectFrom('client')
        .select('secret')
        .where('id', '=', mine.id)
        .executeTakeFirstOrThrow()
      await tx.query.updateTable('client').set({ secret: row.secret }).where('id', '=', yours.id).execute()
    })
    await expect(readClientSecret(test.storage, yours, test.secrets)).rejects.toThrow()
  })
})

describe('changing and deleting a client', () => {
  it('keeps what is not named, and the secret', async () => {
    const client = await create({ clientId: 'changing', secret: 'kept', settings: { name: 'Old' } })
    const changed = await test.storage.transact((tx) =>
      updateClient(tx, client, { clientId: 'changed', settings: { name: undefined, consentRequired: true } }),
    )
    expect(changed.clientId).toBe('changed')
    expect(changed.settings).not.toHaveProperty('name')
    expect(changed.settings.consentRequired).toBe(true)
    expect(await findClientById(test.storage, demo.id, client.id)).toEqual(changed)
    expect(await readClientSecret(test.storage, changed, test.secrets)).toBe('kept')
    expect(await listClients(test.storage, demo.id, { search: 'CHANGED' })).toEqual([changed])
  })

  it('refuses a taken name, a gone client, and a client of another realm', async () => {
    const client = await create({ clientId: 'steady' })
    const change = (target: typeof client, clientId: string) =>
      test.storage.transact((tx) => updateClient(tx, target, { clientId }))
    await expect(change(client, 'account')).rejects.toBeInstanceOf(Conflict)
    await expect(change({ ...client, id: 'gone' }, 'x')).rejects.toBeInstanceOf(NotFound)
    await expect(change({ ...client, realmId: other.id }, 'x')).rejects.toBeInstanceOf(NotFound)
    expect((await findClientById(test.storage, demo.id, client.id))?.clientId).toBe('steady')
  })

  it('removes roles, scope mappings and service account with it', async () => {
    const client = await create({ clientId: 'leaving' })
    const role = await test.storage.transact(async (tx) => {
      await ensureServiceAccount(tx, demo, client)
      const made = await createRole(tx, demo, { clientId: client.id, name: 'user' })
      await addScopeMappings(tx, demo.id, client.id, [made.id])
      return made
    })
    expect(await test.storage.transact((tx) => deleteClient(tx, { ...client, realmId: other.id }))).toBe(false)
    expect(await test.storage.transact((tx) => deleteClient(tx, client))).toBe(true)
    expect(await test.storage.transact((tx) => deleteClient(tx, client))).toBe(false)
    expect(await listScopeMappings(test.storage, demo.id, client.id)).toEqual([])
    expect(await findUserByUsername(test.storage, demo.id, 'service-account-leaving')).toBeUndefined()
    const roles = await test.storage.query.selectFrom('role').select('id').where('id', '=', role.id).execute()
    expect(roles).toEqual([])
  })

  it('is refused for clients that a realm cannot do without', async () => {
    const master = await findRealmByName(test.storage, 'master')
    const internal = [
      await findClientByClientId(test.storage, demo.id, 'account-console'),
      await findClientByClientId(test.storage, demo.id, 'realm-management'),
      await findClientByClientId(test.storage, master?.id ?? '', 'demo-realm'),
    ]
    for (const client of internal) {
      if (!client) throw new Error('A built-in client is missing')
      await expect(test.storage.transact((tx) => deleteClient(tx, client))).rejects.toBeInstanceOf(InvalidInput)
    }
    const alike = await create({ clientId: 'nothing-realm' })
    expect(await test.storage.transact((tx) => deleteClient(tx, alike))).toBe(true)
  })
})

describe('the service account of a client', () => {
  it('is made once, with the scope service_account, and follows the name of the client', async () => {
    const client = await create({ clientId: 'Robot' })
    const [first, second] = await test.storage.transact(async (tx) => [
      await ensureServiceAccount(tx, demo, client),
      await ensureServiceAccount(tx, demo, client),
    ])
    expect(first?.username).toBe('service-account-robot')
    expect(second?.id).toBe(first?.id)
    const assigned = await listAssignedScopes(test.storage, demo.id, client.id)
    expect(assigned.filter(({ isDefault }) => isDefault).map(({ scope }) => scope.name)).toContain('service_account')
    await test.storage.transact(async (tx) => {
      await ensureServiceAccount(tx, demo, await updateClient(tx, client, { clientId: 'android' }))
    })
    expect((await findServiceAccount(test.storage, demo.id, client.id))?.username).toBe('service-account-android')
    await test.storage.transact((tx) => removeServiceAccount(tx, client))
    expect(await findServiceAccount(test.storage, demo.id, client.id)).toBeUndefined()
  })
})

describe('scopes and roles of a client', () => {
  it('are assigned within the realm only', async () => {
    const client = await create({ clientId: 'bounded' })
    const foreign = (await listClientScopes(test.storage, other.id)).find((scope) => scope.name === 'phone')
    const own = (await listClientScopes(test.storage, demo.id)).find((scope) => scope.name === 'phone')
    const assign = (realmId: string, scopeId: string | undefined) =>
      test.storage.transact((tx) => assignClientScope(tx, realmId, client.id, scopeId ?? '', true))
    await expect(assign(demo.id, foreign?.id)).rejects.toBeInstanceOf(NotFound)
    await expect(assign(other.id, foreign?.id)).rejects.toBeInstanceOf(NotFound)
    await assign(demo.id, own?.id)
    const isDefault = async () =>
      (await listAssignedScopes(test.storage, demo.id, client.id)).find(({ scope }) => scope.name === 'phone')
        ?.isDefault
    expect(await isDefault()).toBe(true)
    await test.storage.transact((tx) => unassignClientScope(tx, demo.id, client.id, own?.id ?? ''))
    expect(await isDefault()).toBeUndefined()
    const role = await test.storage.transact((tx) => createRole(tx, other, { name: 'foreign' }))
    const map = test.storage.transact((tx) => addScopeMappings(tx, demo.id, client.id, [role.id]))
    await expect(map).rejects.toBeInstanceOf(NotFound)
    const mine = await test.storage.transact((tx) => createRole(tx, demo, { name: 'mine' }))
    await test.storage.transact((tx) => addScopeMappings(tx, demo.id, client.id, [mine.id, mine.id]))
    expect(await listScopeMappings(test.storage, demo.id, client.id)).toEqual([mine.id])
    await test.storage.transact((tx) => removeScopeMappings(tx, demo.id, client.id, [mine.id]))
    expect(await listScopeMappings(test.storage, demo.id, client.id)).toEqual([])
  })
})

describe('listing clients', () => {
  it('pages, searches literally, counts, and sees one realm', async () => {
    await create({ clientId: 'under_score' }, other)
    await create({ clientId: 'underXscore' }, other)
    const names = async (filter: Parameters<typeof listClients>[2]) =>
      (await listClients(test.storage, other.id, filter)).map(({ clientId }) => clientId)
    expect(await names({ search: 'R_S' })).toEqual(['under_score'])
    const all = await names({})
    expect(all).toHaveLength(await countClients(test.storage, other.id))
    expect(await names({ page: { first: 2, max: 3 } })).toEqual(all.slice(2, 5))
    expect(await names({ clientId: 'plain' })).toEqual([])
  })
})
