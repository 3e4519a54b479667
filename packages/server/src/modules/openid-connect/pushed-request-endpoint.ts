import { pushAuthorizationRequest } from '@ztrust/contract/oidc'
import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { answerClient, type ClientRequest } from '../../oauth/answer-client.ts'
import { applyClientPolicies } from '../../oauth/apply-client-policies.ts'
import { noStore } from '../../oauth/oauth-reply.ts'
import { publishEvent } from '../../oauth/publish-event.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { json, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { applyRequestObject } from './apply-request-object.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { authorizationSteps } from './authorization-steps.ts'
import { findRedirectUri } from './authorization-target.ts'
import { bindPushedRequest } from './bind-pushed-request.ts'
import { dropLongParameters } from './long-parameters.ts'
import { keepPushedRequest, pushedRequestLifespan } from './pushed-request.ts'

const eventType = 'PUSHED_AUTHORIZATION_REQUEST'
const longestRequest = 65_536

/** RFC 9126: what the browser would have brought, brought by the client itself. */
export const pushedRequestEndpoint = implement(pushAuthorizationRequest, (_request, context) =>
  answerClient(context, eventType, (asked) => answerPushedRequest(context, asked)),
)

async function answerPushedRequest(
  context: RealmContext,
  { client, method, parameters: values }: ClientRequest,
): Promise<Reply> {
  const { server, realm, request } = context
  if (client.client.settings.bearerOnly) {
    throw new OAuthError('unauthorized_client', 'Bearer-only not allowed', { event: 'not_allowed' })
  }
  const { redirectUri, parameters } = await requireValidRequest(context, client, values)
  const event = {
    type: eventType,
    clientId: client.client.clientId,
    ip: request.ip,
    details: { redirect_uri: redirectUri, ...(method === undefined ? {} : { client_auth_method: method }) },
  }
  let requestUri = ''
  await publishEvent(server, realm, event, async (tx) => {
    requestUri = await keepPushedRequest(tx, server, realm, { clientId: client.client.id, parameters })
  })
  return json({ request_uri: requestUri, expires_in: pushedRequestLifespan(realm) }, 201, noStore)
}

/** RFC 9126, section 2.1: checked as if it had come to the authorization endpoint. */
async function requireValidRequest(
  context: RealmContext,
  client: ClientSnapshot,
  values: Readonly<Record<string, string>>,
): Promise<Pick<AuthorizationRequest, 'redirectUri' | 'parameters'>> {
  const { server, realm, request } = context
  // RFC 9126, section 2.3: what is too large is 413. Whatever is pushed is stored.
  if (JSON.stringify(values).length > longestRequest) {
    throw new OAuthError('invalid_request', 'The request is too large', { status: 413 })
  }
  if (values['request_uri'] !== undefined) {
    throw new OAuthError('invalid_request', 'It is not allowed to include request_uri to PAR.')
  }
  const duplicates = new Set<string>()
  const asked = await applyRequestObject(context, client, { values, duplicates })
  const target = findRedirectUri(server, client, asked)
  if (!target) {
    throw new OAuthError('invalid_request', 'Invalid parameter: redirect_uri', { event: 'invalid_redirect_uri' })
  }
  const {
    client_secret: _,
    client_assertion: __,
    client_assertion_type: ___,
    ...given
  } = dropLongParameters(asked.values)
  const parameters = await bindPushedRequest(context, client, given)
  const authorization = {
    ...{ server, realm, request, client, parameters, duplicates, isPushed: true },
    ...{ redirectUri: target.redirectUri, isRedirectImplied: target.isImplied },
  }
  for (const step of authorizationSteps) step.check(authorization)
  const sent = { ...values, ...parameters }
  const object = asked.requestObject ? { requestObject: asked.requestObject } : {}
  const facts = { server, realm, request, client, parameters: sent, ...object }
  await applyClientPolicies('PUSHED_AUTHORIZATION_REQUEST', facts)
  return authorization
}
