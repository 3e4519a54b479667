import { IconUsers } from '@tabler/icons-react'
import { listClientRoleUsers, listRealmRoleUsers, type RoleRepresentation } from '@ztrust/contract/admin/roles'
import type { UserRepresentation } from '@ztrust/contract/admin/users'
import { ResourceTable } from '@ztrust/ui/resource-table.tsx'
import { toPageQuery } from '@ztrust/ui/table-state'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useTableState } from '@ztrust/ui/use-table-state'
import { pathTo } from '../../paths.ts'
import { useMemberColumns } from '../../patterns/member-columns.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'

export function RoleUsersTab({ role }: { readonly role: RoleRepresentation }) {
  const text = useText()
  const realm = useRealmName()
  const [state, changeState] = useTableState()
  const { first, max } = toPageQuery(state)
  const isClientRole = role.clientRole === true
  const name = role.name ?? ''
  const query = { first, max, briefRepresentation: true }
  const ofRealm = useEndpoint(
    listRealmRoleUsers,
    { params: { realm, role: name }, query },
    { enabled: !isClientRole, keepPrevious: true },
  )
  const ofClient = useEndpoint(
    listClientRoleUsers,
    { params: { realm, id: role.containerId ?? '', role: name }, query },
    { enabled: isClientRole, keepPrevious: true },
  )
  const users = isClientRole ? ofClient : ofRealm
  const columns = useMemberColumns()
  return (
    <ResourceTable<UserRepresentation>
      id="role-users"
      label={text('role.users')}
      columns={columns}
      state={state}
      onStateChange={changeState}
      rows={users.data}
      isUpdating={users.isPlaceholderData}
      error={users.error}
      onRetry={() => void users.refetch()}
      rowId={(user) => user.id ?? ''}
      rowName={(user) => user.username ?? ''}
      rowPath={(user) => pathTo.user(realm, user.id ?? '')}
      searchable={false}
      empty={{ icon: IconUsers, title: text('role.usersEmpty'), description: text('role.usersEmptyHelp') }}
    />
  )
}
