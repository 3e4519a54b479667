import {
  createClientScope as createClientScopeDeclaration,
  deleteClientScope as deleteClientScopeDeclaration,
  getClientScope,
  listClientScopes as listClientScopesDeclaration,
  updateClientScope as updateClientScopeDeclaration,
} from '@ztrust/contract/admin/client-scopes'
import { listClientScopes } from '../../../model/client-scope/client-scope.store.ts'
import { createClientScope } from '../../../model/client-scope/create-client-scope.ts'
import { deleteClientScope } from '../../../model/client-scope/delete-client-scope.ts'
import { updateClientScope } from '../../../model/client-scope/update-client-scope.ts'
import { insertNewMappers } from '../../../oauth/insert-new-mappers.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { addressOf } from '../admin-context.ts'
import { requireClientScope } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { toChangedClientScope, toNewClientScope } from './from-representation.ts'
import { toClientScopeRepresentation } from './to-representation.ts'

export const clientScopesEndpoints = [
  implement(listClientScopesDeclaration, async (_, { realm, server }) => {
    const scopes = await listClientScopes(server.storage, realm.realm.id)
    return json(scopes.map((scope) => toClientScopeRepresentation(scope, realm)))
  }),

  implement(createClientScopeDeclaration, async ({ body }, context) => {
    const scope = await transact(context.server.storage, async (tx) => {
      const made = await createClientScope(tx, context.realm.realm, toNewClientScope(body))
      if (body.protocolMappers) await insertNewMappers(tx, context, { clientScopeId: made.id }, body.protocolMappers)
      await recordChange(tx, context, {
        operation: 'CREATE',
        resourceType: 'CLIENT_SCOPE',
        path: ['client-scopes', made.id],
        representation: body,
      })
      return made
    })
    return created(addressOf(context, 'client-scopes', scope.id))
  }),

  implement(getClientScope, async ({ params }, context) =>
    json(toClientScopeRepresentation(await requireClientScope(context, params.id), context.realm)),
  ),

  implement(updateClientScopeDeclaration, async ({ params, body }, context) => {
    const scope = await requireClientScope(context, params.id)
    await transact(context.server.storage, async (tx) => {
      await updateClientScope(tx, toChangedClientScope(scope, body))
      await recordChange(tx, context, {
        operation: 'UPDATE',
        resourceType: 'CLIENT_SCOPE',
        path: ['client-scopes', scope.id],
        representation: body,
      })
    })
    return empty()
  }),

  implement(deleteClientScopeDeclaration, async ({ params }, context) => {
    const scope = await requireClientScope(context, params.id)
    await transact(context.server.storage, async (tx) => {
      await deleteClientScope(tx, scope)
      await recordChange(tx, context, {
        operation: 'DELETE',
        resourceType: 'CLIENT_SCOPE',
        path: ['client-scopes', scope.id],
      })
    })
    return empty()
  }),
]
