import {
  linkFederatedIdentity,
  listFederatedIdentities as listFederatedIdentitiesDeclaration,
  unlinkFederatedIdentity,
} from '@ztrust/contract/admin/federated-identities'
import { InvalidInput, NotFound } from '../../../kernel/error.ts'
import {
  listFederatedIdentities,
  listIdentityProviders,
} from '../../../model/identity-provider/identity-provider.store.ts'
import { linkIdentity, unlinkIdentity } from '../../../model/identity-provider/link-identity.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { requireIdentityProvider, requireUser } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'

export const userIdentitiesEndpoints = [
  implement(listFederatedIdentitiesDeclaration, async ({ params }, context) => {
    const { storage } = context.server
    const user = await requireUser(context, params.id)
    const providers = await listIdentityProviders(storage, user.realmId)
    const identities = await listFederatedIdentities(storage, user.realmId, user.id)
    const identityOf = new Map(identities.map((one) => [one.identityProviderId, one]))
    return json(
      providers.flatMap(({ id, alias }) => {
        const one = identityOf.get(id)
        return one ? [{ identityProvider: alias, userId: one.externalId, userName: one.externalName }] : []
      }),
    )
  }),

  implement(linkFederatedIdentity, async ({ params, body }, context) => {
    const user = await requireUser(context, params.id)
    const provider = await requireIdentityProvider(context, params.provider)
    const { userId: externalId, userName } = body
    if (!externalId) throw new InvalidInput('userId', 'error-user-attribute-required')
    await transact(context.server.storage, async (tx) => {
      await linkIdentity(tx, provider, { userId: user.id, externalId, externalName: userName ?? externalId })
      await recordChange(tx, context, {
        operation: 'CREATE',
        resourceType: 'USER',
        path: ['users', user.id, 'federated-identity', provider.alias],
        representation: body,
      })
    })
    return empty()
  }),

  implement(unlinkFederatedIdentity, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    const provider = await requireIdentityProvider(context, params.provider)
    await transact(context.server.storage, async (tx) => {
      if (!(await unlinkIdentity(tx, provider, user.id))) throw new NotFound('link', 'Link not found')
      await recordChange(tx, context, {
        operation: 'DELETE',
        resourceType: 'USER',
        path: ['users', user.id, 'federated-identity', provider.alias],
      })
    })
    return empty()
  }),
]
