import { confirmLogout, logout, logoutByPost } from '@ztrust/contract/oidc'
import { OAuthError } from '../../kernel/error.ts'
import { findBrowserSession } from '../../model/user-session/identity-cookie.ts'
import { applyClientPolicies } from '../../oauth/apply-client-policies.ts'
import { errorPage } from '../../oauth/pages.ts'
import { type Parameters, readFormParameters, readQueryParameters } from '../../oauth/parameters.ts'
import { recordRefusal } from '../../oauth/publish-event.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { answerTokenLogout } from './answer-token-logout.ts'
import { endLogin, finishLogout } from './end-login.ts'
import { askForConfirmation, confirmLoggingOut } from './logout-confirmation.ts'
import { type LogoutRequest, readLogoutRequest } from './logout-request.ts'
import { UntrustedRequest } from './untrusted-request.ts'

export const logoutEndpoint = implement(logout, (_request, context) =>
  answerLogout(context, readQueryParameters(context.request)),
)

/** The same by form; with a refresh token it is the application itself that ends the session, and there is no page. */
export const logoutByPostEndpoint = implement(logoutByPost, (_request, context) => {
  const parameters = readFormParameters(context.request)
  return parameters.values['refresh_token'] === undefined
    ? answerLogout(context, parameters)
    : answerTokenLogout(context)
})

export const confirmLogoutEndpoint = implement(confirmLogout, (_request, context) =>
  orErrorPage(context, () => confirmLoggingOut(context, readFormParameters(context.request))),
)

function answerLogout(context: RealmContext, parameters: Parameters): Promise<Reply> {
  return orErrorPage(context, async () => await decide(context, await readLogoutRequest(context, parameters)))
}

/** RP-Initiated Logout, section 2: without proof that the application knows this session, the user is asked. */
async function decide(context: RealmContext, request: LogoutRequest): Promise<Reply> {
  const { server, realm } = context
  if (request.client) {
    await applyClientPolicies('LOGOUT_REQUEST', { server, realm, request: context.request, client: request.client })
  }
  const issuer = server.urls.realm(realm.realm.name)
  const browser = await findBrowserSession(server.storage, realm, issuer, context.request.cookies)
  const session = browser?.userSession
  if (session && session.id !== request.hint?.sessionId) return await askForConfirmation(context, request, session.id)
  if (request.hint) return await endLogin(context, request, request.hint.sessionId)
  return finishLogout(context, request)
}

async function orErrorPage(context: RealmContext, work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    const isKnown = error instanceof UntrustedRequest
    await recordRefusal(context, 'LOGOUT', error, isKnown ? error.client : undefined)
    return page(errorPage(isKnown ? error.text : text('invalidRequestMessage')), error.status)
  }
}
