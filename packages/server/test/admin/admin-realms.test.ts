import { readFileSync } from 'node:fs'
import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let admin: KeycloakAdminClient
const realm = 'acme'

beforeAll(async () => {
  test = await testServer()
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
  await admin.realms.create({ realm, enabled: true })
})
afterAll(() => test.stop())

describe('the representation of a realm', () => {
  it('of a fresh realm is what Keycloak 26.7 answers, field by field', async () => {
    const recorded: Record<string, unknown> = JSON.parse(
      readFileSync(new URL('../fixture/keycloak/fresh-realm.json', import.meta.url), 'utf8'),
    )
    const found = await admin.realms.findOne({ realm })
    const { id, defaultRole, ...settings } = found ?? {}
    const { id: _, realm: __, defaultRole: ___, ...expected } = recorded
    expect(settings).toEqual({ ...expected, realm })
    expect(defaultRole).toEqual({
      id: expect.any(String),
      name: 'default-roles-acme',
      description: '${role_default-roles}',
      composite: true,
      clientRole: false,
      containerId: id,
    })
  })

  it('keeps the attributes that are settings when others are replaced', async () => {
    await admin.realms.update({ realm }, { attributes: { colour: 'red' } })
    await admin.realms.update({ realm }, { attributes: { shape: 'round' }, oauth2DeviceCodeLifespan: 700 })
    const { attributes, oauth2DeviceCodeLifespan } = (await admin.realms.findOne({ realm })) ?? {}
    expect(attributes).toEqual({
      shape: 'round',
      cibaBackchannelTokenDeliveryMode: 'poll',
      cibaExpiresIn: '120',
      cibaInterval: '5',
      cibaAuthRequestedUserHint: 'login_hint',
      parRequestUriLifespan: '60',
      oauth2DeviceCodeLifespan: '700',
      oauth2DevicePollingInterval: '5',
    })
    expect(oauth2DeviceCodeLifespan).toBe(700)
  })

  it('is brief in a list that asks for it', async () => {
    const brief = await admin.realms.find({ briefRepresentation: true })
    const [acme] = brief.filter((one) => one.realm === realm)
    expect(Object.keys(acme ?? {}).sort()).toEqual(['enabled', 'id', 'realm'])
  })
})

describe('operations around a realm', () => {
  it('clear caches, for those who manage the realm', async () => {
    admin.setConfig({ realmName: realm })
    await admin.cache.clearRealmCache()
    await admin.cache.clearUserCache()
    await admin.cache.clearKeysCache()
    await admin.cache.clearCrlCache()
    admin.setConfig({ realmName: 'master' })
    const refused = await test.inject({ method: 'POST', url: `/admin/realms/${realm}/clear-realm-cache` })
    expect(refused.statusCode).toBe(401)
  })

  it('say that permissions of the first generation are not offered', async () => {
    await expect(admin.realms.getUsersManagementPermissions({ realm })).rejects.toMatchObject({
      response: { status: 501 },
      responseData: { error: 'Feature not enabled' },
    })
    await expect(admin.realms.updateUsersManagementPermissions({ realm, enabled: true })).rejects.toMatchObject({
      response: { status: 501 },
    })
  })
})
