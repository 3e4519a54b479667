import { OAuthError } from '../../kernel/error.ts'
import { findSingleUse, takeSingleUse } from '../../model/single-use/single-use.ts'
import { endOfflineAccess } from '../../model/user-session/end-offline-access.ts'
import { endClientSession } from '../../model/user-session/end-user-session.ts'
import { touchClientSession } from '../../model/user-session/touch-client-session.ts'
import { touchUserSession } from '../../model/user-session/touch-user-session.ts'
import { findKeyProblem } from '../../oauth/prove-holder.ts'
import { requireLiveSession } from '../../oauth/require-live-session.ts'
import { TokenRefusal } from '../../oauth/token-refusal.ts'
import { findVerifierProblem } from '../../oauth/verifier-problem.ts'
import type { Grant, GrantContext } from '../../spi/grant.ts'
import type { Tx } from '../../storage/db.ts'
import { type CodePayload, codeKind } from './authorization-code.ts'

/** By which name one of Keycloak's adapters knows the session; it is told its end under that name. */
const adapterSession = 'client_session_state'
const longestAdapterSession = 255

/** RFC 6749, section 4.1.3, with PKCE (RFC 7636). */
export const authorizationCodeGrant: Grant = {
  type: 'authorization_code',
  parameters: ['code', 'redirect_uri', 'code_verifier', adapterSession],
  clientAuthentication: 'public-allowed',
  eventType: 'CODE_TO_TOKEN',
  policyEvent: 'TOKEN_REQUEST',
  async authorize({ parameters }, context) {
    const { server, realm, client } = context
    const code = parameters['code']
    if (code === undefined)
      throw new OAuthError('invalid_request', 'Missing parameter: code', { event: 'invalid_code' })
    const realmId = realm.realm.id
    const found = await findSingleUse<CodePayload>(server.storage, realmId, codeKind, code)
    if (!found) throw new OAuthError('invalid_grant', 'Code not valid', { event: 'invalid_code' })
    const { payload } = found
    if (found.isUsed) throw refuseReplay(realmId, payload)
    requireSameRequest(payload, parameters, context, async (tx) => {
      // Who brought it has seen it: it is spent even though nothing was given for it.
      await takeSingleUse(tx, realmId, codeKind, code)
    })
    const live = await requireLiveSession(context, payload.userSessionId)
    const adapterSessionId = parameters[adapterSession]?.slice(0, longestAdapterSession)
    const { notes } = live.clientSession
    const change = {
      refreshTokenId: server.ids.uuid(),
      ...(adapterSessionId === undefined ? {} : { notes: { ...notes, [adapterSession]: adapterSessionId } }),
    }
    const clientSession = { ...live.clientSession, scope: payload.scope, ...change }
    return {
      user: live.user,
      userSession: live.userSession,
      clientSession,
      scope: payload.scope,
      refreshToken: client.client.settings.attributes['use.refresh.tokens'] !== 'false',
      idToken: true,
      ...(payload.nonce === undefined ? {} : { nonce: payload.nonce }),
      resource: payload.resource ?? null,
      requestNotes: payload.requestNotes,
      eventType: 'CODE_TO_TOKEN',
      eventDetails: { code_id: payload.userSessionId },
      async persist(tx) {
        const taken = await takeSingleUse<CodePayload>(tx, realmId, codeKind, code)
        if (!taken || taken.isUsed) throw refuseReplay(realmId, payload)
        const touched = await touchUserSession(tx, realm.realm, live.userSession)
        if (!touched || !(await touchClientSession(tx, clientSession, change))) {
          throw new OAuthError('invalid_grant', 'Session not active', { event: 'user_session_not_found' })
        }
      },
    }
  },
}

/** RFC 6749, section 4.1.2; RFC 9700, section 4.5: what a code gave ends when the code comes again. */
function refuseReplay(realmId: string, { userSessionId, clientId }: CodePayload): TokenRefusal {
  return new TokenRefusal('invalid_grant', 'Code not valid', {
    event: 'invalid_code',
    sessionId: userSessionId,
    consequence: async (tx) => {
      await endClientSession(tx, { realmId, userSessionId, clientId })
      await endOfflineAccess(tx, { realmId, sid: userSessionId, clientId })
    },
  })
}

/** The code belongs to this client, this address and whoever knows the verifier. */
function requireSameRequest(
  payload: CodePayload,
  parameters: Readonly<Record<string, string>>,
  { client: { client }, holder }: GrantContext,
  consequence: (tx: Tx) => Promise<void>,
): void {
  const refuse = (description: string, event: string, code = 'invalid_grant'): TokenRefusal =>
    new TokenRefusal(code, description, { event, sessionId: payload.userSessionId, consequence })
  if (payload.clientId !== client.id) {
    throw refuse('Auth error: Found different client_id in clientSession', 'invalid_code')
  }
  if (!client.settings.standardFlowEnabled) throw refuse('Client not allowed to exchange code', 'not_allowed')
  const redirectUri = parameters['redirect_uri'] ?? (payload.isRedirectImplied ? payload.redirectUri : undefined)
  if (redirectUri !== payload.redirectUri) throw refuse('Incorrect redirect_uri', 'invalid_code')
  const problem = findVerifierProblem(payload, parameters['code_verifier'])
  if (problem) throw refuse(problem.description, problem.event)
  const keyProblem = findKeyProblem(payload.dpopJkt, holder)
  if (keyProblem !== undefined) throw refuse(keyProblem, 'invalid_dpop_proof', 'invalid_request')
}
