import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../packages/server/src/model/realm/realm-snapshot.ts'
import { makeCertificate, type TestCertificate } from '../packages/server/test/fixture/certificates.ts'
import { type ClientKeys, makeClientKeys } from '../packages/server/test/fixture/client-assertion.ts'
import { addClient } from '../packages/server/test/fixture/oidc-application.ts'
import { type TestServer, testServer } from '../packages/server/test/fixture/test-server.ts'

const secret = 'known-to-both-sides-and-long-enough!'
const folder = mkdtempSync(join(tmpdir(), 'ztrust-judges-'))
let server: TestServer
let realm: RealmSnapshot
let keys: ClientKeys
let authority: TestCertificate
let certificate: TestCertificate
let issuer: URL

beforeAll(async () => {
  const times = { validFrom: 1_700_000_000_000, validTo: 2_500_000_000_000 }
  authority = await makeCertificate({ subject: [['2.5.4.3', 'Test CA']], isAuthority: true, ...times })
  certificate = await makeCertificate({ subject: [['2.5.4.3', 'client']], issuer: authority, ...times })
  const own = await makeCertificate({
    subject: [['2.5.4.3', 'localhost']],
    issuer: authority,
    hostNames: ['localhost'],
    ...times,
  })
  writeFileSync(join(folder, 'tls.pem'), own.pem)
  writeFileSync(join(folder, 'tls.key'), own.keyPem)
  writeFileSync(join(folder, 'trust.pem'), authority.pem)
  server = await testServer({
    config: {
      httpsPort: 0,
      httpsClientAuth: 'request',
      httpsCertificateFile: join(folder, 'tls.pem'),
      httpsCertificateKeyFile: join(folder, 'tls.key'),
      httpsTrustStoreFile: join(folder, 'trust.pem'),
    },
  })
  realm = await server.createRealm()
  keys = await makeClientKeys()
  issuer = new URL(`${server.url}/realms/${realm.realm.name}`)
  const add = (clientId: string, attributes: Readonly<Record<string, string>> = {}) =>
    addClient(
      server,
      realm,
      clientId,
      { serviceAccountsEnabled: true, clientAuthenticatorType: clientId, attributes },
      secret,
    )
  await add('client-secret')
  await add('client-secret-jwt')
  await add('client-jwt', keys.attributes)
  await add('client-x509', { 'x509.subjectdn': 'CN=client' })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The server's clock stands still at a moment of its own; the judges are told how far away that is. */
const skew = () => Math.floor((server.clock.now() - Date.now()) / 1000)

function importKey(algorithm: 'RS256' | 'PS256' | 'ES256'): Promise<CryptoKey> {
  const pair = algorithm === 'ES256' ? keys.ec : keys.rsa
  const parameters = {
    RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
    ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  }[algorithm]
  const der = pair.privateKey.export({ type: 'pkcs8', format: 'der' })
  return crypto.subtle.importKey('pkcs8', Uint8Array.from(der), parameters, false, ['sign'])
}

describe('openid-client', () => {
  const discover = (
    clientId: string,
    authentication: openid.ClientAuth,
    metadata: Partial<openid.ClientMetadata> = {},
  ) =>
    openid.discovery(issuer, clientId, { ...metadata, [openid.clockSkew]: skew() }, authentication, {
      execute: [openid.allowInsecureRequests],
    })

  /** Gets a token, asks about it and gives it back: each proves the client anew. */
  async function useEndpoints(config: openid.Configuration) {
    const { access_token } = await openid.clientCredentialsGrant(config)
    expect(await openid.tokenIntrospection(config, access_token)).toMatchObject({ active: true })
    await openid.tokenRevocation(config, access_token)
    expect(await openid.tokenIntrospection(config, access_token)).toEqual({ active: false })
  }

  test('by a secret', async () => {
    await useEndpoints(await discover('client-secret', openid.ClientSecretBasic(secret)))
    await useEndpoints(await discover('client-secret', openid.ClientSecretPost(secret)))
  })

  test('by an HMAC with the secret', async () => {
    await useEndpoints(await discover('client-secret-jwt', openid.ClientSecretJwt(secret)))
    const wrong = await discover('client-secret-jwt', openid.ClientSecretJwt(`${secret}x`))
    await expect(openid.clientCredentialsGrant(wrong)).rejects.toMatchObject({ error: 'unauthorized_client' })
  })

  test.each(['RS256', 'PS256', 'ES256'] as const)('by a private key, %s', async (algorithm) => {
    const kid = algorithm === 'ES256' ? 'ec-1' : 'rsa-1'
    const key = await importKey(algorithm)
    await useEndpoints(await discover('client-jwt', openid.PrivateKeyJwt({ key, kid })))
  })

  test('by a certificate, at the addresses that discovery names for it', async () => {
    const config = await discover('client-x509', openid.TlsClientAuth(), { use_mtls_endpoint_aliases: true })
    config[openid.customFetch] = (url, options) => fetchWithCertificate(url, options, certificate)
    await useEndpoints(config)
    config[openid.customFetch] = (url, options) => fetchWithCertificate(url, options)
    await expect(openid.clientCredentialsGrant(config)).rejects.toMatchObject({ error: 'invalid_client' })
  })
})

describe('oauth4webapi', () => {
  async function requestToken(clientId: string, authentication: oauth.ClientAuth) {
    const insecure = { [oauth.allowInsecureRequests]: true }
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
    const client = { client_id: clientId, [oauth.clockSkew]: skew() }
    const answer = await oauth.clientCredentialsGrantRequest(as, client, authentication, {}, insecure)
    return await oauth.processClientCredentialsResponse(as, client, answer)
  }

  test('by a secret, an HMAC and a private key', async () => {
    const privateKey = oauth.PrivateKeyJwt({ key: await importKey('ES256'), kid: 'ec-1' })
    expect(await requestToken('client-secret', oauth.ClientSecretPost(secret))).toMatchObject({ token_type: 'bearer' })
    expect(await requestToken('client-secret-jwt', oauth.ClientSecretJwt(secret))).toMatchObject({
      token_type: 'bearer',
    })
    expect(await requestToken('client-jwt', privateKey)).toMatchObject({ token_type: 'bearer' })
  })
})

/** `fetch` that shows a certificate. */
function fetchWithCertificate(
  url: string,
  options: openid.CustomFetchOptions,
  shown?: TestCertificate,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: options.method,
        headers: options.headers,
        ca: authority.pem,
        agent: false,
        ...(shown ? { cert: shown.pem, key: shown.keyPem } : {}),
      },
      async (answer) => {
        const parts: Buffer[] = []
        for await (const part of answer) parts.push(part)
        const headers = { 'content-type': answer.headers['content-type'] ?? '' }
        resolve(new Response(Buffer.concat(parts), { status: answer.statusCode ?? 500, headers }))
      },
    )
    sent.on('error', reject)
    sent.end(String(options.body ?? ''))
  })
}
