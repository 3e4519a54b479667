import { OAuthError } from '../../kernel/error.ts'
import { upsertClientSession } from '../../model/user-session/upsert-client-session.ts'
import type { ClientSession, UserSession } from '../../model/user-session/user-session.ts'
import { requireGrantableScope } from '../../oauth/grantable-scope.ts'
import { type FrontChannelTokens, issueFrontChannelTokens } from '../../oauth/issue-front-channel-tokens.ts'
import { listScopesToConsent } from '../../oauth/list-scopes-to-consent.ts'
import { isFromThisLogin, reachedAcr } from '../../oauth/reached-acr.ts'
import type { CompletedLogin, LoginAnswer, LoginContext, LoginProtocol } from '../../spi/login-protocol.ts'
import type { Reply } from '../../spi/reply.ts'
import type { Tx } from '../../storage/db.ts'
import { answerApplication } from './answer-application.ts'
import type { CodePayload } from './authorization-code.ts'
import { readPrompts } from './authorization-request.ts'
import { keepCode } from './keep-code.ts'
import { loginProtocolId, pushedAsNote } from './login-notes.ts'
import { spendPushedRequest } from './pushed-request.ts'
import { parseResponseMode } from './response-mode.ts'
import { parseResponseType, type ResponseType } from './response-type.ts'

/** How a sign-in that the authorization endpoint started ends: with a code, with tokens, or with an error. */
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
  const { realm, client, session, userSession } = login
  const notes = session.state.clientNotes
  const pushedAs = notes[pushedAsNote]
  if (pushedAs !== undefined && !(await spendPushedRequest(tx, realm.realm.id, pushedAs))) {
    throw new OAuthError('invalid_request', 'The request_uri was used already.')
  }
  const scope = requireGrantableScope(client, notes['scope'])
  const acr = reachedAcr(login, userSession)
  const nonce = notes['nonce']
  const clientSession = await upsertClientSession(tx, {
    realmId: realm.realm.id,
    userSessionId: userSession.id,
    clientId: client.client.id,
    scope,
    redirectUri: session.redirectUri,
    notes: { ...notes, acr },
  })
  const requestNotes = { acr, ...(nonce === undefined ? {} : { nonce }) }
  const type = parseResponseType(notes['response_type'] ?? 'code') ?? { code: true, token: false, idToken: false }
  const code = type.code ? await keepCode(tx, login, { scope, requestNotes }) : undefined
  return () => giveAnswer({ ...login, clientSession }, { ...type, code, scope, requestNotes })
}

type AnsweredLogin = CompletedLogin & { readonly clientSession: ClientSession }

interface GivenAnswer extends Pick<CodePayload, 'scope' | 'requestNotes'>, Omit<ResponseType, 'code'> {
  readonly code: string | undefined
}

async function giveAnswer(login: AnsweredLogin, given: GivenAnswer): Promise<Reply> {
  const { client, session, userSession } = login
  const notes = session.state.clientNotes
  const hidesSession = client.client.settings.attributes['exclude.session.state.from.auth.response'] === 'true'
  const actionStatus = notes['kc_action_status']
  try {
    const tokens = given.token || given.idToken ? await issueTokens(login, given) : {}
    return await answer(login, {
      ...(actionStatus === undefined ? {} : { kc_action_status: actionStatus, kc_action: notes['kc_action'] }),
      ...(hidesSession ? {} : { session_state: userSession.sid }),
      code: given.code,
      ...tokens,
    })
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return await answer(login, { error: error.code, error_description: error.message })
  }
}

async function issueTokens(login: AnsweredLogin, given: GivenAnswer): Promise<FrontChannelTokens> {
  const { user, userSession, clientSession, session } = login
  const { nonce, resource, state } = session.state.clientNotes
  const decision = {
    ...{ user, userSession, clientSession },
    ...{ scope: given.scope, requestNotes: given.requestNotes, eventType: 'LOGIN' },
    ...{ refreshToken: false, idToken: given.idToken },
    ...(nonce === undefined ? {} : { nonce }),
    ...(resource === undefined ? {} : { resource }),
  }
  return await issueFrontChannelTokens(decision, login, { ...given, state })
}

function answer(login: LoginContext, parameters: Readonly<Record<string, string | undefined>>): Promise<Reply> {
  const { redirectUri, state } = login.session
  const { state: asked, response_mode: mode = '' } = state.clientNotes
  const target = { ...login, redirectUri, mode: parseResponseMode(mode, 'query') ?? 'query', state: asked } as const
  return answerApplication(target, parameters)
}

/** `prompt=login` and `max_age`: OpenID Connect Core, section 3.1.2.1. */
function requiresReauthentication(login: LoginContext, userSession: UserSession): boolean {
  if (isFromThisLogin(login.session, userSession)) return false
  const { prompt, max_age: maxAge } = login.session.state.clientNotes
  if (readPrompts(prompt).includes('login')) return true
  if (maxAge === '0') return true
  return maxAge !== undefined && login.server.clock.now() - userSession.authenticatedAt > Number(maxAge) * 1000
}
