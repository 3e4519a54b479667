import { introspectToken } from '@ztrust/contract/oidc'
import { OAuthError } from '../../kernel/error.ts'
import { applyClientPolicies } from '../../oauth/apply-client-policies.ts'
import { authenticateClient } from '../../oauth/authenticate-client.ts'
import { answerOAuthError } from '../../oauth/oauth-reply.ts'
import { requireFormParameters } from '../../oauth/parameters.ts'
import { publishEvent, recordRefusal } from '../../oauth/publish-event.ts'
import { requireHttps } from '../../oauth/require-https.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import type { Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { describeAccessToken, describeRefreshToken } from './describe-token.ts'
import { writeIntrospection } from './write-introspection.ts'

export const introspectionEndpoint = implement(introspectToken, async (_request, context) => {
  try {
    return await answerIntrospection(context)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    await recordRefusal(context, 'INTROSPECT_TOKEN', error, undefined)
    return answerOAuthError(error, context.request, context.realm.realm.name)
  }
})

/** The kinds of tokens that hints name; whichever is named, all are tried (RFC 7662, section 2.1). */
const knownHints: ReadonlySet<string> = new Set(['access_token', 'refresh_token', 'requesting_party_token'])

async function answerIntrospection(context: RealmContext): Promise<Reply> {
  const { server, realm, request } = context
  requireHttps(server.urls, realm, request)
  const parameters = requireFormParameters(request)
  const { client } = await authenticateClient({ server, realm, request, parameters }).catch(reword)
  if (client.client.settings.publicClient) {
    throw new OAuthError('invalid_request', 'Client not allowed.', { status: 403, event: 'not_allowed' })
  }
  await applyClientPolicies('TOKEN_INTROSPECT', { server, realm, request, client, parameters })
  const token = parameters['token']
  if (token === undefined) throw new OAuthError('invalid_request', 'Token not provided.', { event: 'invalid_token' })
  const hint = parameters['token_type_hint']
  if (hint !== undefined && !knownHints.has(hint)) {
    throw new OAuthError('invalid_request', 'Unsupported token type.', { event: 'invalid_token' })
  }
  const claims =
    (await describeAccessToken(context, client, token)) ?? (await describeRefreshToken(context, client, token))
  const event = {
    type: claims ? 'INTROSPECT_TOKEN' : 'INTROSPECT_TOKEN_ERROR',
    ...(claims ? {} : { error: 'invalid_token' }),
    clientId: client.client.clientId,
    ip: request.ip,
    details: {},
  }
  await publishEvent(server, realm, event)
  // RFC 7662, section 2.2: nothing is told of a token that is not active, nor why.
  return await writeIntrospection(context, client.client, claims ?? { active: false })
}

/** Keycloak has other words here for a client that proved nothing. */
function reword(error: unknown): never {
  if (!(error instanceof OAuthError) || error.code !== 'unauthorized_client') throw error
  const { status, event } = error
  throw new OAuthError('invalid_client', 'Client authentication failed.', { status, event, cause: error })
}
