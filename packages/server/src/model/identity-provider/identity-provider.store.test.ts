import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestRealm } from '../../../test/fixture/test-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import { transact } from '../../storage/transact.ts'
import type { Realm } from '../realm/realm.ts'
import { deleteIdentityProvider } from './delete-identity-provider.ts'
import { findIdentityProvider, listIdentityProviders } from './identity-provider.store.ts'
import type { IdentityProvider } from './identity-provider.ts'
import {
  deleteIdentityProviderMapper,
  findIdentityProviderMapper,
  listIdentityProviderMappers,
  saveIdentityProviderMapper,
} from './identity-provider-mapper.store.ts'
import { openIdentityProviderConfig, sealIdentityProviderConfig } from './identity-provider-secrets.ts'
import { saveIdentityProvider } from './save-identity-provider.ts'

let test: TestStorage
let demo: Realm
let other: Realm

beforeAll(async () => {
  test = await openTestStorage()
  demo = await createTestRealm(test)
  other = await createTestRealm(test, { name: 'other' })
})
afterAll(() => test.close())

async function save(realm: Realm, alias: string, more: Partial<IdentityProvider> = {}): Promise<IdentityProvider> {
  const provider = {
    ...{ id: test.ids.uuid(), realmId: realm.id, alias, providerId: 'oidc', enabled: true, options: {}, config: {} },
    ...more,
  }
  await transact(test.storage, (tx) => saveIdentityProvider(tx, provider))
  return provider
}

const list = async (realm: Realm, filter: Parameters<typeof listIdentityProviders>[2] = {}) =>
  (await listIdentityProviders(test.storage, realm.id, filter)).map(({ alias }) => alias)

describe('identity providers', () => {
  it('are stored whole, and found in their realm only', async () => {
    const provider = await save(demo, 'whole', {
      displayName: 'Whole',
      organizationId: 'org',
      options: { trustEmail: false, hideOnLogin: true, firstBrokerLoginFlowId: 'flow' },
      config: { clientId: 'c' },
    })
    expect(await findIdentityProvider(test.storage, demo.id, { alias: 'whole' })).toEqual(provider)
    expect(await findIdentityProvider(test.storage, other.id, { alias: 'whole' })).toBeUndefined()
    await save(other, 'whole')
    const again = save(demo, 'whole')
    await expect(again).rejects.toThrow('Identity Provider whole already exists')
  })

  it('are found by the issuer they are believed by, one each', async () => {
    const issuer = 'https://issuer.test'
    const grants = await save(demo, 'grants', { config: { issuer, jwtAuthorizationGrantEnabled: 'true' } })
    const assertions = await save(demo, 'assertions', { config: { issuer, supportsClientAssertions: 'true' } })
    await save(demo, 'neither', { config: { issuer } })
    await save(other, 'grants', { config: { issuer, jwtAuthorizationGrantEnabled: 'true' } })
    expect((await findIdentityProvider(test.storage, demo.id, { issuer }))?.id).toBe(grants.id)
    expect((await findIdentityProvider(test.storage, demo.id, { assertionIssuer: issuer }))?.id).toBe(assertions.id)
    // Most have no issuer, which is nobody's name.
    expect(await findIdentityProvider(test.storage, demo.id, { issuer: '' })).toBeUndefined()
    expect(await findIdentityProvider(test.storage, demo.id, { assertionIssuer: '' })).toBeUndefined()
    await expect(save(demo, 'more', { providerId: 'jwt-authorization-grant', config: { issuer } })).rejects.toThrow(
      "already used for IDP 'grants'",
    )
  })

  it('are listed by alias, by what they are called, by kind, by organization and in pages', async () => {
    const realm = await createTestRealm(test, { name: 'listed' })
    await save(realm, 'b-two', { providerId: 'saml' })
    await save(realm, 'a%one', { displayName: 'Über uns' })
    await save(realm, 'c-three', { organizationId: 'org' })
    expect(await list(realm)).toEqual(['a%one', 'b-two', 'c-three'])
    expect(await list(realm, { search: 'B-' })).toEqual(['b-two'])
    expect(await list(realm, { search: 'über' })).toEqual(['a%one'])
    expect(await list(realm, { search: 'a%' })).toEqual(['a%one'])
    expect(await list(realm, { search: '%' })).toEqual([])
    expect(await list(realm, { search: '*t*' })).toEqual(['b-two', 'c-three'])
    expect(await list(realm, { search: '"c-three"' })).toEqual(['c-three'])
    expect(await list(realm, { providerIds: ['saml'] })).toEqual(['b-two'])
    expect(await list(realm, { providerIds: [] })).toEqual([])
    expect(await list(realm, { organizationId: 'org' })).toEqual(['c-three'])
    expect(await list(realm, { organizationId: null, page: { first: 1, max: 5 } })).toEqual(['b-two'])
  })

  it('hold a secret that opens for none but them', async () => {
    const config = sealIdentityProviderConfig({ clientId: 'c', clientSecret: 'very secret' }, 'one', test.secrets)
    expect(JSON.stringify(config)).not.toContain('very secret')
    expect(openIdentityProviderConfig({ id: 'one', config }, test.secrets)['clientSecret']).toBe('very secret')
    expect(() => openIdentityProviderConfig({ id: 'two', config }, test.secrets)).toThrow()
  })
})

describe('mappers of identity providers', () => {
  it('belong to one provider of one realm and go with it', async () => {
    const provider = await save(demo, 'mapped')
    const elsewhere = await save(other, 'mapped')
    const mapper = {
      ...{ id: test.ids.uuid(), realmId: demo.id, identityProviderId: provider.id },
      ...{ name: 'role', type: 'oidc-role-idp-mapper', config: { claim: 'a' } },
    }
    await transact(test.storage, (tx) => saveIdentityProviderMapper(tx, provider, mapper))
    expect(await listIdentityProviderMappers(test.storage, provider)).toEqual([mapper])
    expect(await findIdentityProviderMapper(test.storage, elsewhere, { id: mapper.id })).toBeUndefined()
    expect(await transact(test.storage, (tx) => deleteIdentityProviderMapper(tx, elsewhere, mapper.id))).toBe(false)
    const changed = { ...mapper, name: 'renamed', config: {} }
    await transact(test.storage, (tx) => saveIdentityProviderMapper(tx, provider, changed))
    expect(await listIdentityProviderMappers(test.storage, provider)).toEqual([changed])
    const twin = { ...changed, id: test.ids.uuid() }
    await expect(transact(test.storage, (tx) => saveIdentityProviderMapper(tx, provider, twin))).rejects.toThrow(
      "Failed to add mapper 'renamed' to identity provider [oidc].",
    )
    await transact(test.storage, (tx) => deleteIdentityProvider(tx, provider))
    expect(await listIdentityProviderMappers(test.storage, provider)).toEqual([])
  })
})
