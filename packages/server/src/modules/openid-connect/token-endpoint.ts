import { requestToken } from '@ztrust/contract/oidc'
import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { applyClientPolicies } from '../../oauth/apply-client-policies.ts'
import { type AuthenticatedClient, authenticateClient } from '../../oauth/authenticate-client.ts'
import { grantOfflineAccess } from '../../oauth/grant-offline-access.ts'
import { type IssuedTokens, issueTokens } from '../../oauth/issue-tokens.ts'
import { answerOAuthError, noStore } from '../../oauth/oauth-reply.ts'
import { readFormParameters, requireEachOnce } from '../../oauth/parameters.ts'
import { bindingsOf, proveHolder, withFreeAccessToken } from '../../oauth/prove-holder.ts'
import { publishEvent, recordRefusal } from '../../oauth/publish-event.ts'
import { requireClientOrigin } from '../../oauth/require-client-origin.ts'
import { requireHttps } from '../../oauth/require-https.ts'
import { chooseResource } from '../../oauth/resource-indicator.ts'
import { underPolicies } from '../../oauth/under-policies.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import type { Grant, TokenDecision } from '../../spi/grant.ts'
import { json, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'

/** Whatever the grant, a request may carry these. */
const commonParameters = ['grant_type', 'client_id', 'client_secret', 'scope', 'resource'] as const

export const tokenEndpoint = implement(requestToken, async (_request, context) => {
  const { server, realm, request } = context
  const state: { grant?: Grant; client?: ClientSnapshot } = {}
  try {
    return await answerTokenRequest(context, state)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    const type = state.grant?.eventType ?? 'LOGIN'
    await recordRefusal({ server, realm, request }, type, error, state.client)
    return answerOAuthError(error, request, realm.realm.name)
  }
})

async function answerTokenRequest(
  context: RealmContext,
  state: { grant?: Grant; client?: ClientSnapshot },
): Promise<Reply> {
  const { server, realm, request } = context
  requireHttps(server.urls, realm, request)
  const { values: parameters, duplicates } = readFormParameters(request)
  requireEachOnce(duplicates, server.registry.grants.get(parameters['grant_type'] ?? '')?.repeatable)
  const grant = findGrant(context, parameters['grant_type'])
  state.grant = grant
  const authenticated = await authenticateClient({ server, realm, request, parameters })
  const { client } = authenticated
  state.client = client
  requireClientOrigin(context, client.client)
  requireAllowed(grant, authenticated)
  const holder = await proveHolder({ server, realm, client, request })
  const facts = { server, realm, client, request, parameters, bindings: bindingsOf(holder) }
  const effects = await applyClientPolicies(grant.policyEvent, facts)
  const treated = underPolicies(client, effects)
  const grantContext = { server, realm, client: treated, request, ...(holder && { holder }) }
  const scope = parameters['scope']
  const granted = await grant.authorize(
    {
      grantType: grant.type,
      parameters: pick(parameters, [...commonParameters, ...grant.parameters]),
      ...(scope === undefined ? {} : { scope }),
    },
    grantContext,
  )
  const resource = chooseResource(parameters['resource'], granted.resource)
  const narrowed = resource === undefined ? granted : { ...granted, resource }
  const decision = await grantOfflineAccess(narrowed, grantContext)
  const bound = effects.bindsOnlyRefreshToken ? withFreeAccessToken(grantContext) : grantContext
  const tokens = await issueTokens(decision, bound)
  await commit(context, decision, tokens, grant, authenticated)
  return json(decision.shapeAnswer?.(tokens.response) ?? tokens.response, 200, noStore)
}

function findGrant({ server }: RealmContext, type: string | undefined): Grant {
  if (type === undefined) throw new OAuthError('invalid_request', 'Missing form parameter: grant_type')
  const grant = server.registry.grants.get(type)
  if (!grant) throw new OAuthError('unsupported_grant_type', 'Unsupported grant_type')
  return grant
}

function requireAllowed(grant: Grant, { client: { client } }: AuthenticatedClient): void {
  if (client.settings.bearerOnly) {
    throw new OAuthError('invalid_client', 'Bearer-only not allowed')
  }
  if (grant.clientAuthentication === 'required' && client.settings.publicClient) {
    throw new OAuthError('unauthorized_client', 'Public client not allowed to retrieve service account', {
      status: 401,
      event: 'invalid_client',
    })
  }
}

/** What the grant has to write, and the event, in one transaction; none where there is nothing to write. */
async function commit(
  { server, realm, request }: RealmContext,
  decision: TokenDecision,
  tokens: IssuedTokens,
  grant: Grant,
  { client, method, eventDetails }: AuthenticatedClient,
): Promise<void> {
  const event = {
    type: decision.eventType,
    clientId: client.client.clientId,
    userId: decision.user.id,
    ...(decision.transient ? {} : { sessionId: decision.userSession.sid }),
    ip: request.ip,
    details: {
      grant_type: grant.type,
      scope: tokens.response.scope,
      token_id: tokens.accessTokenId,
      ...(tokens.refreshTokenId === undefined
        ? {}
        : {
            refresh_token_id: tokens.refreshTokenId,
            refresh_token_type: decision.userSession.offline ? 'Offline' : 'Refresh',
          }),
      ...(method === undefined ? {} : { client_auth_method: method }),
      ...eventDetails,
      ...decision.eventDetails,
    },
  }
  await publishEvent(server, realm, event, decision.persist)
}

function pick(
  parameters: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => names.includes(name)))
}
