import { useQuery } from '@tanstack/react-query'
import {
  addGroupClientRoles,
  addGroupRealmRoles,
  addUserClientRoles,
  addUserRealmRoles,
  listGroupRoleMappings,
  listUserRoleMappings,
  removeGroupClientRoles,
  removeGroupRealmRoles,
  removeUserClientRoles,
  removeUserRealmRoles,
} from '@ztrust/contract/admin/role-mappings'
import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import { useApi, useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useRealmName } from '../route-parameters.ts'
import { loadInheritedRoles, loadRoleGivingGroups, rolesOf } from './load-inherited-roles.ts'

export interface RoleHolder {
  readonly kind: 'user' | 'group'
  readonly id: string
}

const endpoints = {
  user: {
    list: listUserRoleMappings,
    addRealm: addUserRealmRoles,
    removeRealm: removeUserRealmRoles,
    addClient: addUserClientRoles,
    removeClient: removeUserClientRoles,
  },
  group: {
    list: listGroupRoleMappings,
    addRealm: addGroupRealmRoles,
    removeRealm: removeGroupRealmRoles,
    addClient: addGroupClientRoles,
    removeClient: removeGroupClientRoles,
  },
} as const

/** The roles of a user or group, direct and inherited, and how to change the direct ones. */
export function useRoleMappings(holder: RoleHolder, withInherited: boolean) {
  const api = useApi()
  const realm = useRealmName()
  const { list, addRealm, removeRealm, addClient, removeClient } = endpoints[holder.kind]
  const params = { realm, id: holder.id }
  const mappings = useEndpoint(list, { params })
  const direct = mappings.data === undefined ? undefined : rolesOf(mappings.data)
  const held = useQuery({
    queryKey: ['inherited-roles', realm, holder.kind, holder.id, direct?.map((role) => role.id)],
    enabled: withInherited && direct !== undefined,
    queryFn: async ({ signal }) => {
      const groups = await loadRoleGivingGroups(api, realm, holder, signal)
      return loadInheritedRoles(api, realm, direct ?? [], groups, signal)
    },
  })

  const change = async (roles: readonly RoleRepresentation[], isGranted: boolean) => {
    for (const [container, ofContainer] of byContainer(roles)) {
      const body = [...ofContainer]
      if (container === '') await api(isGranted ? addRealm : removeRealm, { params, body })
      else await api(isGranted ? addClient : removeClient, { params: { ...params, client: container }, body })
    }
    await mappings.refetch()
  }
  return { mappings, direct, held, change }
}

/** Client roles by the id of their client; realm roles below the empty text. */
function byContainer(roles: readonly RoleRepresentation[]): ReadonlyMap<string, readonly RoleRepresentation[]> {
  return Map.groupBy(roles, (role) => (role.clientRole === true ? (role.containerId ?? '') : ''))
}
