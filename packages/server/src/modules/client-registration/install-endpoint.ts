import { getAdapterConfig } from '@ztrust/contract/client-registration'
import { OAuthError } from '../../kernel/error.ts'
import type { Client } from '../../model/client/client.ts'
import { authenticateClient } from '../../oauth/authenticate-client.ts'
import { describeAdapter } from '../../oauth/describe-adapter.ts'
import { noStore } from '../../oauth/oauth-reply.ts'
import { publishEvent } from '../../oauth/publish-event.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { json, type Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { answerManagement } from './answer-registration.ts'

/** `keycloak.json` of a client: for who may see the client, and for the client itself. */
export const installEndpoint = implement(getAdapterConfig, async ({ params: { clientId } }, context) => {
  const isBearer = /^Bearer\b/i.test(String(context.request.headers['authorization']))
  if (isBearer || !(await context.realm.client(clientId))) {
    return await answerManagement(context, 'CLIENT_INFO', clientId, (client) => answer(context, client))
  }
  return await answer(context, await requireClient(context, clientId))
})

async function requireClient({ server, realm, request }: RealmContext, clientId: string): Promise<Client> {
  try {
    const parameters = { client_id: clientId }
    return (await authenticateClient({ server, realm, request, parameters })).client.client
  } catch (cause) {
    if (!(cause instanceof OAuthError)) throw cause
    const error = new OAuthError('invalid_token', 'Failed to authenticate client', { status: 401, cause })
    const event = { type: 'CLIENT_INFO_ERROR', error: cause.event, clientId, ip: request.ip, details: {} }
    await publishEvent(server, realm, event)
    throw error
  }
}

async function answer(context: RealmContext, client: Client): Promise<Reply> {
  const { server, realm, request } = context
  await publishEvent(server, realm, { type: 'CLIENT_INFO', clientId: client.clientId, ip: request.ip, details: {} })
  return json(await describeAdapter(context, client), 200, noStore)
}
