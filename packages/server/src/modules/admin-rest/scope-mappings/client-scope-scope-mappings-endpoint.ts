import {
  addClientScopeScopeClientRoles,
  addClientScopeScopeRealmRoles,
  listAvailableClientScopeScopeClientRoles,
  listAvailableClientScopeScopeRealmRoles,
  listClientScopeScopeClientRoles,
  listClientScopeScopeMappings,
  listClientScopeScopeRealmRoles,
  listEffectiveClientScopeScopeClientRoles,
  listEffectiveClientScopeScopeRealmRoles,
  removeClientScopeScopeClientRoles,
  removeClientScopeScopeRealmRoles,
} from '@ztrust/contract/admin/scope-mappings'
import { requireClientScope } from '../find-in-realm.ts'
import { implementRoleMappings } from '../roles/implement-role-mappings.ts'
import { scopeMappingOperations } from './change-scope-mappings.ts'

export const clientScopeScopeMappingsEndpoints = implementRoleMappings(
  {
    listAll: listClientScopeScopeMappings,
    realm: {
      list: listClientScopeScopeRealmRoles,
      available: listAvailableClientScopeScopeRealmRoles,
      effective: listEffectiveClientScopeScopeRealmRoles,
      add: addClientScopeScopeRealmRoles,
      remove: removeClientScopeScopeRealmRoles,
    },
    client: {
      list: listClientScopeScopeClientRoles,
      available: listAvailableClientScopeScopeClientRoles,
      effective: listEffectiveClientScopeScopeClientRoles,
      add: addClientScopeScopeClientRoles,
      remove: removeClientScopeScopeClientRoles,
    },
  },
  async (context, id) => {
    const owner = await requireClientScope(context, id)
    return { id: owner.id, path: ['client-scopes', owner.id] }
  },
  scopeMappingOperations,
)
