import { requestBody } from '@ztrust/contract/admin/admin-schemas'
import { ClientRepresentation } from '@ztrust/contract/admin/clients'
import {
  deleteDefaultClient,
  readDefaultClient,
  registerDefaultClient,
  updateDefaultClient,
} from '@ztrust/contract/client-registration'
import { invalidMetadata } from '../../oauth/from-metadata.ts'
import { noStore } from '../../oauth/oauth-reply.ts'
import { publishEvent } from '../../oauth/publish-event.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { empty, json } from '../../spi/reply.ts'
import { answerManagement, answerRegister } from './answer-registration.ts'
import { changeRegisteredClient, deleteRegisteredClient } from './change-registered-client.ts'
import { addressOf, describeAsRepresentation } from './describe-registered.ts'
import { registerClient } from './register-client.ts'

/** Registration by Keycloak's own representation of a client. */
export const defaultEndpoints = [
  implement(registerDefaultClient, ({ body }, context) =>
    answerRegister(context, async (admission) => {
      const registered = await registerClient(context, admission, readRepresentation(body))
      const location = addressOf(context, 'default', registered.client.clientId)
      return json(await describeAsRepresentation(context, registered), 201, { ...noStore, location })
    }),
  ),

  implement(readDefaultClient, ({ params }, context) =>
    answerManagement(context, 'CLIENT_INFO', params.clientId, async (client, { caller }) => {
      const { server, realm, request } = context
      await publishEvent(server, realm, { type: 'CLIENT_INFO', clientId: client.clientId, ip: request.ip, details: {} })
      const token = caller.kind === 'registration-access' ? { registrationToken: caller.text } : {}
      return json(await describeAsRepresentation(context, { client, ...token }), 200, noStore)
    }),
  ),

  implement(updateDefaultClient, ({ params, body }, context) =>
    answerManagement(context, 'CLIENT_UPDATE', params.clientId, async (client, admission) => {
      const registered = await changeRegisteredClient(context, admission, client, readRepresentation(body))
      return json(await describeAsRepresentation(context, registered), 200, noStore)
    }),
  ),

  implement(deleteDefaultClient, ({ params }, context) =>
    answerManagement(context, 'CLIENT_DELETE', params.clientId, async (client, admission) => {
      await deleteRegisteredClient(context, admission, client)
      return empty(204, noStore)
    }),
  ),
]

const representationBody = requestBody(ClientRepresentation)

function readRepresentation(body: unknown): ClientRepresentation {
  const { success, data } = representationBody.safeParse(body)
  if (!success) throw invalidMetadata()
  return data
}
