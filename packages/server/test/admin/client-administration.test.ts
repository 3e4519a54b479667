import { readFileSync } from 'node:fs'
import KcAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReceiver, type Receiver } from '../fixture/receiver.ts'
import { type TestServer, testServer } from '../fixture/test-server.ts'

/** What a Keycloak 26.7.4 at http://127.0.0.1:18080 answered for these clients of a realm `oidcclients`. */
const recorded = JSON.parse(
  readFileSync(new URL('../fixture/keycloak-client-installations.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, string>>

let server: TestServer
let admin: KcAdminClient
let receiver: Receiver
const realm = 'oidcclients'

beforeAll(async () => {
  receiver = await openReceiver()
  server = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  admin = new KcAdminClient({ baseUrl: server.url, realmName: 'master' })
  admin.setAccessToken(await server.adminToken())
  await admin.realms.create({ realm, enabled: true, adminEventsEnabled: true })
  admin.setConfig({ realmName: realm })
})
afterAll(async () => {
  await server.stop()
  await receiver.close()
})

const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { response?: { status?: number }; responseData?: unknown }) => [error.response?.status, error.responseData],
  )

describe('installation files of clients', () => {
  const clients = {
    conf: { secret: 's3', redirectUris: ['https://a.test/*'], adminUrl: 'https://a.test/admin' },
    pub: { publicClient: true },
    bo: { bearerOnly: true },
    jwt: { clientAuthenticatorType: 'client-jwt' },
    sj: { clientAuthenticatorType: 'client-secret-jwt', secret: 's4' },
    x5: { clientAuthenticatorType: 'client-x509' },
    fj: { clientAuthenticatorType: 'federated-jwt' },
    withroles: { secret: 's5' },
    svc: { serviceAccountsEnabled: true, standardFlowEnabled: false, secret: 's6', attributes: { x: 'y' } },
  }
  const ids = new Map<string, string>()

  beforeAll(async () => {
    for (const [clientId, settings] of Object.entries(clients)) {
      ids.set(clientId, (await admin.clients.create({ clientId, ...settings })).id)
    }
    await admin.clients.createRole({ id: ids.get('withroles') ?? '', name: 'r1' })
  })
  /** The admin client reads what is JSON. */
  const fileOf = (clientId: string, providerId: string): Promise<unknown> =>
    admin.clients.getInstallationProviders({ id: ids.get(clientId) ?? '', providerId })
  async function bytesOf(clientId: string, providerId: string): Promise<string> {
    const url = `/admin/realms/${realm}/clients/${ids.get(clientId)}/installation/providers/${providerId}`
    const answer = await server.inject({ url, token: await server.adminToken() })
    expect(answer.headers['content-type']).toMatch(/^text\/plain/)
    return answer.body.replaceAll(server.server.urls.base, 'http://127.0.0.1:18080')
  }

  const cases = Object.entries(recorded).flatMap(([provider, files]) =>
    Object.entries(files).map(([clientId, file]) => [provider, clientId, file] as const),
  )
  it.each(cases)('%s of %s is as Keycloak writes it', async (provider, clientId, file) => {
    expect(await bytesOf(clientId, provider)).toBe(file)
    const read = await fileOf(clientId, provider)
    const here = file.replaceAll('http://127.0.0.1:18080', server.server.urls.base)
    expect(read).toEqual(provider.endsWith('json') ? JSON.parse(here) : here)
  })

  it('are named by the server info', async () => {
    const { clientInstallations } = await admin.serverInfo.find()
    expect(clientInstallations?.['openid-connect']?.map(({ id }) => id)).toEqual(Object.keys(recorded).toSorted())
  })

  it('are there for clients and providers that there are', async () => {
    expect(await statusOf(fileOf('conf', 'nope'))).toEqual([404, { error: 'Unknown Provider' }])
    const nobody = { id: 'nobody', providerId: 'keycloak-oidc-keycloak-json' }
    expect(await statusOf(admin.clients.getInstallationProviders(nobody))).toEqual([
      404,
      { error: 'Could not find client' },
    ])
  })

  it('cannot be left by a name', async () => {
    const clientId = 'a" &<b>'
    const { id } = await admin.clients.create({ clientId, secret: '<&>' })
    ids.set(clientId, id)
    expect(await fileOf(clientId, 'keycloak-oidc-jboss-subsystem')).toContain('<resource>a&#34; &#38;&#60;b&#62;<')
    expect(await fileOf(clientId, 'keycloak-oidc-jboss-subsystem-cli')).toContain('resource="a\\" &<b>"')
    expect(await fileOf(clientId, 'keycloak-oidc-keycloak-json')).toMatchObject({ resource: clientId })
  })
})

describe('nodes of clients', () => {
  it('are kept with the moment of their registration', async () => {
    const { id } = await admin.clients.create({ clientId: 'cluster' })
    expect(await admin.clients.findOne({ id })).not.toHaveProperty('registeredNodes')
    await admin.clients.addClusterNode({ id, node: 'host1.test' })
    await admin.clients.addClusterNode({ id, node: 'host2.test' })
    const seconds = Math.floor(server.clock.now() / 1000)
    expect((await admin.clients.findOne({ id }))?.registeredNodes).toEqual({
      'host1.test': seconds,
      'host2.test': seconds,
    })
    await admin.clients.deleteClusterNode({ id, node: 'host1.test' })
    expect((await admin.clients.findOne({ id }))?.registeredNodes).toEqual({ 'host2.test': seconds })
    expect(await statusOf(admin.clients.deleteClusterNode({ id, node: 'host1.test' }))).toEqual([
      404,
      { error: 'Client does not have node ' },
    ])
    const events = await admin.realms.findAdminEvents({ realm, resourceTypes: 'CLUSTER_NODE' } as never)
    expect(events.map(({ operationType, resourcePath }) => [operationType, resourcePath])).toEqual([
      ['DELETE', `clients/${id}/nodes/host1.test`],
      ['CREATE', `clients/${id}/nodes/host2.test`],
      ['CREATE', `clients/${id}/nodes/host1.test`],
    ])
  })

  it('are all kept when they come at the same time', async () => {
    const { id } = await admin.clients.create({ clientId: 'crowd' })
    const nodes = Array.from({ length: 10 }, (_, index) => `host${index}.test`)
    await Promise.all(nodes.map((node) => admin.clients.addClusterNode({ id, node })))
    expect(Object.keys((await admin.clients.findOne({ id }))?.registeredNodes ?? {}).toSorted()).toEqual(nodes)
  })

  it.each([
    [undefined, 'Node not found in params'],
    ['', 'Node not found in params'],
    ['http://host.test', "Character ':' not allowed."],
    ['host.test/path', "Character '/' not allowed."],
    ['user@host', "Character '@' not allowed."],
    ['host test', "Character ' ' not allowed."],
  ])('are hosts: %j is none', async (node, error) => {
    const [client] = await admin.clients.find({ clientId: 'cluster' })
    const answer = await statusOf(admin.clients.addClusterNode({ id: client?.id ?? '', node: node as string }))
    expect(answer).toEqual([400, { error }])
  })

  it('are asked whether they are there', async () => {
    const port = new URL(receiver.url).port
    const adminUrl = `http://\${application.session.host}:${port}/app`
    const { id } = await admin.clients.create({ clientId: 'asked', adminUrl })
    expect(await admin.clients.testNodesAvailable({ id })).toEqual({})
    await admin.clients.addClusterNode({ id, node: '127.0.0.1' })
    await admin.clients.addClusterNode({ id, node: '127.0.0.2' })
    receiver.received.length = 0
    expect(await admin.clients.testNodesAvailable({ id })).toEqual({
      successRequests: [`http://127.0.0.1:${port}/app`],
      failedRequests: [`http://127.0.0.2:${port}/app`],
    })
    const [asked] = receiver.received
    expect(asked?.path).toBe('/app/k_test_available')
    const claims = JSON.parse(Buffer.from(asked?.body.split('.')[1] ?? '', 'base64url').toString())
    expect(claims).toEqual({
      id: expect.any(String),
      expiration: Math.floor(server.clock.now() / 1000) + 30,
      resource: 'asked',
      action: 'TEST_AVAILABILITY',
    })
  })

  it('are one where the admin URL names no host of each', async () => {
    const { id } = await admin.clients.create({ clientId: 'single', adminUrl: `${receiver.url}/one` })
    expect(await admin.clients.testNodesAvailable({ id })).toEqual({ successRequests: [`${receiver.url}/one`] })
    receiver.status = 500
    expect(await admin.clients.testNodesAvailable({ id })).toEqual({ failedRequests: [`${receiver.url}/one`] })
    const { id: without } = await admin.clients.create({ clientId: 'without' })
    expect(await admin.clients.testNodesAvailable({ id: without })).toEqual({})
  })
})

it('has no permissions of the first generation', async () => {
  const { id } = await admin.clients.create({ clientId: 'plain' })
  const notEnabled = [501, expect.objectContaining({ error: 'Feature not enabled' })]
  expect(await statusOf(admin.clients.listFineGrainPermissions({ id }))).toEqual(notEnabled)
  expect(await statusOf(admin.clients.updateFineGrainPermission({ id }, { enabled: true }))).toEqual(notEnabled)
})

describe('who may only look', () => {
  it('sees files without secrets, and changes no nodes', async () => {
    const viewer = await admin.users.create({
      username: 'viewer',
      enabled: true,
      email: 'viewer@app.test',
      firstName: 'V',
      lastName: 'W',
    })
    await admin.users.resetPassword({
      id: viewer.id,
      credential: { type: 'password', value: 'viewer-password', temporary: false },
    })
    const [management] = await admin.clients.find({ clientId: 'realm-management' })
    const role = await admin.clients.findRole({ id: management?.id ?? '', roleName: 'view-clients' })
    const roles = [{ id: role?.id ?? '', name: role?.name ?? '' }]
    await admin.users.addClientRoleMappings({ id: viewer.id, clientUniqueId: management?.id ?? '', roles })
    const looking = new KcAdminClient({ baseUrl: admin.baseUrl, realmName: realm })
    await looking.auth({
      grantType: 'password',
      clientId: 'admin-cli',
      username: 'viewer',
      password: 'viewer-password',
    })
    const [conf] = await looking.clients.find({ clientId: 'conf' })
    const id = conf?.id ?? ''
    for (const providerId of Object.keys(recorded)) {
      const file = await looking.clients.getInstallationProviders({ id, providerId })
      expect(JSON.stringify(file)).not.toContain('s3')
      expect(JSON.stringify(file)).toContain('conf')
    }
    const forbidden = [403, { error: 'HTTP 403 Forbidden' }]
    expect(await statusOf(looking.clients.addClusterNode({ id, node: 'host.test' }))).toEqual(forbidden)
    expect(await statusOf(looking.clients.testNodesAvailable({ id }))).toEqual(forbidden)
  })
})
