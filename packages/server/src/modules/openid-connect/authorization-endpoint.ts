import { authorize, authorizeByPost, registrations } from '@ztrust/contract/oidc'
import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { applyClientPolicies } from '../../oauth/apply-client-policies.ts'
import { errorPage } from '../../oauth/pages.ts'
import { type Parameters, readFormParameters, readQueryParameters } from '../../oauth/parameters.ts'
import { recordRefusal } from '../../oauth/publish-event.ts'
import { requireHttps } from '../../oauth/require-https.ts'
import type { ClientPolicyEffects, ClientPolicyFacts } from '../../spi/client-policy.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { answerApplication } from './answer-application.ts'
import { type AuthorizationRequest, chooseResponseMode, readPrompts } from './authorization-request.ts'
import { authorizationSteps } from './authorization-steps.ts'
import { findRedirectUri, requireNamedClient } from './authorization-target.ts'
import { resolveClient } from './resolve-client.ts'
import { resolveParameters } from './resolve-parameters.ts'
import { startLogin } from './start-login.ts'
import { UntrustedRequest } from './untrusted-request.ts'

export const authorizationEndpoint = implement(authorize, (_request, context) =>
  answerAuthorizationRequest(context, readQueryParameters(context.request)),
)

export const authorizationByPostEndpoint = implement(authorizeByPost, (_request, context) =>
  answerAuthorizationRequest(context, readFormParameters(context.request)),
)

/** As a request with `prompt=create`. */
export const registrationsEndpoint = implement(registrations, (_request, context) =>
  answerAuthorizationRequest(context, readQueryParameters(context.request), true),
)

/**
 * First the client and the address, whose failure is told to the user alone; then the steps, whose failure goes back to
 * the application; then the sign-in.
 */
async function answerAuthorizationRequest(
  context: RealmContext,
  asked: Parameters,
  isRegistration = false,
): Promise<Reply> {
  const state: { client?: ClientSnapshot } = {}
  let authorization: AuthorizationRequest
  try {
    authorization = await readAuthorizationRequest(context, asked, state, isRegistration)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    await recordRefusal(context, 'LOGIN', error, state.client)
    return page(errorPage(error instanceof UntrustedRequest ? error.text : text('httpsRequiredMessage')), error.status)
  }
  let effects: ClientPolicyEffects
  try {
    for (const step of authorizationSteps) step.check(authorization)
    effects = await applyClientPolicies('AUTHORIZATION_REQUEST', authorization)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    await recordRefusal(context, 'LOGIN', error, authorization.client)
    return answerRefusal(authorization, error)
  }
  return await startLogin(authorization, effects)
}

async function readAuthorizationRequest(
  context: RealmContext,
  asked: Parameters,
  state: { client?: ClientSnapshot },
  isRegistration: boolean,
): Promise<AuthorizationRequest> {
  const { server, request } = context
  requireHttps(server.urls, context.realm, request)
  const realm = await resolveClient(context, asked)
  const client = await requireNamedClient(realm, asked)
  state.client = client
  const { parameters, pushedAs } = await resolveParameters({ ...context, realm }, client, asked)
  const brought = { parameters: parameters.values, isPushed: pushedAs !== undefined, beside: asked.values }
  await askBeforehand({ server, realm, request, client, ...brought })
  const target = findRedirectUri(server, client, parameters)
  if (!target) {
    throw new UntrustedRequest('invalid_redirect_uri', text('invalidParameterMessage', 'redirect_uri'), client)
  }
  const { values, duplicates, requestObject } = parameters
  const registers = isRegistration || readPrompts(values['prompt']).includes('create')
  if (registers && !realm.realm.settings.registrationAllowed) {
    throw new UntrustedRequest('registration_disabled', text('registrationNotAllowedMessage'), client)
  }
  const askedResponseType = asked.values['response_type']
  return {
    ...{ server, realm, request, client, parameters: values, duplicates },
    ...(registers ? { registers } : {}),
    ...{ redirectUri: target.redirectUri, isRedirectImplied: target.isImplied, isPushed: pushedAs !== undefined },
    ...(pushedAs === undefined ? {} : { pushedAs }),
    ...(requestObject ? { requestObject } : {}),
    ...(askedResponseType === undefined ? {} : { askedResponseType }),
  }
}

/** What policies refuse before the address is known to be good is told to the user alone. */
async function askBeforehand(facts: ClientPolicyFacts): Promise<void> {
  try {
    await applyClientPolicies('PRE_AUTHORIZATION_REQUEST', facts)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    throw new UntrustedRequest(error.event, text('invalidRequestMessage'), facts.client, error.status, error.message)
  }
}

function answerRefusal(authorization: AuthorizationRequest, error: OAuthError): Promise<Reply> {
  const { parameters, duplicates } = authorization
  // A state that came twice is not sent back.
  const target = {
    ...authorization,
    mode: chooseResponseMode(authorization),
    state: duplicates.has('state') ? undefined : parameters['state'],
  }
  return answerApplication(target, { error: error.code, error_description: error.message })
}
