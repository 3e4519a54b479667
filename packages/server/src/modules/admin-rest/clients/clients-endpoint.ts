import {
  createClient as createClientDeclaration,
  deleteClient as deleteClientDeclaration,
  getClient,
  getClientSecret,
  getServiceAccountUser,
  listClients as listClientsDeclaration,
  regenerateClientSecret,
  updateClient as updateClientDeclaration,
} from '@ztrust/contract/admin/clients'
import { BadRequest } from '../../../kernel/error.ts'
import { listClients } from '../../../model/client/client.store.ts'
import { readClientSecret } from '../../../model/client/client-secret.ts'
import { deleteClient } from '../../../model/client/delete-client.ts'
import { findServiceAccount } from '../../../model/user/user.store.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import { addressOf } from '../admin-context.ts'
import { requireClient } from '../find-in-realm.ts'
import { parseAttributeQuery } from '../parse-attribute-query.ts'
import { recordChange } from '../record-change.ts'
import { requireManagementOf } from '../require-grantable.ts'
import { toUserRepresentation } from '../users/to-representation.ts'
import { clientCertificatesEndpoints } from './client-certificates-endpoint.ts'
import { clientInstallationsEndpoints } from './client-installations-endpoint.ts'
import { clientNodesEndpoints } from './client-nodes-endpoint.ts'
import { clientPermissionsEndpoints } from './client-permissions-endpoint.ts'
import { createClientAsAdministrator } from './create-client-as-administrator.ts'
import { regenerateSecret } from './regenerate-secret.ts'
import { rotatedSecretEndpoints } from './rotated-secret-endpoint.ts'
import { toClientRepresentation } from './to-representation.ts'
import { updateClientAsAdministrator } from './update-client-as-administrator.ts'

/** How many clients are looked through where the database cannot choose: by attributes. */
const longestScan = 10_000

export const clientsEndpoints = [
  implement(listClientsDeclaration, async ({ query }, context) => {
    // Who may only query sees those clients that something else shows them; nothing else does here.
    if (!context.caller.can('view-clients', 'manage-clients')) return json([])
    const page = toPage(query)
    const attributes = parseAttributeQuery(query.q)
    const text = query.clientId ? (query.search ? { search: query.clientId } : { clientId: query.clientId }) : {}
    const wanted = attributes.length === 0 ? page : { first: 0, max: longestScan }
    const found = await listClients(context.server.storage, context.realm.realm.id, { ...text, page: wanted })
    const clients =
      attributes.length === 0
        ? found
        : found
            .filter(({ settings }) => attributes.every(([name, value]) => settings.attributes[name] === value))
            .slice(page.first, page.first + page.max)
    return json(await Promise.all(clients.map((client) => toClientRepresentation(context, client))))
  }),

  implement(createClientDeclaration, async ({ body }, context) => {
    const client = await createClientAsAdministrator(context, body)
    return created(addressOf(context, 'clients', client.id))
  }),

  implement(getClient, async ({ params }, context) =>
    json(await toClientRepresentation(context, await requireClient(context, params.id))),
  ),

  implement(updateClientDeclaration, async ({ params, body }, context) => {
    await updateClientAsAdministrator(context, await requireClient(context, params.id), body)
    return empty()
  }),

  implement(deleteClientDeclaration, async ({ params }, context) => {
    const client = await requireClient(context, params.id)
    await requireManagementOf(context, client.id)
    await transact(context.server.storage, async (tx) => {
      await deleteClient(tx, client)
      await recordChange(tx, context, { operation: 'DELETE', resourceType: 'CLIENT', path: ['clients', client.id] })
    })
    return empty()
  }),

  implement(getClientSecret, async ({ params }, context) => {
    const client = await requireClient(context, params.id)
    const value = await readClientSecret(context.server.storage, client, context.server.secrets)
    return json({ type: 'secret', value })
  }),

  implement(regenerateClientSecret, async ({ params }, context) => {
    const client = await requireClient(context, params.id)
    await requireManagementOf(context, client.id)
    return json({ type: 'secret', value: await regenerateSecret(context, client) })
  }),

  implement(getServiceAccountUser, async ({ params }, context) => {
    const client = await requireClient(context, params.id)
    const user = await findServiceAccount(context.server.storage, client.realmId, client.id)
    if (!user) throw new BadRequest(`Service account not enabled for the client '${client.clientId}'`)
    return json({ ...toUserRepresentation(user, false, context.caller), serviceAccountClientId: client.clientId })
  }),

  ...rotatedSecretEndpoints,
  ...clientCertificatesEndpoints,
  ...clientInstallationsEndpoints,
  ...clientNodesEndpoints,
  ...clientPermissionsEndpoints,
]
