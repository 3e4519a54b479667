import { getUserInfo, getUserInfoByPost } from '@ztrust/contract/oidc'
import { signJwt } from '../../crypto/jws.ts'
import { OAuthError, Unauthenticated } from '../../kernel/error.ts'
import type { Client } from '../../model/client/client.ts'
import { subjectOf } from '../../model/token/subject.ts'
import { applyClientPolicies } from '../../oauth/apply-client-policies.ts'
import { applyMappers } from '../../oauth/build-claims.ts'
import { encryptForClient, readEncryptionWish } from '../../oauth/encrypt-jwe.ts'
import { answerBearerError, answerOAuthError, noStore } from '../../oauth/oauth-reply.ts'
import { readCredentialsOrForm } from '../../oauth/presented-credentials.ts'
import { loadPresentedToken } from '../../oauth/presented-token.ts'
import { publishEvent, recordRefusal } from '../../oauth/publish-event.ts'
import { invalidOrigin, requireClientOrigin } from '../../oauth/require-client-origin.ts'
import { ensureKey } from '../../oauth/token-keys.ts'
import { verifyPresentedToken } from '../../oauth/verify-presented-token.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { json, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import type { Claims } from '../../spi/token-issue.ts'

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
    const scheme = cause instanceof Unauthenticated ? cause.scheme : 'Bearer'
    return answerBearerError(error, realm.realm.name, scheme)
  }
}

async function answerClaims(context: RealmContext): Promise<Reply> {
  const { server, realm, request } = context
  const verified = await verifyPresentedToken(server, realm, request, readCredentialsOrForm(request))
  const { client } = verified.client
  requireClientOrigin(context, client)
  await applyClientPolicies('USERINFO_REQUEST', { server, realm, request, client: verified.client })
  const { source, isOpenId } = await loadPresentedToken(context, verified)
  if (!isOpenId) {
    throw new OAuthError('insufficient_scope', 'Missing openid scope', { status: 403, event: 'access_denied' })
  }
  const claims = await applyMappers({ sub: subjectOf(server, verified.client, verified.user.id) }, source, 'userinfo')
  const event = {
    type: 'USER_INFO_REQUEST',
    clientId: client.clientId,
    userId: verified.user.id,
    ...(verified.userSession ? { sessionId: verified.userSession.sid } : {}),
    ip: request.ip,
    details: { auth_method: 'validate_access_token' },
  }
  await publishEvent(server, realm, event)
  return await writeClaims(context, client, claims)
}

/** OpenID Connect Core, section 5.3.2: in clear, signed, encrypted, or both, as the client registered. */
async function writeClaims({ server, realm }: RealmContext, client: Client, claims: Claims): Promise<Reply> {
  const algorithm = client.settings.attributes['user.info.response.signature.alg']
  const wish = readEncryptionWish(client, 'user.info.encrypted.response')
  const isSigned = algorithm !== undefined && algorithm !== '' && algorithm !== 'none'
  if (!isSigned && !wish) return json(claims, 200, noStore)
  // Signed, they name issuer and audience.
  const named = { ...claims, iss: server.urls.realm(realm.realm.name), aud: client.clientId }
  const text = isSigned ? await signJwt(await ensureKey(server, realm, algorithm), named) : JSON.stringify(claims)
  const body = wish ? await encryptForClient(server, client, text, { ...wish, isJwt: isSigned }) : text
  return { kind: 'bytes', status: 200, mediaType: 'application/jwt', body, headers: noStore }
}

function toBearerError(cause: unknown): OAuthError {
  if (cause instanceof OAuthError) return cause
  if (!(cause instanceof Unauthenticated)) throw cause
  const { code, headers } = cause
  return new OAuthError(code, 'Token verification failed', { status: 401, event: 'invalid_token', headers, cause })
}
