import { OAuthError } from '../../kernel/error.ts'
import { grantConsent } from '../../model/consent/consent.store.ts'
import { recordLogin } from '../../model/user/record-login.ts'
import { findUserById } from '../../model/user/user.store.ts'
import type { User } from '../../model/user/user.ts'
import { takeDecision } from '../../oauth/awaited-decision.ts'
import { listScopesToConsent } from '../../oauth/list-scopes-to-consent.ts'
import { openSession } from '../../oauth/open-session.ts'
import { type PollRefusals, pollDecision, refusal } from '../../oauth/poll-decision.ts'
import { requireUnlockedUser } from '../../oauth/require-unlocked-user.ts'
import type { Grant, GrantContext } from '../../spi/grant.ts'
import { type CibaApproval, type CibaRequest, cibaDecision } from './ciba-decision.ts'
import { isCibaEnabled } from './ciba-settings.ts'
import { hasChannel } from './has-channel.ts'

const invalid = { event: 'invalid_code' }

const refusals: PollRefusals = {
  unknown: refusal('invalid_grant', 'Invalid Auth Req ID', invalid),
  foreign: refusal('invalid_grant', 'unauthorized client', invalid),
  expired: refusal('expired_token', 'authentication timed out', { event: 'expired_code' }),
  early: refusal('slow_down', 'too early to access'),
  denied: refusal('access_denied', 'not authorized'),
  pending: refusal(
    'authorization_pending',
    "The authorization request is still pending as the end-user hasn't yet been authenticated.",
    { isUsual: true },
  ),
}

/** CIBA Core, section 10.1: the client polls, or fetches after the ping, until its user has answered. */
export const cibaGrant: Grant = {
  type: 'urn:openid:params:grant-type:ciba',
  parameters: ['auth_req_id'],
  // Public clients are refused below, in the grant's own words.
  clientAuthentication: 'public-allowed',
  eventType: 'AUTHREQID_TO_TOKEN',
  policyEvent: 'BACKCHANNEL_TOKEN_REQUEST',
  isOffered: hasChannel,
  async authorize({ parameters }, context) {
    const { realm, client, request } = context
    if (!isCibaEnabled(client.client)) {
      throw new OAuthError('invalid_grant', 'Client not allowed OIDC CIBA Grant', { event: 'not_allowed' })
    }
    const authReqId = parameters['auth_req_id']
    if (authReqId === undefined) throw new OAuthError('invalid_request', 'Missing parameter: auth_req_id', invalid)
    const { awaited } = await pollDecision<CibaRequest, CibaApproval>(context, cibaDecision, authReqId, refusals)
    const { userId, scope } = awaited.request
    const user = await requireUser(context, userId)
    const agreed = (await listScopesToConsent(context, user, scope)).map(({ id }) => id)
    const session = openSession(context, user, scope, {})
    return {
      user,
      userSession: session.userSession,
      clientSession: session.clientSession,
      scope,
      refreshToken: client.client.settings.attributes['use.refresh.tokens'] !== 'false',
      idToken: true,
      resource: null,
      requestNotes: session.clientSession.notes,
      eventType: 'AUTHREQID_TO_TOKEN',
      eventDetails: { username: user.username, code_id: session.userSession.id, consent: 'consent_granted' },
      async persist(tx) {
        if (!(await takeDecision(tx, cibaDecision, realm.realm.id, authReqId))) throw refusals.unknown()
        await session.persist(tx)
        await recordLogin(tx, user, request.ip)
        // The device showed what the client asked for: who said yes has agreed to it.
        if (agreed.length > 0) {
          await grantConsent(tx, { realmId: realm.realm.id, userId, clientId: client.client.id, scopes: agreed })
        }
      },
    }
  },
}

/** The user as they are by now: time has gone by since they said yes. */
async function requireUser(context: GrantContext, userId: string): Promise<User> {
  const { server, realm } = context
  const user = await findUserById(server.storage, realm.realm.id, userId)
  if (!user) throw new OAuthError('invalid_grant', 'Could not identify user', { event: 'username_missing' })
  if (!user.enabled) throw new OAuthError('invalid_grant', 'User disabled', { event: 'user_disabled' })
  await requireUnlockedUser(context, user)
  if (user.requiredActions.length > 0) {
    throw new OAuthError('invalid_grant', 'Account is not fully set up', { event: 'resolve_required_actions' })
  }
  return user
}
