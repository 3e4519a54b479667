import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

/** Required actions by the published admin client of Keycloak, over real HTTP. */
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
/** Status and body of a refusal. */
const refused = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was refused',
    (error: { response: Response; responseData: unknown }) => [error.response.status, error.responseData],
  )

describe('required actions', () => {
  it('are listed, read and changed', async () => {
    const actions = await auth().getRequiredActions()
    expect(actions.map(({ alias, enabled, priority }) => [alias, enabled, priority])).toEqual([
      ['TERMS_AND_CONDITIONS', false, 20],
      ['UPDATE_PROFILE', true, 40],
      ['VERIFY_EMAIL', true, 50],
      ['CONFIGURE_TOTP', true, 54],
      ['UPDATE_PASSWORD', true, 57],
      ['delete_account', false, 60],
      ['UPDATE_EMAIL', false, 70],
      ['webauthn-register', true, 80],
      ['webauthn-register-passwordless', true, 90],
      ['VERIFY_PROFILE', true, 100],
      ['delete_credential', true, 110],
      ['idp_link', true, 120],
      ['CONFIGURE_RECOVERY_AUTHN_CODES', true, 130],
      ['update_user_locale', true, 1000],
    ])
    const alias = 'CONFIGURE_TOTP'
    await auth().updateRequiredAction({ alias }, { defaultAction: true })
    expect(await auth().getRequiredActionForAlias({ alias })).toEqual({
      alias,
      name: 'Configure OTP',
      providerId: alias,
      enabled: true,
      defaultAction: true,
      priority: 54,
      config: {},
    })
    await auth().updateRequiredAction({ alias }, { defaultAction: false })
    expect(await auth().getRequiredActionForAlias({ alias: 'none' })).toBeNull()
    expect(await refused(auth().updateRequiredAction({ alias: 'none' }, {}))).toEqual([
      404,
      { error: 'Failed to find required action' },
    ])
  })

  it('move up and down', async () => {
    const order = async () => (await auth().getRequiredActions()).map((action) => action.alias).slice(0, 3)
    await auth().raiseRequiredActionPriority({ alias: 'UPDATE_PROFILE' })
    expect(await order()).toEqual(['UPDATE_PROFILE', 'TERMS_AND_CONDITIONS', 'VERIFY_EMAIL'])
    await auth().raiseRequiredActionPriority({ alias: 'UPDATE_PROFILE' })
    await auth().lowerRequiredActionPriority({ alias: 'UPDATE_PROFILE' })
    expect(await order()).toEqual(['TERMS_AND_CONDITIONS', 'UPDATE_PROFILE', 'VERIFY_EMAIL'])
    expect(await refused(auth().lowerRequiredActionPriority({ alias: 'none' }))).toEqual([
      404,
      { error: 'Failed to find required action.' },
    ])
  })

  it('have configurations', async () => {
    const alias = 'UPDATE_PASSWORD'
    const described = await auth().getRequiredActionConfigDescription({ alias })
    expect(described).toMatchObject({ properties: [{ name: 'max_auth_age', type: 'String', defaultValue: 300 }] })
    await auth().updateRequiredActionConfig({ alias }, { config: { max_auth_age: '20', unknown: 'x' } })
    expect(await auth().getRequiredActionConfig({ alias })).toEqual({ config: { max_auth_age: '20' } })
    const update = (max_auth_age: string) =>
      refused(auth().updateRequiredActionConfig({ alias }, { config: { max_auth_age } }))
    expect(await update('soon')).toMatchObject([400, { field: 'max_auth_age', errorMessage: 'error-invalid-value' }])
    expect(await update('-1')).toEqual([
      400,
      { field: 'max_auth_age', errorMessage: 'error-number-out-of-range-too-small', params: ['max_auth_age', 0] },
    ])
    await auth().removeRequiredActionConfig({ alias })
    expect(await auth().getRequiredActionConfig({ alias })).toEqual({ config: {} })
    expect(await refused(auth().getRequiredActionConfig({ alias: 'none' }))).toEqual([
      400,
      { error: 'RequiredAction is not configurable' },
    ])
    expect(await refused(auth().getRequiredActionConfigDescription({ alias: 'none' }))).toEqual([
      404,
      { error: 'Could not find configurable RequiredAction provider' },
    ])
  })

  it('by which users get credentials are listed as far as they are enabled', async () => {
    const list = async () =>
      (
        await test.inject({
          url: `/admin/realms/${realm.realm.name}/credential-registrators`,
          token: await test.adminToken(),
        })
      ).json()
    expect(await list()).toContain('CONFIGURE_TOTP')
    expect(await list()).not.toContain('UPDATE_PROFILE')
    await auth().updateRequiredAction({ alias: 'CONFIGURE_TOTP' }, { enabled: false })
    expect(await list()).not.toContain('CONFIGURE_TOTP')
    await auth().updateRequiredAction({ alias: 'CONFIGURE_TOTP' }, { enabled: true })
  })

  it('leave a realm and come back', async () => {
    const alias = 'VERIFY_PROFILE'
    const absent = [{ providerId: alias, name: 'Verify Profile' }]
    expect(await auth().getUnregisteredRequiredActions()).toEqual([])
    await auth().deleteRequiredAction({ alias })
    expect(await auth().getUnregisteredRequiredActions()).toEqual(absent)
    await auth().registerRequiredAction({ providerId: alias, name: 'Verify my profile' })
    expect(await auth().getRequiredActionForAlias({ alias })).toMatchObject({
      name: 'Verify my profile',
      enabled: true,
      defaultAction: false,
      priority: 1001,
    })
    expect(await refused(auth().registerRequiredAction({ providerId: alias }))).toEqual([
      409,
      { error: 'conflict', error_description: 'A Required Action Provider with given alias already exists.' },
    ])
    expect(await refused(auth().registerRequiredAction({ providerId: 'none' }))).toEqual([
      400,
      { error: 'Required Action Provider with given providerId not found' },
    ])
    expect(await refused(auth().deleteRequiredAction({ alias: 'none' }))).toEqual([
      404,
      { error: 'Failed to find required action.' },
    ])
  })

  it('are recorded when they are changed', async () => {
    const events = await admin.realms.findAdminEvents({ realm: realm.realm.name, max: 500 })
    const seen = new Set(events.map((event) => `${event.operationType} ${event.resourceType}`))
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'CREATE REQUIRED_ACTION',
        'UPDATE REQUIRED_ACTION',
        'DELETE REQUIRED_ACTION',
        'UPDATE REQUIRED_ACTION_CONFIG',
        'DELETE REQUIRED_ACTION_CONFIG',
      ]),
    )
  })
})
