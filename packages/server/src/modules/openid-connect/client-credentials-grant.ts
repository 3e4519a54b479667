import { OAuthError } from '../../kernel/error.ts'
import { requireGrantableScope } from '../../oauth/grantable-scope.ts'
import { openSession } from '../../oauth/open-session.ts'
import type { Grant } from '../../spi/grant.ts'

/** A client for itself: RFC 6749, section 4.4. No session is kept and no refresh token given, unless the client says so. */
export const clientCredentialsGrant: Grant = {
  type: 'client_credentials',
  parameters: [],
  clientAuthentication: 'required',
  eventType: 'CLIENT_LOGIN',
  policyEvent: 'SERVICE_ACCOUNT_TOKEN_REQUEST',
  async authorize({ scope }, { server, realm, client, request }) {
    const { clientId, settings } = client.client
    if (!settings.serviceAccountsEnabled) {
      throw new OAuthError('unauthorized_client', 'Client not enabled to retrieve service account', {
        status: 401,
        event: 'invalid_client',
      })
    }
    const user = (await server.users.serviceAccount(realm, client))?.user
    if (!user) throw new OAuthError('invalid_request', 'User not found', { event: 'user_not_found' })
    if (!user.enabled) throw new OAuthError('invalid_grant', 'User disabled', { event: 'user_disabled' })
    const granted = requireGrantableScope(client, scope)
    const notes = { client_id: clientId, clientHost: request.ip, clientAddress: request.ip }
    const session = openSession({ server, realm, client, request }, user, granted, notes)
    const keepsSession = settings.attributes['client_credentials.use_refresh_token'] === 'true'
    return {
      user,
      userSession: session.userSession,
      clientSession: session.clientSession,
      scope: granted,
      refreshToken: keepsSession,
      idToken: true,
      transient: !keepsSession,
      requestNotes: session.clientSession.notes,
      eventType: 'CLIENT_LOGIN',
      eventDetails: { username: user.username },
      ...(keepsSession ? { persist: session.persist } : {}),
    }
  },
}
