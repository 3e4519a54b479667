import { authorizeDevice, type DeviceAuthorizationResponse } from '@ztrust/contract/device-authorization'
import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { answerClient, type ClientRequest } from '../../oauth/answer-client.ts'
import { applyClientPolicies } from '../../oauth/apply-client-policies.ts'
import { awaitDecision } from '../../oauth/awaited-decision.ts'
import { requireGrantableScope } from '../../oauth/grantable-scope.ts'
import { noStore } from '../../oauth/oauth-reply.ts'
import { publishEvent } from '../../oauth/publish-event.ts'
import { requireChallenge } from '../../oauth/require-challenge.ts'
import { requireResource } from '../../oauth/resource-indicator.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { json, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { type DeviceRequest, deviceDecision } from './device-decision.ts'
import { deviceCodeLifespan, devicePollingInterval, isDeviceGrantEnabled, verificationUri } from './device-settings.ts'
import { displayUserCode, drawUserCode } from './user-code.ts'

const eventType = 'OAUTH2_DEVICE_AUTH'
const longestNonce = 2048
/** A user code that is in use already is as good as impossible; five in a row are. */
const draws = 5

/** RFC 8628, section 3.1: a device asks for a code to show and one to poll with. */
export const deviceAuthorizationEndpoint = implement(authorizeDevice, (_request, context) =>
  answerClient(context, eventType, (asked) => answerDevice(context, asked)),
)

async function answerDevice(context: RealmContext, { client, parameters }: ClientRequest): Promise<Reply> {
  const { server, realm, request } = context
  requireAllowed(client)
  await applyClientPolicies('DEVICE_AUTHORIZATION_REQUEST', { server, realm, request, client, parameters })
  return json(await startWaiting(context, client, readRequest(client, parameters)), 200, noStore)
}

function requireAllowed({ client }: ClientSnapshot): void {
  if (!isDeviceGrantEnabled(client)) {
    const description =
      'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.'
    throw new OAuthError('unauthorized_client', description, { event: 'not_allowed' })
  }
  if (client.settings.bearerOnly) {
    const description = 'Bearer-only applications are not allowed to initiate browser login.'
    throw new OAuthError('unauthorized_client', description, { status: 403, event: 'not_allowed' })
  }
}

function readRequest(client: ClientSnapshot, parameters: Readonly<Record<string, string>>): DeviceRequest {
  const scope = requireGrantableScope(client, parameters['scope'])
  requireChallenge(parameters, client.client)
  const nonce = parameters['nonce']
  if ((nonce ?? '').length > longestNonce) throw new OAuthError('invalid_request', 'Invalid parameter: nonce')
  const { resource, code_challenge: challenge } = parameters
  requireResource(resource)
  return {
    scope,
    ...(nonce === undefined ? {} : { nonce }),
    ...(resource === undefined ? {} : { resource }),
    ...(challenge === undefined
      ? {}
      : { codeChallenge: challenge, codeChallengeMethod: parameters['code_challenge_method'] ?? 'plain' }),
  }
}

async function startWaiting(
  { server, realm, request }: RealmContext,
  client: ClientSnapshot,
  asked: DeviceRequest,
): Promise<DeviceAuthorizationResponse> {
  const lifespan = deviceCodeLifespan(realm, client.client)
  const interval = devicePollingInterval(realm, client.client)
  const deviceCode = server.random.token(256)
  const { id: clientId } = client.client
  const awaited = { clientId, request: asked, interval, expiresAt: server.clock.now() + lifespan * 1000 }
  const event = {
    type: eventType,
    clientId: client.client.clientId,
    ip: request.ip,
    details: { scope: asked.scope },
  }
  let userCode: string | undefined
  await publishEvent(server, realm, event, async (tx) => {
    for (let draw = 0; draw < draws && userCode === undefined; draw++) {
      const code = drawUserCode(server.random)
      const secrets = { poll: deviceCode, decide: code }
      if (await awaitDecision(tx, deviceDecision, realm.realm.id, secrets, awaited)) userCode = code
    }
  })
  if (userCode === undefined) throw new Error('No user code is free')
  const address = verificationUri(server.urls, realm)
  const shown = displayUserCode(userCode)
  return {
    device_code: deviceCode,
    user_code: shown,
    verification_uri: address,
    verification_uri_complete: `${address}?user_code=${shown}`,
    expires_in: lifespan,
    interval,
  }
}
