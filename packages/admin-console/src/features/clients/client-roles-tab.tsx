import { IconShieldPlus } from '@tabler/icons-react'
import { listClientRoles, type RoleRepresentation } from '@ztrust/contract/admin/roles'
import { ResourceTable } from '@ztrust/ui/resource-table.tsx'
import { toPageQuery } from '@ztrust/ui/table-state'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useTableState } from '@ztrust/ui/use-table-state'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { CreateRoleDialog } from '../../patterns/create-role-dialog.tsx'
import { plainDescription } from '../../patterns/role-description.ts'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

/** Roles of the client; each has its own page, on which it is changed and deleted. */
export function ClientRolesTab({ clientId }: { readonly clientId: string }) {
  const text = useText()
  const realm = useRealmName()
  const mayManage = useAccess().mayAny('manage-clients')
  const [state, changeState] = useTableState()
  const roles = useEndpoint(
    listClientRoles,
    { params: { realm, id: clientId }, query: { ...toPageQuery(state), briefRepresentation: true } },
    { keepPrevious: true },
  )
  const [isCreating, setCreating] = useState(false)
  return (
    <>
      <ResourceTable<RoleRepresentation>
        id="client-roles"
        label={text('client.roles')}
        state={state}
        onStateChange={changeState}
        rows={roles.data}
        isUpdating={roles.isPlaceholderData}
        error={roles.error}
        onRetry={() => void roles.refetch()}
        rowId={(role) => role.id ?? ''}
        rowName={(role) => role.name ?? ''}
        rowPath={(role) => pathTo.role(realm, role.id ?? '')}
        searchPlaceholder={text('roles.search')}
        empty={{
          icon: IconShieldPlus,
          title: text('clientRoles.emptyTitle'),
          description: text('clientRoles.emptyHelp'),
        }}
        columns={[
          { id: 'name', header: text('common.name'), render: (role) => role.name },
          {
            id: 'composite',
            header: text('roles.composite'),
            width: '9rem',
            render: (role) => text(role.composite === true ? 'common.yes' : 'common.no'),
          },
          { id: 'description', header: text('common.description'), render: plainDescription },
        ]}
        {...(mayManage ? { create: { label: text('roles.create'), onClick: () => setCreating(true) } } : {})}
      />
      {isCreating ? <CreateRoleDialog clientId={clientId} onClose={() => setCreating(false)} /> : null}
    </>
  )
}
