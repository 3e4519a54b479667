import {
  createIdentityProvider,
  deleteIdentityProvider as deleteIdentityProviderDeclaration,
  getIdentityProvider,
  listIdentityProviders as listIdentityProvidersDeclaration,
  updateIdentityProvider,
} from '@ztrust/contract/admin/identity-providers'
import { deleteIdentityProvider } from '../../../model/identity-provider/delete-identity-provider.ts'
import { listIdentityProviders } from '../../../model/identity-provider/identity-provider.store.ts'
import { saveIdentityProvider } from '../../../model/identity-provider/save-identity-provider.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { addressOf } from '../admin-context.ts'
import { requireIdentityProvider } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { fromIdentityProvider, toIdentityProvider } from './identity-provider-representation.ts'
import { userIdentitiesEndpoints } from './user-identities-endpoint.ts'

const resourceType = 'IDENTITY_PROVIDER'
const pathOf = (alias: string) => ['identity-provider', 'instances', alias]

export const identityProvidersEndpoints = [
  ...userIdentitiesEndpoints,
  implement(listIdentityProvidersDeclaration, async (_, { server, realm }) =>
    json((await listIdentityProviders(server.storage, realm.realm.id)).map(fromIdentityProvider)),
  ),

  implement(createIdentityProvider, async ({ body }, context) => {
    const { server, realm } = context
    const provider = toIdentityProvider(body, { id: server.ids.uuid(), realmId: realm.realm.id })
    await transact(server.storage, async (tx) => {
      await saveIdentityProvider(tx, provider)
      const path = pathOf(provider.alias)
      await recordChange(tx, context, { operation: 'CREATE', resourceType, path, representation: body })
    })
    return created(addressOf(context, ...pathOf(provider.alias)))
  }),

  implement(getIdentityProvider, async ({ params }, context) =>
    json(fromIdentityProvider(await requireIdentityProvider(context, params.alias))),
  ),

  implement(updateIdentityProvider, async ({ params, body }, context) => {
    const before = await requireIdentityProvider(context, params.alias)
    const provider = toIdentityProvider({ ...before, ...body }, before)
    await transact(context.server.storage, async (tx) => {
      await saveIdentityProvider(tx, provider)
      const path = pathOf(before.alias)
      await recordChange(tx, context, { operation: 'UPDATE', resourceType, path, representation: body })
    })
    return empty()
  }),

  implement(deleteIdentityProviderDeclaration, async ({ params }, context) => {
    const provider = await requireIdentityProvider(context, params.alias)
    await transact(context.server.storage, async (tx) => {
      await deleteIdentityProvider(tx, provider)
      await recordChange(tx, context, { operation: 'DELETE', resourceType, path: pathOf(provider.alias) })
    })
    return empty()
  }),
]
