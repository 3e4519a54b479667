import {
  ClientMetadata,
  deleteOidcClient,
  readOidcClient,
  registerOidcClient,
  updateOidcClient,
} from '@ztrust/contract/client-registration'
import { fromMetadata, invalidMetadata, newClientAttributes } from '../../oauth/from-metadata.ts'
import { noStore } from '../../oauth/oauth-reply.ts'
import { publishEvent } from '../../oauth/publish-event.ts'
import { representClient } from '../../oauth/represent-client.ts'
import { requireSector } from '../../oauth/require-sector.ts'
import { requireValidMetadata } from '../../oauth/require-valid-metadata.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { empty, json } from '../../spi/reply.ts'
import { answerManagement, answerRegister } from './answer-registration.ts'
import { changeRegisteredClient, deleteRegisteredClient } from './change-registered-client.ts'
import { addressOf, describeAsMetadata } from './describe-registered.ts'
import { registerClient } from './register-client.ts'

/** RFC 7591, RFC 7592; OpenID Connect Dynamic Client Registration 1.0. */
export const openidConnectEndpoints = [
  implement(registerOidcClient, ({ body }, context) =>
    answerRegister(context, async (admission) => {
      const metadata = readMetadata(body)
      if (metadata.client_id !== undefined) throw invalidMetadata('Client Identifier included')
      const client = fromMetadata(context, metadata)
      await requireSector(context.server, metadata)
      const attributes = { ...newClientAttributes, ...client.attributes }
      const registered = await registerClient(context, admission, { ...client, attributes })
      const location = addressOf(context, 'openid-connect', registered.client.clientId)
      return json(await describeAsMetadata(context, registered), 201, { ...noStore, location })
    }),
  ),

  implement(readOidcClient, ({ params }, context) =>
    answerManagement(context, 'CLIENT_INFO', params.clientId, async (client, { caller }) => {
      const { server, realm, request } = context
      await publishEvent(server, realm, { type: 'CLIENT_INFO', clientId: client.clientId, ip: request.ip, details: {} })
      const token = caller.kind === 'registration-access' ? { registrationToken: caller.text } : {}
      return json(await describeAsMetadata(context, { client, ...token }), 200, noStore)
    }),
  ),

  implement(updateOidcClient, ({ params, body }, context) =>
    answerManagement(context, 'CLIENT_UPDATE', params.clientId, async (client, admission) => {
      const metadata = readMetadata(body)
      const current = await representClient(context.realm, client)
      const asked = fromMetadata(context, metadata, current.protocolMappers)
      await requireSector(context.server, metadata)
      const registered = await changeRegisteredClient(context, admission, client, asked)
      return json(await describeAsMetadata(context, registered), 200, noStore)
    }),
  ),

  implement(deleteOidcClient, ({ params }, context) =>
    answerManagement(context, 'CLIENT_DELETE', params.clientId, async (client, admission) => {
      await deleteRegisteredClient(context, admission, client)
      return empty(204, noStore)
    }),
  ),
]

/** Values of a wrong type are invalid metadata; names that we do not know are ignored (RFC 7591, section 2). */
function readMetadata(body: unknown): ClientMetadata {
  const { success, data } = ClientMetadata.safeParse(withoutNulls(body))
  if (!success) throw invalidMetadata()
  requireValidMetadata(data)
  return data
}

/** RFC 7592, section 2.2: null counts as left out. */
function withoutNulls(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}
