/**
 * The peer: npm oidc-provider on node:http with its own adapter in memory, set up to do what ZTrust does for the same
 * requests. JWT access tokens with the same claims, an ID token, refresh tokens that stay; a login without password and
 * consent pages, so that only its protocol part is left. Usage: peer-program.ts RS256|ES256
 */
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const algorithm = process.argv[2] === 'ES256' ? 'ES256' : 'RS256'
const resource = 'urn:account'
const scopes = 'openid profile email'
const secret = 'benchmark-secret-of-the-client'
const lifespanSeconds = 300

const pair =
  algorithm === 'RS256'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwk = { ...pair.privateKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', alg: algorithm }

/** What ZTrust's mappers put into a token of a user with the default roles. */
const claims = {
  name: 'Ada Lovelace',
  preferred_username: 'ada.lovelace',
  given_name: 'Ada',
  family_name: 'Lovelace',
  email: 'ada.lovelace@example.org',
  email_verified: true,
}
const accessClaims = {
  typ: 'Bearer',
  acr: '1',
  'allowed-origins': ['https://app.example'],
  realm_access: { roles: ['default-roles-bench', 'offline_access', 'uma_authorization'] },
  resource_access: { account: { roles: ['manage-account', 'manage-account-links', 'view-profile'] } },
  sid: '5f8f1b1e-6f6d-4c5c-9d5e-0d9c1f1f2a3b',
  ...claims,
}

function configuration(origin: string) {
  const common = { client_secret: secret, id_token_signed_response_alg: algorithm }
  return {
    jwks: { keys: [jwk] },
    clients: [
      { ...common, client_id: 'service', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
      {
        ...common,
        client_id: 'web',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: ['https://app.example/callback'],
      },
    ],
    cookies: { keys: ['benchmark-cookie-key'] },
    claims: { openid: ['sub'], profile: Object.keys(claims).slice(0, 4), email: ['email', 'email_verified'] },
    pkce: { required: () => false },
    scopes: ['openid', 'profile', 'email'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        // Its userinfo endpoint takes only tokens without a resource.
        defaultResource: (context: { oidc: { params?: { resource?: string } } }) => context.oidc.params?.resource ?? [],
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: scopes,
          audience: 'account',
          accessTokenTTL: lifespanSeconds,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: algorithm } },
        }),
      },
    },
    ttl: { AccessToken: lifespanSeconds, ClientCredentials: lifespanSeconds, IdToken: lifespanSeconds },
    extraTokenClaims: () => accessClaims,
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId, ...claims }) }),
    issueRefreshToken: () => true,
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `${origin}/interaction/${uid}` },
    loadExistingGrant,
  }
}

/** Grants without asking, as ZTrust does for a client that needs no consent. */
async function loadExistingGrant(context: {
  oidc: { provider: Provider; client: { clientId: string }; session: { accountId: string } }
}) {
  const { provider, client, session } = context.oidc
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope(scopes)
  grant.addResourceScope(resource, scopes)
  await grant.save()
  return grant
}

const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const origin = `http://localhost:${port}`
  const provider = new Provider(origin, configuration(origin))
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response)
    void provider.interactionFinished(request, response, { login: { accountId: 'ada' } })
  })
  process.stdout.write(`ready at ${origin}\n`)
})
