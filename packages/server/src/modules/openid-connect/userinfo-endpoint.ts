import { getUserInfo, getUserInfoByPost } from '@ztrust/contract/oidc'
import { signJwt } from '../../crypto/jws.ts'
import { OAuthError, Unauthenticated } from '../../kernel/error.ts'
import { verifyAccessToken } from '../../model/token/verify-access-token.ts'
import { applyMappers } from '../../oauth/build-claims.ts'
import { answerBearerError, answerOAuthError, noStore } from '../../oauth/oauth-reply.ts'
import { readFormParameters } from '../../oauth/parameters.ts'
import { loadPresentedToken } from '../../oauth/presented-token.ts'
import { publishEvent, recordRefusal } from '../../oauth/publish-event.ts'
import { invalidOrigin, requireClientOrigin } from '../../oauth/require-client-origin.ts'
import { requireKey } from '../../oauth/token-keys.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { json, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'

export const userInfoEndpoint = implement(getUserInfo, (_request, context) => answerUserInfo(context))
/** The token may also stand in the form (RFC 6750, section 2.2). */
export const userInfoByPostEndpoint = implement(getUserInfoByPost, (_request, context) => answerUserInfo(context))

async function answerUserInfo(context: RealmContext): Promise<Reply> {
  try {
    return await answerClaims(context)
  } catch (cause) {
    const error = toBearerError(cause)
    await recordRefusal(context, 'USER_INFO_REQUEST', error, undefined)
    const { request, realm } = context
    if (error.code === invalidOrigin) return answerOAuthError(error, request, realm.realm.name)
    return answerBearerError(error, realm.realm.name)
  }
}

async function answerClaims(context: RealmContext): Promise<Reply> {
  const { server, realm, request } = context
  const verified = await verifyAccessToken(server, realm, readBearerToken(context))
  const { client } = verified.client
  requireClientOrigin(context, client)
  const { source, isOpenId } = await loadPresentedToken(context, verified)
  if (!isOpenId) {
    throw new OAuthError('insufficient_scope', 'Missing openid scope', { status: 403, event: 'access_denied' })
  }
  const claims = await applyMappers({ sub: verified.user.id }, source, 'userinfo')
  const algorithm = client.settings.attributes['user.info.response.signature.alg']
  const event = {
    type: 'USER_INFO_REQUEST',
    clientId: client.clientId,
    userId: verified.user.id,
    ...(verified.userSession ? { sessionId: verified.userSession.id } : {}),
    ip: request.ip,
    details: { auth_method: 'validate_access_token' },
  }
  await publishEvent(server, realm, event)
  if (algorithm === undefined || algorithm === '' || algorithm === 'none') return json(claims, 200, noStore)
  // OpenID Connect Core, section 5.3.2: signed, it names issuer and audience.
  const signed = { ...claims, iss: server.urls.realm(realm.realm.name), aud: client.clientId }
  const body = await signJwt(requireKey(realm, algorithm), signed)
  return { kind: 'bytes', status: 200, mediaType: 'application/jwt', body, headers: noStore }
}

/** Longer tokens are refused unread. */
const longestToken = 16_384

function readBearerToken({ request }: RealmContext): string {
  const header = request.headers['authorization']
  const { values, duplicates } = readFormParameters(request)
  const posted = duplicates.has('access_token') ? undefined : values['access_token']
  // RFC 6750, section 2: one way only, and never the query.
  if (header !== undefined && posted !== undefined) {
    throw new OAuthError('invalid_request', 'More than one method used for including an access token')
  }
  const token = typeof header === 'string' ? /^Bearer +([\w~+/.=-]+)$/i.exec(header)?.[1] : posted
  if (token === undefined && !/^Bearer\b/i.test(String(header))) {
    throw new OAuthError('invalid_token', '', { status: 401 })
  }
  if (token === undefined || token.length > longestToken) throw new Unauthenticated('malformed bearer token')
  return token
}

function toBearerError(cause: unknown): OAuthError {
  if (cause instanceof OAuthError) return cause
  if (!(cause instanceof Unauthenticated)) throw cause
  return new OAuthError('invalid_token', 'Token verification failed', { status: 401, event: 'invalid_token', cause })
}
