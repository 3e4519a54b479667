import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ServerConfig } from '../src/kernel/config.ts'
import { modules } from '../src/modules.ts'
import type { ClientCertificate } from '../src/spi/request.ts'
import { makeCertificate, type TestCertificate } from './fixture/certificates.ts'
import { addClient, post } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'ztrust-tls-'))
let root: TestCertificate
let good: TestCertificate
let selfSigned: TestCertificate
let server: TestServer | undefined
/** What the last request was found to bring. */
let seen: ClientCertificate | undefined

beforeAll(async () => {
  // TLS itself looks at the real clock, the server at the test's.
  const times = { validFrom: 1_700_000_000_000, validTo: 2_500_000_000_000 }
  root = await makeCertificate({ subject: [['2.5.4.3', 'Test CA']], isAuthority: true, ...times })
  good = await makeCertificate({ subject: [['2.5.4.3', 'client']], issuer: root, ...times })
  selfSigned = await makeCertificate({ subject: [['2.5.4.3', 'client']], ...times })
  const tls = await makeCertificate({
    subject: [['2.5.4.3', 'localhost']],
    issuer: root,
    hostNames: ['localhost'],
    ...times,
  })
  writeFileSync(join(folder, 'tls.pem'), tls.pem)
  writeFileSync(join(folder, 'tls.key'), tls.keyPem)
  writeFileSync(join(folder, 'trust.pem'), root.pem)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(async () => {
  await server?.stop()
  server = undefined
})

/** A server whose clients are known by whatever they bring, so that the test can look at it. */
async function start(config: Partial<ServerConfig>) {
  seen = undefined
  const probe = {
    id: 'probe',
    displayName: 'Probe',
    helpText: '',
    methods: [],
    identify: () => undefined,
    verify: async (_client: unknown, context: { request: { clientCertificate?: ClientCertificate | undefined } }) => {
      seen = context.request.clientCertificate
      return {}
    },
  }
  const test = await testServer({
    config: { httpsTrustStoreFile: join(folder, 'trust.pem'), ...config },
    modules: [...modules, { id: 'probe', clientAuthenticators: [probe] }],
  })
  server = test
  const realm = await test.createRealm()
  await addClient(test, realm, 'app', { clientAuthenticatorType: 'probe' })
  const form = { client_id: 'app', token: 'x' }
  return {
    /** Over the plain port. */
    plain: (headers: Record<string, string> = {}) => post(test, realm, 'token/introspect', form, headers),
    /** Over TLS, with a certificate or without. */
    secure: (shown?: TestCertificate, headers: Record<string, string> = {}) =>
      new Promise<number | undefined>((resolve, reject) => {
        const url = new URL(
          `/realms/${realm.realm.name}/protocol/openid-connect/token/introspect`,
          test.server.urls.mutualTls,
        )
        const sent = request(
          url,
          {
            method: 'POST',
            ca: root.pem,
            agent: false,
            headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
            ...(shown ? { cert: shown.pem, key: shown.keyPem } : {}),
          },
          (answer) => answer.resume().on('end', () => resolve(answer.statusCode)),
        )
        sent.on('error', reject)
        sent.end(new URLSearchParams(form).toString())
      }),
  }
}

const tlsPort = (httpsClientAuth: ServerConfig['httpsClientAuth']) => ({
  httpsPort: 0,
  httpsClientAuth,
  httpsCertificateFile: join(folder, 'tls.pem'),
  httpsCertificateKeyFile: join(folder, 'tls.key'),
})
const issuers = () => seen?.findTrustedIssuers()?.map(({ subject }) => subject)
const field = (one: TestCertificate) => `:${one.certificate.raw.toString('base64')}:`

describe('over TLS', () => {
  test('a certificate of the trust store is seen and trusted', async () => {
    const { secure } = await start(tlsPort('request'))
    expect(await secure(good)).toBe(200)
    expect(seen?.certificate.fingerprint256).toBe(good.certificate.fingerprint256)
    expect(issuers()).toEqual(['CN=Test CA'])
  })

  test('one that nobody vouches for is seen, and not trusted', async () => {
    const { secure } = await start(tlsPort('request'))
    expect(await secure(selfSigned)).toBe(200)
    expect(seen?.certificate.fingerprint256).toBe(selfSigned.certificate.fingerprint256)
    expect(issuers()).toBeUndefined()
  })

  test('one that has expired meanwhile is not trusted any more', async () => {
    const { secure } = await start(tlsPort('request'))
    const hour = 3_600_000
    const end = Number(server?.clock.now()) + hour
    const brief = await makeCertificate({ subject: [['2.5.4.3', 'brief']], issuer: root, validFrom: 0, validTo: end })
    await server?.clock.advance(hour + 1000)
    expect(await secure(brief)).toBe(200)
    expect(seen).toBeDefined()
    expect(issuers()).toBeUndefined()
  })

  test('without one there is none, whatever a header says', async () => {
    const { secure } = await start({ ...tlsPort('request'), clientCertificateLookup: 'rfc9440' })
    expect(await secure(undefined, { 'client-cert': field(good) })).toBe(200)
    expect(seen).toBeUndefined()
  })

  test('where they are required, nothing gets in without a trusted one', async () => {
    const { secure } = await start(tlsPort('required'))
    expect(await secure(good)).toBe(200)
    await expect(secure()).rejects.toThrow()
    await expect(secure(selfSigned)).rejects.toThrow()
  })

  test('where they are not asked for, none is shown', async () => {
    const { secure } = await start({ ...tlsPort('none'), mtlsHostname: undefined, clientCertificateLookup: 'none' })
    expect(server?.server.urls.mutualTls).toBeUndefined()
    await expect(secure(good)).rejects.toThrow()
  })
})

describe('behind a proxy', () => {
  const proxied: Partial<ServerConfig> = { clientCertificateLookup: 'rfc9440', trustedProxies: ['127.0.0.1/32'] }

  test('its header is believed', async () => {
    const { plain } = await start(proxied)
    await plain({ 'client-cert': field(good) })
    expect(seen?.certificate.fingerprint256).toBe(good.certificate.fingerprint256)
    expect(issuers()).toEqual(['CN=Test CA'])
    await plain({ 'client-cert': field(selfSigned) })
    expect(issuers()).toBeUndefined()
  })

  test.each<[string, Partial<ServerConfig>]>([
    ['no proxy is trusted', { clientCertificateLookup: 'rfc9440' }],
    ['another one is', { clientCertificateLookup: 'rfc9440', trustedProxies: ['10.0.0.0/8'] }],
    ['proxies pass on none', { trustedProxies: ['127.0.0.1/32'] }],
    ['it comes in another header', { ...proxied, clientCertificateHeader: 'X-Client-Cert' }],
    ['it comes in another form', { ...proxied, clientCertificateLookup: 'haproxy' }],
  ])('a header means nothing when %s', async (_name, config) => {
    const { plain } = await start(config)
    const forged = { 'client-cert': field(good), 'x-forwarded-for': '10.1.1.1', ssl_client_cert: field(good) }
    expect((await plain(forged)).statusCode).toBe(200)
    expect(seen).toBeUndefined()
  })

  test('an address that X-Forwarded-For claims makes nobody a proxy', async () => {
    const { plain } = await start({ clientCertificateLookup: 'rfc9440', trustedProxies: ['10.0.0.0/8'] })
    await plain({ 'client-cert': field(good), 'x-forwarded-for': '10.0.0.1', forwarded: 'for=10.0.0.1' })
    expect(seen).toBeUndefined()
  })

  test('the header may have another name', async () => {
    const { plain } = await start({ ...proxied, clientCertificateHeader: 'X-Client-Cert' })
    await plain({ 'x-client-cert': field(good) })
    expect(seen).toBeDefined()
  })
})

describe('a configuration that cannot work is refused at the start', () => {
  test.each<[Partial<ServerConfig>, RegExp]>([
    [{ httpsPort: 0 }, /--https-certificate-key-file/],
    [{ ...tlsPort('none'), httpsCertificateFile: join(folder, 'missing') }, /missing .*cannot be read/],
    [{ httpsTrustStoreFile: join(folder, 'tls.key') }, /holds no certificate/],
  ])('%j', async (config, message) => {
    await expect(testServer({ config })).rejects.toThrow(message)
  })
})
