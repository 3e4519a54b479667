import { createHash, randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signInWithoutBrowser } from './fixture/sign-in-without-browser.ts'
import { startTwoNodes, type TwoNodes } from './fixture/two-nodes.ts'

const secret = 'shared-by-both-nodes-of-the-test'
const user = { username: 'both', password: 'Both-Nodes-1' } as const
const redirectUri = 'https://app.test/cb'
const rounds = 5

let nodes: TwoNodes
let realm: string
let keys: Awaited<ReturnType<typeof generateKeyPair>>

beforeAll(async () => {
  nodes = await startTwoNodes()
  const { admin } = nodes
  await admin.realms.create({ realm: 'races', enabled: true, revokeRefreshToken: true, refreshTokenMaxReuse: 0 })
  admin.setConfig({ realmName: 'races' })
  realm = `${nodes.urls[0]}/realms/races`
  keys = await generateKeyPair('ES256', { extractable: true })
  await admin.users.create({
    username: user.username,
    enabled: true,
    firstName: 'B',
    lastName: 'Oth',
    email: 'both@example.org',
    credentials: [{ type: 'password', value: user.password, temporary: false }],
  })
  await admin.clients.create({
    clientId: 'app',
    secret,
    redirectUris: [redirectUri],
    directAccessGrantsEnabled: true,
    serviceAccountsEnabled: true,
  })
  await admin.clients.create({
    clientId: 'signing',
    clientAuthenticatorType: 'client-jwt',
    serviceAccountsEnabled: true,
    attributes: {
      'use.jwks.string': 'true',
      'jwks.string': JSON.stringify({ keys: [await exportJWK(keys.publicKey)] }),
      'token.endpoint.auth.signing.alg': 'ES256',
    },
  })
})
afterAll(() => nodes?.stop())

const client = { client_id: 'app', client_secret: secret }
const authorizationRequest = { client_id: 'app', redirect_uri: redirectUri, response_type: 'code', scope: 'openid' }
const withQuery = (path: string, query: Record<string, string>) =>
  `${realm}/protocol/openid-connect/${path}?${new URLSearchParams(query)}`

/** Four requests of each node at the same moment. */
async function race(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const ask = (node: string) =>
    fetch(`${node}/realms/races/protocol/openid-connect/${path}`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers,
    })
  const answers = await Promise.all([0, 1, 2, 3].flatMap(() => nodes.urls.map(ask)))
  const bodies = await Promise.all(answers.map(async (answer) => (await answer.json()) as Record<string, string>))
  return {
    given: bodies.filter(({ access_token }) => access_token !== undefined),
    errors: [...new Set(bodies.flatMap(({ error }) => (error === undefined ? [] : [error])))],
  }
}

const signIn = () => signInWithoutBrowser(withQuery('auth', authorizationRequest), user)

async function tokens(form: Record<string, string>): Promise<Record<string, string>> {
  const answer = await fetch(`${realm}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...client, ...form }),
  })
  return (await answer.json()) as Record<string, string>
}

describe('two nodes on one PostgreSQL, asked at the same moment', () => {
  test('give tokens for a code once', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const code = (await signIn()).searchParams.get('code') ?? ''
      const form = { ...client, grant_type: 'authorization_code', code, redirect_uri: redirectUri }
      const { given, errors } = await race('token', form)
      expect([given.length, errors]).toEqual([1, ['invalid_grant']])
    }
  })

  test('renew a refresh token that may be used once, once', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { refresh_token = '' } = await tokens({ grant_type: 'password', ...user })
      const { given, errors } = await race('token', { ...client, grant_type: 'refresh_token', refresh_token })
      expect([given.length, errors]).toEqual([1, ['invalid_grant']])
    }
  })

  test('take a client assertion once', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const client_assertion = await new SignJWT({ jti: randomUUID() })
        .setProtectedHeader({ alg: 'ES256' })
        .setIssuer('signing')
        .setSubject('signing')
        .setAudience(realm)
        .setIssuedAt()
        .setExpirationTime('1m')
        .sign(keys.privateKey)
      const { given, errors } = await race('token', {
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion,
      })
      expect([given.length, errors.length]).toEqual([1, 1])
    }
  })

  test('take a DPoP proof once', async () => {
    const jwk = await exportJWK(keys.publicKey)
    for (let round = 0; round < rounds; round += 1) {
      const proof = await new SignJWT({
        jti: createHash('sha256').update(randomUUID()).digest('base64url'),
        htm: 'POST',
        htu: `${realm}/protocol/openid-connect/token`,
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
        .setIssuedAt()
        .sign(keys.privateKey)
      const form = { ...client, grant_type: 'client_credentials' }
      const { given, errors } = await race('token', form, { dpop: proof })
      expect([given.length, errors]).toEqual([1, ['invalid_dpop_proof']])
      expect(given[0]?.['token_type']).toBe('DPoP')
    }
  })

  test('give an answer to a pushed request once', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const pushed = await fetch(`${realm}/protocol/openid-connect/ext/par/request`, {
        method: 'POST',
        body: new URLSearchParams({ ...authorizationRequest, ...client }),
      })
      const { request_uri } = (await pushed.json()) as { request_uri: string }
      const address = withQuery('auth', { client_id: 'app', request_uri })
      const answers = await Promise.all([1, 2, 3, 4].map(() => signInWithoutBrowser(address, user)))
      const codes = answers.filter(({ searchParams }) => searchParams.has('code'))
      const errors = answers.flatMap(({ searchParams }) => searchParams.get('error') ?? [])
      expect([codes.length, errors]).toEqual([1, Array(3).fill('invalid_request')])
    }
  })
})

describe('what an administrator does at one node', () => {
  const status = async (node: string, path: string) => (await fetch(`${node}/realms/${path}`)).status
  const kids = async (node: string) => {
    const answer = await fetch(`${node}/realms/races/protocol/openid-connect/certs`)
    return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
  }

  /** Changes arrive by notification: a few questions later at most. */
  async function soon(isSo: () => Promise<boolean>): Promise<boolean> {
    for (let asks = 0; asks < 50; asks += 1) if (await isSo()) return true
    return false
  }

  test('a new key, and one that is taken away, counts at the other', async () => {
    const [, other] = nodes.urls
    const { id } = await nodes.admin.components.create({
      name: 'newer',
      providerId: 'ecdsa-generated',
      providerType: 'org.keycloak.keys.KeyProvider',
      config: { priority: ['700'] },
    })
    const { keys: listed = [] } = await nodes.admin.realms.getKeys({ realm: 'races' })
    const kid = String(listed.find(({ providerId }) => providerId === id)?.kid)
    expect(await soon(async () => (await kids(other)).includes(kid))).toBe(true)
    await nodes.admin.components.del({ id })
    expect(await soon(async () => !(await kids(other)).includes(kid))).toBe(true)
  })

  test('a deleted realm is gone at the other', async () => {
    const [, other] = nodes.urls
    await nodes.admin.realms.create({ realm: 'short', enabled: true })
    expect(await soon(async () => (await status(other, 'short')) === 200)).toBe(true)
    await nodes.admin.realms.del({ realm: 'short' })
    expect(await soon(async () => (await status(other, 'short')) === 404)).toBe(true)
  })
})
