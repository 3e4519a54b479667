import { adminPath, type Exchange, realm, type Side } from './side.ts'
import { publicKeys } from './signing.ts'

export const ada = { username: 'ada', password: 'Analytical-Engine-1' } as const
export const callbackUrl = 'http://localhost:1/callback'
export const webOrigin = 'http://localhost:1'

export interface ClientPlan {
  readonly secret?: string
  readonly [field: string]: unknown
}

/** Long enough to sign with (RFC 7518, section 3.2). */
const confidential = { secret: 'a-secret-that-both-sides-know-and-may-sign-with-by-any-algorithm' } as const
/** Puts the client itself into the audience of its tokens: without it Keycloak tells it nothing of them. */
const ownAudience = (clientId: string) => ({
  protocolMappers: [
    {
      name: 'own audience',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-audience-mapper',
      config: {
        'included.client.audience': clientId,
        'id.token.claim': 'false',
        'access.token.claim': 'true',
        'introspection.token.claim': 'true',
      },
    },
  ],
})
const noFlows = { standardFlowEnabled: false, directAccessGrantsEnabled: false }

/** By clientId; what is not said is left to each server's defaults. */
export const clients = {
  web: {
    ...confidential,
    directAccessGrantsEnabled: true,
    serviceAccountsEnabled: true,
    webOrigins: [webOrigin],
    attributes: { 'post.logout.redirect.uris': '+' },
  },
  other: { ...confidential, directAccessGrantsEnabled: true },
  spa: {
    publicClient: true,
    directAccessGrantsEnabled: true,
    webOrigins: ['+'],
    attributes: { 'pkce.code.challenge.method': 'S256' },
  },
  inspector: { ...confidential, ...ownAudience('inspector'), directAccessGrantsEnabled: true },
  cli: { publicClient: true, directAccessGrantsEnabled: true, standardFlowEnabled: false },
  service: { ...confidential, ...ownAudience('service'), ...noFlows, serviceAccountsEnabled: true },
  implicit: { publicClient: true, implicitFlowEnabled: true, directAccessGrantsEnabled: false },
  device: { publicClient: true, ...noFlows, attributes: { 'oauth2.device.authorization.grant.enabled': 'true' } },
  ciba: { ...confidential, ...noFlows, attributes: { 'oidc.ciba.grant.enabled': 'true' } },
  exchange: {
    ...confidential,
    directAccessGrantsEnabled: true,
    attributes: { 'standard.token.exchange.enabled': 'true' },
  },
  consent: { ...confidential, consentRequired: true, directAccessGrantsEnabled: true },
  off: { ...confidential, enabled: false, directAccessGrantsEnabled: true, serviceAccountsEnabled: true },
  light: {
    ...confidential,
    ...ownAudience('light'),
    directAccessGrantsEnabled: true,
    serviceAccountsEnabled: true,
    attributes: { 'client.use.lightweight.access.token.enabled': 'true' },
  },
  dpop: {
    ...confidential,
    ...ownAudience('dpop'),
    directAccessGrantsEnabled: true,
    serviceAccountsEnabled: true,
    attributes: { 'dpop.bound.access.tokens': 'true' },
  },
  'par-only': { ...confidential, attributes: { 'require.pushed.authorization.requests': 'true' } },
  jarm: { ...confidential, implicitFlowEnabled: true, directAccessGrantsEnabled: true },
  bearer: { ...confidential, bearerOnly: true },
  signed: {
    ...noFlows,
    serviceAccountsEnabled: true,
    clientAuthenticatorType: 'client-jwt',
    attributes: { 'use.jwks.string': 'true', 'jwks.string': publicKeys },
  },
  'secret-signed': {
    ...confidential,
    ...noFlows,
    serviceAccountsEnabled: true,
    clientAuthenticatorType: 'client-secret-jwt',
  },
} as const satisfies Record<string, ClientPlan>

/** Makes the realm of the comparison anew. Returns what was refused: it is a difference too. */
export async function makeWorld(side: Side): Promise<readonly Exchange[]> {
  const refused: Exchange[] = []
  const make = async (path: string, json: unknown, method = 'POST'): Promise<string> => {
    const answer = await side.admin({ method, path, json })
    if (answer.status >= 300) refused.push(answer)
    return answer.headers.get('location')?.split('/').at(-1) ?? ''
  }
  await side.admin({ method: 'DELETE', path: adminPath() })
  await make('/admin/realms', { realm, enabled: true, displayName: 'Compat' })
  for (const [clientId, plan] of Object.entries(clients)) {
    await make(adminPath('/clients'), { clientId, redirectUris: [callbackUrl], ...plan })
  }
  await make(adminPath('/roles'), { name: 'engineer', description: 'Builds engines' })
  const group = await make(adminPath('/groups'), { name: 'analysts', attributes: { floor: ['2'] } })
  const user = await make(adminPath('/users'), {
    username: ada.username,
    email: 'ada@example.org',
    emailVerified: true,
    firstName: 'Ada',
    lastName: 'Lovelace',
    enabled: true,
    credentials: [{ type: 'password', value: ada.password, temporary: false }],
  })
  const role = await side.admin({ path: adminPath('/roles/engineer') })
  await make(adminPath(`/users/${user}/role-mappings/realm`), [JSON.parse(role.text)])
  await make(adminPath(`/users/${user}/groups/${group}`), {}, 'PUT')
  await make(adminPath('/users'), { username: 'disabled', email: 'off@example.org', enabled: false, ...withPassword })
  await make(adminPath('/users'), {
    username: 'unready',
    email: 'unready@example.org',
    firstName: 'Not',
    lastName: 'Ready',
    enabled: true,
    requiredActions: ['UPDATE_PASSWORD'],
    ...withPassword,
  })
  return refused
}

const withPassword = { credentials: [{ type: 'password', value: ada.password, temporary: false }] }
