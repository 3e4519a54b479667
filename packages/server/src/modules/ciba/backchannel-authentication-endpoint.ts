import { authenticateByBackchannel, type BackchannelAuthenticationResponse } from '@ztrust/contract/ciba'
import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { putSingleUse } from '../../model/single-use/single-use.ts'
import { answerClient, type ClientRequest } from '../../oauth/answer-client.ts'
import { applyClientPolicies } from '../../oauth/apply-client-policies.ts'
import { awaitDecision } from '../../oauth/awaited-decision.ts'
import { noStore } from '../../oauth/oauth-reply.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { json, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import { askUser } from './ask-user.ts'
import { type AuthenticationRequest, readAuthenticationRequest } from './authentication-request.ts'
import { type CibaRequest, cibaDecision } from './ciba-decision.ts'
import { cibaInterval, isCibaEnabled } from './ciba-settings.ts'
import { sealPing } from './ping.ts'
import { readSignedRequest, type SignedRequest } from './read-signed-request.ts'

/** CIBA Core, section 7: a client that knows who it has before it lets them be asked on a device of theirs. */
export const backchannelAuthenticationEndpoint = implement(authenticateByBackchannel, (_request, context) =>
  answerClient(context, 'LOGIN', (asked) => answerRequest(context, asked)),
)

async function answerRequest(context: RealmContext, { client, parameters }: ClientRequest): Promise<Reply> {
  const { server, realm, request } = context
  requireAllowed(client)
  const signed = await readSigned(context, client, parameters)
  const sent = { ...parameters, ...signed?.parameters }
  const object = signed ? { requestObject: { claims: signed.claims, isEncrypted: false } } : {}
  const facts = { server, realm, request, client, parameters: sent, ...object }
  await applyClientPolicies('BACKCHANNEL_AUTHENTICATION_REQUEST', facts)
  const asked = await readAuthenticationRequest({ server, realm, client }, signed?.parameters ?? parameters)
  return json(await startAsking(context, client, asked, signed), 200, noStore)
}

function requireAllowed({ client }: ClientSnapshot): void {
  if (client.settings.bearerOnly) throw new OAuthError('invalid_client', 'Bearer-only not allowed')
  if (isCibaEnabled(client)) return
  throw new OAuthError('invalid_grant', 'Client not allowed OIDC CIBA Grant', { status: 401, event: 'not_allowed' })
}

/** What proves the client may stand beside a signed request; nothing else may (CIBA Core, section 7.1.1). */
const besideSigned = new Set(['request', 'client_id', 'client_secret', 'client_assertion', 'client_assertion_type'])

async function readSigned(
  { server, realm }: RealmContext,
  client: ClientSnapshot,
  parameters: Readonly<Record<string, string>>,
): Promise<SignedRequest | undefined> {
  if (parameters['request_uri'] !== undefined) throw new OAuthError('invalid_request', 'request_uri is not supported')
  const text = parameters['request']
  if (text === undefined) return undefined
  const beside = Object.keys(parameters).find((name) => !besideSigned.has(name))
  if (beside !== undefined) {
    throw new OAuthError('invalid_request', 'Parameters of a signed request stand in the request alone')
  }
  return await readSignedRequest({ server, realm, client }, text)
}

async function startAsking(
  { server, realm }: RealmContext,
  client: ClientSnapshot,
  asked: AuthenticationRequest,
  signed: SignedRequest | undefined,
): Promise<BackchannelAuthenticationResponse> {
  const realmId = realm.realm.id
  const secrets = { poll: server.random.token(256), decide: server.random.token(256) }
  const expiresAt = server.clock.now() + asked.lifespan * 1000
  const interval = cibaInterval(realm)
  const { notificationToken } = asked
  const request: CibaRequest = {
    userId: asked.user.id,
    scope: asked.scope,
    ...(notificationToken === undefined
      ? {}
      : { sealedPing: sealPing(server, realmId, client.client.id, { authReqId: secrets.poll, notificationToken }) }),
  }
  await transact(server.storage, async (tx) => {
    const owner = `${client.client.id} ${signed?.id}`
    if (signed && !(await putSingleUse(tx, realmId, 'ciba-signed-request', owner, null, signed.expiresAt))) {
      throw new OAuthError('invalid_request', 'The signed request was used already')
    }
    await awaitDecision<CibaRequest>(tx, cibaDecision, realmId, secrets, {
      clientId: client.client.id,
      request,
      interval,
      expiresAt,
    })
  })
  await askUser(server, { realm, client, asked, decideSecret: secrets.decide, expiresAt })
  return {
    auth_req_id: secrets.poll,
    expires_in: asked.lifespan,
    ...(interval > 0 ? { interval } : {}),
  }
}
