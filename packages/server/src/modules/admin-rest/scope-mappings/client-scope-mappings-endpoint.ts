import {
  addClientScopeClientRoles,
  addClientScopeRealmRoles,
  listAvailableClientScopeClientRoles,
  listAvailableClientScopeRealmRoles,
  listClientScopeClientRoles,
  listClientScopeMappings,
  listClientScopeRealmRoles,
  listEffectiveClientScopeClientRoles,
  listEffectiveClientScopeRealmRoles,
  removeClientScopeClientRoles,
  removeClientScopeRealmRoles,
} from '@ztrust/contract/admin/scope-mappings'
import { requireClient } from '../find-in-realm.ts'
import { implementRoleMappings } from '../roles/implement-role-mappings.ts'
import { scopeMappingOperations } from './change-scope-mappings.ts'

export const clientScopeMappingsEndpoints = implementRoleMappings(
  {
    listAll: listClientScopeMappings,
    realm: {
      list: listClientScopeRealmRoles,
      available: listAvailableClientScopeRealmRoles,
      effective: listEffectiveClientScopeRealmRoles,
      add: addClientScopeRealmRoles,
      remove: removeClientScopeRealmRoles,
    },
    client: {
      list: listClientScopeClientRoles,
      available: listAvailableClientScopeClientRoles,
      effective: listEffectiveClientScopeClientRoles,
      add: addClientScopeClientRoles,
      remove: removeClientScopeClientRoles,
    },
  },
  async (context, id) => {
    const owner = await requireClient(context, id)
    return { id: owner.id, path: ['clients', owner.id] }
  },
  scopeMappingOperations,
)
