import { authorize, authorizeByPost } from '@ztrust/contract/oidc'
import { OAuthError } from '../../kernel/error.ts'
import { isRedirectUriAllowed } from '../../model/client/redirect-uri.ts'
import { errorPage } from '../../oauth/pages.ts'
import { type Parameters, readFormParameters, readQueryParameters } from '../../oauth/parameters.ts'
import { recordRefusal } from '../../oauth/publish-event.ts'
import { requireHttps } from '../../oauth/require-https.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { type AuthorizationRequest, chooseResponseMode } from './authorization-request.ts'
import { authorizationSteps } from './authorization-steps.ts'
import { answerAuthorization } from './response-mode.ts'
import { startLogin } from './start-login.ts'
import { UntrustedRequest } from './untrusted-request.ts'

export const authorizationEndpoint = implement(authorize, (_request, context) =>
  answerAuthorizationRequest(context, readQueryParameters(context.request)),
)

export const authorizationByPostEndpoint = implement(authorizeByPost, (_request, context) =>
  answerAuthorizationRequest(context, readFormParameters(context.request)),
)

/**
 * First the client and the address, whose failure is told to the user alone; then the steps, whose failure goes back to
 * the application; then the sign-in.
 */
async function answerAuthorizationRequest(context: RealmContext, parameters: Parameters): Promise<Reply> {
  const { server, realm, request } = context
  let found: Pick<AuthorizationRequest, 'client' | 'redirectUri'>
  try {
    requireHttps(server.urls, realm, request)
    found = await findTarget(context, parameters)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    const client = error instanceof UntrustedRequest ? error.client : undefined
    await recordRefusal(context, 'LOGIN', error, client)
    return page(errorPage(error instanceof UntrustedRequest ? error.text : text('httpsRequiredMessage')), error.status)
  }
  const { values, duplicates } = parameters
  const authorization: AuthorizationRequest = { server, realm, request, ...found, parameters: values, duplicates }
  try {
    for (const step of authorizationSteps) step.check(authorization)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    await recordRefusal(context, 'LOGIN', error, found.client)
    return answerRefusal(authorization, error)
  }
  return await startLogin(authorization)
}

async function findTarget(
  { server, realm }: RealmContext,
  { values, duplicates }: Parameters,
): Promise<Pick<AuthorizationRequest, 'client' | 'redirectUri'>> {
  const clientId = duplicates.has('client_id') ? undefined : values['client_id']
  if (clientId === undefined)
    throw new UntrustedRequest('invalid_request', text('missingParameterMessage', 'client_id'))
  const client = await realm.client(clientId)
  if (client?.client.protocol !== 'openid-connect') {
    throw new UntrustedRequest('client_not_found', text('clientNotFoundMessage'))
  }
  if (!client.client.enabled) throw new UntrustedRequest('client_disabled', text('clientDisabledMessage'), client)
  if (client.client.settings.bearerOnly) {
    throw new UntrustedRequest('not_allowed', text('bearerOnlyMessage'), client, 403)
  }
  const redirectUri = duplicates.has('redirect_uri') ? undefined : values['redirect_uri']
  if (redirectUri === undefined || !isRedirectUriAllowed(redirectUri, client.client.settings, server.urls.base)) {
    throw new UntrustedRequest('invalid_redirect_uri', text('invalidParameterMessage', 'redirect_uri'), client)
  }
  return { client, redirectUri }
}

function answerRefusal(authorization: AuthorizationRequest, error: OAuthError): Reply {
  const { server, realm, redirectUri, parameters, duplicates } = authorization
  const state = parameters['state']
  return answerAuthorization(redirectUri, chooseResponseMode(authorization), {
    error: error.code,
    error_description: error.message,
    // A state that came twice, or is too long to be one, is not sent back.
    ...(state === undefined || duplicates.has('state') || state.length > 4096 ? {} : { state }),
    iss: server.urls.realm(realm.realm.name),
  })
}
