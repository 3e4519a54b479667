import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CertifiedWorld, certifiedWorld } from './fixture/certified-client.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

let world: CertifiedWorld

beforeAll(async () => {
  world = await certifiedWorld()
})
afterAll(() => world.stop())

const subject = (text: string, more: Record<string, string> = {}) => ({ 'x509.subjectdn': text, ...more })
const pattern = (text: string) => subject(text, { 'x509.allow.regex.pattern.comparison': 'true' })

describe('the registered subject', () => {
  test.each<[string, Record<string, string>, boolean]>([
    ['in another case and spacing', subject('cn=CLIENT , o=acme'), true],
    ['by object identifiers', subject('2.5.4.3=client,OID.2.5.4.10=Acme'), true],
    ['in the order of the certificate', subject('O=Acme,CN=client'), false],
    ['a part of it', subject('CN=client'), false],
    ['a pattern that is no pattern', subject('CN=.*'), false],
    ['a pattern for all of it', pattern('CN=client, O=A.*'), true],
    ['a pattern for a part of it', pattern('CN=client'), false],
    ['a pattern with a choice', pattern('CN=x|CN=client'), false],
    ['a pattern that cannot be read', pattern('CN=(client'), false],
    ['only blanks', subject('  '), false],
    ['with its authority', subject('CN=client,O=Acme', { 'x509.casubjectdn': 'cn=test ca' }), true],
    ['with another authority', subject('CN=client,O=Acme', { 'x509.casubjectdn': 'CN=Issuing CA' }), false],
    ['with itself as authority', subject('CN=client,O=Acme', { 'x509.casubjectdn': 'CN=client,O=Acme' }), false],
  ])('%s', async (name, attributes, isAccepted) => {
    const clientId = `client ${name}`
    await world.addCertified(clientId, attributes)
    const answer = await world.ask(clientId, world.certificates.good)
    expect(answer.statusCode).toBe(isAccepted ? 200 : 401)
    if (!isAccepted) {
      expect(answer.json()).toEqual({
        error: 'invalid_client',
        error_description: 'Invalid client or Invalid client credentials',
      })
    }
  })

  test('an authority in between may be the one that is asked for', async () => {
    await world.addCertified('between', subject('CN=client,O=Acme', { 'x509.casubjectdn': 'CN=Issuing CA' }))
    expect((await world.ask('between', world.certificates.chained)).statusCode).toBe(200)
  })
})

describe('discovery', () => {
  const discover = async (server: TestServer, realm: string) =>
    (await server.inject({ url: `/realms/${realm}/.well-known/openid-configuration` })).json()

  test('names the method and the aliases where a proxy passes certificates on', async () => {
    const document = await discover(world.server, world.realm.realm.name)
    for (const endpoint of ['token', 'introspection', 'revocation']) {
      expect(document[`${endpoint}_endpoint_auth_methods_supported`]).toContain('tls_client_auth')
    }
    const { token_endpoint, introspection_endpoint, revocation_endpoint, userinfo_endpoint } = document
    expect(document.mtls_endpoint_aliases).toMatchObject({
      token_endpoint,
      introspection_endpoint,
      revocation_endpoint,
      userinfo_endpoint,
    })
  })

  test('names another host for them where there is one', async () => {
    const server = await testServer({
      config: { clientCertificateLookup: 'nginx', mtlsHostname: 'https://mtls.test/' },
    })
    try {
      const document = await discover(server, 'master')
      expect(document.mtls_endpoint_aliases.token_endpoint).toBe(
        'https://mtls.test/realms/master/protocol/openid-connect/token',
      )
      expect(document.token_endpoint).toBe(`${server.url}/realms/master/protocol/openid-connect/token`)
    } finally {
      await server.stop()
    }
  })

  test('names neither where nobody can show a certificate', async () => {
    const server = await testServer()
    try {
      const document = await discover(server, 'master')
      expect(document).not.toHaveProperty('mtls_endpoint_aliases')
      expect(document.token_endpoint_auth_methods_supported).not.toContain('tls_client_auth')
    } finally {
      await server.stop()
    }
  })
})
