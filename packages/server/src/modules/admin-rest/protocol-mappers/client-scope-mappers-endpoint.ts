import {
  addClientScopeMappers,
  createClientScopeMapper,
  deleteClientScopeMapper,
  getClientScopeMapper,
  listClientScopeMappers,
  listClientScopeMappersOfProtocol,
  updateClientScopeMapper,
} from '@ztrust/contract/admin/protocol-mappers'
import { requireClientScope } from '../find-in-realm.ts'
import { implementMappers } from './implement-mappers.ts'

export const clientScopeMappersEndpoints = implementMappers(
  {
    list: listClientScopeMappers,
    listOfProtocol: listClientScopeMappersOfProtocol,
    get: getClientScopeMapper,
    create: createClientScopeMapper,
    addSeveral: addClientScopeMappers,
    update: updateClientScopeMapper,
    delete: deleteClientScopeMapper,
  },
  async (context, id) => {
    const scope = await requireClientScope(context, id)
    return { container: { clientScopeId: scope.id }, path: ['client-scopes', scope.id] }
  },
)
