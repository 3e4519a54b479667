import { OAuthError } from '../../kernel/error.ts'
import { recordLogin } from '../../model/user/record-login.ts'
import { requireGrantableScope } from '../../oauth/grantable-scope.ts'
import { openSession } from '../../oauth/open-session.ts'
import type { Grant } from '../../spi/grant.ts'

/** RFC 6749, section 4.3: the client has the user's password. Off for new clients (RFC 9700, section 2.4). */
export const passwordGrant: Grant = {
  type: 'password',
  parameters: ['username', 'password', 'otp', 'totp'],
  clientAuthentication: 'public-allowed',
  eventType: 'LOGIN',
  policyEvent: 'RESOURCE_OWNER_PASSWORD_CREDENTIALS_REQUEST',
  async authorize({ parameters, scope }, context) {
    const { client, server } = context
    if (!client.client.settings.directAccessGrantsEnabled) {
      throw new OAuthError('unauthorized_client', 'Client not allowed for direct access grants', {
        event: 'not_allowed',
      })
    }
    if (client.client.settings.consentRequired) {
      throw new OAuthError('invalid_client', 'Client requires user consent', { event: 'consent_denied' })
    }
    const granted = requireGrantableScope(client, scope)
    const user = await server.registry.flowExecutor.authenticateDirectly(context, parameters)
    const session = openSession(context, user, granted, {})
    return {
      user,
      userSession: session.userSession,
      clientSession: session.clientSession,
      scope: granted,
      refreshToken: client.client.settings.attributes['use.refresh.tokens'] !== 'false',
      idToken: true,
      requestNotes: session.clientSession.notes,
      eventType: 'LOGIN',
      eventDetails: { username: user.username, auth_method: 'openid-connect' },
      async persist(tx) {
        await session.persist(tx)
        await recordLogin(tx, user, context.request.ip)
      },
    }
  },
}
