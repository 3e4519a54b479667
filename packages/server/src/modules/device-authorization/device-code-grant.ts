import { OAuthError } from '../../kernel/error.ts'
import { touchClientSession } from '../../model/user-session/touch-client-session.ts'
import { touchUserSession } from '../../model/user-session/touch-user-session.ts'
import { takeDecision } from '../../oauth/awaited-decision.ts'
import { listScopesToConsent } from '../../oauth/list-scopes-to-consent.ts'
import { type PollRefusals, pollDecision, refusal } from '../../oauth/poll-decision.ts'
import { requireLiveSession } from '../../oauth/require-live-session.ts'
import { requireUnlockedUser } from '../../oauth/require-unlocked-user.ts'
import { findVerifierProblem } from '../../oauth/verifier-problem.ts'
import type { Grant } from '../../spi/grant.ts'
import { type DeviceApproval, type DeviceRequest, deviceDecision } from './device-decision.ts'
import { isDeviceGrantEnabled } from './device-settings.ts'

const invalid = { event: 'invalid_oauth2_device_code' }

const refusals: PollRefusals = {
  unknown: refusal('invalid_grant', 'Device code not valid', invalid),
  foreign: refusal('invalid_grant', 'unauthorized client', invalid),
  expired: refusal('expired_token', 'Device code is expired', { event: 'expired_oauth2_device_code' }),
  early: refusal('slow_down', 'Slow down'),
  denied: refusal('access_denied', 'The end user denied the authorization request'),
  pending: refusal('authorization_pending', 'The authorization request is still pending', { isUsual: true }),
}

/** RFC 8628, section 3.4: the device polls until its user has decided. */
export const deviceCodeGrant: Grant = {
  type: 'urn:ietf:params:oauth:grant-type:device_code',
  parameters: ['device_code', 'code_verifier'],
  clientAuthentication: 'public-allowed',
  eventType: 'OAUTH2_DEVICE_CODE_TO_TOKEN',
  policyEvent: 'DEVICE_TOKEN_REQUEST',
  async authorize({ parameters }, context) {
    const { server, realm, client } = context
    if (!isDeviceGrantEnabled(client.client)) {
      throw new OAuthError('invalid_grant', 'Client not allowed OAuth 2.0 Device Authorization Grant', {
        event: 'not_allowed',
      })
    }
    const code = parameters['device_code']
    if (code === undefined) throw new OAuthError('invalid_request', 'Missing parameter: device_code', invalid)
    const { awaited, approval } = await pollDecision<DeviceRequest, DeviceApproval>(
      context,
      deviceDecision,
      code,
      refusals,
    )
    const problem = findVerifierProblem(awaited.request, parameters['code_verifier'])
    if (problem) throw new OAuthError('invalid_grant', problem.description, { event: problem.event })
    const live = await requireLiveSession(context, approval.userSessionId)
    await requireUnlockedUser(context, live.user)
    const { scope, nonce, resource } = awaited.request
    if ((await listScopesToConsent(context, live.user, scope)).length > 0) {
      throw new OAuthError('invalid_scope', 'Client no longer has requested consent from user', {
        event: 'not_allowed',
      })
    }
    const clientSession = { ...live.clientSession, scope, refreshTokenId: server.ids.uuid() }
    return {
      user: live.user,
      userSession: live.userSession,
      clientSession,
      scope,
      refreshToken: client.client.settings.attributes['use.refresh.tokens'] !== 'false',
      idToken: true,
      ...(nonce === undefined ? {} : { nonce }),
      resource: resource ?? null,
      requestNotes: approval.requestNotes,
      eventType: 'OAUTH2_DEVICE_CODE_TO_TOKEN',
      eventDetails: { code_id: live.userSession.id },
      async persist(tx) {
        if (!(await takeDecision(tx, deviceDecision, realm.realm.id, code))) throw refusals.unknown()
        const touched = await touchUserSession(tx, realm.realm, live.userSession)
        const { refreshTokenId } = clientSession
        if (!touched || !(await touchClientSession(tx, clientSession, { refreshTokenId }))) {
          throw new OAuthError('invalid_grant', 'Session not active', { event: 'user_session_not_found' })
        }
      },
    }
  },
}
