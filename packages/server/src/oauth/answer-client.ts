import { OAuthError } from '../kernel/error.ts'
import type { ClientSnapshot } from '../model/realm/realm-snapshot.ts'
import type { Reply } from '../spi/reply.ts'
import type { RealmContext } from '../spi/request.ts'
import { type AuthenticatedClient, authenticateClient } from './authenticate-client.ts'
import { answerOAuthError } from './oauth-reply.ts'
import { type Parameters, requireFormParameters } from './parameters.ts'
import { recordRefusal } from './publish-event.ts'
import { requireClientOrigin } from './require-client-origin.ts'
import { requireHttps } from './require-https.ts'

/** A request of a client that has proven who it is. */
export interface ClientRequest extends AuthenticatedClient {
  readonly parameters: Parameters['values']
}

/**
 * What every endpoint that clients call themselves begins with: https, each parameter once, who the client is, whose
 * scripts may read the answer. A refusal, whoever makes it, becomes an event and the family's answer (RFC 6749, section
 * 5.2). `eventType`: without `_ERROR`.
 */
export async function answerClient(
  context: RealmContext,
  eventType: string,
  answer: (request: ClientRequest) => Promise<Reply>,
): Promise<Reply> {
  const { server, realm, request } = context
  let client: ClientSnapshot | undefined
  try {
    requireHttps(server.urls, realm, request)
    const parameters = requireFormParameters(request)
    const authenticated = await authenticateClient({ server, realm, request, parameters })
    client = authenticated.client
    requireClientOrigin(context, client.client)
    return await answer({ ...authenticated, parameters })
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    await recordRefusal(context, eventType, error, client)
    return answerOAuthError(error, request, realm.realm.name)
  }
}
