import { Button } from '@mantine/core'
import { IconShieldPlus, IconShieldX } from '@tabler/icons-react'
import {
  addRoleByIdComposites,
  getRoleById,
  listRealmRoles,
  listRoleByIdComposites,
  type RoleRepresentation,
  removeRoleByIdComposites,
} from '@ztrust/contract/admin/roles'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { pathTo } from '../../paths.ts'
import { AssignRolesDialog } from '../../patterns/assign-roles-dialog.tsx'
import { plainDescription } from '../../patterns/role-description.ts'
import { RoleName } from '../../patterns/role-name.tsx'
import { SimpleTable } from '../../patterns/simple-table.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'

export interface RoleCompositesTabProps {
  readonly role: RoleRepresentation
  readonly isReadOnly: boolean
}

export function RoleCompositesTab({ role, isReadOnly }: RoleCompositesTabProps) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const params = { realm, id: role.id ?? '' }
  const composites = useEndpoint(listRoleByIdComposites, { params })
  const invalidates = [listRoleByIdComposites, getRoleById, listRealmRoles]
  const add = useEndpointMutation(addRoleByIdComposites, { invalidates })
  const remove = useEndpointMutation(removeRoleByIdComposites, { invalidates })
  const [isAdding, setAdding] = useState(false)

  const takeOut = async (child: RoleRepresentation) => {
    try {
      await remove.mutateAsync({ params, body: [child] })
      toasts.success(text('role.compositeRemoved', { name: child.name }), {
        undo: () => add.mutateAsync({ params, body: [child] }),
      })
    } catch (error) {
      toasts.failure(error)
    }
  }
  return (
    <>
      <SimpleTable<RoleRepresentation>
        label={text('role.composites')}
        description={text('role.compositesHelp')}
        answer={composites}
        rowId={(child) => child.id ?? ''}
        rowName={(child) => child.name ?? ''}
        rowPath={(child) => pathTo.role(realm, child.id ?? '')}
        action={
          isReadOnly ? null : (
            <Button leftSection={<IconShieldPlus size={16} stroke={1.5} />} onClick={() => setAdding(true)}>
              {text('role.addComposites')}
            </Button>
          )
        }
        empty={{
          icon: IconShieldPlus,
          title: text('role.compositesEmpty'),
          description: text('role.compositesEmptyHelp'),
        }}
        columns={[
          { id: 'name', header: text('roles.role'), render: (child) => <RoleName role={child} /> },
          { id: 'description', header: text('common.description'), hideOnPhone: true, render: plainDescription },
        ]}
        rowActions={(child) =>
          isReadOnly
            ? []
            : [{ label: text('role.removeComposite'), icon: IconShieldX, onClick: () => void takeOut(child) }]
        }
      />
      {isAdding ? (
        <AssignRolesDialog
          title={text('role.addComposites')}
          taken={new Set([role.id ?? '', ...(composites.data ?? []).flatMap((child) => child.id ?? [])])}
          onClose={() => setAdding(false)}
          onAssign={async (roles) => {
            await add.mutateAsync({ params, body: [...roles] })
            toasts.success(text('mapping.assigned', { count: roles.length }))
          }}
        />
      ) : null}
    </>
  )
}
