import { Button, Group, Switch } from '@mantine/core'
import { IconShieldPlus, IconShieldX } from '@tabler/icons-react'
import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useState } from 'react'
import { pathTo } from '../paths.ts'
import { useRealmName } from '../route-parameters.ts'
import { useText } from '../text.ts'
import { AssignRolesDialog } from './assign-roles-dialog.tsx'
import type { HeldRole } from './load-inherited-roles.ts'
import { plainDescription } from './role-description.ts'
import { RoleName } from './role-name.tsx'
import { SimpleTable } from './simple-table.tsx'
import { type RoleHolder, useRoleMappings } from './use-role-mappings.ts'

export interface RoleMappingPanelProps extends RoleHolder {
  readonly isReadOnly: boolean
}

/** Which roles somebody holds, why, and how to give and take them. */
export function RoleMappingPanel({ kind, id, isReadOnly }: RoleMappingPanelProps) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const [withInherited, setWithInherited] = useState(false)
  const [isAssigning, setAssigning] = useState(false)
  const { mappings, direct, held, change } = useRoleMappings({ kind, id }, withInherited)
  const rows: readonly HeldRole[] | undefined = withInherited
    ? held.data
    : direct?.map((role) => ({ role, via: undefined }))

  const revoke = async (role: RoleRepresentation) => {
    try {
      await change([role], false)
      toasts.success(text('mapping.removed', { name: role.name }), { undo: () => change([role], true) })
    } catch (error) {
      toasts.failure(error)
    }
  }
  const viaText = ({ via }: HeldRole) =>
    via === undefined
      ? text('mapping.direct')
      : text(via.kind === 'role' ? 'mapping.viaRole' : 'mapping.viaGroup', { name: via.name })
  return (
    <>
      <SimpleTable<HeldRole>
        label={text('mapping.title')}
        description={text('mapping.help')}
        answer={{
          data: rows,
          error: mappings.error ?? (withInherited ? held.error : null),
          refetch: () => Promise.all([mappings.refetch(), withInherited ? held.refetch() : undefined]),
        }}
        rowId={({ role }) => role.id ?? ''}
        rowName={({ role }) => role.name ?? ''}
        rowPath={({ role }) => pathTo.role(realm, role.id ?? '')}
        action={
          <Group gap="md">
            <Switch
              label={text('mapping.showInherited')}
              checked={withInherited}
              onChange={(event) => setWithInherited(event.currentTarget.checked)}
            />
            {isReadOnly ? null : (
              <Button leftSection={<IconShieldPlus size={16} stroke={1.5} />} onClick={() => setAssigning(true)}>
                {text('mapping.assign')}
              </Button>
            )}
          </Group>
        }
        empty={{ icon: IconShieldPlus, title: text('mapping.empty'), description: text('mapping.emptyHelp') }}
        columns={[
          { id: 'name', header: text('roles.role'), render: ({ role }) => <RoleName role={role} /> },
          {
            id: 'description',
            header: text('common.description'),
            hideOnPhone: true,
            render: ({ role }) => plainDescription(role),
          },
          ...(withInherited ? [{ id: 'via', header: text('mapping.via'), render: viaText }] : []),
        ]}
        rowActions={(row) =>
          isReadOnly || row.via !== undefined
            ? []
            : [{ label: text('mapping.remove'), icon: IconShieldX, onClick: () => void revoke(row.role) }]
        }
      />
      {isAssigning ? (
        <AssignRolesDialog
          title={text('mapping.assign')}
          taken={new Set((direct ?? []).flatMap((role) => role.id ?? []))}
          onClose={() => setAssigning(false)}
          onAssign={async (roles) => {
            await change(roles, true)
            toasts.success(text('mapping.assigned', { count: roles.length }))
          }}
        />
      ) : null}
    </>
  )
}
