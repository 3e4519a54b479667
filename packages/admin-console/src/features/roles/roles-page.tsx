import { Group } from '@mantine/core'
import { IconShieldPlus, IconTrash } from '@tabler/icons-react'
import { getRealm } from '@ztrust/contract/admin/realms'
import { listRealmRoles, type RoleRepresentation } from '@ztrust/contract/admin/roles'
import { ResourceTable } from '@ztrust/ui/resource-table.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import { toPageQuery } from '@ztrust/ui/table-state'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useTableState } from '@ztrust/ui/use-table-state'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { CreateRoleDialog } from '../../patterns/create-role-dialog.tsx'
import { Page } from '../../patterns/page.tsx'
import { plainDescription } from '../../patterns/role-description.ts'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import { DeleteRoleDialog } from './delete-role-dialog.tsx'

export function RolesPage() {
  const text = useText()
  const realm = useRealmName()
  const mayManage = useAccess().mayAny('manage-realm')
  const [state, changeState] = useTableState()
  const roles = useEndpoint(
    listRealmRoles,
    { params: { realm }, query: { ...toPageQuery(state), briefRepresentation: true } },
    { keepPrevious: true },
  )
  const settings = useEndpoint(getRealm, { params: { realm } }, { staleTime: 60_000 })
  const defaultRoleId = settings.data?.defaultRole?.id
  const [isCreating, setCreating] = useState(false)
  const [doomed, setDoomed] = useState<RoleRepresentation>()
  return (
    <Page title={text('roles.title')} description={text('roles.help')}>
      <ResourceTable<RoleRepresentation>
        id="roles"
        label={text('roles.title')}
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
        empty={{ icon: IconShieldPlus, title: text('roles.emptyTitle'), description: text('roles.emptyHelp') }}
        columns={[
          {
            id: 'name',
            header: text('common.name'),
            render: (role) => (
              <Group gap="xs" component="span">
                {role.name}
                {role.id === defaultRoleId ? <StateBadge tone="info">{text('roles.default')}</StateBadge> : null}
              </Group>
            ),
          },
          {
            id: 'composite',
            header: text('roles.composite'),
            width: '9rem',
            render: (role) => text(role.composite === true ? 'common.yes' : 'common.no'),
          },
          { id: 'description', header: text('common.description'), render: plainDescription },
        ]}
        {...(mayManage
          ? {
              create: { label: text('roles.create'), onClick: () => setCreating(true) },
              rowActions: (role) =>
                role.id === defaultRoleId
                  ? []
                  : [
                      {
                        label: text('role.delete'),
                        icon: IconTrash,
                        dangerous: true,
                        onClick: () => setDoomed(role),
                      },
                    ],
            }
          : {})}
      />
      {isCreating ? <CreateRoleDialog onClose={() => setCreating(false)} /> : null}
      <DeleteRoleDialog role={doomed} onClose={() => setDoomed(undefined)} />
    </Page>
  )
}
