import { OAuthError } from '../../kernel/error.ts'
import type { VerifiedAccessToken } from '../../model/token/verify-access-token.ts'
import { requireGrantableScope } from '../../oauth/grantable-scope.ts'
import { listScopesToConsent } from '../../oauth/list-scopes-to-consent.ts'
import { openSession } from '../../oauth/open-session.ts'
import { TokenRefusal } from '../../oauth/token-refusal.ts'
import type { Grant, GrantContext, TokenDecision } from '../../spi/grant.ts'
import { nameActor } from './actor-claim.ts'
import { type ExchangeRequest, type RequestedKind, readExchangeRequest, requestedKind } from './exchange-request.ts'
import { findExchangeSession } from './exchange-session.ts'
import { findImpersonatedUser } from './find-impersonated-user.ts'
import { requireAudienceClients } from './require-audience-clients.ts'
import { shapeExchangeAnswer } from './shape-exchange-answer.ts'
import { isMeantFor, verifyExchangedToken } from './verify-exchanged-token.ts'

/** RFC 8693, section 2. */
export const tokenExchangeGrant: Grant = {
  type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  parameters: [
    'subject_token',
    'subject_token_type',
    'actor_token',
    'actor_token_type',
    'requested_token_type',
    'requested_subject',
    'requested_issuer',
    'subject_issuer',
  ],
  repeatable: ['audience'],
  clientAuthentication: 'public-allowed',
  eventType: 'TOKEN_EXCHANGE',
  policyEvent: 'TOKEN_EXCHANGE_REQUEST',
  async authorize(request, context) {
    const asked = readExchangeRequest(request, context.request, context.client)
    const subject = await verifyExchangedToken(context, asked.subjectToken)
    try {
      return await exchange(asked, subject, context)
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error
      const { code, message, status, event } = error
      const sessionId = subject.userSession?.sid
      const known = { userId: subject.user.id, ...(sessionId === undefined ? {} : { sessionId }) }
      throw new TokenRefusal(code, message, { status, event, ...known, cause: error })
    }
  },
}

async function exchange(
  asked: ExchangeRequest,
  subject: VerifiedAccessToken,
  context: GrantContext,
): Promise<TokenDecision> {
  const { client, realm } = context
  const { clientId, settings } = client.client
  if (settings.publicClient) throw new OAuthError('invalid_client', 'Public client is not allowed to exchange token')
  const kind = requestedKind(asked.requestedType, client)
  await requireAudienceClients(realm, asked.audience)
  if (!isMeantFor(subject, clientId)) throw refuseOutsider()
  const scope = requireGrantableScope(client, asked.scope ?? ownScope(subject, clientId))
  if (kind === 'refresh' && scope.split(' ').includes('offline_access')) {
    throw new OAuthError('invalid_request', 'Scope offline_access not allowed for token exchange')
  }
  const act = await findActor(asked, subject, context)
  // A refreshed token would not say who acts.
  if (act && kind === 'refresh') throw new OAuthError('invalid_request', 'requested_token_type unsupported')
  const part =
    asked.requestedSubject === undefined
      ? await continueSubject(context, subject, scope, kind)
      : await impersonate(context, subject, asked.requestedSubject, scope)
  await requireConsent(context, part, scope)
  return {
    ...part,
    scope,
    refreshToken: kind === 'refresh',
    idToken: kind === 'id' ? 'always' : includesOpenId(asked.scope),
    ...(asked.audience.length === 0 ? {} : { audience: asked.audience }),
    ...(act ? { claims: { act } } : {}),
    eventType: 'TOKEN_EXCHANGE',
    eventDetails: {
      auth_method: 'token_exchange',
      subject_token_client_id: subject.client.client.clientId,
      requested_token_type: asked.requestedType,
      username: part.user.username,
      ...(asked.audience.length === 0 ? {} : { audience: asked.audience.join(' ') }),
      ...part.eventDetails,
    },
    shapeAnswer: (answer) => shapeExchangeAnswer(answer, asked.requestedType, kind),
  }
}

/**
 * As in Keycloak, a client that exchanges its own token and names no scope goes on with `openid`; an ID token comes only
 * with an `openid` that it names.
 */
function ownScope({ claims, client }: VerifiedAccessToken, clientId: string): string | undefined {
  return includesOpenId(String(claims['scope'] ?? '')) && client.client.clientId === clientId ? 'openid' : undefined
}

const includesOpenId = (scope = ''): boolean => scope.split(' ').includes('openid')

/** Who acts for the subject. The actor's token too is for the requesting client. */
async function findActor(
  { actorToken }: ExchangeRequest,
  subject: VerifiedAccessToken,
  context: GrantContext,
): Promise<object | undefined> {
  const actor = actorToken === undefined ? undefined : await verifyExchangedToken(context, actorToken)
  if (actor && !isMeantFor(actor, context.client.client.clientId)) throw refuseOutsider()
  return nameActor(subject.claims, actor?.claims)
}

type DecisionPart = Omit<TokenDecision, 'scope' | 'refreshToken' | 'idToken' | 'eventType'>

async function continueSubject(
  context: GrantContext,
  subject: VerifiedAccessToken,
  scope: string,
  kind: RequestedKind,
): Promise<DecisionPart> {
  const session = await findExchangeSession(context, subject, { scope, refresh: kind === 'refresh' })
  return { user: subject.user, ...session }
}

/** A session of its own for the user to become, which says in its notes who became them, as Keycloak's. */
async function impersonate(
  context: GrantContext,
  subject: VerifiedAccessToken,
  requested: string,
  scope: string,
): Promise<DecisionPart> {
  if (subject.client.client.id !== context.client.client.id) {
    throw new OAuthError('access_denied', 'Client is not the holder of the token', {
      status: 403,
      event: 'not_allowed',
    })
  }
  const user = await findImpersonatedUser(context, subject, requested)
  const impersonator = { IMPERSONATOR_ID: subject.user.id, IMPERSONATOR_USERNAME: subject.user.username }
  const opened = openSession(context, user, scope, impersonator)
  return {
    user,
    ...opened,
    requestNotes: opened.clientSession.notes,
    eventDetails: { impersonator: subject.user.username },
  }
}

async function requireConsent(context: GrantContext, { user }: DecisionPart, scope: string): Promise<void> {
  const missing = await listScopesToConsent(context, user, scope)
  if (missing.length === 0) return
  const description = `Missing consents for Token Exchange in client ${context.client.client.clientId}`
  throw new OAuthError('invalid_scope', description, { event: 'consent_denied' })
}

function refuseOutsider(): OAuthError {
  return new OAuthError('access_denied', 'Client is not within the token audience', {
    status: 403,
    event: 'not_allowed',
  })
}
