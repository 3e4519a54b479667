import { OAuthError } from '../../kernel/error.ts'
import { findFederatedIdentity } from '../../model/identity-provider/identity-provider.store.ts'
import type { IdentityProvider } from '../../model/identity-provider/identity-provider.ts'
import { putSingleUse } from '../../model/single-use/single-use.ts'
import { findUserById } from '../../model/user/user.store.ts'
import type { User } from '../../model/user/user.ts'
import { requireGrantableScope } from '../../oauth/grantable-scope.ts'
import { listScopesToConsent } from '../../oauth/list-scopes-to-consent.ts'
import { openSession } from '../../oauth/open-session.ts'
import type { Grant, GrantContext } from '../../spi/grant.ts'
import { findAssertionIssuer } from './find-assertion-issuer.ts'
import { readAssertion } from './read-assertion.ts'
import { refuseGrant } from './refuse-grant.ts'
import { verifyAssertion } from './verify-assertion.ts'

/** RFC 7523, section 2.1. As in Keycloak it gives an access token without a session, and no refresh token. */
export const jwtAuthorizationGrant: Grant = {
  type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  parameters: ['assertion'],
  clientAuthentication: 'public-allowed',
  eventType: 'JWT_AUTHORIZATION_GRANT',
  policyEvent: 'JWT_AUTHORIZATION_GRANT',
  async authorize({ parameters, scope }, context) {
    const { realm } = context
    const assertion = readAssertion(parameters['assertion'])
    requireAllowedClient(context)
    const provider = await findAssertionIssuer(context, assertion.issuer)
    const { id, expiresAt } = await verifyAssertion(context, provider, assertion)
    const user = await requireLinkedUser(context, provider, assertion.subject)
    const granted = requireGrantableScope(context.client, scope)
    await requireConsent(context, user, granted)
    const { userSession, clientSession } = openSession(context, user, granted, {})
    const mayRepeat = provider.config['jwtAuthorizationGrantAssertionReuseAllowed'] === 'true'
    return {
      user,
      userSession,
      clientSession,
      scope: granted,
      refreshToken: false,
      idToken: true,
      transient: true,
      requestNotes: clientSession.notes,
      eventType: 'JWT_AUTHORIZATION_GRANT',
      eventDetails: {
        identity_provider: provider.alias,
        identity_provider_issuer: assertion.issuer,
        identity_provider_user_id: assertion.subject,
        username: user.username,
      },
      async persist(tx) {
        // RFC 7523, section 3, point 7: of several who bring it at once, on any node, one gets a token.
        const key = `${provider.id} ${id}`
        const isFirst = await putSingleUse(tx, realm.realm.id, 'jwt-authorization-grant', key, null, expiresAt)
        if (!isFirst && !mayRepeat) throw refuseGrant('Token reuse detected')
      },
    }
  },
}

function requireAllowedClient({ client: { client } }: GrantContext): void {
  if (client.settings.publicClient) throw refuseGrant('Public client not allowed to use authorization grant')
  if (client.settings.attributes['oauth2.jwt.authorization.grant.enabled'] !== 'true') {
    throw refuseGrant('JWT Authorization Grant is not supported for the requested client')
  }
}

async function requireLinkedUser({ server, realm }: GrantContext, provider: IdentityProvider, subject: string) {
  const identity = await findFederatedIdentity(server.storage, provider, subject)
  const user = identity && (await findUserById(server.storage, realm.realm.id, identity.userId))
  if (!user) throw refuseGrant('User not found')
  if (!user.enabled) throw refuseGrant('User is not enabled')
  if (user.requiredActions.length > 0) throw refuseGrant('Account is not fully set up')
  return user
}

async function requireConsent(context: GrantContext, user: User, scope: string): Promise<void> {
  const missing = await listScopesToConsent(context, user, scope)
  if (missing.length === 0) return
  const description = `Missing consents for JWT Authorization Grant in client ${context.client.client.clientId}`
  throw new OAuthError('invalid_scope', description, { event: 'consent_denied' })
}
