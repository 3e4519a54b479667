import { listAccountApplications, revokeAccountConsent } from '@ztrust/contract/account'
import { NotFound } from '../../kernel/error.ts'
import { findClientByClientId } from '../../model/client/client.store.ts'
import { type ImplementedEndpoint, implement } from '../../spi/endpoint-handler.ts'
import { empty, json } from '../../spi/reply.ts'
import { listOwnApplications } from './list-own-applications.ts'
import { revokeOwnConsent } from './revoke-own-consent.ts'

export const applicationEndpoints: readonly ImplementedEndpoint[] = [
  implement(listAccountApplications, async (_request, context) => json(await listOwnApplications(context))),

  implement(revokeAccountConsent, async ({ params }, context) => {
    const { server, realm } = context
    const client = await findClientByClientId(server.storage, realm.realm.id, params.clientId)
    if (!client) throw new NotFound('client', `No client with clientId: ${params.clientId} found.`)
    await revokeOwnConsent(context, client)
    return empty()
  }),
]
