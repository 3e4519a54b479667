import { OAuthError } from '../../kernel/error.ts'
import { putSingleUse } from '../../model/single-use/single-use.ts'
import { upsertClientSession } from '../../model/user-session/upsert-client-session.ts'
import type { UserSession } from '../../model/user-session/user-session.ts'
import { requireGrantableScope } from '../../oauth/grantable-scope.ts'
import { listScopesToConsent } from '../../oauth/list-scopes-to-consent.ts'
import type { CompletedLogin, LoginAnswer, LoginContext, LoginProtocol } from '../../spi/login-protocol.ts'
import type { Reply } from '../../spi/reply.ts'
import type { Tx } from '../../storage/db.ts'
import { type CodePayload, codeKind } from './authorization-code.ts'
import { readPrompts } from './authorization-request.ts'
import { loginProtocolId, pushedAsNote } from './login-notes.ts'
import { spendPushedRequest } from './pushed-request.ts'
import { answerAuthorization, isResponseMode } from './response-mode.ts'

/** How a sign-in that the authorization endpoint started ends: with a code, or with an error. */
export const oidcLoginProtocol: LoginProtocol = {
  id: loginProtocolId,
  complete: completeLogin,
  async fail(login, error, description) {
    return answer(login, { error, ...(description === undefined ? {} : { error_description: description }) })
  },
  async scopesToConsent(login) {
    const missing = await listScopesToConsent(login, login.user, login.session.state.clientNotes['scope'])
    return missing.map((scope) => scope.id)
  },
  requiresReauthentication,
}

async function completeLogin(tx: Tx, login: CompletedLogin): Promise<LoginAnswer> {
  const { server, realm, client, session, userSession, clientSession } = login
  const notes = session.state.clientNotes
  const pushedAs = notes[pushedAsNote]
  if (pushedAs !== undefined && !(await spendPushedRequest(tx, realm.realm.id, pushedAs))) {
    throw new OAuthError('invalid_request', 'The request_uri was used already.')
  }
  const scope = requireGrantableScope(client, notes['scope'])
  const acr = isFromThisLogin(login, userSession) ? '1' : '0'
  const nonce = notes['nonce']
  await upsertClientSession(tx, {
    realmId: realm.realm.id,
    userSessionId: userSession.id,
    clientId: client.client.id,
    scope,
    redirectUri: session.redirectUri,
    notes: { ...clientSession.notes, acr },
  })
  const challenge = notes['code_challenge']
  const payload: CodePayload = {
    userSessionId: userSession.id,
    clientId: client.client.id,
    redirectUri: session.redirectUri,
    scope,
    ...(nonce === undefined ? {} : { nonce }),
    ...(challenge === undefined
      ? {}
      : { codeChallenge: challenge, codeChallengeMethod: notes['code_challenge_method'] ?? 'plain' }),
    ...(notes['dpop_jkt'] === undefined ? {} : { dpopJkt: notes['dpop_jkt'] }),
    ...(notes['resource'] === undefined ? {} : { resource: notes['resource'] }),
    requestNotes: { acr, ...(nonce === undefined ? {} : { nonce }) },
  }
  const code = server.random.token(256)
  const expiresAt = server.clock.now() + realm.realm.settings.accessCodeLifespan * 1000
  await putSingleUse(tx, realm.realm.id, codeKind, code, payload, expiresAt)
  const { attributes } = client.client.settings
  const hidesSession = attributes['exclude.session.state.from.auth.response'] === 'true'
  const actionStatus = notes['kc_action_status']
  return async () =>
    answer(login, {
      ...(actionStatus === undefined ? {} : { kc_action_status: actionStatus, kc_action: notes['kc_action'] }),
      ...(hidesSession ? {} : { session_state: userSession.id }),
      code,
    })
}

/** RFC 9207: every answer names who gives it, so that answers of two servers cannot be mixed up. */
function answer(login: LoginContext, parameters: Readonly<Record<string, string | undefined>>): Reply {
  const { server, realm, client, session } = login
  const { state, response_mode: mode = 'query' } = session.state.clientNotes
  const hidesIssuer = client.client.settings.attributes['exclude.issuer.from.auth.response'] === 'true'
  return answerAuthorization(session.redirectUri, isResponseMode(mode) ? mode : 'query', {
    ...(state === undefined ? {} : { state }),
    ...(hidesIssuer ? {} : { iss: server.urls.realm(realm.realm.name) }),
    ...parameters,
  })
}

/** `prompt=login` and `max_age`: OpenID Connect Core, section 3.1.2.1. */
function requiresReauthentication(login: LoginContext, userSession: UserSession): boolean {
  if (isFromThisLogin(login, userSession)) return false
  const { prompt, max_age: maxAge } = login.session.state.clientNotes
  if (readPrompts(prompt).includes('login')) return true
  if (maxAge === '0') return true
  return maxAge !== undefined && login.server.clock.now() - userSession.authenticatedAt > Number(maxAge) * 1000
}

/** Did the user prove who they are for this request? Otherwise the SSO session spoke for them. */
function isFromThisLogin({ session }: LoginContext, userSession: UserSession): boolean {
  return userSession.authenticatedAt >= session.createdAt
}
