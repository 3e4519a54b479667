import { answerAuthentication } from '@ztrust/contract/ciba'
import { OAuthError } from '../../kernel/error.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { enqueueJob } from '../../model/job/enqueue-job.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { type AwaitedDecision, decide, findToDecide, type Outcome } from '../../oauth/awaited-decision.ts'
import { answerOAuthError, noStore } from '../../oauth/oauth-reply.ts'
import { recordRefusal } from '../../oauth/publish-event.ts'
import { requireHttps } from '../../oauth/require-https.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { json } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import { type AnswerToken, readAnswerToken } from './answer-token.ts'
import { type CibaApproval, type CibaRequest, cibaDecision } from './ciba-decision.ts'
import { type PingOrder, pingKind } from './ping-job.ts'

type AwaitedAnswer = AwaitedDecision<CibaRequest, CibaApproval>

/** Where a user's device brings what the user said; who holds the token may say it, once. */
export const callbackEndpoint = implement(answerAuthentication, async ({ body }, context) => {
  const { realm, request } = context
  const state: { client?: ClientSnapshot } = {}
  try {
    const { token, client } = await requireAnswerToken(context)
    state.client = client
    await takeAnswer(context, client, token, body?.status)
    return json({}, 200, noStore)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    await recordRefusal(context, 'LOGIN', error, state.client)
    return answerOAuthError(error, request, realm.realm.name)
  }
})

async function requireAnswerToken(
  context: RealmContext,
): Promise<{ readonly token: AnswerToken; readonly client: ClientSnapshot }> {
  const { server, realm, request } = context
  requireHttps(server.urls, realm, request)
  const bearer = /^bearer +(\S+)$/i.exec(String(request.headers['authorization'] ?? ''))?.[1]
  if (bearer === undefined) throw new OAuthError('invalid_token', 'Invalid token', { status: 401 })
  const token = await readAnswerToken(server, realm, bearer)
  if (!token) throw refuseToken()
  const { decideSecret, clientId } = token
  const awaited = await findToDecide<CibaRequest, CibaApproval>(
    server.storage,
    cibaDecision,
    realm.realm.id,
    decideSecret,
  )
  if (!awaited) throw refuseToken()
  const client = await realm.client(clientId)
  if (!client?.client.enabled) throw new OAuthError('invalid_request', 'Invalid token recipient')
  if (client.client.id !== awaited.clientId) throw new OAuthError('invalid_request', 'Token recipient mismatch')
  return { token, client }
}

/** Decides, tells a client that wants to be told, and records what the user did, all or nothing. */
async function takeAnswer(
  { server, realm, request }: RealmContext,
  { client }: ClientSnapshot,
  { decideSecret }: AnswerToken,
  status: string | undefined,
): Promise<void> {
  const outcome = readOutcome(status, server.clock.now())
  await transact(server.storage, async (tx) => {
    const awaited = await decide<CibaRequest, CibaApproval>(tx, cibaDecision, realm.realm.id, decideSecret, outcome)
    if (!awaited) throw refuseToken()
    const order = toPingOrder(realm.realm.id, awaited)
    if (order) await enqueueJob(tx, pingKind, order)
    const common = { clientId: client.clientId, userId: awaited.request.userId, ip: request.ip }
    const details = { auth_method: 'ciba' }
    await recordEvent(
      tx,
      realm,
      outcome.kind === 'approved'
        ? { type: 'LOGIN', ...common, details }
        : { type: 'LOGIN_ERROR', error: status === 'CANCELLED' ? 'not_allowed' : 'consent_denied', ...common, details },
      server,
    )
  })
}

function readOutcome(status: string | undefined, now: number): Outcome<CibaApproval> {
  switch (status) {
    case 'SUCCEED':
      return { kind: 'approved', approval: { approvedAt: now } }
    case 'UNAUTHORIZED':
    case 'CANCELLED':
      return { kind: 'denied' }
    default:
      throw new OAuthError('invalid_request', 'Invalid authentication status')
  }
}

/** CIBA Core, section 10.2: the client is told whatever the user said. */
function toPingOrder(realmId: string, { clientId, request, expiresAt }: AwaitedAnswer): PingOrder | undefined {
  const { sealedPing } = request
  return sealedPing === undefined ? undefined : { realmId, clientId, sealedPing, expiresAt }
}

function refuseToken(): OAuthError {
  return new OAuthError('invalid_token', 'Invalid token', { status: 403 })
}
